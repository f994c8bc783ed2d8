package classroom.template.policy;

/**
 * A DynamoDB request of which it cannot be told what it touches, such as one with an expression that is no expression.
 * It must not be passed on for a caller whom a policy limits; DynamoDB itself answers such requests with
 * {@code ValidationException}.
 */
public final class UnreadableRequest extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnreadableRequest(String message) {
        super(message);
    }
}
