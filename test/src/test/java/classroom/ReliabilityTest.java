package classroom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The table that the tests of faults write. */
class ReliabilityTest {
    private static final String HEAD = Reliability.BEGIN
            + "\n| fault | load | attempts | acknowledged | found afterwards | lost |\n|---|---|---:|---:|---:|---:|\n";

    @TempDir
    private Path folder;

    @Test
    void row_goesBetweenTheMarkers_sorted_andReplacesItsOwn() {
        String text = "# Title\n\n" + Reliability.BEGIN + "\n" + Reliability.END + "\n\nAfter.\n";

        text = Reliability.with(text, "| b | one \\| two |", "| b | one \\| two | 1 |");
        text = Reliability.with(text, "| a | x |", "| a | x | 2 |");
        text = Reliability.with(text, "| b | one \\| two |", "| b | one \\| two | 3 |");

        assertThat(text)
                .isEqualTo("# Title\n\n" + HEAD + "| a | x | 2 |\n| b | one \\| two | 3 |\n" + Reliability.END
                        + "\n\nAfter.\n");
    }

    @Test
    void fileWithoutMarkers_getsThemAtItsEnd_andOneWithHalfOfThemIsRefused() {
        assertThat(Reliability.with("Before.\n", "| a | x |", "| a | x | 1 |"))
                .isEqualTo("Before.\n\n" + HEAD + "| a | x | 1 |\n" + Reliability.END + "\n");
        assertThatThrownBy(() -> Reliability.with("Before.\n" + Reliability.BEGIN, "| a | x |", "| a | x | 1 |"))
                .hasMessageContaining(Reliability.END);
    }

    /** The forks of a test run are processes; threads of each may write at once as well. */
    @Test
    void processesThatWriteAtOnce_loseNoRow() throws IOException, InterruptedException {
        Path report = folder.resolve("new").resolve("report.md");
        List<Process> processes = new ArrayList<>();
        for (String name : List.of("one", "two", "three")) {
            processes.add(new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-D" + Reliability.PROPERTY + "=" + report,
                            "-cp",
                            System.getProperty("java.class.path"),
                            Writer.class.getName(),
                            name)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve(name + ".out").toFile())
                    .start());
        }
        for (Process process : processes) {
            assertThat(process.waitFor()).isZero();
        }

        assertThat(Files.readAllLines(report)).hasSize(4 + 3 * Writer.ROWS).contains("| two | row 7 | 1 | 2 | 3 | 0 |");
        assertThat(folder.resolve("one.out")).content().contains("reliability: | one | row 0 | 1 | 2 | 3 | 0 |");
    }

    /** A process that writes many rows. */
    static final class Writer {
        static final int ROWS = 50;

        private Writer() {}

        public static void main(String[] args) {
            for (int i = 0; i < ROWS; i++) {
                Reliability.record(args[0], "row " + i, 1, 2, 3, 0);
            }
        }
    }
}
