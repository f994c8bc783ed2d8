package classroom.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Proxy;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;

/**
 * A call of a function without DynamoDB: the whole way through handler, SDK and signature, up to a connection that
 * takes whatever is written and answers at once.
 *
 * <p>One event and one answer serve all functions, for each reads only the fields that it knows.
 */
final class Rehearsal extends HttpURLConnection {
    private static final String BOOK = "\"Author\":\"Rehearsal\",\"Title\":\"Rehearsal\"";

    /** A transaction takes no item twice. */
    private static final String OTHER = "\"Author\":\"Rehearsal\",\"Title\":\"Another rehearsal\"";

    private static final String CAR = "\"cpf\":\"00000000000\",\"placa\":\"REH1234\"";

    private static final String RECORD = "{\"eventID\":\"1\",\"eventName\":\"MODIFY\",\"dynamodb\":{"
            + "\"SequenceNumber\":\"1\",\"Keys\":{\"Author\":{\"S\":\"Rehearsal\"},\"Title\":{\"S\":\"Rehearsal\"}},"
            + "\"OldImage\":{\"Rating\":{\"N\":\"4\"}},\"NewImage\":{\"Rating\":{\"N\":\"5\"}}}}";

    private static final byte[] EVENT = bytes("{\"nome\":\"Rehearsal\",\"sobrenome\":\"Rehearsal\",\"id\":1,"
            + "\"email\":\"rehearsal@example.com\"," + BOOK + ",\"Rating\":5,\"edition\":\"Rehearsal\",\"minRating\":1,"
            + "\"books\":[{" + BOOK + "}],\"check\":{" + BOOK + ",\"Version\":1},\"put\":[{" + OTHER
            + "}],\"Records\":["
            + RECORD + "]," + CAR + ",\"from\":\"00000000000\",\"to\":\"00000000001\","
            + "\"at\":\"2026-11-22T12:30:00Z\",\"month\":\"2026-11\",\"ratePerHour\":6}");

    private static final String ITEM = "{\"id\":{\"N\":\"1\"},\"email\":{\"S\":\"rehearsal@example.com\"},"
            + "\"Author\":{\"S\":\"Rehearsal\"},\"Title\":{\"S\":\"Rehearsal\"},\"Version\":{\"N\":\"1\"},"
            + "\"Editions\":{\"SS\":[\"Rehearsal\"]},\"cpf\":{\"S\":\"00000000000\"},\"placa\":{\"S\":\"REH1234\"},"
            + "\"aquisicao\":{\"S\":\"2026-11-22\"},\"entrada\":{\"S\":\"2026-11-22T12:00:00Z\"},"
            + "\"minutos\":{\"M\":{\"2026-11\":{\"N\":\"30\"}}}}";

    private static final byte[] ANSWER =
            bytes("{\"Item\":" + ITEM + ",\"Attributes\":" + ITEM + ",\"UnprocessedItems\":{}}");

    /** Other operations give the capacity in another form. */
    private static final byte[] PAGE = bytes("{\"Items\":[" + ITEM + "],\"Count\":1,\"ScannedCount\":1,"
            + "\"ConsumedCapacity\":{\"TableName\":\"rehearsal\",\"CapacityUnits\":0.5}}");

    private static final int TIME_MILLIS = 60_000;

    private static final Context CONTEXT = (Context) Proxy.newProxyInstance(
            Rehearsal.class.getClassLoader(),
            new Class<?>[] {Context.class},
            (proxy, method, arguments) -> method.getReturnType() == int.class ? TIME_MILLIS : null);

    private static boolean on;

    /** Where the SDK would have sent the last call. */
    private static URI endpoint;

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    private Rehearsal(URI uri) throws IOException {
        super(uri.toURL());
    }

    /** Has a function answer the event, and returns its answer. */
    static synchronized byte[] of(RequestStreamHandler function) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        on = true;
        try {
            function.handleRequest(new ByteArrayInputStream(EVENT), answer, CONTEXT);
        } finally {
            on = false;
        }
        return answer.toByteArray();
    }

    /** Whether one is under way; only then there is a connection that leads nowhere. */
    static boolean isOn() {
        return on;
    }

    static HttpURLConnection connection(URI uri) throws IOException {
        endpoint = uri;
        return new Rehearsal(uri);
    }

    static URI endpoint() {
        return endpoint;
    }

    @Override
    public void connect() {
        // There is nothing to connect to.
    }

    @Override
    public void disconnect() {
        // There is nothing behind it.
    }

    @Override
    public boolean usingProxy() {
        return false;
    }

    @Override
    public OutputStream getOutputStream() {
        return written;
    }

    @Override
    public int getResponseCode() {
        return HTTP_OK;
    }

    @Override
    public String getResponseMessage() {
        return "OK";
    }

    @Override
    public Map<String, List<String>> getHeaderFields() {
        byte[] answer = answer();
        CRC32 crc = new CRC32();
        crc.update(answer);
        Map<String, List<String>> headers = new TreeMap<>();
        headers.put("Content-Type", List.of("application/x-amz-json-1.0"));
        headers.put("Content-Length", List.of(Integer.toString(answer.length)));
        headers.put("x-amzn-RequestId", List.of("rehearsal"));
        headers.put("x-amz-crc32", List.of(Long.toString(crc.getValue())));
        return headers;
    }

    @Override
    public InputStream getInputStream() {
        return new ByteArrayInputStream(answer());
    }

    @Override
    public InputStream getErrorStream() {
        return null;
    }

    private byte[] answer() {
        String operation = getRequestProperty("X-Amz-Target");
        return operation.endsWith(".Query") || operation.endsWith(".Scan") ? PAGE : ANSWER;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
