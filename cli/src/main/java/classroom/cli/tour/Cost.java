package classroom.cli.tour;

import classroom.template.language.Texts;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;

/** The capacity units that the tour consumes. */
final class Cost {
    /** The operations that have {@code ReturnConsumedCapacity}, by the units that they consume. */
    private static final Set<String> READS = Set.of("GetItem", "BatchGetItem", "Query", "Scan", "TransactGetItems");

    private static final Set<String> WRITES =
            Set.of("PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "TransactWriteItems");

    private static final BigDecimal HALF = new BigDecimal("0.5");

    private BigDecimal read = BigDecimal.ZERO;
    private BigDecimal written = BigDecimal.ZERO;
    private boolean unknown;

    static boolean isTold(String operation) {
        return READS.contains(operation) || WRITES.contains(operation);
    }

    /**
     * Returns what one call of a function consumed, in words; empty if that is not known here. It is counted if the
     * answer says it; otherwise it follows from DynamoDB's rules for items as small as the tour's ("DynamoDB read and
     * write operations", Amazon DynamoDB Developer Guide): a write consumes one unit, also when its condition fails, a
     * read by key half a unit, a consistent read a whole unit, also when there is no item, a transaction two for each
     * item, also when it is cancelled. A bad event never reaches the table. What the index writes of a function
     * consume depends on the old item.
     */
    String ofFunction(String function, JsonNode event, Answer answer) {
        if (answer.at("/capacity").isNumber()) {
            return read(answer.at("/capacity").decimalValue());
        }
        if (answer.status() == 400 || function.equals("hello")) {
            return "";
        }
        String words = switch (function) {
            case "account-get", "account-list", "garage-time", "registry-owner" -> read(HALF);
            case "books-get" -> read(event.path("consistent").asBoolean() ? BigDecimal.ONE : HALF);
            case "account-create", "account-update", "account-delete", "books-put", "books-rate", "books-delete" ->
                write(BigDecimal.ONE);
            case "books-load" -> write(answer.at("/loaded").decimalValue());
            case "books-transact" ->
                write(BigDecimal.valueOf(2L * (1 + event.path("put").size())));
            default -> "";
        };
        unknown |= words.isEmpty();
        return words;
    }

    /** Counts the capacity in an operation's answer and returns it in words; empty if the answer has none. */
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
        return reads(units);
    }

    private String write(BigDecimal units) {
        written = written.add(units);
        return writes(units);
    }

    /** Returns the whole known consumption. */
    String total() {
        return reads(read) + ", " + writes(written);
    }

    /** Whether that is all that was consumed. */
    boolean isComplete() {
        return !unknown;
    }

    private static String reads(BigDecimal units) {
        return isOne(units) ? Texts.of("1 read unit") : Texts.of("%s read units", number(units));
    }

    private static String writes(BigDecimal units) {
        return isOne(units) ? Texts.of("1 write unit") : Texts.of("%s write units", number(units));
    }

    private static boolean isOne(BigDecimal units) {
        return units.compareTo(BigDecimal.ONE) == 0;
    }

    private static String number(BigDecimal units) {
        return units.signum() == 0 ? "0" : units.stripTrailingZeros().toPlainString();
    }
}
