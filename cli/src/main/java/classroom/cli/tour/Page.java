package classroom.cli.tour;

import classroom.cli.terminal.Progress;
import classroom.cli.terminal.Terminal;
import classroom.cli.terminal.Terminal.Style;
import classroom.template.language.Texts;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Prints the tour: lessons, numbered steps, requests, answers and costs. */
final class Page {
    private static final String INDENT = "     ";

    /** A request is printed in at most this number of lines. */
    private static final int QUESTION = 3;

    /** A wait that is longer is shown: while it lasts on a terminal, afterwards elsewhere. */
    private static final Duration LONG = Duration.ofSeconds(2);

    /** Longer lines are hard to read; a narrower terminal has shorter ones. */
    private static final int COLUMNS = 80;

    private final Terminal terminal;
    private boolean mute;

    Page(Terminal terminal) {
        this.terminal = terminal;
    }

    void lesson(Lesson lesson) {
        line("");
        line(terminal.style(Style.BOLD, Texts.of("LESSON %d  %s", lesson.number(), Texts.of(lesson.title()))));
    }

    void step(String number, String title) {
        line("");
        line(terminal.style(Style.BOLD, "%-4s %s".formatted(number, title)));
    }

    /** Whether nothing is printed for now. */
    void mute(boolean now) {
        mute = now;
    }

    /** Begins a new screen, where there is one. */
    void clear() {
        if (terminal.moving()) {
            terminal.out().print("\u001b[H\u001b[2J");
        }
    }

    /** Prints a request and its receiver; long requests are cut. */
    void asked(String whom, JsonNode question) {
        String text = "> " + whom + (question.isEmpty() ? "" : " " + Json.compact(question));
        List<String> lines = wrapped(text, width() - 4);
        for (int i = 0; i < lines.size() && i < QUESTION; i++) {
            boolean cut = i == QUESTION - 1 && lines.size() > QUESTION;
            line(INDENT + terminal.style(Style.CYAN, (i == 0 ? "" : "  ") + lines.get(i) + (cut ? " …" : "")));
        }
    }

    /** What came back. */
    void answered(String status, JsonNode answer) {
        String first = status.isEmpty() ? "" : status + " ";
        for (String text : Json.lines(answer, width() - 2 - first.length())) {
            line(INDENT + "  " + Terminal.clip(first + text, width() - 2));
            first = " ".repeat(first.length());
        }
    }

    /** What came back, in words. */
    void answered(String text) {
        wrapped(text, width() - 2).forEach(part -> line(INDENT + "  " + part));
    }

    void cost(String cost) {
        line(INDENT + "  " + terminal.style(Style.YELLOW, Texts.of("cost: %s", cost)));
    }

    /** What to notice. */
    void note(String text) {
        wrapped(text, width()).forEach(part -> line(INDENT + terminal.style(Style.FAINT, part)));
    }

    /** Prints a message of the local class, at any moment. */
    void said(String line) {
        note(Texts.of("the class says: %s", line));
    }

    /** Any other line. */
    void line(String text) {
        if (!mute) {
            terminal.out().println(text);
            terminal.out().flush();
        }
    }

    void failed(String text) {
        line(terminal.style(Style.RED, text));
    }

    void passed(String text) {
        line(terminal.style(Style.GREEN, text));
    }

    /** Does something that may take long, and shows that it does. */
    <T> T during(Supplier<T> work) {
        long started = System.nanoTime();
        Thread ticker = new Thread(() -> tick(started), "ticker");
        ticker.setDaemon(true);
        if (terminal.moving()) {
            ticker.start();
        }
        try {
            return work.get();
        } finally {
            stop(ticker);
            Duration took = Duration.ofNanos(System.nanoTime() - started);
            if (took.compareTo(LONG) > 0) {
                line(INDENT + terminal.style(Style.FAINT, Texts.of("  … took %s", Progress.words(took))));
            }
        }
    }

    /** The words of a text in lines; a word that is longer than a line is cut. */
    private static List<String> wrapped(String text, int columns) {
        List<String> lines = new ArrayList<>();
        String line = "";
        for (String word : text.split(" ")) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > columns) {
                lines.add(line);
                line = "";
            }
            line = Terminal.clip(line.isEmpty() ? word : line + " " + word, columns);
        }
        lines.add(line);
        return lines;
    }

    private void tick(long started) {
        try {
            Thread.sleep(500);
            while (true) {
                Duration passed = Duration.ofNanos(System.nanoTime() - started);
                terminal.out().print("\r" + INDENT + "  … " + Progress.words(passed) + "\u001b[K");
                terminal.out().flush();
                Thread.sleep(100);
            }
        } catch (InterruptedException e) {
            terminal.out().print("\r\u001b[K");
        }
    }

    private static void stop(Thread ticker) {
        ticker.interrupt();
        try {
            ticker.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int width() {
        return Math.min(COLUMNS, terminal.columns()) - INDENT.length();
    }
}
