package classroom.cloud.logs;

import classroom.cloud.gateway.AwsError;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * A filter pattern of terms ("Filter pattern syntax for metric filters, subscription filters, filter log events, and
 * Live Tail", CloudWatch Logs User Guide): {@code term} or {@code "a phrase"} must occur, {@code -term} must not, and
 * of {@code ?terms} alone one must. Patterns for JSON ({@code {…}}), for columns ({@code
 * […]}) and of regular expressions ({@code %…%}) are refused.
 */
final class FilterPattern implements Predicate<String> {
    private final List<String> required = new ArrayList<>();
    private final List<String> excluded = new ArrayList<>();
    private final List<String> optional = new ArrayList<>();

    private FilterPattern() {}

    /** Reads a pattern; an empty one matches everything. */
    static FilterPattern parse(String text) {
        String pattern = text.strip();
        if (!pattern.isEmpty() && "{[%".indexOf(pattern.charAt(0)) >= 0) {
            throw refused("The local class filters by terms and phrases, not by a pattern such as " + pattern);
        }
        FilterPattern filter = new FilterPattern();
        int at = 0;
        while (at < pattern.length()) {
            char first = pattern.charAt(at);
            if (Character.isWhitespace(first)) {
                at++;
            } else if (first == '-' || first == '?') {
                at = filter.term(pattern, at + 1, first == '-' ? filter.excluded : filter.optional);
            } else {
                at = filter.term(pattern, at, filter.required);
            }
        }
        return filter;
    }

    @Override
    public boolean test(String message) {
        boolean all = required.stream().allMatch(message::contains)
                && excluded.stream().noneMatch(message::contains);
        // "?" says nothing beside other terms.
        boolean alone = required.isEmpty() && excluded.isEmpty() && !optional.isEmpty();
        return all && (!alone || optional.stream().anyMatch(message::contains));
    }

    /** Reads a term or a phrase, and returns where it ends. */
    private int term(String pattern, int start, List<String> into) {
        if (start < pattern.length() && pattern.charAt(start) == '"') {
            return phrase(pattern, start + 1, into);
        }
        int end = start;
        while (end < pattern.length() && !Character.isWhitespace(pattern.charAt(end))) {
            end++;
        }
        String term = pattern.substring(start, end);
        if (term.isEmpty() || !term.codePoints().allMatch(c -> c == '_' || Character.isLetterOrDigit(c))) {
            throw refused("Invalid character(s) in term '" + term + "'");
        }
        into.add(term);
        return end;
    }

    private int phrase(String pattern, int start, List<String> into) {
        StringBuilder phrase = new StringBuilder();
        for (int at = start; at < pattern.length(); at++) {
            char c = pattern.charAt(at);
            if (c == '"') {
                into.add(phrase.toString());
                return at + 1;
            }
            if (c == '\\' && at + 1 < pattern.length()) {
                at++;
                c = pattern.charAt(at);
            }
            phrase.append(c);
        }
        throw refused("A phrase has no closing quote: " + pattern);
    }

    private static AwsError refused(String message) {
        return new AwsError(400, "InvalidParameterException", message);
    }
}
