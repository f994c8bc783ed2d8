package classroom.cli.option;

import picocli.CommandLine.Option;

/** The option {@code --port} of every command that talks to a running class. */
public final class Port {
    /** The default port of the local class. */
    public static final int USUAL = 4566;

    @Option(names = "--port", paramLabel = "N", description = "The port on 127.0.0.1 (default: " + USUAL + ").")
    private int number = USUAL;

    /** The port. */
    public int number() {
        return number;
    }

    /** The option as it must be repeated in a command that is shown to the user, empty for the usual port. */
    public String option() {
        return option(number);
    }

    /** The option for a port that was found only when the class started, empty for the usual one. */
    public static String option(int number) {
        return number == USUAL ? "" : " --port " + number;
    }
}
