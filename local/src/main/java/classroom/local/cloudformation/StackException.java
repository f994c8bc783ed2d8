package classroom.local.cloudformation;

/** A stack could not be deployed or deleted; the message names the resource and says why. */
public final class StackException extends RuntimeException {
    private final StackStatus status;

    StackException(String stack, String reason, StackStatus status) {
        super("Stack " + stack + ": " + reason, null, false, false);
        this.status = status;
    }

    /** The state that the stack was left in. */
    public StackStatus status() {
        return status;
    }
}
