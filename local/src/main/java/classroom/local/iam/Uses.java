package classroom.local.iam;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** What each role was asked for: action, resource, how often it was allowed and how often refused. */
public final class Uses {
    private final Map<Key, Counts> counts = new ConcurrentHashMap<>();

    private record Key(String role, String action, String resource) {}

    private record Counts(LongAdder allowed, LongAdder refused) {}

    /**
     * One line of the record.
     *
     * @param allowed how many requests the role's policies let through
     * @param refused how many they did not
     */
    public record Use(String action, String resource, long allowed, long refused) {}

    void count(String role, String action, String resource, boolean allowed) {
        Counts found = counts.computeIfAbsent(
                new Key(role, action, resource), key -> new Counts(new LongAdder(), new LongAdder()));
        (allowed ? found.allowed() : found.refused()).increment();
    }

    /** What a role was asked for, by action and resource. */
    public List<Use> of(String role) {
        return counts.entrySet().stream()
                .filter(entry -> entry.getKey().role().equals(role))
                .map(entry -> new Use(
                        entry.getKey().action(),
                        entry.getKey().resource(),
                        entry.getValue().allowed().sum(),
                        entry.getValue().refused().sum()))
                .sorted(Comparator.comparing(Use::action).thenComparing(Use::resource))
                .toList();
    }
}
