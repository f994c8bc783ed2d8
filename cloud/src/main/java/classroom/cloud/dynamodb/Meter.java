package classroom.cloud.dynamodb;

import classroom.cloud.gateway.Live;
import classroom.cloud.gateway.Protocol;
import classroom.template.policy.ConditionKeys;
import classroom.template.policy.DynamoDbQuestions;
import classroom.template.policy.Question;
import classroom.template.policy.UnreadableRequest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The units of read and write capacity that requests use: taken from the {@link Throttle}, and told to those who follow
 * the class as events of the kind {@code units}. With neither, it does nothing.
 *
 * <p>DynamoDB Local reports the units that a request has used: reads by 4 KB, half for eventually consistent ones,
 * writes by 1 KB, double in transactions (Amazon DynamoDB Developer Guide, "DynamoDB read and write operations"). It is
 * asked for them by table and index; the client gets what it asked for. A write whose condition fails uses a unit
 * ("Condition expressions").
 *
 * <p>An event has the units of one table, with its local indexes, or of one global index. Its {@code keys} are the
 * values of the partition key that the request names, and {@code left} is what the throttle has left. An event with
 * {@code throttled} has instead the reason why a number of {@code requests}, or items of a batch, were refused.
 */
final class Meter {
    private static final String CAPACITY = "ReturnConsumedCapacity";
    private static final int LONGEST_KEY = 100;

    private final Arns arns;
    private final Throttle throttle;
    private final DynamoDbQuestions questions;
    private final Map<String, Optional<String>> partitionKeys = new ConcurrentHashMap<>();
    private volatile Live live = new Live();

    /**
     * One of which nobody is told yet.
     *
     * @param throttle holds tables to their capacity; {@code null} for none
     * @param partitionKey as {@link EngineTables#partitionKey(String)}
     */
    Meter(Arns arns, Throttle throttle, Function<String, Optional<String>> partitionKey) {
        this.arns = arns;
        this.throttle = throttle;
        this.questions = new DynamoDbQuestions(
                arns.account(), resource -> partitionKeys.computeIfAbsent(resource, partitionKey), Map.of());
    }

    /**
     * Units that a request used.
     *
     * @param index a global index; {@code null} for the table itself
     */
    record Used(String table, String index, boolean write, double units) {
        /** As the end of its ARN. */
        String resource() {
            return "table/" + table + (index == null ? "" : "/index/" + index);
        }
    }

    /** Says who is told of units from now on. */
    void tell(Live listeners) {
        live = listeners;
    }

    /** Says that tables may have other keys from now on. */
    void tablesChange() {
        partitionKeys.clear();
    }

    /**
     * Carries out an operation on items, if there is capacity for it.
     *
     * @param request names tables by their names
     * @param database carries it out
     * @return also what the {@link Throttle} refuses
     */
    EmbeddedDynamoDb.Answer perform(
            String operation, ObjectNode request, Function<ObjectNode, EmbeddedDynamoDb.Answer> database) {
        String wanted = request.path(CAPACITY).asText("NONE");
        if (throttle == null && !live.isFollowed()
                || !Set.of("NONE", "TOTAL", "INDEXES").contains(wanted)) {
            return database.apply(request);
        }
        boolean write = DynamoDb.WRITES.contains(operation) && !Consumed.isRead(operation, request);
        ObjectNode unprocessed = JsonNodeFactory.instance.objectNode();
        if (throttle != null) {
            Throttle.Admission admission = throttle.admit(operation, write, request, arns);
            admission.refused().forEach(this::tell);
            if (admission.refusal() != null) {
                return admission.refusal();
            }
            unprocessed = admission.unprocessed();
        }
        request.put(CAPACITY, "INDEXES");
        EmbeddedDynamoDb.Answer answer = database.apply(request);
        if (answer.status() != 200) {
            if (write && isFailedCondition(request, answer)) {
                take(List.of(new Used(request.get("TableName").asText(), null, true, 1)), operation, request);
            }
            return answer;
        }
        ObjectNode said = Protocol.json(answer.body());
        take(used(said.path("ConsumedCapacity"), write), operation, request);
        restore(said, wanted);
        if (!unprocessed.isEmpty()) {
            ObjectNode rest = said.withObject(write ? "/UnprocessedItems" : "/UnprocessedKeys");
            unprocessed.properties().forEach(table -> Throttle.add(rest, table.getKey(), table.getValue()));
        }
        return new EmbeddedDynamoDb.Answer(200, Protocol.bytes(said));
    }

    private static boolean isFailedCondition(ObjectNode request, EmbeddedDynamoDb.Answer answer) {
        return request.has("TableName")
                && Protocol.json(answer.body()).path("__type").asText().endsWith("#ConditionalCheckFailedException");
    }

    private static List<Used> used(JsonNode oneOrMany, boolean write) {
        List<Used> all = new ArrayList<>();
        for (JsonNode used : list(oneOrMany)) {
            String table = used.path("TableName").asText();
            // A transaction that is repeated with its token reads.
            boolean writes = write && !used.has("ReadCapacityUnits");
            double own = used.path("CapacityUnits").asDouble();
            for (Map.Entry<String, JsonNode> index :
                    used.path("GlobalSecondaryIndexes").properties()) {
                double units = index.getValue().path("CapacityUnits").asDouble();
                own -= units;
                all.add(new Used(table, index.getKey(), writes, units));
            }
            all.add(new Used(table, null, writes, own)); // Local indexes use the table's.
        }
        return all;
    }

    static List<JsonNode> list(JsonNode oneOrMany) {
        return oneOrMany.isObject()
                ? List.of(oneOrMany)
                : oneOrMany.valueStream().toList();
    }

    /** Returns only the capacity that the client asked for. */
    private static void restore(ObjectNode answer, String wanted) {
        if (wanted.equals("NONE")) {
            answer.remove("ConsumedCapacity");
        } else if (wanted.equals("TOTAL")) {
            for (JsonNode used : list(answer.path("ConsumedCapacity"))) {
                ((ObjectNode) used).remove(List.of("Table", "GlobalSecondaryIndexes", "LocalSecondaryIndexes"));
            }
        }
    }

    private void take(List<Used> all, String operation, JsonNode request) {
        Map<String, List<String>> keys = live.isFollowed() ? keys(operation, request) : Map.of();
        for (Used used : all) {
            double left = throttle == null ? Double.NaN : throttle.take(used);
            if (used.units() > 0) {
                live.tell("units", () -> event(used, left, keys));
            }
        }
    }

    private static ObjectNode event(Used used, double left, Map<String, List<String>> keys) {
        ObjectNode event = of(used.table(), used.index());
        event.put("read", used.write() ? 0 : used.units()).put("write", used.write() ? used.units() : 0);
        if (Double.isFinite(left)) {
            event.put("left", left);
        }
        // A query of a local index names the table's key.
        keys.entrySet().stream()
                .filter(resource -> resource.getKey().equals(used.resource())
                        || used.index() == null && resource.getKey().startsWith(used.resource() + "/index/"))
                .flatMap(resource -> resource.getValue().stream())
                .forEach(event.withArray("keys")::add);
        return event;
    }

    private static ObjectNode of(String table, String index) {
        ObjectNode event = JsonNodeFactory.instance.objectNode().put("table", table);
        return index == null ? event : event.put("index", index);
    }

    private void tell(Throttle.Refused refused) {
        live.tell("units", () -> {
            String[] parts = refused.resource().split("/");
            return of(parts[1], parts.length < 4 ? null : parts[3])
                    .put("throttled", refused.reason())
                    .put("requests", refused.requests());
        });
    }

    /** The values of the partition key that a request names, by resource; of statements none. */
    private Map<String, List<String>> keys(String operation, JsonNode request) {
        Map<String, List<String>> keys = new HashMap<>();
        if (operation.contains("Execute")) {
            return keys;
        }
        try {
            for (Question question : questions.of(operation, request)) {
                List<String> values = question.context().get(ConditionKeys.LEADING_KEYS);
                if (values != null) {
                    keys.computeIfAbsent(
                                    question.resource().substring(arns.account().length()), first -> new ArrayList<>())
                            .addAll(values.stream().map(Meter::cut).toList());
                }
            }
        } catch (UnreadableRequest e) {
            keys.clear(); // DynamoDB has taken what IAM could not read: it is shown without its key.
        }
        return keys;
    }

    private static String cut(String key) {
        return key.codePointCount(0, key.length()) <= LONGEST_KEY
                ? key
                : key.substring(0, key.offsetByCodePoints(0, LONGEST_KEY)) + "…";
    }
}
