package classroom.infra;

/** Says that a setting is not allowed. The message names its key, its value and what is allowed. */
final class InvalidSetting extends RuntimeException {
    InvalidSetting(String message) {
        super(message);
    }
}
