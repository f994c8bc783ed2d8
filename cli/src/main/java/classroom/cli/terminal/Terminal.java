package classroom.cli.terminal;

import java.io.Console;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The output of a command.
 *
 * @param out the stream
 * @param moving whether a person is watching, so that a line may be drawn again
 * @param colour whether styles are printed: on a terminal, unless {@code NO_COLOR} is set (no-color.org)
 * @param columns how wide a line may be; elsewhere than on a terminal only a wish
 * @param watched whether it is a terminal, even one that cannot draw a line again
 */
public record Terminal(PrintStream out, boolean moving, boolean colour, int columns, boolean watched) {
    /** Elsewhere than on a terminal our lines are not longer than this. */
    public static final int COLUMNS = 100;

    /** The launch script sets it for a terminal, unless the user has. */
    private static final String VARIABLE = "COLUMNS";

    /** Of a terminal that does not tell: that of the first ones. */
    private static final int USUAL = 80;

    private static final int LEAST = 40;
    private static final int MOST = 200;

    /** A stream whose width nobody has told. */
    public Terminal(PrintStream out, boolean moving, boolean colour) {
        this(out, moving, colour, COLUMNS, false);
    }

    /** The styles we use, with their ANSI codes. */
    public enum Style {
        BOLD("1"),
        FAINT("2"),
        RED("31"),
        GREEN("32"),
        YELLOW("33"),
        CYAN("36");

        private final String code;

        Style(String code) {
            this.code = code;
        }
    }

    /** The process's standard output; in UTF-8, except on Windows, whose consoles have their own code pages. */
    public static Terminal standard() {
        boolean windows = System.getProperty("os.name").startsWith("Windows");
        PrintStream out = windows ? System.out : new PrintStream(System.out, true, StandardCharsets.UTF_8);
        return of(out, isTerminal(), System.getenv());
    }

    /** A stream that is or is not a terminal, with the environment's wishes. */
    static Terminal of(PrintStream out, boolean terminal, Map<String, String> environment) {
        if (!terminal) {
            return new Terminal(out, false, false);
        }
        boolean moving = !"dumb".equals(environment.get("TERM"));
        boolean colour = moving && environment.getOrDefault("NO_COLOR", "").isEmpty();
        String told = environment.getOrDefault(VARIABLE, "");
        int columns = told.matches("[1-9]\\d{0,4}") ? Integer.parseInt(told) : USUAL;
        return new Terminal(out, moving, colour, Math.max(LEAST, Math.min(MOST, columns)), true);
    }

    /** The text in this style, where styles are printed. */
    public String style(Style style, String text) {
        return colour ? "\u001b[" + style.code + "m" + text + "\u001b[0m" : text;
    }

    /** Prints lines; on a terminal those that are too long go on in the next line, further to the right. */
    public void print(String lines) {
        lines.lines().forEach(line -> out.println(watched ? fold(line, columns) : line));
    }

    /** Folds a line at blanks. A longer word stays whole: the terminal breaks it, and it can still be copied. */
    static String fold(String line, int columns) {
        String indent = line.replaceFirst("\\S.*", "") + "    ";
        StringBuilder folded = new StringBuilder();
        String rest = line.stripTrailing();
        while (length(rest) > columns) {
            int end = rest.offsetByCodePoints(0, columns);
            int begin = rest.length() - rest.stripLeading().length();
            int blank = rest.lastIndexOf(' ', end);
            if (blank <= begin) {
                blank = rest.indexOf(' ', Math.max(begin, end));
            }
            if (blank < 0) {
                break;
            }
            folded.append(rest.substring(0, blank).stripTrailing()).append(System.lineSeparator());
            rest = indent + rest.substring(blank).strip();
        }
        return folded.append(rest).toString();
    }

    /** Returns the text cut to this number of columns; an ellipsis replaces the rest. */
    public static String clip(String text, int columns) {
        if (length(text) <= columns) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, columns - 1)) + "…";
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    /** Until JDK 21 there is a console only on a terminal; from 22 on there always is one, and it can be asked. */
    private static boolean isTerminal() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
