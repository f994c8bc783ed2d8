package classroom.bench.start;

import classroom.bench.Benchmark;
import classroom.bench.Comparison;
import classroom.bench.Contender;
import classroom.bench.Goal;
import classroom.bench.Limit;
import classroom.bench.Picture;
import classroom.bench.Setup;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code ./classroom up} with everything built, with a synth before it, and without archives of the functions' classes,
 * in which, after a call of another function, {@code hello} and {@code account-get} are called for the first time.
 */
public final class Start implements Benchmark {
    private static final String UP = "up";
    private static final String WITH_SYNTH = "up with a synth";
    private static final String WITHOUT_ARCHIVES = "up, no archives";

    private static final Set<String> HANDLERS = Set.of("classroom.hello.Hello", "classroom.account.GetAccount");

    private static final double READY_MS = 2500;
    private static final double READY_AFTER_SYNTH_MS = 5000;
    private static final double OF_NO_ARCHIVE = 0.6;

    private final List<Contender> contenders;
    private final Map<String, String> events = new LinkedHashMap<>();

    private Start(Setup setup) {
        events.put("hello", Invoke.HELLO);
        events.put("account-get", Invoke.ACCOUNT_KEY);
        contenders = List.of(
                new Up(UP, setup.root(), true, false, events, HANDLERS),
                new Up(WITH_SYNTH, setup.root(), true, true, Map.of(), Set.of()),
                new Up(WITHOUT_ARCHIVES, setup.root(), false, false, events, HANDLERS));
    }

    public static Benchmark open(Setup setup) {
        return new Start(setup);
    }

    @Override
    public String title() {
        return "./classroom up until it is ready, and the first call of a function then";
    }

    @Override
    public List<Contender> contenders() {
        return contenders;
    }

    @Override
    public List<Comparison> comparisons() {
        return List.of(new Comparison(
                UP,
                WITHOUT_ARCHIVES,
                Goal.atMost(OF_NO_ARCHIVE),
                events.keySet().stream().map(Up::first).toList()));
    }

    @Override
    public List<Limit> limits() {
        return List.of(
                new Limit(UP, Up.READY, Goal.atMost(READY_MS)),
                new Limit(WITH_SYNTH, Up.READY, Goal.atMost(READY_AFTER_SYNTH_MS)));
    }

    @Override
    public Picture picture() {
        return new Picture.Bars(List.of(Up.READY, Up.first("hello"), Up.first("account-get")), "ms", false);
    }

    @Override
    public List<Fact> facts() {
        return List.of(new Fact("JDK", System.getProperty("java.version")));
    }

    @Override
    public void close() {}
}
