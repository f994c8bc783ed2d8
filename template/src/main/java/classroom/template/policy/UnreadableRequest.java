package classroom.template.policy;

/**
 * A DynamoDB request whose resources are unclear, for example because of an invalid expression. It must not be passed
 * on for a caller that a policy limits; DynamoDB itself answers such requests with {@code ValidationException}.
 */
public final class UnreadableRequest extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnreadableRequest(String message) {
        super(message);
    }
}
