package classroom.cli.option;

import picocli.CommandLine.Option;

/** The option {@code --help} of every command. */
public final class Help {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this help.")
    private boolean asked;
}
