package classroom.cli.tour;

import java.util.Map;
import java.util.TreeMap;

/** The tour's changes of the books, as the stream must report them. */
final class Changes {
    private final Map<String, Integer> counts = new TreeMap<>();

    void inserted(int count) {
        counts.merge("INSERT", count, Integer::sum);
    }

    void modified(int count) {
        counts.merge("MODIFY", count, Integer::sum);
    }

    void removed(int count) {
        counts.merge("REMOVE", count, Integer::sum);
    }

    /** By event name. */
    Map<String, Integer> counts() {
        return Map.copyOf(counts);
    }

    /** How many books there must be now. */
    int items() {
        return counts.getOrDefault("INSERT", 0) - counts.getOrDefault("REMOVE", 0);
    }

    /** How many changes there were. */
    int total() {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }
}
