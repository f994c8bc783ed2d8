package classroom.cloud.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.Stream;

/**
 * When the provisioned capacity of a table or of an index went up and down, and how often down today. A table and each
 * index count for themselves; both units in one request count once.
 *
 * <p>As recorded on AWS on 2026-10-08 and 2026-10-09 (public notes "ack-api-quirks", dynamodb, findings DDB-TABLE-058,
 * 063, 184, 185).
 */
final class CapacityTimes {
    static final String DECREASES = "NumberOfDecreasesToday";

    private static final String LAST_DECREASE = "LastDecreaseDateTime";
    private static final String KEPT = "ProvisionedThroughput";
    private static final List<String> UNITS = List.of("ReadCapacityUnits", "WriteCapacityUnits");

    private CapacityTimes() {}

    /**
     * Remembers a change.
     *
     * @param set what is kept of the table or index
     * @param wanted the new capacity, if it is set
     * @param has the capacity now, if there is any
     * @param now in seconds
     */
    static void count(ObjectNode set, JsonNode wanted, JsonNode has, BigDecimal now) {
        if (!wanted.isObject() || !has.isObject()) {
            return;
        }
        ObjectNode times = set.withObject("/" + KEPT);
        if (anyUnit(wanted, has, order -> order > 0)) {
            times.put("LastIncreaseDateTime", now);
        }
        if (anyUnit(wanted, has, order -> order < 0)) {
            times.put(DECREASES, today(times, now) + 1);
            times.put(LAST_DECREASE, now);
        }
    }

    private static boolean anyUnit(JsonNode wanted, JsonNode has, IntPredicate differs) {
        return UNITS.stream()
                .anyMatch(unit -> differs.test(
                        Long.compare(wanted.path(unit).asLong(), has.path(unit).asLong())));
    }

    /** Begins again at midnight, UTC. */
    private static int today(JsonNode times, BigDecimal now) {
        long day = Duration.ofDays(1).toSeconds();
        return now.longValue() / day == times.path(LAST_DECREASE).asLong() / day
                ? times.path(DECREASES).asInt()
                : 0;
    }

    /** Puts what is kept into the description of the capacity. */
    static void show(ObjectNode throughput, JsonNode set, BigDecimal now) {
        if (set.get(KEPT) instanceof ObjectNode times) {
            throughput.setAll(times.deepCopy());
            throughput.put(DECREASES, today(times, now));
        }
    }

    /** Puts the units and the count of before into a description: until a change is done, they are what AWS shows. */
    static void keep(JsonNode throughput, JsonNode before) {
        Stream.concat(Stream.of(DECREASES), UNITS.stream())
                .filter(before::has)
                .forEach(member -> ((ObjectNode) throughput).set(member, before.get(member)));
    }
}
