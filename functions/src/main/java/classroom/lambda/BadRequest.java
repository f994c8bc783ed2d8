package classroom.lambda;

import java.nio.charset.StandardCharsets;

/**
 * An event that its function's contract does not allow. The answer is 400 and names the field; nothing was written.
 */
public final class BadRequest extends RuntimeException {
    /** A name can be megabytes long, and the answer states it twice. */
    private static final int LONGEST_NAME = 200;

    private final String field;

    /**
     * @param field the path of the bad field, such as {@code books[3].Title}, or {@code event} for the whole event
     * @param must the rule for the field, in words that follow its name: {@code must be an integer}
     */
    public BadRequest(String field, String must) {
        super(shortened(field) + " " + must, null, false, false);
        this.field = shortened(field);
    }

    public Answer answer() {
        return Answer.error(400, "BadRequest").with("message", getMessage()).with("field", field);
    }

    /** Half a surrogate pair, sent or left by the cut, becomes a question mark, because an answer is Unicode text. */
    private static String shortened(String name) {
        String start = name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME) + "…";
        return new String(start.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
