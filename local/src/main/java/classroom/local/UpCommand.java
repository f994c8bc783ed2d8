package classroom.local;

import classroom.local.cloudformation.CloudAssembly;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code up}: starts the class, says what it consists of, and serves it until it is told to stop. */
@Command(
        name = "up",
        description = "Starts the class on this machine and serves it until Ctrl-C.",
        exitCodeListHeading = "Exit status:%n",
        exitCodeList = {
            "1:the class could not be started",
            "2:wrong usage",
            "130:stopped by Ctrl-C; nothing is left",
            "143:stopped by SIGTERM; nothing is left"
        },
        footer = {"", "In another terminal:  eval \"$(./classroom env)\""})
final class UpCommand implements Callable<Integer> {
    @Mixin
    private Help help;

    @Mixin
    private Port port;

    @Option(
            names = "--app",
            paramLabel = "DIR",
            description = "A cloud assembly that is already there, instead of synthesizing cdk.out.")
    private Path app;

    @Option(
            names = {"-c", "--context"},
            paramLabel = "KEY=VALUE",
            description = "A context option for the synth, such as student=ana; may be repeated.")
    private List<String> context = List.of();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        if (app != null && !context.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "--context has no effect on an assembly that is there");
        }
        context.stream().filter(option -> option.indexOf('=') < 1).forEach(option -> {
            throw new ParameterException(spec.commandLine(), "--context takes KEY=VALUE, not " + option);
        });
        PrintStream out = System.out;
        CompletableFuture<LocalClass> starting =
                CompletableFuture.supplyAsync(() -> LocalClass.start(port.number(), out::println));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(starting), "stop"));
        CompletableFuture<CloudAssembly> reading =
                CompletableFuture.supplyAsync(() -> CloudAssembly.read(folder(out), LocalClass.REGION));
        // A port that is taken is told at once, not after the seconds of a synth.
        LocalClass local = starting.join();
        CloudAssembly assembly = reading.join();
        local.deploy(assembly).forEach((stack, deployment) -> StartSummary.print(out, stack, deployment));
        out.println("ready http://127.0.0.1:" + local.port());
        out.flush();
        new CountDownLatch(1).await();
        return 0;
    }

    private Path folder(PrintStream out) {
        return app != null
                ? app
                : new Synthesis(Home.find(), () -> out.println("synthesizing the class")).assembly(context);
    }

    /** Runs whenever the process ends: by a signal, or because starting failed. */
    private static void stop(CompletableFuture<LocalClass> starting) {
        LocalClass local;
        try {
            local = starting.join();
        } catch (CompletionException e) {
            return; // It never started; that has been told.
        }
        System.out.println("stopping");
        local.close();
        System.out.println("stopped; nothing is left");
    }
}
