package classroom.cli.tour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import classroom.cli.client.Loopback;
import classroom.cli.terminal.Terminal;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tour's engine against a server with prepared answers. */
class WalkTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private volatile int status = 200;
    private volatile Map<String, String> headers = Map.of();
    private volatile String answer = "{}";
    private volatile String asked = "";

    private final List<String> pauses = new ArrayList<>();
    private HttpServer server;
    private IntConsumer on;
    private Walk walk;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            headers.forEach(exchange.getResponseHeaders()::set);
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        Loopback wire = new Loopback(server.getAddress().getPort(), "us-east-2", "CLASSROOM");
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        on = columns -> walk = new Walk(wire, new Page(new Terminal(out, false, false, columns, false)), pauses::add);
        on.accept(Terminal.COLUMNS);
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void lesson_isPrintedWithNumberedSteps() {
        answer = "{\"statusCode\":200,\"body\":\"{\\\"count\\\":2,\\\"capacity\\\":0.5}\"}";

        walk.through(List.of(new Lesson(4, "Reading", List.of(w -> {
            w.step("Query");
            w.invoke("books-query", "{Author: 'Ana'}").expect(200);
            w.note("It is cheap.");
        }))));

        assertThat(printed()).isEqualTo("""

                        LESSON 4  Reading

                        4.1  Query
                             > books-query {"Author": "Ana"}
                               200 {"count": 2, "capacity": 0.5}
                               cost: 0.5 read units
                             It is cheap.
                        """);
        assertThat(asked).isEqualTo("{\"Author\":\"Ana\"}");
    }

    @Test
    void step_otherAnswer_isTheCurrentOneAndTheWalkEnds() {
        answer = "{\"statusCode\":404,\"body\":\"{}\"}";
        List<Lesson> lessons = List.of(
                lesson(1, "One", w -> {
                    w.step("Fine");
                    w.invoke("hello", "{}").expect(404);
                }),
                lesson(2, "Two", w -> {
                    w.step("Get it");
                    w.invoke("account-get", "{}").expect(200);
                }),
                lesson(3, "Three", w -> w.step("Never reached")));

        assertThatThrownBy(() -> walk.through(lessons)).isInstanceOf(StepFailed.class);
        assertThat(walk.current()).isEqualTo("step 2.1, Get it");
        assertThat(printed()).doesNotContain("Never reached");
    }

    @Test
    void invoke_functionFails_failsTheStep() {
        headers = Map.of("X-Amz-Function-Error", "Unhandled");
        answer = "{\"errorMessage\":\"boom\"}";

        assertThatThrownBy(() -> walk.invoke("hello", "{}"))
                .isInstanceOf(StepFailed.class)
                .hasMessageContaining("boom");
    }

    @Test
    void dynamodb_asksForTheCostAndTellsIt() {
        answer = "{\"Item\":{},\"ConsumedCapacity\":{\"CapacityUnits\":0.5}}";

        walk.dynamodb("GetItem", "{TableName: 'books'}");

        assertThat(asked).isEqualTo("{\"TableName\":\"books\",\"ReturnConsumedCapacity\":\"TOTAL\"}");
        assertThat(printed())
                .contains("> DynamoDB GetItem {\"TableName\": \"books\"}")
                .contains("  {\"Item\": {}}\n")
                .contains("cost: 0.5 read units");
    }

    private static Operation createTable(String input) {
        return new Operation(Operation.Service.DYNAMODB, "CreateTable", input);
    }

    @Test
    void refuses_asExpected_goesOn() {
        status = 400;
        answer = "{\"__type\":\"x#ResourceInUseException\",\"message\":\"Table already exists: books\"}";

        walk.refuses("ResourceInUseException", createTable("{TableName: 'books'}"));

        assertThat(printed()).contains("ResourceInUseException: Table already exists: books");
    }

    @Test
    void refuses_otherErrorOrNone_failsTheStep() {
        status = 400;
        answer = "{\"__type\":\"x#ValidationException\",\"message\":\"no\"}";
        assertThatThrownBy(() -> walk.refuses("ResourceInUseException", createTable("{}")))
                .hasMessage("CreateTable must be refused with ResourceInUseException, not ValidationException");

        status = 200;
        assertThatThrownBy(() -> walk.refuses("ResourceInUseException", createTable("{}")))
                .hasMessage("CreateTable must be refused with ResourceInUseException, but it was done");
    }

    @Test
    void until_answerComes_isReturned() {
        AtomicInteger questions = new AtomicInteger();

        assertThat(walk.<String>until(
                        "it must come",
                        Duration.ofSeconds(30),
                        () -> questions.incrementAndGet() < 3 ? Optional.empty() : Optional.of("here")))
                .isEqualTo("here");
    }

    @Test
    void until_answerNeverComes_failsTheStep() {
        assertThatThrownBy(() -> walk.until("it must come", Duration.ZERO, Optional::empty))
                .isInstanceOf(StepFailed.class)
                .hasMessage("it must come within 0 s");
    }

    @ParameterizedTest
    @CsvSource({"50, 50", "80, 80", "200, 80"})
    void lines_areNeverLongerThanAScreen(int columns, int longest) {
        on.accept(columns);
        answer = "{\"statusCode\":200,\"body\":\"[" + "\\\"a long word\\\",".repeat(50) + "1]\"}";

        walk.invoke("hello", "{nome: '" + "x".repeat(300) + "'}");

        assertThat(printed().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(longest));
    }

    @Test
    void pauses_areBeforeEachLessonAndEachStepWithinIt() {
        Lesson lesson = lesson(2, "Two", w -> {
            w.step("One");
            w.step("Another");
        });

        walk.through(List.of(lesson));

        assertThat(pauses)
                .containsExactly("Press Enter for lesson 2.", "Press Enter to go on.", "Press Enter for the end.");
    }

    @Test
    void unseenWork_isDoneAndCountedButNotPrinted() {
        answer = "{\"statusCode\":200,\"body\":\"{\\\"capacity\\\":0.5}\"}";

        walk.unseen(() -> walk.invoke("books-query", "{Author: 'Ana'}"));
        walk.note("After it.");

        assertThat(printed()).isEqualTo("     After it.\n");
        assertThat(walk.cost().total()).isEqualTo("0.5 read units, 0 write units");
    }

    private static Lesson lesson(int number, String title, Consumer<Walk> steps) {
        return new Lesson(number, title, List.of(steps));
    }

    private String printed() {
        return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }
}
