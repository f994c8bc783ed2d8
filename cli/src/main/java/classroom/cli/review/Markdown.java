package classroom.cli.review;

import classroom.template.language.Texts;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Escapes text of a template or of a program in Markdown, so that it stays text: no mention, no link, no HTML, no end
 * of its code block. Source: CommonMark, "Code spans" and "Fenced code blocks".
 */
final class Markdown {
    private static final Pattern BACKTICKS = Pattern.compile("`+");
    private static final int LONGEST = 300;

    private Markdown() {}

    /** A code span, in one line and of bounded length. */
    static String code(String text) {
        String line = printable(text).replaceAll("\\s+", " ").strip();
        if (line.isEmpty()) {
            return Texts.of("(empty)");
        }
        if (line.length() > LONGEST) {
            line = line.substring(0, LONGEST) + "…";
        }
        String fence = "`".repeat(longestRun(line) + 1);
        // A code span loses one space on either side; it may not begin or end with a backtick.
        String pad = line.startsWith("`") || line.endsWith("`") ? " " : "";
        return fence + pad + line + pad + fence;
    }

    /** A fenced block of bounded length. */
    static String block(String text, int longest) {
        String kept = printable(text);
        if (kept.length() > longest) {
            kept = kept.substring(0, longest) + "\n… " + Texts.of("(%d characters more)", kept.length() - longest);
        }
        String fence = "`".repeat(Math.max(3, longestRun(kept) + 1));
        return fence + "text\n" + kept.stripTrailing() + "\n" + fence;
    }

    /**
     * Without long runs of backticks, which would need equally long fences, and without characters that move a
     * terminal's cursor, hide text or turn its direction.
     */
    private static String printable(String text) {
        return text.replaceAll("\\x1b\\[[0-9;]*m", "")
                .replaceAll("[\\p{Cc}&&[^\\n\\t]]|\\p{Cf}|\\p{Co}|\\p{Cs}", "\uFFFD")
                .replaceAll("`{10,}", "`````````…");
    }

    private static int longestRun(String text) {
        int longest = 0;
        Matcher run = BACKTICKS.matcher(text);
        while (run.find()) {
            longest = Math.max(longest, run.end() - run.start());
        }
        return longest;
    }
}
