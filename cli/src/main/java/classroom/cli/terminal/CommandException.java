package classroom.cli.terminal;

/** A command fails. The message is one line that says what failed and what to do. */
public final class CommandException extends RuntimeException {
    public CommandException(String message) {
        super(message, null, false, false);
    }
}
