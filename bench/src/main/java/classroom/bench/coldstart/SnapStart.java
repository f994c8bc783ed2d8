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
 * From the restore of a function's snapshot to its first answer, a put and a get: a naive port, the packaged handlers
 * without and with their priming. A simulation: a JVM on this machine that has initialised and then waits. What Lambda takes
 * to load a snapshot, and what it then reads of it from afar, is not in it.
 */
public final class SnapStart implements Benchmark {
    private static final List<String> MEASURES = List.of("wall ms", "cpu ms");

    private final Stage stage;
    private final List<Contender> contenders = new ArrayList<>();
    private final List<Comparison> comparisons = new ArrayList<>();
    private final List<Fact> facts = new ArrayList<>();

    private SnapStart(Setup setup) throws Exception {
        stage = new Stage(setup);
        for (Path jdk : setup.jdks()) {
            String version = Stage.version(jdk);
            String on = " " + version.replaceFirst("\\..*", "");
            contenders.add(new RestoredProcess("naive" + on, stage.naive(jdk), false));
            contenders.add(new RestoredProcess("unprimed" + on, stage.ours(jdk), false));
            contenders.add(new RestoredProcess("primed" + on, stage.ours(jdk), true));
            comparisons.add(new Comparison("primed" + on, "naive" + on, Goal.none(), MEASURES));
            comparisons.add(new Comparison("primed" + on, "unprimed" + on, Goal.none(), MEASURES));
            comparisons.add(new Comparison("unprimed" + on, "naive" + on, Goal.none(), MEASURES));
            facts.add(new Fact("JDK" + on, version));
        }
        facts.add(new Fact("pinning", stage.pinning().toString()));
        facts.add(new Fact("flags", String.join(" ", Launch.FLAGS)));
        facts.add(new Fact("simulated", "the JVM has initialised and waits; no snapshot is taken or loaded"));
    }

    public static Benchmark open(Setup setup) throws Exception {
        return new SnapStart(setup);
    }

    @Override
    public String title() {
        return "SnapStart, simulated: from going on to the first answer, a put and a get (local JVM, not Lambda)";
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
