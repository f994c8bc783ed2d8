package classroom.bench.coldstart;

import classroom.bench.Benchmark;
import classroom.bench.Goal;
import classroom.bench.Setup;
import java.nio.file.Path;

/**
 * Measures the time from the restore of a function's snapshot to its first answer, a put and a get, for a naive port
 * and for the packaged handlers without and with their priming. It is a simulation: a JVM on this machine initialises
 * and then waits. The time in which Lambda loads a snapshot is not included.
 */
public final class SnapStart extends FirstCalls {
    private SnapStart(Stage stage) {
        super(
                "SnapStart, simulated: a JVM that waits goes on, to the first answer, a put and a get (not "
                        + "Lambda, no snapshot)",
                stage);
    }

    public static Benchmark open(Setup setup) throws Exception {
        return new SnapStart(new Stage(setup)).on(setup);
    }

    @Override
    void add(Stage stage, Path jdk, String on) {
        contend(new RestoredProcess("naive" + on, stage.naive(jdk), false));
        contend(new RestoredProcess("unprimed" + on, stage.ours(jdk), false));
        contend(new RestoredProcess("primed" + on, stage.ours(jdk), true));
        compare("primed" + on, "naive" + on, Goal.none());
        compare("primed" + on, "unprimed" + on, Goal.none());
        compare("unprimed" + on, "naive" + on, Goal.none());
    }
}
