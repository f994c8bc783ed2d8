package classroom.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    private final AtomicLong nanos = new AtomicLong();

    @Test
    void progress_noTerminal_printsNothing() {
        Progress progress = new Progress(new Terminal(out, false, false), "load", 2, nanos::get);

        progress.at(1);
        progress.at(2);
        progress.close();

        assertThat(printed()).isEmpty();
    }

    @Test
    void progress_terminalThatCannotDraw_printsALineForEachTenthAndNoControls() {
        Progress progress = new Progress(Terminal.of(out, true, Map.of("TERM", "dumb")), "load", 200, nanos::get);

        for (int i = 1; i <= 200; i++) {
            nanos.addAndGet(Duration.ofSeconds(1).toNanos());
            progress.at(i);
        }
        progress.close();

        assertThat(printed().lines()).hasSize(10);
        assertThat(printed().lines().findFirst()).hasValue("load  10%  20 of 200, 3 min left");
        assertThat(printed()).endsWith("load 100%  200 of 200\n").doesNotContain("\r", "\u001b");
    }

    @Test
    void progress_terminal_drawsOneLineOverAndTakesItAway() {
        Progress progress = new Progress(new Terminal(out, true, false), "load", 4, nanos::get);

        progress.at(1);
        nanos.addAndGet(Duration.ofSeconds(30).toNanos());
        progress.at(2);
        progress.close();

        assertThat(printed())
                .contains("load [####################....................]  50%  2 of 4, 30 s left")
                .endsWith("\r\u001b[K")
                .doesNotContain("\n");
    }

    @Test
    void progress_terminalAndMuchNews_isNotDrawnMoreOftenThanTenTimesASecond() {
        Progress progress = new Progress(new Terminal(out, true, false), "load", 1000, nanos::get);

        for (int i = 0; i < 1000; i++) {
            nanos.addAndGet(Duration.ofMillis(1).toNanos());
            progress.at(i);
        }

        assertThat(printed().split("\r", -1)).hasSizeLessThan(13);
    }

    @Test
    void progress_nothingToDo_isNoDivisionByZero() {
        new Progress(new Terminal(out, false, false), "load", 0, nanos::get).at(0);

        assertThat(printed()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "PT0.4S, 0.4 s",
        "PT42S, 42 s",
        "PT2M, 2 min",
        "PT3M20S, 3 min 20 s",
        "PT1H, 1 h",
        "PT5H12M59S, 5 h 12 min",
        "PT1500H, '1,500 h'"
    })
    void words_sayADurationAsAPersonDoes(Duration duration, String words) {
        assertThat(Progress.words(duration)).isEqualTo(words);
    }

    @Test
    void terminal_noColorSet_movesButIsNotColoured() {
        assertThat(Terminal.of(out, true, Map.of("NO_COLOR", "1"))).isEqualTo(new Terminal(out, true, false, 80, true));
        assertThat(Terminal.of(out, true, Map.of())).isEqualTo(new Terminal(out, true, true, 80, true));
        assertThat(Terminal.of(out, true, Map.of("TERM", "dumb"))).isEqualTo(new Terminal(out, false, false, 80, true));
        assertThat(Terminal.of(out, false, Map.of("COLUMNS", "60"))).isEqualTo(new Terminal(out, false, false));
    }

    @ParameterizedTest
    @CsvSource({"60, 60", "5, 40", "99999, 200", "wide, 80", "'', 80"})
    void columns_areTheTerminalsWithinBounds(String told, int columns) {
        assertThat(Terminal.of(out, true, Map.of("COLUMNS", told)).columns()).isEqualTo(columns);
    }

    @Test
    void longLine_isFoldedAtBlanksOnATerminalAlone() {
        String line = "  one two arn:aws:lambda:us-east-2:000000000000:function:books-get";
        Terminal.of(out, true, Map.of("COLUMNS", "40")).print("short\n" + line + " and more");
        new Terminal(out, false, false).print(line);

        assertThat(printed().lines())
                .containsExactly(
                        "short",
                        "  one two",
                        "      arn:aws:lambda:us-east-2:000000000000:function:books-get",
                        "      and more",
                        line);
    }

    @Test
    void style_onlyWhereThereIsColour() {
        assertThat(new Terminal(out, false, false).style(Terminal.Style.RED, "no"))
                .isEqualTo("no");
        assertThat(new Terminal(out, true, true).style(Terminal.Style.RED, "no"))
                .isEqualTo("\u001b[31mno\u001b[0m");
    }

    @Test
    void clip_countsWhatIsSeen() {
        assertThat(Terminal.clip("Eça", 3)).isEqualTo("Eça");
        assertThat(Terminal.clip("🐋🐋🐋", 2)).isEqualTo("🐋…");
    }

    private String printed() {
        return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }
}
