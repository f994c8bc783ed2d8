package classroom.bench.start;

import classroom.bench.Benchmark;
import classroom.bench.Comparison;
import classroom.bench.Goal;
import classroom.bench.Limit;
import classroom.bench.Picture;
import classroom.bench.Setup;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Measures {@code ./classroom up} with everything built and with a synth before it. It also measures the first calls of
 * {@code hello} and {@code account-get}, after a call of another function, with and without archives of the functions'
 * classes.
 */
public final class Start extends Benchmark {
    private static final String UP = "up";
    private static final String WITH_SYNTH = "up with a synth";
    private static final String WITHOUT_ARCHIVES = "up, no archives";

    private static final Set<String> HANDLERS = Set.of("classroom.hello.Hello", "classroom.account.GetAccount");

    private static final double READY_MS = 2500;
    private static final double READY_AFTER_SYNTH_MS = 5000;
    private static final double OF_NO_ARCHIVE = 0.6;

    private Start(Setup setup) {
        Map<String, String> events = new LinkedHashMap<>();
        events.put("hello", Invoke.HELLO);
        events.put("account-get", Invoke.ACCOUNT_KEY);
        contend(new Up(UP, setup.root(), true, false, events, HANDLERS));
        contend(new Up(WITH_SYNTH, setup.root(), true, true, Map.of(), Set.of()));
        contend(new Up(WITHOUT_ARCHIVES, setup.root(), false, false, events, HANDLERS));
        compare(new Comparison(
                UP,
                WITHOUT_ARCHIVES,
                Goal.atMost(OF_NO_ARCHIVE),
                events.keySet().stream().map(Up::first).toList()));
        limit(new Limit(UP, Up.READY, Goal.atMost(READY_MS)));
        limit(new Limit(WITH_SYNTH, Up.READY, Goal.atMost(READY_AFTER_SYNTH_MS)));
        note(new Fact("JDK", System.getProperty("java.version")));
    }

    public static Benchmark open(Setup setup) {
        return new Start(setup);
    }

    @Override
    public String title() {
        return "./classroom up until it is ready, and the first call of a function then";
    }

    @Override
    public Picture picture() {
        return new Picture.Bars(List.of(Up.READY, Up.first("hello"), Up.first("account-get")), "ms", false);
    }

    @Override
    public void close() {}
}
