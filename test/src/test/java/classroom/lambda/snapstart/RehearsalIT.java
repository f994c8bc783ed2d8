package classroom.lambda.snapstart;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.account.GetAccount;
import classroom.books.OnBookChanged;
import classroom.books.ScanBooks;
import classroom.infra.Project;
import classroom.infra.Synthesis;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What deployed functions rehearse, in a process with Lambda's variables of a function with SnapStart and no network. */
class RehearsalIT {
    /** The class as it would be deployed: every function, its handler and its variables. */
    private static final Synthesis STACK = Synthesis.plain();

    private static final String CLASS_PATH = String.join(
            File.pathSeparator,
            Project.ROOT.resolve("asset/target/functions-lambda.jar").toString(),
            Project.ROOT.resolve("test/target/test-classes").toString());

    /** The answer must be a success; otherwise half of the classes of a first call would not be loaded. */
    @Test
    void everyFunction_succeedsWithoutASingleConnection() throws Exception {
        Set<String> calledByAStream = STACK.properties("AWS::Lambda::EventSourceMapping").stream()
                .map(mapping -> mapping.path("FunctionName").asText())
                .collect(Collectors.toSet());
        List<String> output = run("snap-start", handlers(STACK.functions()));

        for (ObjectNode function : STACK.functions()) {
            String name = function.path("FunctionName").asText();
            String answer =
                    calledByAStream.contains(name) ? "\\{\"batchItemFailures\":\\[]}" : "\\{\"statusCode\":20[01],.*";
            String line = function.path("Handler").asText() + " " + answer;
            assertThat(output.stream().anyMatch(each -> each.matches(line)))
                    .as("%s rehearses, answering %s; it answered: %s", name, answer, answered(output, function))
                    .isTrue();
        }
    }

    @Test
    void answerOfDynamoDb_isReadAndAnswered() throws Exception {
        assertThat(run("snap-start", List.of(ScanBooks.class.getName())).toString())
                .contains("Rehearsal")
                .contains("capacity")
                .doesNotContain("WARN");
    }

    /** A cold start without SnapStart is not to pay for it. */
    @Test
    void functionWithoutSnapStart_loadsNothingOfIt() throws Exception {
        List<String> loaded =
                run("on-demand", List.of(GetAccount.class.getName(), OnBookChanged.class.getName())).stream()
                        .filter(line -> line.contains(" source: "))
                        .toList();

        assertThat(loaded).anyMatch(line -> line.contains("classroom.lambda.snapstart.SnapStart "));
        assertThat(loaded)
                .noneMatch(line -> line.contains("org.crac")
                        || line.matches(
                                ".*classroom\\.lambda\\.snapstart\\.(Priming|Rehearsal|SnapshotCredentials) .*"));
    }

    /** After the restore they would lead nowhere, and the JDK would try the one that it has kept. */
    @Test
    void connectionsOfThePriming_areClosedBeforeTheSnapshot() throws Exception {
        try (Connections server = new Connections()) {
            Process process = process(
                    "snap-start",
                    List.of(GetAccount.class.getName()),
                    Map.of(
                            "CONNECT",
                            "1",
                            "AWS_ENDPOINT_URL",
                            server.uri(),
                            "AWS_CONTAINER_CREDENTIALS_FULL_URI",
                            server.uri() + "/credentials"));
            try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
                while (!"connected".equals(output.readLine())) {
                    assertThat(process.isAlive()).isTrue();
                }

                assertThat(server.requests()).containsExactly("GET /credentials HTTP/1.1");
                assertThat(server.accepted()).isEqualTo(2);
                // The JDK itself would close them after five seconds.
                server.awaitAllClosedWithin(Duration.ofSeconds(2));
                assertThat(process.isAlive()).isTrue();
            } finally {
                process.destroyForcibly().waitFor();
            }
        }
    }

    private static List<String> handlers(List<ObjectNode> functions) {
        return functions.stream()
                .map(function -> function.path("Handler").asText())
                .toList();
    }

    private static List<String> answered(List<String> output, ObjectNode function) {
        return output.stream()
                .filter(line -> line.startsWith(function.path("Handler").asText() + " "))
                .toList();
    }

    private static List<String> run(String initialization, List<String> handlers) throws Exception {
        Process process = process(initialization, handlers, Map.of());
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output.lines().toList();
    }

    private static Process process(String initialization, List<String> handlers, Map<String, String> variables)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load",
                "-cp",
                CLASS_PATH,
                Rehearsals.class.getName()));
        command.addAll(handlers);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment()
                .putAll(Map.of(
                        // For a class path with accents.
                        "LC_ALL",
                        "C.UTF-8",
                        "AWS_LAMBDA_INITIALIZATION_TYPE",
                        initialization,
                        "AWS_REGION",
                        "us-east-2",
                        // Nothing listens there.
                        "AWS_ENDPOINT_URL",
                        "http://127.0.0.1:1",
                        "AWS_CONTAINER_CREDENTIALS_FULL_URI",
                        "http://127.0.0.1:1/credentials",
                        "AWS_CONTAINER_AUTHORIZATION_TOKEN",
                        "none"));
        for (ObjectNode function : STACK.functions()) {
            function.at("/Environment/Variables")
                    .properties()
                    .forEach(variable -> builder.environment()
                            .put(variable.getKey(), variable.getValue().asText()));
        }
        builder.environment().putAll(variables);
        return builder.start();
    }
}
