package classroom;

import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** Waits for what another thread or process does, with patience for a loaded machine. */
public final class Waiting {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration INTERVAL = Duration.ofMillis(20);

    private Waiting() {}

    /** Fails if it does not come. */
    public static void until(Callable<Boolean> condition) {
        patiently().until(condition);
    }

    /** For conditions with a description, an interval or an end of their own. */
    public static ConditionFactory patiently() {
        return Awaitility.await().atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(INTERVAL);
    }

    /** Waits until no thread of these names is left: then none of them does anything more. */
    public static void untilNoThreadIs(Collection<String> names) {
        patiently()
                .alias("no thread is " + names)
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> names.contains(thread.getName())));
    }
}
