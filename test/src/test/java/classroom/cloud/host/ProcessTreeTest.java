package classroom.cloud.host;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.Waiting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Processes that try to stay: none of them succeeds. */
@DisabledOnOs(OS.WINDOWS)
@Timeout(60)
class ProcessTreeTest {
    /** Writes down that it is there, and stays. */
    private static final String STAYS = "echo $$ >> \"$PIDS\"; exec sleep 300\n";

    private final String mark = UUID.randomUUID().toString();

    @TempDir
    private Path folder;

    private Path pids;
    private Process innocent;

    @BeforeEach
    void startAnInnocentProcess() throws IOException {
        pids = Files.createFile(folder.resolve("pids"));
        Files.writeString(folder.resolve("stays"), STAYS);
        innocent = new ProcessBuilder("sleep", "300").start();
    }

    @AfterEach
    void innocentProcess_stays() {
        assertThat(innocent.isAlive()).isTrue();
        innocent.destroyForcibly();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "STAYS",
                "trap '' TERM INT HUP; STAYS & wait",
                "STAYS & STAYS & (trap '' TERM; STAYS & wait) & wait",
                // Without the mark, but its parent is there.
                "env -i PIDS=\"$PIDS\" STAYS & wait"
            })
    void descendants_endWithTheProcess(String script) throws Exception {
        Process process = start(script);
        List<ProcessHandle> written = written(script.split("STAYS", -1).length - 1);

        new ProcessTree("").with(process.toHandle()).end();

        assertThat(written).noneMatch(ProcessTreeTest::runs);
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue(); // Its parent learns about it a moment later.
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "setsid STAYS &",
                "(setsid STAYS &) &",
                "nohup STAYS > /dev/null &",
                "(STAYS &) &",
                "setsid sh -c \"trap '' TERM; (setsid STAYS &)\" &"
            })
    @EnabledOnOs(OS.LINUX)
    void processesThatDetachedThemselves_areFoundByTheirMark(String script) throws Exception {
        Process process = start(script);
        List<ProcessHandle> written = written(1);
        process.waitFor();

        new ProcessTree(mark).with(process.toHandle()).end();

        assertThat(written).noneMatch(ProcessTreeTest::runs);
    }

    /**
     * One process at a time: each starts the next and ends. Their number is limited: if the test fails, the script must
     * not grow or run for ever. A shell allows 1,000 nested calls.
     */
    @Test
    @EnabledOnOs(OS.LINUX)
    void processesThatStartTheNextAndEnd_areHunted() throws Exception {
        Process process = start("""
                next() {
                  if [ $1 -gt 0 ]; then (sleep 0.03; next $(($1 - 1)) &); else echo all > "$PIDS.all"; fi
                }
                next 900
                """);
        process.waitFor();

        new ProcessTree(mark).with(process.toHandle()).end();

        Waiting.patiently()
                .during(Duration.ofMillis(300))
                .until(() -> ProcessHandle.allProcesses().noneMatch(this::hasTheMark));
        assertThat(folder.resolve("pids.all")).doesNotExist();
    }

    /** The system shows no environment variables of a process that is between two programs. */
    @RepeatedTest(5)
    @EnabledOnOs(OS.LINUX)
    void processesThatChangeTheirProgram_areFoundByTheirMark() throws Exception {
        Path changes = folder.resolve("changes");
        Files.writeString(changes, """
                [ $1 = 9999 ] && echo $$ >> "$PIDS"
                [ $1 -gt 0 ] && exec sh "$0" $(($1 - 1))
                exec sleep 300
                """);
        Process process = start("setsid sh '" + changes + "' 9999 &");
        List<ProcessHandle> written = written(1);
        process.waitFor();

        new ProcessTree(mark).with(process.toHandle()).end();

        assertThat(written).noneMatch(ProcessTreeTest::runs);
    }

    @Test
    void whatWasToldToEnd_endsByItself_andWhatDoesNot_isKilled() throws Exception {
        Process process = start("trap 'echo done > \"$PIDS.done\"; exit' TERM; (trap '' TERM; STAYS) & wait");
        List<ProcessHandle> written = written(1);

        new ProcessTree("").with(process.toHandle()).terminate(Duration.ofMillis(300));

        assertThat(folder.resolve("pids.done")).hasContent("done");
        assertThat(written).noneMatch(ProcessTreeTest::runs);
    }

    private Process start(String script) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder("sh", "-c", script.replace("STAYS", "sh " + folder.resolve("stays"))).inheritIO();
        builder.environment().put("PIDS", pids.toString());
        builder.environment().put("SOME_VARIABLE", "before " + mark + " after");
        return builder.start();
    }

    /** Waits for the processes that have written down that they are there. */
    private List<ProcessHandle> written(int count) throws Exception {
        List<String> lines = Waiting.patiently()
                .alias(count + " processes")
                .until(() -> Files.readAllLines(pids), read -> read.size() >= count);
        List<ProcessHandle> written = lines.stream()
                .map(pid -> ProcessHandle.of(Long.parseLong(pid)).orElseThrow())
                .toList();
        assertThat(written).hasSize(count).allMatch(ProcessTreeTest::runs);
        return written;
    }

    private boolean hasTheMark(ProcessHandle process) {
        try {
            return Files.readString(
                            Path.of("/proc", Long.toString(process.pid()), "environ"), StandardCharsets.ISO_8859_1)
                    .contains(mark);
        } catch (IOException e) {
            return false;
        }
    }

    /** A killed process may remain until its parent notices. */
    static boolean runs(ProcessHandle process) {
        if (!process.isAlive()) {
            return false;
        }
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
            return !stat.contains(") Z ");
        } catch (IOException e) {
            return !Files.isDirectory(Path.of("/proc")) && process.isAlive();
        }
    }
}
