package classroom.bench.coldstart;

import classroom.bench.Benchmark;
import classroom.bench.Goal;
import classroom.bench.Setup;
import java.nio.file.Path;

/**
 * From the restore of a function's snapshot to its first answer, a put and a get: a naive port, the packaged handlers
 * without and with their priming. A simulation: a JVM on this machine that has initialised and then waits. What Lambda
 * takes to load a snapshot, and what it then reads of it from afar, is not in it.
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
