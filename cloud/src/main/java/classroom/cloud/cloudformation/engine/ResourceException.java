package classroom.cloud.cloudformation.engine;

/** A resource cannot be made as the template asks; the message says why, in a sentence for the stack's events. */
public final class ResourceException extends RuntimeException {
    public ResourceException(String message) {
        super(message, null, false, false);
    }
}
