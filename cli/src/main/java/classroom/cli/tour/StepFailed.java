package classroom.cli.tour;

/** A step answered otherwise than its lesson says; the message says what was expected and what came. */
final class StepFailed extends RuntimeException {
    StepFailed(String message) {
        super(message, null, false, false);
    }
}
