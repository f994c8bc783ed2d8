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

    /** Longer lines are hard to read, also where a screen has more columns. */
    private static final int COLUMNS = 80;

    /** Takes the rest of a line away. */
    private static final String END = "\u001b[K";

    private static final String CLEARED = "\r" + END;

    /** A blank at which no line ends: a field of a request stays together. */
    private static final String TOGETHER = "\u00a0";

    private final Terminal terminal;
    private boolean mute;
    private boolean top;
    private boolean prompted;

    Page(Terminal terminal) {
        this.terminal = terminal;
    }

    void lesson(Lesson lesson) {
        blank();
        print(Style.BOLD, "", Texts.of("LESSON %d  %s", lesson.number(), Texts.of(lesson.title())));
    }

    void step(String number, String title) {
        blank();
        print(Style.BOLD, "%-4s ".formatted(number), title);
    }

    /** Whether nothing is printed for now. */
    void mute(boolean now) {
        mute = now;
    }

    /** Begins a new screen, where there is one. */
    void clear() {
        if (terminal.moving()) {
            terminal.out().print("\u001b[H\u001b[2J");
            top = true;
            prompted = false;
        }
    }

    /** Asks somebody to press a key; on a terminal the cursor stays behind the words. */
    void prompt(String text) {
        blank();
        if (terminal.moving()) {
            terminal.out().print(text + " ");
            terminal.out().flush();
            prompted = true;
        } else {
            line(text);
        }
    }

    /** Prints a request and its receiver; long requests are cut. */
    void asked(String whom, JsonNode question) {
        String json = question.isEmpty() ? "" : " " + Json.compact(question).replaceAll("(?<!,) ", TOGETHER);
        List<String> lines = wrapped(whom + json, width() - 4);
        for (int i = 0; i < lines.size() && i < QUESTION; i++) {
            boolean cut = i == QUESTION - 1 && lines.size() > QUESTION;
            String line = lines.get(i).replace(TOGETHER, " ") + (cut ? " …" : "");
            line(INDENT + terminal.style(Style.CYAN, (i == 0 ? "> " : "  ") + line));
        }
    }

    /** What came back. */
    void answered(String status, JsonNode answer) {
        String first = status.isEmpty() ? "" : status + " ";
        for (String text : Json.lines(answer, width() - 2 - first.length())) {
            line(INDENT + "  " + first + text);
            first = " ".repeat(first.length());
        }
    }

    /** What came back, in words. */
    void answered(String text) {
        print(null, INDENT + "  ", text);
    }

    void cost(String cost) {
        print(Style.YELLOW, INDENT + "  ", Texts.of("cost: %s", cost));
    }

    /** What to notice. */
    void note(String text) {
        print(Style.FAINT, INDENT, text);
    }

    /** Prints a message of the local class, at any moment. */
    void said(String line) {
        if (terminal.moving() && !mute) {
            // Below a prompt, and in place of what is drawn again and again.
            terminal.out().print(prompted ? System.lineSeparator() : CLEARED);
        }
        note(Texts.of("the class says: %s", line));
    }

    /** Any other words. */
    void say(String text) {
        print(null, "", text);
    }

    void failed(String text) {
        print(Style.RED, "", text);
    }

    void passed(String text) {
        print(Style.GREEN, "", text);
    }

    /** Prints a line between two parts, but not above the first of a screen. */
    void blank() {
        if (!top) {
            line("");
        }
    }

    /** Prints a line as it is. */
    void line(String text) {
        if (!mute) {
            terminal.out().println(text);
            terminal.out().flush();
            top = false;
            prompted = false;
        }
    }

    /** @param first stands before the words; further lines begin below them */
    private void print(Style style, String first, String text) {
        String before = first;
        for (String part : wrapped(text, columns() - first.length())) {
            line(style == null ? before + part : terminal.style(style, before + part));
            before = " ".repeat(first.length());
        }
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

    /** The words of a text in lines; a word that is longer than a line goes on in the next. */
    static List<String> wrapped(String text, int columns) {
        List<String> lines = new ArrayList<>();
        String line = "";
        for (String word : text.split(" ")) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > columns) {
                lines.add(line);
                line = "";
            }
            line = line.isEmpty() ? word : line + " " + word;
            while (line.length() > columns) {
                lines.add(line.substring(0, columns));
                line = line.substring(columns);
            }
        }
        lines.add(line);
        return lines;
    }

    private void tick(long started) {
        try {
            Thread.sleep(500);
            while (true) {
                Duration passed = Duration.ofNanos(System.nanoTime() - started);
                terminal.out().print("\r" + INDENT + "  … " + Progress.words(passed) + END);
                terminal.out().flush();
                Thread.sleep(100);
            }
        } catch (InterruptedException e) {
            terminal.out().print(CLEARED);
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

    private int columns() {
        return Math.min(COLUMNS, terminal.columns());
    }

    /** Of what stands below a step's title. */
    private int width() {
        return columns() - INDENT.length();
    }
}
