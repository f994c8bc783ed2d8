package classroom.bench.coldstart;

import classroom.bench.Benchmark;
import classroom.bench.Comparison;
import classroom.bench.Contender;
import classroom.bench.Goal;
import classroom.bench.Picture;
import classroom.bench.Setup;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * From the start of a function's process to its first answer, a put and a get: the packaged handlers, a naive port of
 * them, a function without any SDK and one that does nothing. A JVM on this machine, not Lambda.
 */
public final class ColdStart implements Benchmark {
    private static final Goal OF_NAIVE = Goal.atMost(0.5);
    private static final Goal OF_NO_SDK = Goal.atMost(2.2);
    private static final List<String> MEASURES = List.of("wall ms", "cpu ms");

    private final Stage stage;
    private final List<Contender> contenders = new ArrayList<>();
    private final List<Comparison> comparisons = new ArrayList<>();
    private final List<Fact> facts = new ArrayList<>();

    private ColdStart(Setup setup) throws Exception {
        stage = new Stage(setup);
        for (Path jdk : setup.jdks()) {
            String version = Stage.version(jdk);
            String on = " " + version.replaceFirst("\\..*", "");
            contenders.add(new FunctionProcess("naive" + on, stage.naive(jdk)));
            contenders.add(new FunctionProcess("ours" + on, stage.ours(jdk)));
            contenders.add(new FunctionProcess("no SDK" + on, stage.noSdk(jdk)));
            contenders.add(new FunctionProcess("no-op" + on, stage.noOp(jdk)));
            comparisons.add(new Comparison("ours" + on, "naive" + on, OF_NAIVE, MEASURES));
            comparisons.add(new Comparison("ours" + on, "no SDK" + on, OF_NO_SDK, MEASURES));
            facts.add(new Fact("JDK" + on, version));
        }
        facts.add(new Fact("pinning", stage.pinning().toString()));
        facts.add(new Fact("flags", String.join(" ", Launch.FLAGS)));
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
        stage.close();
    }
}
