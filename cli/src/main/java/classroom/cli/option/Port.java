package classroom.cli.option;

import classroom.template.language.Texts;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The option {@code --port} of a command that starts a class, or need not find one. */
public final class Port {
    /** The default port of the local class. */
    public static final int USUAL = 4566;

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,6}");

    @Option(names = "--port", paramLabel = "N", description = "The port on 127.0.0.1 (default: 4566).")
    private String number = Integer.toString(USUAL);

    private CommandSpec command;

    @Spec(Spec.Target.MIXEE)
    private void of(CommandSpec mixee) {
        command = mixee;
    }

    /**
     * The port; 0 stands for a free one.
     *
     * @throws ParameterException if it is no port
     */
    public int number() {
        return checked(command, number, 0);
    }

    /**
     * Returns the port of a command's option.
     *
     * @throws ParameterException if it is less than {@code least}, or no port
     */
    public static int checked(CommandSpec command, String port, int least) {
        if (!NUMBER.matcher(port).matches() || Integer.parseInt(port) < least || Integer.parseInt(port) > 65535) {
            throw new ParameterException(
                    command.commandLine(), Texts.of("--port %s is no port: say one from %d to 65535", port, least));
        }
        return Integer.parseInt(port);
    }

    /** The option for a port that was found only when the class started, empty for the usual one. */
    public static String option(int number) {
        return number == USUAL ? "" : " --port " + number;
    }
}
