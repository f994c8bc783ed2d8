package classroom;

import java.util.Arrays;

/** Compares texts that are too long to print. */
public final class Documents {
    private static final int EXCERPT = 60;

    private Documents() {}

    /**
     * Fails in one line if the texts differ: what to do, and where they begin to differ.
     *
     * @param toDo for the reader of a failure, such as {@code docs/a.svg: run ./classroom diagram docs/a.svg}
     */
    public static void assertSame(String toDo, String actual, String expected) {
        int at = Arrays.mismatch(actual.toCharArray(), expected.toCharArray());
        if (at >= 0) {
            long line =
                    1 + expected.substring(0, at).chars().filter(c -> c == '\n').count();
            throw new AssertionError(String.format(
                    "%s (line %d is \"%s\" and should be \"%s\")",
                    toDo, line, excerpt(actual, at), excerpt(expected, at)));
        }
    }

    /** Returns the text around a place, within its line. */
    private static String excerpt(String text, int at) {
        int begin = Math.max(text.lastIndexOf('\n', at - 1) + 1, at - EXCERPT);
        int newline = text.indexOf('\n', at);
        return text.substring(begin, Math.min(newline < 0 ? text.length() : newline, at + EXCERPT));
    }
}
