package classroom.lambda;

import java.util.Map;

/** What is stored now is not what the caller expects. Nothing was written. */
public final class Conflict extends Exception {
    private final Map<String, Object> current;

    /** @param current the item as it is now, empty when DynamoDB did not say */
    public Conflict(String message, Map<String, Object> current) {
        super(message, null, false, false);
        this.current = current;
    }

    Answer answer() {
        Answer answer = Answer.conflict(getMessage());
        return current.isEmpty() ? answer : answer.with("current", current);
    }
}
