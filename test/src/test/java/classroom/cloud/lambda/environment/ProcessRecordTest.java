package classroom.cloud.lambda.environment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The processes of a killed local class that the next one ends, and those that it does not touch. */
@DisabledOnOs(OS.WINDOWS)
class ProcessRecordTest {
    private static final String KILLED = "0123456789abcdef0123456789abcdef";

    @TempDir
    private Path temporary;

    private Path record;
    private Process process;

    @BeforeEach
    void start() throws IOException {
        record = temporary.resolve(ProcessRecord.FILE);
        ProcessBuilder builder = new ProcessBuilder("sleep", "300");
        builder.environment().put("AWS_LAMBDA_RUNTIME_API", "127.0.0.1:4566/env/" + KILLED + "ffff");
        process = builder.start();
    }

    @AfterEach
    void end() {
        process.destroyForcibly();
    }

    private Instant startOf(ProcessHandle any) {
        return any.info().startInstant().orElseThrow();
    }

    private void endsIt() throws Exception {
        assertThat(ProcessRecord.endLeftovers(temporary)).isTrue();

        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }

    private void leavesItAlone() throws Exception {
        assertThat(ProcessRecord.endLeftovers(temporary)).isTrue();

        assertThat(process.waitFor(200, TimeUnit.MILLISECONDS)).isFalse();
    }

    @Test
    void process_ofTheSameIdAndStart_isEnded() throws Exception {
        Files.writeString(record, "other mark\n" + process.pid() + " " + startOf(process.toHandle()) + "\n");

        endsIt();
    }

    @ParameterizedTest
    @ValueSource(longs = {-86_400_000, -1000, -10, 10, 1000, 86_400_000})
    void process_thatHasTheIdOfOneThatIsGone_survives(long millis) throws Exception {
        Instant other = startOf(process.toHandle()).plusMillis(millis);
        Files.writeString(record, "ffffffffffffffffffffffffffffffff\n" + process.pid() + " " + other + "\n");

        leavesItAlone();
    }

    /** As a kill in the middle of writing leaves it, or a file of something else; an empty mark would be everybody's. */
    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "0123\n", "no\nPID\n", "no\nPID \n", "no\n PID START\n", "\u0000\n\n\n"})
    void recordThatIsNotWhole_isNobodys(String content) throws Exception {
        String start = startOf(process.toHandle()).toString();
        Files.writeString(record, content.replace("PID", "" + process.pid()).replace("START", start));

        leavesItAlone();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void process_withTheMarkOfAClassThatWasKilled_isEnded() throws Exception {
        Files.writeString(record, KILLED + "\n");

        endsIt();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void process_withTheMarkOfAnotherClass_survives() throws Exception {
        Files.writeString(record, KILLED.replace('0', 'e') + "\n");

        leavesItAlone();
    }

    @Test
    void process_isOnRecord_andTheRecordGoesWithItsClass() throws Exception {
        try (ProcessRecord alive = ProcessRecord.in(temporary)) {
            alive.add(process.toHandle());
            assertThat(record).content().endsWith("\n" + process.pid() + " " + startOf(process.toHandle()) + "\n");
        }
        assertThat(record).doesNotExist();
        leavesItAlone();
    }

    @Test
    void noRecord_orAFolderInItsPlace_namesNobody() throws Exception {
        leavesItAlone();
        Files.createDirectories(record);
        leavesItAlone();
    }
}
