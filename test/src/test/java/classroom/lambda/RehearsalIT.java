package classroom.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.Permission;
import classroom.account.CreateAccount;
import classroom.account.DeleteAccount;
import classroom.account.GetAccount;
import classroom.account.ListAccounts;
import classroom.account.UpdateAccount;
import classroom.books.DeleteBook;
import classroom.books.GetBook;
import classroom.books.LoadBooks;
import classroom.books.OnBookChanged;
import classroom.books.PutBook;
import classroom.books.QueryBooks;
import classroom.books.RateBook;
import classroom.books.ScanBooks;
import classroom.books.TransactBooks;
import classroom.garage.AddVehicle;
import classroom.garage.BillOwner;
import classroom.garage.EnterGarage;
import classroom.garage.ExitGarage;
import classroom.garage.FindOwner;
import classroom.garage.GetParkingTime;
import classroom.garage.ListVehicles;
import classroom.garage.TransferVehicle;
import classroom.hello.Hello;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What functions rehearse, in a process with Lambda's variables of a function with SnapStart and no network. */
class RehearsalIT {
    private static final List<Class<?>> FUNCTIONS = List.of(
            Hello.class,
            CreateAccount.class,
            GetAccount.class,
            ListAccounts.class,
            UpdateAccount.class,
            DeleteAccount.class,
            PutBook.class,
            LoadBooks.class,
            GetBook.class,
            QueryBooks.class,
            ScanBooks.class,
            RateBook.class,
            TransactBooks.class,
            DeleteBook.class,
            EnterGarage.class,
            ExitGarage.class,
            GetParkingTime.class,
            BillOwner.class,
            AddVehicle.class,
            ListVehicles.class,
            FindOwner.class,
            TransferVehicle.class);

    /** Success, or half of what a first call needs would be missing. */
    @Test
    void everyFunction_succeedsWithoutASingleConnection() throws Exception {
        List<String> output = rehearse(Stream.concat(FUNCTIONS.stream(), Stream.of(OnBookChanged.class))
                .toList());

        assertThat(FUNCTIONS)
                .hasSize(Permission.functions().size() - 1); // all but the stream's, which answers otherwise
        for (Class<?> function : FUNCTIONS) {
            assertThat(output)
                    .as(function.getSimpleName())
                    .anyMatch(line -> line.matches(function.getName() + " \\{\"statusCode\":20[01],.*"));
        }
        assertThat(output).contains(OnBookChanged.class.getName() + " {\"batchItemFailures\":[]}");
    }

    @Test
    void answerOfDynamoDb_isReadAndAnswered() throws Exception {
        assertThat(rehearse(List.of(ScanBooks.class)).toString())
                .contains("Rehearsal")
                .contains("capacity")
                .doesNotContain("WARN");
    }

    /** A cold start without SnapStart is not to pay for it. */
    @Test
    void functionWithoutSnapStart_loadsNothingOfIt() throws Exception {
        List<String> loaded = run("on-demand", List.of(GetAccount.class, OnBookChanged.class)).stream()
                .filter(line -> line.contains(" source: "))
                .toList();

        assertThat(loaded).anyMatch(line -> line.contains("classroom.lambda.SnapStart "));
        assertThat(loaded)
                .noneMatch(line -> line.contains("org.crac")
                        || line.contains("classroom.lambda.Priming")
                        || line.contains("classroom.lambda.Rehearsal ")
                        || line.contains("classroom.lambda.SnapshotCredentials"));
    }

    /** After the restore they would lead nowhere, and the JDK would try the one that it has kept. */
    @Test
    void connectionsOfThePriming_areClosedBeforeTheSnapshot() throws Exception {
        try (Connections server = new Connections()) {
            Process process = process(
                    "snap-start",
                    List.of(GetAccount.class),
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
                assertThat(server.allClosedWithin(Duration.ofSeconds(2))).isTrue();
                assertThat(process.isAlive()).isTrue();
            } finally {
                process.destroyForcibly().waitFor();
            }
        }
    }

    private static List<String> rehearse(List<Class<?>> functions) throws Exception {
        return run("snap-start", functions);
    }

    private static List<String> run(String initialization, List<Class<?>> functions) throws Exception {
        Process process = process(initialization, functions, Map.of());
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output.lines().toList();
    }

    private static Process process(String initialization, List<Class<?>> functions, Map<String, String> variables)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load",
                "-cp",
                System.getProperty("java.class.path"),
                Rehearsals.class.getName()));
        functions.forEach(function -> command.add(function.getName()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment()
                .putAll(Map.of(
                        "AWS_LAMBDA_INITIALIZATION_TYPE",
                        initialization,
                        "AWS_REGION",
                        "us-east-2",
                        "ACCOUNT_TABLE",
                        "account",
                        "BOOKS_TABLE",
                        "books",
                        "CARROS_TABLE",
                        "carros",
                        "PROPRIETARIOS_TABLE",
                        "proprietarios",
                        // Nothing listens there.
                        "AWS_ENDPOINT_URL",
                        "http://127.0.0.1:1",
                        "AWS_CONTAINER_CREDENTIALS_FULL_URI",
                        "http://127.0.0.1:1/credentials",
                        "AWS_CONTAINER_AUTHORIZATION_TOKEN",
                        "none"));
        builder.environment().putAll(variables);
        return builder.start();
    }
}
