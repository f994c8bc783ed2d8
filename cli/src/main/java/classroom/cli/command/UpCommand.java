package classroom.cli.command;

import classroom.cli.option.AppOptions;
import classroom.cli.option.Help;
import classroom.cli.option.Port;
import classroom.cli.synth.Home;
import classroom.cli.terminal.CommandException;
import classroom.cli.terminal.Terminal;
import classroom.cli.watch.Setup;
import classroom.cli.watch.Watch;
import classroom.cloud.Cloud;
import classroom.cloud.cloudformation.engine.Deployment;
import classroom.cloud.console.Console;
import classroom.template.assembly.CloudAssembly;
import classroom.template.language.Texts;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code up}: starts the class, lists its parts, and serves it until it is stopped. */
@Command(
        name = "up",
        description = "Starts the class on this machine and serves it until Ctrl-C.",
        exitCodeList = {
            "0:stopped by ./classroom stop; nothing is left",
            "3:the class could not be started",
            "130:stopped by Ctrl-C; nothing is left",
            "143:stopped by SIGTERM; nothing is left"
        },
        footer = {"", "In another terminal:  eval \"$(./classroom env)\""})
public final class UpCommand implements Callable<Integer> {
    @Mixin
    private Help help;

    /** CloudFormation waits 30 seconds for a table. */
    private static final int MOST_SECONDS = 20;

    @Mixin
    private Port port;

    @Mixin
    private AppOptions options;

    @Mixin
    private StackParameters parameters;

    @Option(
            names = "--empty",
            description = "Serves an account with nothing in it, to deploy into with ./classroom cdk.")
    private boolean empty;

    @Option(
            names = "--watch",
            description =
                    "Watches functions/ and infra/: a saved handler answers the next invocation, as edited code and"
                            + " not the asset; a changed template is deployed as an update.")
    private boolean watch;

    @Option(
            names = "--throttle",
            description = "Throttles as AWS does: tables by their capacity, calls by 10 functions at once.")
    private boolean throttle;

    @Option(
            names = "--table-seconds",
            paramLabel = "N",
            description = "Tables and indexes take N seconds to be made, changed or deleted, 0 to 20. On AWS it is"
                    + " seconds too. By default 0: the next call finds it done.")
    private int tableSeconds;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "Keeps the tables, and how far their streams have been handled, in DIR, for the next class with it,"
                            + " however this one ends. Not kept: logs, messages in queues, and what ./classroom "
                            + "cdk deploys.")
    private Path data;

    @Option(names = "--open", description = "Opens the console, a page that shows the class, in your browser.")
    private boolean open;

    @Option(
            names = "--no-console",
            description = "Leaves the console out: no page, and nobody can follow what happens in the class.")
    private boolean noConsole;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        if (empty && (options.isGiven() || parameters.isGiven())) {
            throw new ParameterException(
                    spec.commandLine(),
                    Texts.of("--empty deploys nothing, so --app, --context and --parameters have no effect on it: give"
                            + " them to ./classroom cdk deploy"));
        }
        if (empty && data != null) {
            throw new ParameterException(
                    spec.commandLine(),
                    Texts.of("--empty and --data exclude each other: what ./classroom cdk deploys is not kept, so that"
                            + " tables alone would be there again"));
        }
        if (watch && (empty || options.isAssembly())) {
            throw new ParameterException(
                    spec.commandLine(),
                    Texts.of(
                            "--watch needs the class of this folder, so %s and it exclude each other",
                            empty ? "--empty" : "--app"));
        }
        if (open && noConsole) {
            throw new ParameterException(
                    spec.commandLine(),
                    Texts.of("--open and --no-console exclude each other: there would be no page to open"));
        }
        if (tableSeconds < 0 || tableSeconds > MOST_SECONDS) {
            throw new ParameterException(
                    spec.commandLine(), Texts.of("--table-seconds takes 0 to %d, not %d", MOST_SECONDS, tableSeconds));
        }
        options.check();
        int number = port.number();
        PrintStream out = System.out;
        Terminal terminal = Terminal.standard();
        Home home = Home.find();
        Cloud.Settings settings =
                new Cloud.Settings(throttle, data, home.archives(), UnaryOperator.identity(), !noConsole);
        CompletableFuture<Cloud> starting = CompletableFuture.supplyAsync(() -> start(number, out, settings));
        ProgramArchive archive = new ProgramArchive(home);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(starting, archive, data), "stop"));
        if (empty) {
            out.println(Texts.of("an account with nothing in it"));
        }
        CloudAssembly assembly = empty ? null : assembly(starting, out);
        Cloud local = starting.join();
        Map<String, Deployment> deployments = empty ? Map.of() : local.deploy(assembly);
        deployments.forEach((stack, deployment) -> StartSummary.print(terminal, stack, deployment));
        if (throttle) {
            out.println(Texts.of("throttling: tables by their capacity, of which 300 s are kept unused; calls by 10 "
                    + "functions at once"));
        }
        if (tableSeconds > 0) {
            local.services().dynamoDb().changesTake(Duration.ofSeconds(tableSeconds));
            out.println(
                    Texts.of("tables and indexes take %d s to be made, changed or deleted from now on", tableSeconds));
        }
        if (data != null) {
            out.println(Texts.of(
                    "data %s keeps the tables and how far their streams have been handled; logs, messages in"
                            + " queues and what ./classroom cdk deploys are not kept",
                    data));
            Set<String> left = local.services().dynamoDb().left();
            if (!left.isEmpty()) {
                out.println(Texts.of("  in it and not in the template: %s", String.join(", ", new TreeSet<>(left))));
            }
        }
        String url = "http://127.0.0.1:" + local.port();
        if (!noConsole) {
            out.println("console " + url + Console.PATH);
        }
        out.println("ready " + url);
        NextCommands.print(terminal, deployments.values(), local.port());
        out.flush();
        if (open) {
            Browser.open(url + Console.PATH, why -> out.println("--open: " + why));
        }
        if (watch) {
            Watch.start(new Setup(
                    home,
                    local,
                    assembly,
                    options.context(),
                    parameters::given,
                    deployment -> StartSummary.printLeftOut(terminal, deployment),
                    out::println));
            out.println(Texts.of("watching functions/ and infra/: what is saved takes effect here"));
        }
        archive.start();
        CountDownLatch stopped = new CountDownLatch(1);
        local.onStop(stopped::countDown);
        stopped.await();
        out.println(Texts.of("./classroom stop was called"));
        return 0;
    }

    private static Cloud start(int port, PrintStream out, Cloud.Settings settings) {
        try {
            return Cloud.start(port, out::println, settings);
        } catch (Cloud.PortTaken e) {
            throw new CommandException(Listener.on(port).words());
        }
    }

    private CloudAssembly assembly(CompletableFuture<Cloud> starting, PrintStream out) {
        CompletableFuture<CloudAssembly> reading = CompletableFuture.supplyAsync(
                () -> parameters.given(CloudAssembly.read(options.assembly(out), Cloud.ENVIRONMENT)));
        // Report a port that is in use at once, not after the seconds of a synth.
        starting.join();
        return reading.join();
    }

    /** Runs whenever the process ends: by a signal, or because starting failed. */
    private static void stop(CompletableFuture<Cloud> starting, ProgramArchive archive, Path data) {
        archive.close();
        Cloud local;
        try {
            local = starting.join();
        } catch (CompletionException e) {
            return; // It never started; the user has seen that message.
        }
        System.out.println(Texts.of("stopping"));
        local.close();
        System.out.println(
                data == null
                        ? Texts.of("stopped; nothing is left")
                        : Texts.of("stopped; nothing is left but what is in %s", data));
    }
}
