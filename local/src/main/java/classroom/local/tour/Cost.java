package classroom.local.tour;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;

/** The capacity units that the tour has seen consumed. */
final class Cost {
    /** The operations that can be asked for {@code ReturnConsumedCapacity}, by what they consume. */
    private static final Set<String> READS = Set.of("GetItem", "BatchGetItem", "Query", "Scan", "TransactGetItems");

    private static final Set<String> WRITES =
            Set.of("PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "TransactWriteItems");

    private BigDecimal read = BigDecimal.ZERO;
    private BigDecimal written = BigDecimal.ZERO;

    static boolean isTold(String operation) {
        return READS.contains(operation) || WRITES.contains(operation);
    }

    /** Notes what a function's answer tells, in words; empty if it tells nothing. */
    String ofFunction(JsonNode body) {
        return body.path("capacity").isNumber() ? read(body.path("capacity").decimalValue()) : "";
    }

    /** Notes what an operation's answer tells, in words; empty if it tells nothing. */
    String ofOperation(String operation, JsonNode answer) {
        JsonNode told = answer.path("ConsumedCapacity");
        BigDecimal units = BigDecimal.ZERO;
        for (JsonNode capacity : told.isArray() ? told : told.isObject() ? List.of(told) : told) {
            units = units.add(capacity.path("CapacityUnits").decimalValue());
        }
        if (told.isEmpty()) {
            return "";
        }
        return READS.contains(operation) ? read(units) : write(units);
    }

    private String read(BigDecimal units) {
        read = read.add(units);
        return words(units, "read unit");
    }

    private String write(BigDecimal units) {
        written = written.add(units);
        return words(units, "write unit");
    }

    /** All of it. */
    String total() {
        return words(read, "read unit") + ", " + words(written, "write unit");
    }

    private static String words(BigDecimal units, String unit) {
        boolean one = units.compareTo(BigDecimal.ONE) == 0;
        return (units.signum() == 0 ? "0" : units.stripTrailingZeros().toPlainString()) + " " + unit + (one ? "" : "s");
    }
}
