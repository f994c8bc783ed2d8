package classroom.cloud.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.cloud.identity.Identities;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients that send or read slowly, or not at all: more of them than the gateway has threads. */
class SlowClientsTest {
    private static final int CLIENTS = 300;
    private static final int LARGE = 1 << 20;

    /** Nobody is sent away for being slow. */
    private static final Duration ENDLESS = Duration.ofMinutes(10);

    private final List<Socket> sockets = new ArrayList<>();
    private Gateway gateway;
    private int port;

    @AfterEach
    void stop() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        gateway.close();
    }

    @ParameterizedTest
    @CsvSource({
        "a body that trickles, POST /small, Content-Length: 1000, x",
        "a body that does not begin, POST /small, Content-Length: 1000, ''",
        "a body that it asks leave for, POST /small, Content-Length: 1000|Expect: 100-continue, ''",
        "a body of tiny chunks, POST /small, Transfer-Encoding: chunked, '1|x|'",
        "headers that trickle, POST /small, -X-Slow: , x",
        "nothing at all, -, -, ''",
        "an answer that nobody reads, GET /large, X-Other: x, ''",
        "requests without end whose answers nobody reads, GET /large, X-Other: x, 'GET /large HTTP/1.1|Host: HOST||'",
        "one request and then silence, GET /small, X-Other: x, ''"
    })
    void clients_moreThanThreads_holdNobodyUp(String what, String line, String headers, String more) throws Exception {
        start(ENDLESS, Gateway.ROOM);
        boolean unfinished = headers.startsWith("-");
        String head = line.equals("-")
                ? ""
                : line + " HTTP/1.1|Host: HOST|" + (unfinished ? headers.substring(1) : headers + "||");
        for (int i = 0; i < CLIENTS; i++) {
            send(connect(), head);
        }
        CountDownLatch answered = new CountDownLatch(1);
        Thread trickle = new Thread(() -> {
            try {
                do {
                    for (Socket socket : sockets.subList(0, CLIENTS)) {
                        // Only the first client sends the part that blocks when the server stops reading.
                        if (more.length() < 10 || socket == sockets.get(0)) {
                            send(socket, more);
                        }
                    }
                } while (!answered.await(50, TimeUnit.MILLISECONDS));
            } catch (IOException | InterruptedException e) {
                // The test is over.
            }
        });
        trickle.setDaemon(true);
        trickle.start();

        for (int i = 0; i < 3; i++) {
            for (String path : List.of(Gateway.STATUS, "/small")) {
                assertThat(RawHttp.send(port, "GET " + path + " HTTP/1.1", "Host: 127.0.0.1:" + port)
                                .status())
                        .as(what)
                        .isEqualTo(200);
            }
        }
        answered.countDown();
    }

    @Test
    void bodyThatTricklesForTooLong_isRefused() throws Exception {
        start(Duration.ofMillis(400), Gateway.ROOM);
        Socket socket = connect();
        send(socket, "POST /small HTTP/1.1|Host: HOST|Content-Length: 100000||");
        Thread trickle = new Thread(() -> {
            try {
                for (int i = 0; i < 100_000; i++) {
                    send(socket, "x");
                    Thread.sleep(20);
                }
            } catch (IOException | InterruptedException e) {
                // It is closed, as it should be.
            }
        });
        trickle.setDaemon(true);
        trickle.start();

        assertThat(rest(socket)).startsWith("HTTP/1.1 408 ").contains("comes too slowly");
    }

    /** Jetty knows nobody to tell then. */
    @Test
    void answerThatFailsWhenTheBodyHasComeLate_isStillOne() throws Exception {
        start(ENDLESS, Gateway.ROOM);
        gateway.addUnsigned("/broken", call -> {
            throw new AssertionError("broken");
        });
        gateway.addUnsigned("/deep", call -> {
            throw new StackOverflowError();
        });
        for (String path : List.of("/broken", "/deep")) {
            Socket socket = connect();
            send(socket, "POST " + path + " HTTP/1.1|Host: HOST|Connection: close|Content-Length: 2||");
            Thread.sleep(100);
            send(socket, "{}");

            assertThat(rest(socket)).as(path).startsWith(path.equals("/deep") ? "HTTP/1.1 400 " : "HTTP/1.1 500 ");
        }
    }

    @Test
    void bodyThatComesSlowlyButSteadily_isTaken() throws Exception {
        start(Duration.ofMillis(400), Gateway.ROOM);
        Socket socket = connect();
        int parts = 40;
        send(socket, "POST /small HTTP/1.1|Host: HOST|Connection: close|Content-Length: " + parts * 20_000 + "||");
        for (int i = 0; i < parts; i++) {
            send(socket, "x".repeat(20_000));
            Thread.sleep(20); // In all twice as long as it may be silent.
        }

        assertThat(rest(socket)).startsWith("HTTP/1.1 200 ").endsWith("small " + parts * 20_000);
    }

    @Test
    void answerThatNobodyReads_isGivenUp() throws Exception {
        start(Duration.ofMillis(300), Gateway.ROOM);
        Socket socket = connect();
        send(socket, "GET /large HTTP/1.1|Host: HOST||".repeat(20));
        Thread.sleep(1500);

        assertThat(socket.getInputStream().readNBytes(20 * LARGE)).hasSizeLessThan(20 * LARGE);
    }

    @Test
    void largeBodiesTogetherOverTheRoom_areToldToComeAgain_andSmallOnesPass() throws Exception {
        start(ENDLESS, 1 << 20);
        Socket first = connect();
        send(
                first,
                "POST /small HTTP/1.1|Host: HOST|Connection: close|Content-Length: 1000000||" + "x".repeat(999_999));
        Thread.sleep(200); // It is read meanwhile.
        RawHttp.Answer refused = RawHttp.exchange(
                        port,
                        RawHttp.bytes(
                                crlf("POST /small HTTP/1.1|Host: HOST|Content-Length: 500000||" + "x".repeat(500_000))))
                .get(0);

        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.text()).contains("no memory for more large requests");
        assertThat(RawHttp.exchange(
                                port,
                                RawHttp.bytes(crlf(
                                        "POST /small HTTP/1.1|Host: HOST|Content-Length: 5000||" + "x".repeat(5000))))
                        .get(0)
                        .text())
                .isEqualTo("small 5000");
        send(first, "x");
        assertThat(rest(first)).endsWith("small 1000000");
        // The first client's place is free again.
        assertThat(RawHttp.exchange(
                                port,
                                RawHttp.bytes(crlf("POST /small HTTP/1.1|Host: HOST|Content-Length: 1000000||"
                                        + "x".repeat(1_000_000))))
                        .get(0)
                        .text())
                .isEqualTo("small 1000000");
    }

    private void start(Duration patience, int room) throws IOException {
        gateway = new Gateway(new Identities(), patience, room);
        byte[] large = new byte[LARGE];
        Arrays.fill(large, (byte) 'y');
        gateway.addUnsigned("/large", call -> new Reply(200, Map.of(), large));
        gateway.addUnsigned(
                "/small",
                call -> new Reply(200, Map.of(), ("small " + call.body().length).getBytes(StandardCharsets.US_ASCII)));
        port = gateway.start(0).getPort();
    }

    private Socket connect() throws IOException {
        Socket socket = RawHttp.connect(port);
        sockets.add(socket);
        return socket;
    }

    private void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(RawHttp.bytes(crlf(text)));
    }

    private String crlf(String text) {
        return text.replace("|", "\r\n").replace("HOST", "127.0.0.1:" + port);
    }

    /** Returns the answer up to the end of the connection. */
    private static String rest(Socket socket) throws IOException {
        StringBuilder text = new StringBuilder();
        InputStream in = socket.getInputStream();
        try {
            for (int read = in.read(); read >= 0; read = in.read()) {
                text.append((char) read);
            }
        } catch (SocketException e) {
            // Closed with bytes of the request still on their way; what came before is the answer.
        }
        return text.toString();
    }
}
