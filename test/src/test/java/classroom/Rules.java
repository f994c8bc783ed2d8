package classroom;

import classroom.FaultyDynamoDb.Answer;
import classroom.FaultyDynamoDb.Arrival;
import classroom.FaultyDynamoDb.Database;
import classroom.FaultyDynamoDb.Door;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;

/**
 * A {@link Door} of rules: what goes wrong, with which operation, on which table, how often. The first rule that a call
 * falls under decides; a call that falls under none is answered as it should be.
 *
 * <pre>{@code
 * Rules rules = new Rules();
 * Rule lost = rules.on("UpdateItem", "books", Rules.oneIn(10, seed), Rules.RESET_AFTER);
 * …
 * assertThat(lost.count()).isPositive();
 * }</pre>
 */
public final class Rules implements Door {
    /** The connection is reset before the call reaches DynamoDB. */
    public static final Fault RESET_BEFORE = (request, database) -> new Answer(0, "", Arrival.NOTHING);

    /** DynamoDB carries the call out, and the connection is reset instead of its answer. */
    public static final Fault RESET_AFTER =
            (request, database) -> database.answer(request).arriving(Arrival.NOTHING);

    /** DynamoDB carries the call out, and the connection ends in the middle of its answer. */
    public static final Fault HALF_ANSWER =
            (request, database) -> database.answer(request).arriving(Arrival.HALF);

    public static final Fault THROTTLED = refused("ProvisionedThroughputExceededException");
    public static final Fault INTERNAL_ERROR = refused("InternalServerError");
    public static final Fault TRANSACTION_CONFLICT = refused("TransactionConflictException");

    /** BatchWriteItem writes the first half of each table's items (rounded up) and leaves the others. */
    public static final Fault HALF_UNPROCESSED = Rules::leaveHalf;

    private static final String ITEMS = "RequestItems";

    private final List<Rule> rules = new CopyOnWriteArrayList<>();

    /** What goes wrong. */
    @FunctionalInterface
    public interface Fault {
        Answer answer(JsonNode request, Database database);
    }

    /** A rule in force, and how often it struck. */
    public static final class Rule {
        private final String operation;
        private final String table;
        private final IntPredicate when;
        private final Fault fault;
        private final AtomicInteger calls = new AtomicInteger();
        private final AtomicInteger struck = new AtomicInteger();

        private Rule(String operation, String table, IntPredicate when, Fault fault) {
            this.operation = operation;
            this.table = table;
            this.when = when;
            this.fault = fault;
        }

        /** How many calls it made go wrong so far. */
        public int count() {
            return struck.get();
        }

        private boolean isFor(String called, JsonNode request) {
            return called.equals(operation) && names(request, table) && when.test(calls.incrementAndGet());
        }
    }

    /** Adds a rule, behind those there are. */
    public Rule on(String operation, String table, IntPredicate when, Fault fault) {
        Rule rule = new Rule(operation, table, when, fault);
        rules.add(rule);
        return rule;
    }

    /** Takes all rules back. */
    public void clear() {
        rules.clear();
    }

    @Override
    public Answer answer(String operation, JsonNode request, Database database) {
        for (Rule rule : rules) {
            if (rule.isFor(operation, request)) {
                rule.struck.incrementAndGet();
                return rule.fault.answer(request, database);
            }
        }
        return database.answer(request);
    }

    /** Every call. */
    public static IntPredicate always() {
        return call -> true;
    }

    /** The first, second, … call that no earlier rule took. */
    public static IntPredicate nth(int... calls) {
        return call -> {
            for (int n : calls) {
                if (n == call) {
                    return true;
                }
            }
            return false;
        };
    }

    /** Random calls, about one in {@code n}; the same seed always gives the same numbers. */
    public static IntPredicate oneIn(int n, long seed) {
        return call -> new SplittableRandom(seed * 1_000_003 + call).nextInt(n) == 0;
    }

    /** The call is refused with this code, and nothing is done. */
    public static Fault refused(String code) {
        return (request, database) -> Answer.refusal(code);
    }

    /** DynamoDB carries the call out, and answers that much later. */
    public static Fault late(Duration time) {
        return (request, database) -> {
            Answer answer = database.answer(request);
            try {
                Thread.sleep(time.toMillis());
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
            return answer;
        };
    }

    private static Answer leaveHalf(JsonNode request, Database database) {
        ObjectNode now = request.deepCopy();
        ObjectNode left = JsonNodeFactory.instance.objectNode();
        request.path(ITEMS).properties().forEach(table -> {
            ArrayNode writes = (ArrayNode) table.getValue();
            ArrayNode first = ((ObjectNode) now.path(ITEMS)).putArray(table.getKey());
            ArrayNode rest = JsonNodeFactory.instance.arrayNode();
            for (int i = 0; i < writes.size(); i++) {
                (2 * i < writes.size() ? first : rest).add(writes.get(i));
            }
            if (!rest.isEmpty()) {
                left.set(table.getKey(), rest);
            }
        });
        Answer answer = database.answer(now);
        return answer.status() == 200 ? new Answer(200, "{\"UnprocessedItems\":" + left + "}") : answer;
    }

    private static boolean names(JsonNode request, String table) {
        return request.path("TableName").asText().equals(table)
                || request.path(ITEMS).has(table)
                || request.path("TransactItems").findValuesAsText("TableName").contains(table);
    }
}
