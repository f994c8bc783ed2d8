package classroom.cli.option;

import java.util.Collection;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The name that somebody most likely meant, by the similarity with which picocli compares names of commands. */
public final class Nearest {
    private Nearest() {}

    /** Returns the most similar of the names; empty if none is similar. */
    public static String among(String given, Collection<String> names) {
        CommandSpec commands = CommandSpec.create();
        names.stream().distinct().forEach(name -> commands.addSubcommand(name, CommandSpec.create()));
        return new UnmatchedArgumentException(new CommandLine(commands), List.of(given))
                .getSuggestions().stream().findFirst().orElse("");
    }
}
