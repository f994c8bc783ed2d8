package classroom.cli.load;

/** The load cannot continue; the message says why. Written records stay, and the load can be run again. */
final class LoadException extends Exception {
    LoadException(String message) {
        super(message, null, false, false);
    }
}
