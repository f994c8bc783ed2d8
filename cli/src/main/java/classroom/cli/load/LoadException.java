package classroom.cli.load;

/** The load cannot go on; the message says why. What was written stays, and the load can be run again. */
final class LoadException extends Exception {
    LoadException(String message) {
        super(message, null, false, false);
    }
}
