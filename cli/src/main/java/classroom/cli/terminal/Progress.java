package classroom.cli.terminal;

import classroom.template.language.Texts;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * The progress of long work: on a terminal a bar that is drawn again and again, or a line for every tenth where the
 * terminal cannot do that. A file or another program gets none of it.
 *
 * <p>Not thread-safe: the working thread reports.
 */
public final class Progress implements AutoCloseable {
    private static final int WIDTH = 40;
    private static final long REDRAW_NANOS = Duration.ofMillis(100).toNanos();

    private final Terminal terminal;
    private final String task;
    private final long total;
    private final LongSupplier nanoTime;
    private final long started;

    private long done;
    private long drawn;
    private int tenths;

    /** Starts at zero of {@code total}, such as records. */
    public Progress(Terminal terminal, String task, long total) {
        this(terminal, task, total, System::nanoTime);
    }

    Progress(Terminal terminal, String task, long total, LongSupplier nanoTime) {
        this.terminal = terminal;
        this.task = task;
        this.total = Math.max(1, total);
        this.nanoTime = nanoTime;
        this.started = nanoTime.getAsLong();
        this.drawn = started - REDRAW_NANOS;
    }

    /** Says how much is done by now. */
    public void at(long now) {
        done = Math.min(now, total);
        if (terminal.moving()) {
            if (nanoTime.getAsLong() - drawn >= REDRAW_NANOS) {
                draw();
            }
        } else if (terminal.watched() && done * 10 / total > tenths) {
            tenths = (int) (done * 10 / total);
            terminal.out().println(task + " " + line());
        }
    }

    /** Prints a line above the bar. */
    public void say(String line) {
        clear();
        terminal.out().println(line);
        if (terminal.moving()) {
            draw();
        }
    }

    /** Takes the bar away. */
    @Override
    public void close() {
        clear();
        terminal.out().flush();
    }

    private void draw() {
        drawn = nanoTime.getAsLong();
        int width = Math.min(WIDTH, terminal.columns() * 2 / 5);
        int filled = (int) (done * width / total);
        String bar = "[" + "#".repeat(filled) + ".".repeat(width - filled) + "]";
        terminal.out().print("\r\u001b[K" + Terminal.clip(task + " " + bar + " " + line(), terminal.columns() - 1));
        terminal.out().flush();
    }

    private void clear() {
        if (terminal.moving()) {
            terminal.out().print("\r\u001b[K");
        }
    }

    private String line() {
        String text = Texts.of("%3d%%  %,d of %,d", done * 100 / total, done, total);
        long elapsed = nanoTime.getAsLong() - started;
        if (done == 0 || done == total) {
            return text;
        }
        Duration left = Duration.ofNanos((long) ((double) elapsed / done * (total - done)));
        return Texts.of("%s, %s left", text, words(left));
    }

    /** A duration as a person says it: {@code 0.4 s}, {@code 42 s}, {@code 3 min 20 s}, {@code 5 h 12 min}. */
    public static String words(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds < 10) {
            return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
        }
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3600) {
            return seconds / 60 + " min" + (seconds % 60 == 0 ? "" : " " + seconds % 60 + " s");
        }
        return String.format(Locale.ROOT, "%,d h", seconds / 3600)
                + (seconds / 60 % 60 == 0 ? "" : " " + seconds / 60 % 60 + " min");
    }
}
