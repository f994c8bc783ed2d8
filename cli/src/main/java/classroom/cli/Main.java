package classroom.cli;

import classroom.cli.command.AccessCommand;
import classroom.cli.command.BenchCommand;
import classroom.cli.command.CdkCommand;
import classroom.cli.command.CompareModelsCommand;
import classroom.cli.command.CostCommand;
import classroom.cli.command.EnvCommand;
import classroom.cli.command.InvokeCommand;
import classroom.cli.command.LogsCommand;
import classroom.cli.command.PrepareCommand;
import classroom.cli.command.UpCommand;
import classroom.cli.diagram.DiagramCommand;
import classroom.cli.leftovers.LeftoversCommand;
import classroom.cli.load.Load;
import classroom.cli.option.Help;
import classroom.cli.review.ReviewCommand;
import classroom.cli.tour.Tour;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The command line of the class. Exit status: 0 done, 1 failed (one line on standard error says what and what to do), 2
 * wrong usage.
 *
 * <p>A subcommand's classes are loaded only when the user calls it, to keep the start-up time of {@code up} short.
 */
public final class Main {
    /** Set to anything, it shows where in the program a failure comes from. */
    private static final String DEBUG = "CLASSROOM_DEBUG";

    /** How Linux, macOS and Windows say it. */
    private static final Pattern FULL =
            Pattern.compile("No space left|not enough space on the disk|Disk quota exceeded");

    private static final Map<String, Supplier<Object>> COMMANDS = new LinkedHashMap<>();

    static {
        COMMANDS.put("up", UpCommand::new);
        COMMANDS.put("env", EnvCommand::new);
        COMMANDS.put("tour", Tour::new);
        COMMANDS.put("load", Load::new);
        COMMANDS.put("invoke", InvokeCommand::new);
        COMMANDS.put("logs", LogsCommand::new);
        COMMANDS.put("access", AccessCommand::new);
        COMMANDS.put("cdk", CdkCommand::new);
        COMMANDS.put("cost", CostCommand::new);
        COMMANDS.put("diagram", DiagramCommand::new);
        COMMANDS.put("leftovers", LeftoversCommand::new);
        COMMANDS.put("review", ReviewCommand::new);
        COMMANDS.put("compare-models", CompareModelsCommand::new);
        COMMANDS.put("bench", BenchCommand::new);
        COMMANDS.put("prepare", PrepareCommand::new);
    }

    private Main() {}

    public static void main(String[] args) {
        System.exit(run(args));
    }

    /** Runs one command and returns its exit status. */
    static int run(String... args) {
        CommandLine line = new CommandLine(new Root());
        COMMANDS.forEach((name, command) -> {
            if (args.length == 0 || !COMMANDS.containsKey(args[0]) || args[0].equals(name)) {
                line.addSubcommand(name, command.get());
            }
        });
        handleFailures(line);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExpandAtFiles(false); // @FILE is an event, not a file of arguments.
        return line.execute(args);
    }

    /** Lets a command fail as all of them do: a line on standard error, and the exit status. */
    public static CommandLine handleFailures(CommandLine line) {
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
        return CommandLine.ExitCode.SOFTWARE;
    }

    /** One's own exceptions say what to do; of the system's, only those that anyone may meet are put into words. */
    private static String words(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            if (cause instanceof IOException && FULL.matcher(message).find()) {
                return "the disk is full: free some space and run this again (" + message + ")";
            }
            if (cause instanceof AccessDeniedException) {
                return message + " may not be read or written by you: see whose it is, and run this again";
            }
        }
        boolean told = failure.getMessage() != null
                && (failure instanceof UncheckedIOException
                        || failure.getClass().getPackageName().startsWith("classroom."));
        return told ? failure.getMessage() : failure.toString();
    }

    private static int misused(ParameterException failure) {
        String command = failure.getCommandLine().getCommandSpec().qualifiedName();
        System.err.println("classroom: " + failure.getMessage() + ". See ./" + command + " --help");
        return CommandLine.ExitCode.USAGE;
    }

    @Command(
            name = "classroom",
            description = "A class on DynamoDB and Lambda, on this machine.",
            synopsisSubcommandLabel = "COMMAND",
            commandListHeading = "%nCommands:%n",
            footer = {"", "./classroom COMMAND --help says more. With CLASSROOM_DEBUG=1 a failure shows its origin."})
    private static final class Root implements Runnable {
        @Mixin
        private Help help;

        @Spec
        private CommandSpec spec;

        @Override
        public void run() {
            throw new ParameterException(spec.commandLine(), "a command is missing");
        }
    }
}
