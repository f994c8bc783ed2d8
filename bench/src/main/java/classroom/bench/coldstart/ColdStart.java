package classroom.bench.coldstart;

import classroom.bench.Benchmark;
import classroom.bench.Goal;
import classroom.bench.Setup;
import java.nio.file.Path;

/**
 * From the start of a function's process to its first answer, a put and a get: the packaged handlers, a naive port of
 * them, a function without any SDK and one that does nothing. A JVM on this machine, not Lambda.
 */
public final class ColdStart extends FirstCalls {
    private static final Goal OF_NAIVE = Goal.atMost(0.5);
    private static final Goal OF_NO_SDK = Goal.atMost(2.2);

    private ColdStart(Stage stage) {
        super("Cold start: process start to the first answer, a put and a get (local JVM, not Lambda)", stage);
    }

    public static Benchmark open(Setup setup) throws Exception {
        return new ColdStart(new Stage(setup)).on(setup);
    }

    @Override
    void add(Stage stage, Path jdk, String on) {
        contend(new FunctionProcess("naive" + on, stage.naive(jdk)));
        contend(new FunctionProcess("ours" + on, stage.ours(jdk)));
        contend(new FunctionProcess("no SDK" + on, stage.noSdk(jdk)));
        contend(new FunctionProcess("no-op" + on, stage.noOp(jdk)));
        compare("ours" + on, "naive" + on, OF_NAIVE);
        compare("ours" + on, "no SDK" + on, OF_NO_SDK);
    }
}
