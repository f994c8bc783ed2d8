package classroom.cli.terminal;

/** A command fails. The message is one line that says what failed and what to do. */
public final class CommandException extends RuntimeException {
    private final boolean misused;

    public CommandException(String message) {
        this(message, false);
    }

    private CommandException(String message, boolean misused) {
        super(message, null, false, false);
        this.misused = misused;
    }

    /** Somebody else than the command line refuses a value that the user gave. */
    public static CommandException ofValue(String message) {
        return new CommandException(message, true);
    }

    /** Whether the user gave a value that is not allowed, which is wrong usage. */
    public boolean isMisused() {
        return misused;
    }
}
