package classroom.bench.coldstart;

import classroom.bench.Benchmark;
import classroom.bench.Comparison;
import classroom.bench.Contender;
import classroom.bench.Folder;
import classroom.bench.Goal;
import classroom.bench.Picture;
import classroom.bench.Pinning;
import classroom.bench.Setup;
import classroom.bench.coldstart.FunctionProcess.Function;
import classroom.bench.coldstart.FunctionProcess.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * From the start of a function's process to its first answer, a put and a get: the packaged handlers, a naive port of
 * them, a function without any SDK and one that does nothing. A JVM on this machine, not Lambda.
 */
public final class ColdStart implements Benchmark {
    private static final Goal OF_NAIVE = Goal.atMost(0.5);
    private static final Goal OF_NO_SDK = Goal.atMost(2.2);
    private static final List<String> MEASURES = List.of("wall ms", "cpu ms");

    private final Pinning pinning = Pinning.start();
    private final Folder folder;
    private final Database database;
    private final RuntimeServer runtime;
    private final List<Contender> contenders = new ArrayList<>();
    private final List<Comparison> comparisons = new ArrayList<>();
    private final List<Fact> facts = new ArrayList<>();

    private ColdStart(Setup setup) throws Exception {
        folder = Folder.create();
        database = new Database();
        runtime = new RuntimeServer();
        Programs programs = new Programs(folder.path());
        Path small = programs.unpack(jar(setup, "bench/programs/target/bench-programs.jar"), "programs");
        Path ours = programs.unpack(jar(setup, "functions/target/functions-lambda.jar"), "ours");
        Path naive = programs.unpack(jar(setup, "bench/naive/target/bench-naive-lambda.jar"), "naive");
        Surroundings surroundings = new Surroundings(
                runtime,
                database.endpoint(),
                pinning,
                Files.createDirectory(folder.path().resolve("home")),
                folder.path().resolve("output"));
        String of = "classroom.bench.programs.";
        Function ourFunction = new Function(of + "Ours", List.of(small, ours), "Ana Souza");
        Function naiveFunction = new Function("classroom.bench.naive.Naive", List.of(naive), "Ana Souza");
        Function noSdkFunction = new Function(of + "NoSdk", List.of(small), "Ana Souza");
        Function noOpFunction = new Function(of + "NoOp", List.of(small), "1");
        for (Path jdk : setup.jdks()) {
            String version = Stage.version(jdk);
            String on = " " + version.replaceFirst("\\..*", "");
            contenders.add(new FunctionProcess("naive" + on, naiveFunction, jdk, surroundings));
            contenders.add(new FunctionProcess("ours" + on, ourFunction, jdk, surroundings));
            contenders.add(new FunctionProcess("no SDK" + on, noSdkFunction, jdk, surroundings));
            contenders.add(new FunctionProcess("no-op" + on, noOpFunction, jdk, surroundings));
            comparisons.add(new Comparison("ours" + on, "naive" + on, OF_NAIVE, MEASURES));
            comparisons.add(new Comparison("ours" + on, "no SDK" + on, OF_NO_SDK, MEASURES));
            facts.add(new Fact("JDK" + on, version));
        }
        facts.add(new Fact("pinning", pinning.toString()));
        facts.add(new Fact("flags", String.join(" ", FunctionProcess.FLAGS)));
    }

    public static Benchmark open(Setup setup) throws Exception {
        return new ColdStart(setup);
    }

    @Override
    public String title() {
        return "Cold start: process start to the first answer, a put and a get (local JVM, not Lambda)";
    }

    @Override
    public List<Contender> contenders() {
        return contenders;
    }

    @Override
    public List<Comparison> comparisons() {
        return comparisons;
    }

    @Override
    public Picture picture() {
        return new Picture.Bars(MEASURES, "ms", false);
    }

    @Override
    public List<Fact> facts() {
        return facts;
    }

    @Override
    public void close() {
        runtime.close();
        database.close();
        pinning.close();
        folder.close();
    }
}
