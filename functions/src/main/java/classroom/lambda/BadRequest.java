package classroom.lambda;

import java.nio.charset.StandardCharsets;

/**
 * An event that its function's contract does not allow. Answered with 400, names the field, and nothing was written.
 */
public final class BadRequest extends RuntimeException {
    /** A name can be megabytes long, and the answer states it twice. */
    private static final int LONGEST_NAME = 200;

    private final String field;

    /**
     * @param field what is wrong, as a path such as {@code books[3].Title}, or {@code event} for the whole
     * @param must how it has to be, worded to follow the field's name: {@code must be an integer}
     */
    public BadRequest(String field, String must) {
        super(shortened(field) + " " + must, null, false, false);
        this.field = shortened(field);
    }

    public String field() {
        return field;
    }

    /** Half a surrogate pair, sent or left by the cut, becomes a question mark: an answer is Unicode text. */
    private static String shortened(String name) {
        String start = name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME) + "…";
        return new String(start.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
