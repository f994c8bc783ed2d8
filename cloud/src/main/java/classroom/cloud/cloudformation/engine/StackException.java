package classroom.cloud.cloudformation.engine;

/** A stack could not be deployed or deleted; the message names the resource and says why. */
public final class StackException extends RuntimeException {
    private final String reason;
    private final StackStatus status;

    StackException(String stack, String reason, StackStatus status) {
        super("Stack " + stack + ": " + reason, null, false, false);
        this.reason = reason;
        this.status = status;
    }

    /** The problem, without the stack's name. */
    public String reason() {
        return reason;
    }

    /** The state that the stack was left in. */
    public StackStatus status() {
        return status;
    }
}
