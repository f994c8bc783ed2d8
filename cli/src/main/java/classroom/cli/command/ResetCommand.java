package classroom.cli.command;

import classroom.cli.client.Client;
import classroom.cli.option.Help;
import classroom.cli.option.RunningClass;
import classroom.template.language.Texts;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code reset}: deletes everything in the running class and deploys it again, in the same process. */
@Command(
        name = "reset",
        description = "Makes the running class as up has made it: tables, streams, queues and logs are empty again.",
        exitCodeList = {"1:you did not agree"},
        footer = {
            "",
            "It deletes all stacks, also those of ./classroom cdk, and everything that was made without one. Then it"
                    + " deploys again what up has deployed; with up --watch, what was saved last; with up --empty,"
                    + " nothing.",
            "Shells of env --as need a new identity. With up --data it asks first, or give --yes."
        })
public final class ResetCommand implements Callable<Integer> {
    @Mixin
    private Help help;

    @Mixin
    private RunningClass running;

    @Option(
            names = {"-y", "--yes"},
            description = "Does not ask.")
    private boolean yes;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        running.wire().requireClass();
        Client client = running.client();
        String data = RunningControl.describe(client).path("data").textValue();
        if (data != null
                && !RunningControl.isAgreed(
                        yes, spec, Texts.of("every item of every table in %s is deleted for good", data))) {
            System.out.println(Texts.of("nothing was deleted"));
            return 1;
        }
        JsonNode reset = RunningControl.call(client, "ResetClass");
        PrintStream out = System.out;
        say(out, Texts.of("deleted: %s"), reset.path("Deleted"));
        say(out, Texts.of("deleted, of no stack: %s"), reset.path("Others"));
        say(out, Texts.of("deployed again: %s"), reset.path("Deployed"));
        out.println(
                reset.path("Deployed").isEmpty()
                        ? Texts.of("the class is empty, as after ./classroom up --empty")
                        : Texts.of(
                                "the class is as after ./classroom up: %d tables, %d functions",
                                running.tables().size(), running.functions().size()));
        return 0;
    }

    private static void say(PrintStream out, String text, JsonNode names) {
        if (!names.isEmpty()) {
            out.println(text.formatted(names.valueStream().map(JsonNode::asText).collect(Collectors.joining(", "))));
        }
    }
}
