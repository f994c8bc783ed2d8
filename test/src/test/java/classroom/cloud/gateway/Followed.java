package classroom.cloud.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** The events of a class, followed from now on as the console follows them. */
public final class Followed implements AutoCloseable {
    private static final int PATIENCE = 20_000;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Socket socket;
    private final BufferedReader lines;

    private Followed(Socket socket) throws IOException {
        this.socket = socket;
        this.lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Follows a class; what happens after this returns is seen. */
    public static Followed of(Gateway gateway) throws IOException {
        return of(gateway.uri(), gateway.live().token()).begun();
    }

    /** Asks for the events, and does not look at the answer. */
    static Followed of(URI uri, String token) throws IOException {
        Socket socket = new Socket("127.0.0.1", uri.getPort());
        socket.setSoTimeout(PATIENCE); // An event that does not come fails the test.
        socket.getOutputStream()
                .write(("GET " + Live.PATH + " HTTP/1.1\r\nHost: 127.0.0.1:" + uri.getPort() + "\r\n" + Live.HEADER
                                + ": " + token + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        return new Followed(socket);
    }

    /** The first line of the answer. */
    String status() throws IOException {
        return lines.readLine();
    }

    /** Waits until the class says that it is followed. */
    Followed begun() throws IOException {
        for (String line = lines.readLine(); !": the class".equals(line); line = lines.readLine()) {
            assertThat(line).as("before the first comment").isNotNull();
        }
        return this;
    }

    /** The next event, of any kind. */
    public JsonNode next() throws IOException {
        String line = lines.readLine();
        while (line != null && !line.startsWith("data: ")) {
            line = lines.readLine();
        }
        assertThat(line).isNotNull();
        return JSON.readTree(line.substring("data: ".length()));
    }

    /** The next event of a kind. */
    public JsonNode next(String kind) throws IOException {
        JsonNode event = next();
        while (!event.path("kind").asText().equals(kind)) {
            event = next();
        }
        return event;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
