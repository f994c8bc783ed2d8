package classroom.cli;

import classroom.cli.option.Help;
import classroom.cli.terminal.CommandException;
import classroom.template.language.Texts;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/**
 * The command line of the class. Exit status: 0 done, 1 the answer is no, 2 wrong usage, 3 it failed. One line on
 * standard error says what is wrong and what to do.
 */
public final class Main {
    /** The exit status of what failed. */
    public static final int FAILED = 3;

    /** Set to anything, it shows where in the program a failure comes from. */
    private static final String DEBUG = "CLASSROOM_DEBUG";

    /** How Linux, macOS and Windows say it. */
    private static final Pattern FULL =
            Pattern.compile("No space left|not enough space on the disk|Disk quota exceeded");

    private static final Pattern READ_ONLY = Pattern.compile("Read-only file system");

    private Main() {}

    public static void main(String[] args) {
        System.exit(run(args));
    }

    /** Runs one command and returns its exit status. */
    static int run(String... given) {
        List<String> arguments = commandFirst(List.of(given));
        return line(arguments).execute(arguments.toArray(String[]::new));
    }

    /** The command line with the command that is asked for, or with all if that is none. */
    static CommandLine line(List<String> arguments) {
        Map<String, Supplier<Object>> commands = Commands.all();
        String asked = arguments.isEmpty() ? "" : arguments.get(0);
        CommandLine line = new CommandLine(new Root());
        commands.forEach((name, command) -> {
            if (asked.equals(name) || !commands.containsKey(asked) || asked.equals("completion")) {
                line.addSubcommand(name, command.get());
            }
        });
        handleFailures(line);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExpandAtFiles(false); // @FILE is an event, not a file of arguments.
        Manual.group(line);
        return line;
    }

    /** {@code help COMMAND} as {@code COMMAND --help}; a {@code --port} before the command as one after it. */
    private static List<String> commandFirst(List<String> given) {
        if (!given.isEmpty() && given.get(0).equals("help")) {
            // A name that is none is refused as it is without help.
            return given.size() < 2
                    ? List.of()
                    : Commands.all().containsKey(given.get(1))
                            ? List.of(given.get(1), "--help")
                            : given.subList(1, given.size());
        }
        int port = given.isEmpty()
                ? 0
                : given.get(0).equals("--port") ? 2 : given.get(0).startsWith("--port=") ? 1 : 0;
        if (port == 0 || given.size() <= port) {
            return given;
        }
        List<String> ordered = new ArrayList<>(List.of(given.get(port)));
        ordered.addAll(given.subList(0, port));
        ordered.addAll(given.subList(port + 1, given.size()));
        return ordered;
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new TypeConversionException(Texts.of("'%s' is no whole number", text));
        }
    }

    private static URI url(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(Texts.of("'%s' is no URL", text));
        }
    }

    /**
     * Lets a command fail as all of them do: a line on standard error, and the exit status. Its help is in the language
     * of the person.
     */
    public static CommandLine handleFailures(CommandLine line) {
        Manual.complete(line);
        // One object for both: on two equal ones beside a third the JDK 17 crashes when it archives the classes.
        ITypeConverter<Integer> number = Main::number;
        line.registerConverter(int.class, number);
        line.registerConverter(Integer.class, number);
        line.registerConverter(URI.class, Main::url);
        line.setExecutionExceptionHandler((failure, command, result) -> failed(failure));
        line.setParameterExceptionHandler((failure, arguments) -> misused(failure));
        return line;
    }

    private static int failed(Exception thrown) {
        // What failed in another thread says so twice.
        Throwable failure =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        PrintStream err = System.err;
        if (System.getenv(DEBUG) != null) {
            failure.printStackTrace(err);
        }
        err.println("classroom: " + words(failure));
        return failure instanceof CommandException told && told.isMisused() ? CommandLine.ExitCode.USAGE : FAILED;
    }

    /** One's own exceptions say what to do; of the system's, only those that anyone may meet are put into words. */
    private static String words(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            if (cause instanceof IOException && FULL.matcher(message).find()) {
                return Texts.of("the disk is full: free some space and run this again (%s)", message);
            }
            if (cause instanceof AccessDeniedException) {
                return Texts.of("%s may not be read or written by you: see whose it is, and run this again", message);
            }
            if (cause instanceof IOException && READ_ONLY.matcher(message).find()) {
                return Texts.of("%s is on a file system that cannot be written: name another folder", message);
            }
            if (cause instanceof NoSuchFileException || cause instanceof NotDirectoryException) {
                return Texts.of("there is no file or folder %s: check its name", message);
            }
        }
        boolean told = failure.getMessage() != null
                && (failure instanceof UncheckedIOException
                        || failure.getClass().getPackageName().startsWith("classroom."));
        return told
                ? failure.getMessage()
                : Texts.of("an error of the tool itself (%s): set %s=1 to see where it comes from", failure, DEBUG);
    }

    private static int misused(ParameterException failure) {
        System.err.println("classroom: " + Misuse.words(failure));
        return CommandLine.ExitCode.USAGE;
    }

    @Command(
            name = "classroom",
            description = "A class on DynamoDB and Lambda, on this machine.",
            synopsisSubcommandLabel = "COMMAND",
            versionProvider = Versions.class,
            footer = {"", "./classroom help COMMAND says more. With CLASSROOM_DEBUG=1 a failure shows its origin."})
    private static final class Root implements Runnable {
        @Mixin
        private Help help;

        @Option(
                names = {"-V", "--version"},
                versionHelp = true,
                description = "Shows the versions of this tool and of what it runs with.")
        private boolean version;

        @Option(
                names = "--port",
                paramLabel = "N",
                description = "Which class the command talks to, or starts: before the command or after it.")
        private String port;

        @Spec
        private CommandSpec spec;

        @Override
        public void run() {
            if (port != null) {
                throw new ParameterException(spec.commandLine(), Texts.of("a command is missing"));
            }
            spec.commandLine().usage(System.out);
        }
    }
}
