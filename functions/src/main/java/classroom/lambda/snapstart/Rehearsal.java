package classroom.lambda.snapstart;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Proxy;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;

/**
 * Calls a function without DynamoDB: the call runs through handler, SDK and signature up to a connection that accepts
 * every request and answers at once. All functions of a lesson use one event and one item, because a function ignores
 * unknown fields.
 */
public final class Rehearsal extends HttpURLConnection {
    private static final int TIME_MILLIS = 60_000;

    private static final Context CONTEXT = (Context) Proxy.newProxyInstance(
            Rehearsal.class.getClassLoader(),
            new Class<?>[] {Context.class},
            (proxy, method, arguments) -> method.getReturnType() == int.class ? TIME_MILLIS : null);

    private static boolean on;

    /** The item of the function's lesson, in DynamoDB's own JSON. */
    private static String item;

    /** The permission that the last call would have needed. */
    private static HttpURLConnection replaced;

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    private Rehearsal(HttpURLConnection real) {
        super(real.getURL());
        replaced = real;
    }

    /** Has a function answer its lesson's event, and returns its answer. */
    static synchronized byte[] of(RequestStreamHandler function) throws IOException {
        byte[] event = read(function, "rehearsal-event.json");
        item = new String(read(function, "rehearsal-item.json"), StandardCharsets.UTF_8);
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        on = true;
        try {
            function.handleRequest(new ByteArrayInputStream(event), answer, CONTEXT);
        } finally {
            on = false;
        }
        return answer.toByteArray();
    }

    private static byte[] read(RequestStreamHandler function, String name) throws IOException {
        try (InputStream file = function.getClass().getResourceAsStream(name)) {
            return file == null ? new byte[0] : file.readAllBytes();
        }
    }

    /** Whether one is under way. Only then a connection leads nowhere. */
    static boolean isOn() {
        return on;
    }

    /** The connection that is to be used: {@code real}, or one that leads nowhere while a rehearsal is under way. */
    public static HttpURLConnection orReal(HttpURLConnection real) {
        return on ? new Rehearsal(real) : real;
    }

    /** Opens a connection to wherever the first call will, TLS included, and sends nothing over it. None is kept. */
    static void openConnections() throws IOException {
        if (replaced != null) {
            openAndClose(replaced);
            if (System.getenv(SnapshotCredentials.VARIABLE) != null) {
                SnapshotCredentials.INSTANCE.rehearse();
            }
        }
    }

    static void openAndClose(HttpURLConnection connection) throws IOException {
        connection.connect();
        connection.disconnect();
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

    /** Operations that answer a page give the capacity in another form than the others. */
    private byte[] answer() {
        String operation = getRequestProperty("X-Amz-Target");
        String answer = operation.endsWith(".Query") || operation.endsWith(".Scan")
                ? "{\"Items\":[" + item + "],\"Count\":1,\"ScannedCount\":1,"
                        + "\"ConsumedCapacity\":{\"TableName\":\"rehearsal\",\"CapacityUnits\":0.5}}"
                : "{\"Item\":" + item + ",\"Attributes\":" + item + ",\"UnprocessedItems\":{}}";
        return answer.getBytes(StandardCharsets.UTF_8);
    }
}
