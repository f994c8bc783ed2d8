package classroom.cli.tour;

import classroom.cli.client.Client;
import classroom.cli.client.Loopback;
import classroom.cli.option.Help;
import classroom.cli.synth.Home;
import classroom.cli.synth.Synthesis;
import classroom.cli.terminal.Progress;
import classroom.cli.terminal.Terminal;
import classroom.cloud.Cloud;
import classroom.cloud.cloudformation.engine.Stack;
import classroom.cloud.console.Console;
import classroom.cloud.identity.Identities;
import classroom.template.assembly.CloudAssembly;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code ./classroom tour}: starts its own local class on a free port, goes through every lesson step by step, destroys
 * everything and checks that nothing is left.
 *
 * <p>Exit status 0: every step answered as its lesson says and nothing is left; 1: a step did not, and is named, or
 * something is left.
 */
@Command(
        name = "tour",
        description = "Walks through every lesson, step by step, and leaves nothing behind.",
        exitCodeListHeading = "Exit status:%n",
        exitCodeList = {"0:every step answered as its lesson says", "1:one did not, and is named; or something is left"
        })
public final class Tour implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    static final List<Lesson> LESSONS = List.of(
            new HelloLesson(),
            new TableLesson(),
            new AccountLesson(),
            new BooksLesson(),
            new QueryLesson(),
            new LockingLesson(),
            new TransactionLesson(),
            new StreamLesson(),
            new FunctionOnStreamLesson(),
            new ParkingLotLesson(),
            new RegistryLesson(),
            new CapacityLesson());

    @Mixin
    private Help help;

    @Option(
            names = "--pause",
            description = "Wait for Enter before each lesson, so that a class can look at the console.")
    private boolean pauses;

    private final Page page;
    private final List<Lesson> lessons;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicBoolean stopped = new AtomicBoolean();

    /** The command as {@code Main} registers it. */
    public Tour() {
        this(Terminal.standard(), LESSONS);
    }

    Tour(Terminal terminal, List<Lesson> lessons) {
        this.page = new Page(terminal);
        this.lessons = lessons;
    }

    @Override
    public Integer call() {
        long started = System.nanoTime();
        Set<Long> before = Leftovers.processes();
        Home home = Home.find();
        Synthesis synthesis = new Synthesis(home, () -> page.line("The CDK synthesizes the class …"));
        Path folder = synthesis.assembly(List.of());
        CloudAssembly assembly = CloudAssembly.read(folder, Cloud.ENVIRONMENT);
        boolean passed;
        try (Cloud local = Cloud.start(0, page::said, new Cloud.Settings(false, null, home.archives()))) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(local), "stop"));
            local.deploy(assembly);
            page.line("The class runs on http://127.0.0.1:" + local.port() + ", from the template in " + folder);
            Loopback wire = new Loopback(local.port(), Cloud.REGION, Identities.TEACHER);
            if (pauses) {
                page.line("Look at http://127.0.0.1:" + local.port() + Console.PATH + ", which shows what passes.");
            }
            Walk walk = new Walk(wire, page);
            boolean walked = walk(walk);
            if (stopped.get()) {
                return 1;
            }
            boolean destroyed = destroy(local, new Leftovers(new Client(wire), before));
            ended.set(true);
            passed = walked && destroyed;
            if (passed) {
                page.passed("%d steps in %s, each as its lesson says; consumed: %s"
                        .formatted(
                                walk.steps(),
                                Progress.words(Duration.ofNanos(System.nanoTime() - started)),
                                walk.cost().total()));
                if (!walk.cost().isComplete()) {
                    page.line("Not counted: what entries, exits and owners wrote, in tables and indexes.");
                }
            }
        }
        return passed ? 0 : 1;
    }

    /** Runs when the process ends: it does nothing after a finished tour, and cleans up after Ctrl-C. */
    private void stop(Cloud local) {
        if (!ended.get()) {
            stopped.set(true);
            local.close();
            page.line("");
            page.line("The tour was stopped; nothing of the class is left.");
        }
    }

    /** Whether every step answered as its lesson says. */
    private boolean walk(Walk walk) {
        try {
            walk.through(lessons, pauses ? this::awaitEnter : () -> {});
            return true;
        } catch (RuntimeException e) {
            // The step must be named after any failure: a refusal, an error or a missing answer.
            if (!stopped.get()) {
                page.line("");
                page.failed("FAILED at " + walk.current());
                page.failed("  " + (e instanceof StepFailed ? e.getMessage() : e.toString()));
            }
            return false;
        }
    }

    /** The end of the input goes on, too. */
    private void awaitEnter() {
        page.line("Press Enter to go on.");
        try {
            int next = System.in.read();
            while (next >= 0 && next != '\n') {
                next = System.in.read();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether nothing is left after everything has been destroyed. */
    private boolean destroy(Cloud local, Leftovers leftovers) {
        page.line("");
        page.line("The end: everything is destroyed");
        List<Stack> stacks = new ArrayList<>(local.stacks().list());
        Collections.reverse(stacks);
        stacks.forEach(Stack::delete);
        boolean nothing = true;
        for (Map.Entry<String, JsonNode> kind : leftovers.inClass().entrySet()) {
            nothing &=
                    left(kind.getKey(), kind.getValue().size(), kind.getValue().toString());
        }
        local.close();
        long processes = leftovers.inMachine();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (processes > 0 && System.nanoTime() < deadline) {
            pause();
            processes = leftovers.inMachine();
        }
        return nothing & left("processes", processes, "still alive");
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean left(String kind, long count, String what) {
        page.line("     %-22s %s".formatted(kind, count == 0 ? "none left" : count + " left: " + what));
        return count == 0;
    }
}
