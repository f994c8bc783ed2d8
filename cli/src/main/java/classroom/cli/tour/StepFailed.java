package classroom.cli.tour;

/** A step's answer differs from its lesson; the message has the expected and the actual value. */
final class StepFailed extends RuntimeException {
    StepFailed(String message) {
        super(message, null, false, false);
    }
}
