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
 */
public record Terminal(PrintStream out, boolean moving, boolean colour) {
    /** Our lines are not longer than this. */
    public static final int COLUMNS = 100;

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
        boolean moving = terminal && !"dumb".equals(environment.get("TERM"));
        return new Terminal(
                out, moving, moving && environment.getOrDefault("NO_COLOR", "").isEmpty());
    }

    /** The text in this style, where styles are printed. */
    public String style(Style style, String text) {
        return colour ? "\u001b[" + style.code + "m" + text + "\u001b[0m" : text;
    }

    /** Returns the text cut to this number of columns; an ellipsis replaces the rest. */
    public static String clip(String text, int columns) {
        if (text.codePointCount(0, text.length()) <= columns) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, columns - 1)) + "…";
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
