package classroom.cloud.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.Waiting;
import classroom.cloud.identity.Identities;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LiveTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Gateway gateway = new Gateway(new Identities());
    private final Live live = gateway.live();
    private URI uri;

    @BeforeEach
    void start() throws IOException {
        uri = gateway.start(0);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void whoHasTheToken_getsEveryEventInOrder() throws Exception {
        try (Socket socket = follow(live.token())) {
            BufferedReader lines = lines(socket);
            assertThat(lines.readLine()).contains(" 200 ");
            until(lines, ": the class");

            for (int i = 0; i < 100; i++) {
                tell(i);
            }

            for (int i = 0; i < 100; i++) {
                assertThat(next(lines).path("number").asInt()).isEqualTo(i);
            }
        }
    }

    @Test
    void event_isNotMade_whileNobodyFollows() {
        live.tell("call", () -> {
            throw new AssertionError("made for nobody");
        });
    }

    @Test
    void whoHasNoToken_isRefused() throws Exception {
        for (String token : new String[] {"", "0".repeat(32), live.token() + "0"}) {
            try (Socket socket = follow(token)) {
                BufferedReader lines = lines(socket);
                assertThat(lines.readLine()).contains(" 403 ");
            }
        }
    }

    @Test
    void whoDoesNotRead_delaysNobody_andIsToldWhatItMissed() throws Exception {
        try (Socket sleeping = follow(live.token());
                Socket awake = follow(live.token())) {
            BufferedReader slow = lines(sleeping);
            BufferedReader fast = lines(awake);
            until(slow, ": the class");
            until(fast, ": the class");
            String padding = "x".repeat(2000);

            int told = 20_000;
            for (int i = 0; i < told; i++) {
                int number = i;
                live.tell(
                        "call",
                        () -> JsonNodeFactory.instance
                                .objectNode()
                                .put("number", number)
                                .put("padding", padding));
                JsonNode event = next(fast);
                assertThat(event.path("number").asInt()).isEqualTo(number);
            }

            int seen = 0;
            long missed = 0;
            int last = -1;
            while (last < told - 1) {
                JsonNode event = next(slow);
                if (event.has("missed")) {
                    missed += event.path("missed").asLong();
                } else {
                    seen++;
                    last = event.path("number").asInt();
                }
            }
            assertThat(missed).isPositive();
            assertThat(seen + missed).isEqualTo(told);
        }
    }

    @Test
    void pages_areCounted_andOneThatIsGoneMakesRoom() throws Exception {
        Socket[] pages = new Socket[16];
        for (int i = 0; i < pages.length; i++) {
            pages[i] = follow(live.token());
            until(lines(pages[i]), ": the class");
        }
        try (Socket another = follow(live.token())) {
            assertThat(lines(another).readLine()).contains(" 503 ");
        }

        for (Socket page : pages) {
            page.close();
        }

        Waiting.until(() -> {
            try (Socket another = follow(live.token())) {
                return lines(another).readLine().contains(" 200 ");
            }
        });
    }

    private void tell(int number) {
        live.tell("call", () -> JsonNodeFactory.instance.objectNode().put("number", number));
    }

    private Socket follow(String token) throws IOException {
        Socket socket = new Socket("127.0.0.1", uri.getPort());
        socket.getOutputStream()
                .write(("GET " + Live.PATH + " HTTP/1.1\r\nHost: 127.0.0.1:" + uri.getPort() + "\r\n" + Live.HEADER
                                + ": " + token + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static BufferedReader lines(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    private static void until(BufferedReader lines, String wanted) throws IOException {
        for (String line = lines.readLine(); !wanted.equals(line); line = lines.readLine()) {
            assertThat(line).as("before " + wanted).isNotNull();
        }
    }

    private static JsonNode next(BufferedReader lines) throws IOException {
        String line = lines.readLine();
        while (line != null && !line.startsWith("data: ")) {
            line = lines.readLine();
        }
        assertThat(line).isNotNull();
        return JSON.readTree(line.substring("data: ".length()));
    }
}
