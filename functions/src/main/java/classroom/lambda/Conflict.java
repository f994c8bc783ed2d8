package classroom.lambda;

import java.util.Map;

/** The stored item is not the one that the caller expects. The answer is 409; nothing was written. */
public final class Conflict extends Exception {
    private final Map<String, Object> current;

    /** @param current the stored item, empty when DynamoDB did not return it */
    public Conflict(String message, Map<String, Object> current) {
        super(message, null, false, false);
        this.current = current;
    }

    Answer answer() {
        Answer answer = Answer.conflict(getMessage());
        return current.isEmpty() ? answer : answer.with("current", current);
    }
}
