package classroom.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which class a command talks to, in a shell with {@code AWS_ENDPOINT_URL}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RunningClassIT {
    @TempDir
    private static Path folder;

    private final List<String> received = Collections.synchronizedList(new ArrayList<>());
    private Program up;
    private String port;
    private HttpServer another;
    private Path books;

    @BeforeAll
    void start() throws Exception {
        books = Files.writeString(folder.resolve("books.json"), "[]");
        another = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        another.createContext("/", exchange -> {
            received.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            byte[] answer = "{\"service\":\"another\"}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        another.start();
        up = Program.start(folder, "up", "--empty", "--port", "0");
        port = up.line("ready ").replaceAll(".*:", "");
    }

    @AfterAll
    void stop() {
        another.stop(0);
        up.close();
    }

    /** A line for each command, and what an empty class answers it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "invoke hello             | there is no function hello, and no other in this class",
                "logs hello               | there is no function hello, and no other in this class (./classroom cdk deploy)",
                "access                   | granted action",
                "load BOOKS               | there is no function books-load",
                "leftovers                | nothing of the class is left at ",
                "cdk list                 | Classroom",
                "env --as hello           | there is no function hello"
            })
    void command_followsAClassOnThisMachine_andNothingElse(String row) throws Exception {
        String[] parts = row.split(" +\\| ");
        String[] arguments = parts[0].replace("BOOKS", books.toString()).split(" ");

        for (String host : new String[] {"127.0.0.1", "localhost"}) {
            assertThat(run("http://" + host + ":" + port, arguments).output()).contains(parts[1]);
        }

        received.clear();
        String url = "http://127.0.0.1:" + another.getAddress().getPort();
        Program.Result refused = run(url, arguments);
        assertThat(refused.status()).as(refused.output()).isEqualTo(2);
        assertThat(refused.output())
                .contains("classroom: AWS_ENDPOINT_URL=" + url
                        + " leads to no running class: name the class with --port");
        assertThat(received).containsExactly("GET /_classroom/status");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://127.0.0.1:PORT | does not lead to a class on this machine",
                "http://dynamodb.us-east-2.amazonaws.com | does not lead to a class on this machine",
                "http://me@127.0.0.1:PORT | does not lead to a class on this machine",
                "127.0.0.1:PORT | is no URL",
                "not a url | is no URL",
                "http://127.0.0.1:1 | leads to no running class"
            })
    void otherEndpoint_isRefused(String row) throws Exception {
        String[] parts = row.split(" \\| ");
        String url = parts[0].replace("PORT", port);

        Program.Result refused = run(url, "access");

        assertThat(refused.status()).as(refused.output()).isEqualTo(2);
        assertThat(refused.output()).startsWith("classroom: AWS_ENDPOINT_URL=" + url + " " + parts[1]);
        assertThat(refused.output().lines()).hasSize(1);
    }

    @Test
    void port_wins() throws Exception {
        received.clear();
        String url = "http://127.0.0.1:" + another.getAddress().getPort();

        assertThat(run(url, "access", "--port", port).status()).isZero();
        assertThat(received).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "65536", "-1"})
    void numberThatIsNoPort_isRefused(String number) throws Exception {
        Program.Result refused = run("", "access", "--port", number);

        assertThat(refused.status()).as(refused.output()).isEqualTo(2);
        assertThat(refused.output()).contains("--port " + number + " is no port: say one from 1 to 65535");
    }

    private static Program.Result run(String endpoint, String... arguments) throws IOException, InterruptedException {
        try (Program program = Program.start(folder, Program.ROOT, Map.of("AWS_ENDPOINT_URL", endpoint), arguments)) {
            return program.end();
        }
    }
}
