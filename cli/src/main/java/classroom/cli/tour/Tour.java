package classroom.cli.tour;

import classroom.cli.client.Client;
import classroom.cli.client.Loopback;
import classroom.cli.option.Help;
import classroom.cli.option.Nearest;
import classroom.cli.option.Port;
import classroom.cli.synth.Home;
import classroom.cli.synth.Synthesis;
import classroom.cli.terminal.Progress;
import classroom.cli.terminal.Terminal;
import classroom.cloud.Cloud;
import classroom.cloud.cloudformation.engine.Stack;
import classroom.cloud.console.Console;
import classroom.cloud.identity.Identities;
import classroom.template.assembly.CloudAssembly;
import classroom.template.language.Texts;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code ./classroom tour}: goes through the lessons step by step. It starts a local class of its own on a free port,
 * destroys everything at the end and checks that nothing is left; or it is given a running class, which it leaves.
 *
 * <p>Exit status 0: every step answered as its lesson says and nothing is left; 1: a step did not, and is named, or
 * something is left.
 */
@Command(
        name = "tour",
        description = "Walks through the lessons, step by step: all nine, or those that are named. It starts a class of"
                + " its own and leaves nothing behind.",
        exitCodeList = {"0:every step answered as its lesson says", "1:one did not, and is named; or something is left"
        })
public final class Tour implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** With the numbers and the titles of {@code docs/lessons}. */
    static final List<Lesson> LESSONS = List.of(
            new Lesson(1, Texts.later("A table and its keys"), List.of(TableSteps::teach)),
            new Lesson(2, Texts.later("A first function"), List.of(HelloSteps::teach)),
            new Lesson(3, Texts.later("CRUD and roles"), List.of(AccountSteps::teach)),
            new Lesson(
                    4, Texts.later("Books: writing many, reading many"), List.of(BooksSteps::teach, QuerySteps::teach)),
            new Lesson(
                    5,
                    Texts.later("Optimistic locking and transactions"),
                    List.of(LockingSteps::teach, TransactionSteps::teach)),
            new Lesson(
                    6,
                    Texts.later("Streams, and a function on a stream"),
                    List.of(StreamSteps::teach, FunctionOnStreamSteps::teach)),
            new Lesson(
                    7,
                    Texts.later("Modelling: one world, two models"),
                    List.of(ParkingLotSteps::teach, RegistrySteps::teach)),
            new Lesson(8, Texts.later("Capacity, throttling and cost"), List.of(CapacitySteps::teach)),
            new Lesson(9, Texts.later("Deploy to AWS, review a change, destroy"), List.of(DestroySteps::teach)));

    @Mixin
    private Help help;

    @Parameters(
            paramLabel = "LESSON",
            arity = "0..*",
            description = "The numbers of lessons, 1 to 9 (default: all of them).")
    private List<String> numbers = List.of();

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "Takes the running class on this port of 127.0.0.1, which must be fresh, and leaves it"
                    + " running with what the lessons made.")
    private String port;

    @Option(
            names = "--pause",
            description = "Waits for Enter before each step, so that a class can look at it and at the console.")
    private boolean pauses;

    @Spec
    private CommandSpec spec;

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
        List<Lesson> chosen = chosen();
        return port == null ? own(chosen) : given(chosen, Port.checked(spec, port, 1));
    }

    /** The lessons that were named, in their own order. */
    private List<Lesson> chosen() {
        Set<Integer> chosen = new TreeSet<>();
        for (String number : numbers) {
            if (lessons.stream().noneMatch(lesson -> number.equals(String.valueOf(lesson.number())))) {
                throw new ParameterException(
                        spec.commandLine(),
                        Texts.of("there is no lesson %s%s (there are %s)", number, meant(number), list()));
            }
            chosen.add(Integer.valueOf(number));
        }
        return lessons.stream()
                .filter(lesson -> chosen.isEmpty() || chosen.contains(lesson.number()))
                .toList();
    }

    /** Asks if a lesson is meant that somebody called by the name of its page or by a word of its title. */
    private String meant(String given) {
        Map<String, String> numbers = new LinkedHashMap<>();
        for (Lesson lesson : lessons) {
            String number = String.valueOf(lesson.number());
            numbers.put(number, number);
            words(lesson.title() + " " + Texts.of(lesson.title())).forEach(word -> numbers.putIfAbsent(word, number));
        }
        return words(given)
                .map(word -> numbers.get(numbers.containsKey(word) ? word : Nearest.among(word, numbers.keySet())))
                .filter(Objects::nonNull)
                .findFirst()
                .map(number -> Texts.of(": did you mean %s?", number))
                .orElse("");
    }

    /** Numbers, and words that are long enough to mean something. */
    private static Stream<String> words(String text) {
        return Pattern.compile("\\d+|\\p{L}{4,}")
                .matcher(text.toLowerCase(Locale.ROOT))
                .results()
                .map(MatchResult::group);
    }

    private String list() {
        return lessons.stream()
                .map(lesson -> lesson.number() + " " + Texts.of(lesson.title()))
                .collect(Collectors.joining("; "));
    }

    private int own(List<Lesson> chosen) {
        long started = System.nanoTime();
        Set<Long> before = Leftovers.processes();
        Home home = Home.find();
        Synthesis synthesis = new Synthesis(home, () -> page.say(Texts.of("The CDK synthesizes the class …")));
        CloudAssembly assembly = CloudAssembly.read(synthesis.assembly(List.of()), Cloud.ENVIRONMENT);
        try (Cloud local = Cloud.start(0, page::said, new Cloud.Settings(false, null, home.archives()))) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(local), "stop"));
            local.deploy(assembly);
            Walk walk = walk(local.port());
            boolean walked = walked(walk, chosen);
            if (stopped.get()) {
                return 1;
            }
            boolean destroyed = destroy(local, new Leftovers(new Client(wire(local.port())), before));
            ended.set(true);
            if (walked && destroyed) {
                passed(walk, started);
            }
            return walked && destroyed ? 0 : 1;
        }
    }

    /** Takes a class that runs already, and leaves it. */
    private int given(List<Lesson> chosen, int number) {
        long started = System.nanoTime();
        Loopback wire = wire(number);
        wire.requireClass();
        GivenClass given = new GivenClass(new Client(wire), number);
        given.check();
        Walk walk = walk(number);
        boolean walked = walked(walk, chosen);
        page.blank();
        if (walked) {
            passed(walk, started);
        }
        page.say(Texts.of("The class goes on, with %s.", given.left()));
        page.say(Texts.of("./classroom reset%s makes it fresh for the next lesson.", Port.option(number)));
        return walked ? 0 : 1;
    }

    private static Loopback wire(int port) {
        return new Loopback(port, Cloud.REGION, Identities.TEACHER);
    }

    private Walk walk(int number) {
        String url = "http://127.0.0.1:" + number;
        page.say(Texts.of("The class runs on %s", url));
        if (pauses) {
            page.say(Texts.of("Look at %s, which shows what passes.", url + Console.PATH));
        }
        return new Walk(wire(number), page, pauses ? this::awaitEnter : what -> {});
    }

    private void passed(Walk walk, long started) {
        page.passed(Texts.of(
                "%d steps in %s, each as its lesson says",
                walk.steps(), Progress.words(Duration.ofNanos(System.nanoTime() - started))));
        page.say(Texts.of("Consumed: %s", walk.cost().total()));
        page.say(Texts.of("Where an answer does not tell its cost, it is that of an item below 1 KB."));
        if (!walk.cost().isComplete()) {
            page.say(Texts.of(
                    "Not counted: the writes of lesson 7. With indexes, their cost depends on the item before."));
        }
    }

    /** Runs when the process ends: it does nothing after a finished tour, and cleans up after Ctrl-C. */
    private void stop(Cloud local) {
        if (!ended.get()) {
            stopped.set(true);
            local.close();
            page.blank();
            page.say(Texts.of("The tour was stopped; nothing of the class is left."));
        }
    }

    /** Whether every step answered as its lesson says. */
    private boolean walked(Walk walk, List<Lesson> chosen) {
        try {
            walk.through(chosen);
            return true;
        } catch (RuntimeException e) {
            // The step must be named after any failure: a refusal, an error or a missing answer.
            if (!stopped.get()) {
                page.blank();
                page.failed(Texts.of("FAILED at %s", walk.current()));
                page.failed(e instanceof StepFailed ? e.getMessage() : e.toString());
            }
            return false;
        }
    }

    /** The end of the input goes on, too. */
    private void awaitEnter(String what) {
        page.prompt(what);
        try {
            int next = System.in.read();
            while (next >= 0 && next != '\n') {
                next = System.in.read();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        page.clear();
    }

    /** Whether nothing is left after everything has been destroyed. */
    private boolean destroy(Cloud local, Leftovers leftovers) {
        page.blank();
        page.say(Texts.of("The end: everything is destroyed"));
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
        return nothing & left(Texts.of("processes"), processes, Texts.of("still alive"));
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean left(String kind, long count, String what) {
        String words = count == 0 ? Texts.of("none left") : Texts.of("%d left: %s", count, what);
        page.line("     %-28s %s".formatted(kind, words));
        return count == 0;
    }
}
