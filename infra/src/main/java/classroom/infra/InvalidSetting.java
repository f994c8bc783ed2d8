package classroom.infra;

/** A context value that is not one of those allowed. The message names its key, what it is and what is allowed. */
final class InvalidSetting extends RuntimeException {
    InvalidSetting(String message) {
        super(message);
    }
}
