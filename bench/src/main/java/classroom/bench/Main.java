package classroom.bench;

import classroom.bench.coldstart.ColdStart;
import classroom.local.Help;
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

/** {@code ./classroom bench}: runs benchmarks, prints what they say and writes it beside those of other machines. */
@Command(
        name = "classroom bench",
        description = "Measures ratios. Without a name: all of them.",
        footer = "Results go to bench/results, a JSON file and a chart for each benchmark.")
public final class Main implements Callable<Integer> {
    private static final Map<String, Benchmark.Factory> BENCHMARKS = new LinkedHashMap<>();

    static {
        BENCHMARKS.put("cold-start", ColdStart::open);
    }

    @Mixin
    private Help help;

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..*", paramLabel = "NAME", description = "Which benchmarks: cold-start.")
    private List<String> names = List.of();

    @Option(names = "--rounds", defaultValue = "15", description = "How often each contender runs (${DEFAULT-VALUE}).")
    private int rounds;

    @Option(names = "--seed", description = "Of the order in the rounds; without it the clock's.")
    private Long seed;

    @Option(
            names = "--java",
            paramLabel = "HOME",
            description = "A JDK that what is measured runs on; may be repeated. Without it the one that runs this.")
    private List<Path> jdks = List.of(Path.of(System.getProperty("java.home")));

    @Option(names = "--results", paramLabel = "FOLDER", description = "Where the results go, instead of bench/results.")
    private Path results;

    private Main() {}

    public static void main(String[] args) {
        CommandLine line = new CommandLine(new Main());
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            failure.printStackTrace();
            return CommandLine.ExitCode.SOFTWARE;
        });
        System.exit(line.execute(args));
    }

    @Override
    public Integer call() throws Exception {
        if (rounds < 1) {
            throw new ParameterException(spec.commandLine(), "--rounds=" + rounds + ": at least 1");
        }
        for (String name : names) {
            if (!BENCHMARKS.containsKey(name)) {
                throw new ParameterException(
                        spec.commandLine(),
                        name + ": there is no such benchmark; there are " + String.join(", ", BENCHMARKS.keySet()));
            }
        }
        for (Path jdk : jdks) {
            if (!Files.isRegularFile(jdk.resolve("release"))) {
                throw new ParameterException(spec.commandLine(), "--java=" + jdk + ": no JDK's home folder");
            }
        }
        Path root = Path.of(System.getProperty("classroom.home"));
        String machine = Machine.describe(); // Before this process is held on fewer cores.
        Setup setup = new Setup(root, jdks, Pinning.start());
        for (String name : names.isEmpty() ? BENCHMARKS.keySet() : names) {
            run(name, setup, machine);
        }
        return CommandLine.ExitCode.OK;
    }

    private void run(String name, Setup setup, String machine) throws Exception {
        long drawn = seed != null ? seed : System.nanoTime();
        List<Benchmark.Fact> facts = new ArrayList<>();
        facts.add(new Benchmark.Fact("machine", machine));
        facts.add(new Benchmark.Fact(
                "began", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString()));
        facts.add(new Benchmark.Fact("load before", Machine.load()));
        facts.add(new Benchmark.Fact("pinning", setup.pinning().toString()));
        facts.add(new Benchmark.Fact("rounds", rounds + ", shuffled with --seed " + drawn));
        try (Benchmark benchmark = BENCHMARKS.get(name).open(setup)) {
            facts.addAll(benchmark.facts());
            Rounds samples = Rounds.run(
                    benchmark.contenders(),
                    rounds,
                    drawn,
                    round -> System.err.print("\r" + name + ": round " + round + " of " + rounds + " "));
            System.err.println();
            facts.add(new Benchmark.Fact("load after", Machine.load()));
            Report report = new Report(name, benchmark.title(), facts, samples, benchmark.comparisons());
            report.print(System.out);
            Path folder = results != null ? results : setup.root().resolve(Path.of("bench", "results"));
            report.write(folder);
            System.out.println("written: " + folder.resolve(name + ".json") + " and .png");
        } catch (IOException e) {
            throw new IOException(name + ": " + e.getMessage(), e);
        }
    }
}
