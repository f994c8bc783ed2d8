package classroom.cli.command;

import classroom.cli.option.Help;
import classroom.cli.option.RunningClass;
import classroom.cli.terminal.CommandException;
import classroom.cloud.console.Console;
import classroom.template.language.Texts;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code open}: opens the console of the running class in the browser. */
@Command(name = "open", description = "Opens the console, a page that shows the running class, in your browser.")
public final class OpenCommand implements Callable<Integer> {
    /** An opener that fails does so at once; one that works may stay as long as the browser. */
    private static final long PATIENCE_SECONDS = 3;

    @Mixin
    private Help help;

    @Mixin
    private RunningClass running;

    @Override
    public Integer call() throws Exception {
        running.wire().requireClass();
        if (!RunningControl.describe(running.client()).path("console").asBoolean()) {
            throw new CommandException(
                    Texts.of("this class has no console: it was started with --no-console. Start it without"));
        }
        String url = running.url() + Console.PATH;
        System.out.println(Texts.of("console %s", url));
        boolean opened = Browser.open(url, why -> System.err.println("classroom: " + why))
                .completeOnTimeout(true, PATIENCE_SECONDS, TimeUnit.SECONDS)
                .get();
        return opened ? 0 : 3;
    }
}
