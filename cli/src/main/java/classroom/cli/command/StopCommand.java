package classroom.cli.command;

import classroom.cli.client.Client;
import classroom.cli.option.Help;
import classroom.cli.option.RunningClass;
import classroom.cli.terminal.CommandException;
import classroom.template.language.Texts;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code stop}: ends the running class, as Ctrl-C in its terminal does, and waits for its end. */
@Command(
        name = "stop",
        description = "Ends the running class, as Ctrl-C in its terminal does.",
        exitCodeList = {"0:the class has ended; nothing is left", "1:you did not agree"},
        footer = {"", "With up --data the tables stay in their folder, and it asks first, or give --yes."})
public final class StopCommand implements Callable<Integer> {
    private static final int PATIENCE_SECONDS = 60;

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
    public Integer call() throws InterruptedException {
        running.wire().requireClass();
        Client client = running.client();
        JsonNode description = RunningControl.describe(client);
        String data = description.path("data").textValue();
        if (data != null
                && !RunningControl.isAgreed(
                        yes, spec, Texts.of("the class ends for everybody; its tables stay in %s", data))) {
            System.out.println(Texts.of("the class goes on"));
            return 1;
        }
        Optional<ProcessHandle> process =
                ProcessHandle.of(description.path("pid").asLong());
        RunningControl.call(client, "StopClass");
        try {
            if (process.isPresent()) {
                process.get().onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            }
        } catch (ExecutionException | TimeoutException e) {
            throw new CommandException(Texts.of(
                    "the class is ending, but process %d is still there after %d s: look at its terminal",
                    process.get().pid(), PATIENCE_SECONDS));
        }
        System.out.println(
                data == null
                        ? Texts.of("stopped; nothing is left")
                        : Texts.of("stopped; nothing is left but what is in %s", data));
        return 0;
    }
}
