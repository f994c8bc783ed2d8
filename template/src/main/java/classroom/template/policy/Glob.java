package classroom.template.policy;

import java.util.Arrays;

/**
 * A pattern with {@code *} (any characters) and {@code ?} (any one character); nothing else is special.
 *
 * <p>Compiled once, then used by many threads. For every pattern, the time is bounded by pattern length times value
 * length.
 */
final class Glob {
    private static final int ANY_ONE = -1;
    private static final int ANY_ONE_OF_SEGMENT = -2;
    private static final int ANY = -3;
    private static final int ANY_OF_SEGMENT = -4;

    private final String pattern;
    private final String prefix;
    private final int[] tokens;

    private Glob(String pattern, boolean arn) {
        this.pattern = pattern;
        int first = firstWildcard(pattern);
        this.prefix = pattern.substring(0, first);
        this.tokens = tokens(pattern, first, arn);
    }

    /** A pattern whose wildcards match every character: of actions and of condition values. */
    static Glob of(String pattern) {
        return new Glob(pattern, false);
    }

    /**
     * A pattern of a {@code Resource}. "You can use wildcard characters (* and ?) within the individual segments of an
     * ARN (the parts separated by colons). […] If the * wildcard is the last character of a resource ARN segment, it
     * can expand to match beyond the colon boundaries. […] The asterisk (*) character can expand to replace everything
     * within a segment, including characters like a forward slash (/)" (IAM User Guide, "IAM JSON policy elements:
     * Resource"). The sixth segment, the resource, may contain colons, as in the ARN of a stream: there wildcards match
     * them.
     */
    static Glob arn(String pattern) {
        return new Glob(pattern, true);
    }

    private static int firstWildcard(String pattern) {
        for (int i = 0; i < pattern.length(); i++) {
            if (isWildcard(pattern.charAt(i))) {
                return i;
            }
        }
        return pattern.length();
    }

    private static boolean isWildcard(char c) {
        return c == '*' || c == '?';
    }

    private static int[] tokens(String pattern, int from, boolean arn) {
        int[] tokens = new int[pattern.length() - from];
        for (int i = from; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            boolean crosses = !arn || inResourcePart(pattern, i);
            if (c == '*') {
                boolean endsSegment = i + 1 == pattern.length() || pattern.charAt(i + 1) == ':';
                tokens[i - from] = crosses || endsSegment ? ANY : ANY_OF_SEGMENT;
            } else if (c == '?') {
                tokens[i - from] = crosses ? ANY_ONE : ANY_ONE_OF_SEGMENT;
            } else {
                tokens[i - from] = c;
            }
        }
        return tokens;
    }

    private static boolean inResourcePart(String pattern, int index) {
        return pattern.substring(0, index).chars().filter(c -> c == ':').count() >= 5;
    }

    boolean matches(String value) {
        if (tokens.length == 0) {
            return pattern.equals(value);
        }
        if (!value.startsWith(prefix)) {
            return false;
        }
        return tokens.length == 1 && tokens[0] == ANY || simulate(value);
    }

    /** Runs all ways to read the pattern side by side: no backtracking, so no pattern can make it slow. */
    private boolean simulate(String value) {
        boolean[] now = new boolean[tokens.length + 1];
        boolean[] next = new boolean[tokens.length + 1];
        reach(now, 0);
        for (int i = prefix.length(); i < value.length(); i++) {
            char c = value.charAt(i);
            Arrays.fill(next, false);
            for (int state = 0; state < tokens.length; state++) {
                if (now[state]) {
                    step(tokens[state], c, state, next);
                }
            }
            boolean[] spent = now;
            now = next;
            next = spent;
        }
        return now[tokens.length];
    }

    private void step(int token, char c, int state, boolean[] next) {
        if (token == ANY || token == ANY_OF_SEGMENT && c != ':') {
            reach(next, state);
        } else if (token == c || token == ANY_ONE || token == ANY_ONE_OF_SEGMENT && c != ':') {
            reach(next, state + 1);
        }
    }

    private void reach(boolean[] states, int state) {
        int reached = state;
        states[reached] = true;
        while (reached < tokens.length && (tokens[reached] == ANY || tokens[reached] == ANY_OF_SEGMENT)) {
            states[++reached] = true;
        }
    }

    @Override
    public String toString() {
        return pattern;
    }
}
