package classroom.bench;

import classroom.bench.calls.Calls;
import classroom.bench.coldstart.ColdStart;
import classroom.bench.coldstart.SnapStart;
import classroom.bench.growth.Growth;
import classroom.bench.load.Load;
import classroom.bench.start.Invoke;
import classroom.bench.start.Start;
import classroom.bench.streams.Streams;
import classroom.bench.synth.Synth;
import classroom.cli.option.Help;
import classroom.cli.option.Nearest;
import classroom.template.language.Texts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./classroom bench}: runs benchmarks, prints their reports and writes them beside those of other machines. */
@Command(
        name = "classroom bench",
        description = "Measures the class against goals. Without a name: all of it.",
        footer = {"", "Results go to bench/results, a JSON file and a chart for each benchmark."})
public final class Main implements Callable<Integer> {
    private static final Map<String, Benchmark.Factory> BENCHMARKS = new LinkedHashMap<>();

    static {
        BENCHMARKS.put("cold-start", ColdStart::open);
        BENCHMARKS.put("snap-start", SnapStart::open);
        BENCHMARKS.put("synth", Synth::open);
        BENCHMARKS.put("start", Start::open);
        BENCHMARKS.put("invoke", Invoke::open);
        BENCHMARKS.put("calls", Calls::open);
        BENCHMARKS.put("load", Load::open);
        BENCHMARKS.put("growth", Growth::open);
        BENCHMARKS.put("streams", Streams::open);
    }

    @Mixin
    private Help help;

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..*",
            paramLabel = "NAME",
            description = "Which benchmarks; a wrong name lists those there are.")
    private List<String> names = List.of();

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "How often each contender runs; without it as the benchmark has it.")
    private Integer rounds;

    @Option(
            names = "--records",
            paramLabel = "N",
            description = "How large it is: what load loads, growth's largest table, streams' burst, calls of a kind.")
    private Integer records;

    @Option(names = "--seed", paramLabel = "N", description = "Of the order in the rounds; without it the clock's.")
    private Long seed;

    @Option(
            names = "--java",
            paramLabel = "HOME",
            description =
                    "The JDK for the measured programs; may be repeated. Default: the JDK that runs this command.")
    private List<Path> jdks = List.of(Path.of(System.getProperty("java.home")));

    @Option(names = "--results", paramLabel = "FOLDER", description = "Where the results go, instead of bench/results.")
    private Path results;

    private Main() {}

    public static void main(String[] args) {
        System.exit(
                classroom.cli.Main.handleFailures(new CommandLine(new Main())).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        requirePositive("--rounds", rounds);
        requirePositive("--records", records);
        for (String name : names) {
            if (!BENCHMARKS.containsKey(name)) {
                throw new ParameterException(
                        spec.commandLine(),
                        Texts.of("there is no benchmark %s", name)
                                + Nearest.questionAndList(name, BENCHMARKS.keySet()));
            }
        }
        for (Path jdk : jdks) {
            if (!Files.isRegularFile(jdk.resolve("release"))) {
                throw new ParameterException(
                        spec.commandLine(), Texts.of("--java takes the folder of a JDK, and %s is none", jdk));
            }
        }
        Path root = Path.of(System.getProperty("classroom.home"));
        Setup setup = new Setup(root, jdks, records == null ? 0 : records);
        for (String name : names.isEmpty() ? BENCHMARKS.keySet() : names) {
            run(name, setup);
        }
        return CommandLine.ExitCode.OK;
    }

    private void requirePositive(String option, Integer value) {
        if (value != null && value < 1) {
            throw new ParameterException(spec.commandLine(), Texts.of("%s takes 1 or more, not %d", option, value));
        }
    }

    private void run(String name, Setup setup) throws Exception {
        long drawn = seed != null ? seed : System.nanoTime();
        List<Benchmark.Fact> facts = new ArrayList<>();
        facts.add(new Benchmark.Fact("machine", Machine.describe()));
        facts.add(new Benchmark.Fact(
                "began", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString()));
        facts.add(new Benchmark.Fact("load before", Machine.load()));
        try (Benchmark benchmark = BENCHMARKS.get(name).open(setup)) {
            int times = rounds == null ? benchmark.rounds() : rounds;
            facts.add(new Benchmark.Fact("rounds", times + ", shuffled with --seed " + drawn));
            facts.addAll(benchmark.facts());
            Rounds samples = Rounds.run(
                    benchmark.contenders(),
                    times,
                    drawn,
                    round -> System.err.print("\r" + name + ": round " + round + " of " + times + " "));
            System.err.println();
            facts.add(new Benchmark.Fact("load after", Machine.load()));
            Report report = new Report(name, benchmark, facts, samples);
            report.print(System.out);
            Path folder = results != null ? results : setup.root().resolve(Path.of("bench", "results"));
            report.write(folder);
            System.out.println(Texts.of("written: %s and .png", folder.resolve(name + ".json")));
        } catch (IOException e) {
            throw new IOException(name + ": " + e.getMessage(), e);
        }
    }
}
