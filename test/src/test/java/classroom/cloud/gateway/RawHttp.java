package classroom.cloud.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/** HTTP byte for byte, for requests that no client would send. */
public final class RawHttp {
    /** A server that is silent for so long hangs: no absolute time is meant. */
    private static final int HANGS_MS = 60_000;

    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.1 ([1-5][0-9]{2})( .*)?");
    private static final ObjectMapper JSON = new ObjectMapper();

    private RawHttp() {}

    /**
     * An answer, read to its last byte.
     *
     * @param headers by lower-case name
     */
    public record Answer(int status, Map<String, String> headers, byte[] body) {
        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    /** Opens a connection that fails, instead of waiting for ever, when the server hangs. */
    static Socket connect(int port) throws IOException {
        Socket socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(HANGS_MS);
        return socket;
    }

    /** Sends these lines and a last empty one, and returns the one answer to them. */
    static Answer send(int port, String... lines) throws IOException {
        List<Answer> answers = exchange(port, bytes(String.join("\r\n", lines) + "\r\n\r\n"));
        assertThat(answers).as(lines[0]).hasSize(1);
        return answers.get(0);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /**
     * Sends only these bytes, and returns the answer up to the end of the connection; interim answers are left out.
     *
     * @throws java.net.SocketTimeoutException if the server hangs
     */
    public static List<Answer> exchange(int port, byte[] request) throws IOException {
        ByteArrayOutputStream answered = new ByteArrayOutputStream();
        try (Socket socket = connect(port)) {
            try {
                socket.getOutputStream().write(request);
                socket.shutdownOutput();
            } catch (SocketException e) {
                // It has answered and closed before it read all.
            }
            readAll(socket.getInputStream(), answered);
        }
        return parse(answered.toByteArray(), new String(request, StandardCharsets.ISO_8859_1).startsWith("HEAD "));
    }

    private static void readAll(InputStream in, ByteArrayOutputStream answered) throws IOException {
        byte[] buffer = new byte[8192];
        try {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                answered.write(buffer, 0, read);
            }
        } catch (SocketException e) {
            // Closed with bytes of the request still on their way; what came before is the answer.
        }
    }

    private static List<Answer> parse(byte[] bytes, boolean head) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        List<Answer> answers = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int end = text.indexOf("\r\n\r\n", at);
            assertThat(end).as("the end of the header section in " + text).isNotNegative();
            String[] lines = text.substring(at, end).split("\r\n");
            Matcher status = STATUS_LINE.matcher(lines[0]);
            assertThat(status.matches()).as("status line: " + lines[0]).isTrue();
            Map<String, String> headers = new HashMap<>();
            for (int i = 1; i < lines.length; i++) {
                int colon = lines[i].indexOf(':');
                assertThat(colon).as("header: " + lines[i]).isPositive();
                headers.put(
                        lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                        lines[i].substring(colon + 1).trim());
            }
            int code = Integer.parseInt(status.group(1));
            at = end + 4;
            if (code < 200) {
                continue;
            }
            // If the request is not HTTP, Jetty does not know that it was HEAD; then the connection ends, so no client
            // has a problem.
            boolean bodyless = head && (at == text.length() || text.startsWith("HTTP/", at));
            int length = bodyless || code == 204 || code == 304
                    ? 0
                    : Integer.parseInt(headers.getOrDefault("content-length", "-1"));
            assertThat(at + length).as("the end of the body in " + text).isBetween(at, bytes.length);
            answers.add(
                    new Answer(code, headers, text.substring(at, at + length).getBytes(StandardCharsets.ISO_8859_1)));
            at += length;
        }
        return answers;
    }

    /** Requires that an error is one of AWS's protocols', with its code and a body that a client can parse. */
    public static void assertWorded(Answer error) throws IOException {
        String type = error.headers().getOrDefault("content-type", "");
        if (type.contains("json")) {
            JsonNode body = JSON.readTree(error.body());
            assertThat(body.isObject()).as(error.text()).isTrue();
            assertThat(body.has("__type")
                            || body.has("errorType")
                            || error.headers().containsKey("x-amzn-errortype"))
                    .as("an error code in " + error)
                    .isTrue();
        } else {
            assertThat(type).as(error.toString()).contains("xml");
            Element root = root(error);
            assertThat(root.getTagName()).isIn("Error", "ErrorResponse");
            assertThat(root.getElementsByTagName("Code").getLength()).isEqualTo(1);
        }
    }

    private static Element root(Answer error) throws IOException {
        try {
            DocumentBuilder builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
            builder.setErrorHandler(new DefaultHandler());
            return builder.parse(new ByteArrayInputStream(error.body())).getDocumentElement();
        } catch (SAXException e) {
            throw new AssertionError("no XML: " + error.text(), e);
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException(e);
        }
    }
}
