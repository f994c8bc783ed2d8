package classroom.cloud.lambda.environment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import classroom.cloud.Cloud;
import classroom.cloud.identity.Identities;
import classroom.cloud.logs.Logs;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InvocationLogTest {
    @TempDir
    private Path folder;

    private final Invocation invocation = new Invocation("id-1", new byte[0], "");
    private InvocationLog log;

    @BeforeEach
    void begin() throws Exception {
        Deployment deployment = TestDeployment.latest(folder);
        Logs logs = new Logs((identity, question) -> {}, Cloud.ENVIRONMENT, Clock.systemUTC());
        logs.createGroup(deployment.function().logGroup(), 7, Map.of());
        log = new InvocationLog(deployment, new Credentials(deployment, new Identities()), logs);
        log.of(ended());
    }

    @Test
    void stream_namesDayAndVersion() {
        assertThat(log.stream()).matches("\\d{4}/\\d\\d/\\d\\d/\\[\\$LATEST][0-9a-f]{32}");
    }

    @Test
    void report_tellsOfTheInitialisation_ifItWasForThisInvocation() {
        log.start(invocation);
        log.report(invocation, 1.5, 100.25, "");

        assertThat(tail()).isEqualTo("""
                START RequestId: id-1 Version: $LATEST
                END RequestId: id-1
                REPORT RequestId: id-1\tDuration: 1.50 ms\tBilled Duration: 102 ms\tMemory Size: 256 MB\
                \tInit Duration: 100.25 ms\t
                """);

        log.beginTail();
        log.report(invocation, 1.5, 0, InvocationLog.TIMEOUT_STATUS);

        assertThat(tail())
                .doesNotContain("Init Duration")
                .endsWith("Billed Duration: 2 ms\tMemory Size: 256 MB\tStatus: timeout\t\n");
    }

    @Test
    void exitOfTheProcess_isToldAndAnswered() {
        assertThat(new String(log.exitError(invocation), UTF_8))
                .isEqualTo(
                        "{\"errorType\":\"Runtime.ExitError\",\"errorMessage\":\"RequestId: id-1 Error: Runtime exited"
                                + " with error: exit status 1\"}");
        assertThat(tail()).contains("Runtime exited with error: exit status 1\nRuntime.ExitError\n");
    }

    @Test
    void timeout_isToldAndAnswered_withItsLength() {
        assertThat(new String(log.timedOut(invocation), UTF_8))
                .isEqualTo("{\"errorType\":\"Sandbox.Timedout\","
                        + "\"errorMessage\":\"RequestId: id-1 Error: Task timed out after 3.00 seconds\"}");
        assertThat(tail()).contains("id-1 Task timed out after 3.00 seconds");
    }

    private String tail() {
        return new String(log.tail(), UTF_8);
    }

    /** A process that has failed: a virtual machine that does not know its option. */
    private static Process ended() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+NoSuchOption")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        process.waitFor();
        return process;
    }
}
