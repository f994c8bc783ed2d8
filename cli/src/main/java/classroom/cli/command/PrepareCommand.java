package classroom.cli.command;

import classroom.cli.option.Help;
import classroom.cli.synth.Home;
import classroom.cli.synth.Synthesis;
import classroom.cli.terminal.CommandException;
import classroom.template.language.Texts;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code prepare}: fetches everything once. The launch script has built the class (Maven's and npm's downloads) before
 * this runs; only the synth remains, in which jsii and the CDK unpack themselves.
 */
@Command(
        name = "prepare",
        description = "Fetches and builds everything once, after which the class runs with no network.",
        footer = {
            "",
            "Example:  ./classroom prepare --to /media/stick/classroom",
            "For a room with a slow network: each student copies that folder from the stick and runs ./classroom there."
        })
public final class PrepareCommand implements Callable<Integer> {
    @Mixin
    private Help help;

    @Option(
            names = "--to",
            paramLabel = "FOLDER",
            description = "Makes there a copy of this folder that needs no network: with the part of Maven's repository"
                    + " that it takes, and npm's packages.")
    private Path to;

    @Override
    public Integer call() throws IOException {
        PrintStream out = System.out;
        Home home = Home.find();
        for (String needed : List.of(
                "node_modules/aws-cdk/bin/cdk",
                "asset/target/functions-lambda.jar",
                "infra/target/infra.jar",
                "cli/target/cli.jar")) {
            Path file = home.root().resolve(needed);
            if (!Files.exists(file)) {
                throw new CommandException(Texts.of("%s is missing: run ./classroom prepare with a network", file));
            }
        }
        if (to == null) {
            new Synthesis(home, () -> out.println(Texts.of("synthesizing the class"))).assembly(List.of());
            out.println(Texts.of("prepared: ./classroom up and ./classroom tour now run with no network"));
        } else {
            long size = CarriedCopy.make(home, to);
            out.println(Texts.of(
                    "prepared %s, %d MB: ./classroom runs there with no network; a JDK and Node.js are not in it",
                    to, size / 1_000_000));
        }
        return 0;
    }
}
