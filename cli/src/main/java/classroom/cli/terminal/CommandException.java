package classroom.cli.terminal;

/** A command cannot do what was asked: the message is one line that says what failed and what to do about it. */
public final class CommandException extends RuntimeException {
    public CommandException(String message) {
        super(message, null, false, false);
    }
}
