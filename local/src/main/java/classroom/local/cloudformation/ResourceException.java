package classroom.local.cloudformation;

/** A resource cannot be made as the template asks; the message says why, in a sentence for the stack's events. */
final class ResourceException extends RuntimeException {
    ResourceException(String message) {
        super(message, null, false, false);
    }
}
