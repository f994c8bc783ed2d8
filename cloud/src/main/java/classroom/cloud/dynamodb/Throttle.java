package classroom.cloud.dynamodb;

import classroom.cloud.gateway.Protocol;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Meters tables and global indexes against their capacity and throttles as DynamoDB does. DynamoDB Local does not.
 *
 * <p>DynamoDB Local reports the units that a request has used: reads by 4 KB, half for eventually consistent ones,
 * writes by 1 KB, double in transactions (Amazon DynamoDB Developer Guide, "DynamoDB read and write operations").
 * Before the request they are unknown, so a request is accepted while any unit is left ({@link Bucket}). Of a batch, as
 * many items are accepted as there are units; the other items come back unprocessed, and a batch without any accepted
 * item is refused. A write is also refused when a global index of its table has no unit left ("Using Global Secondary
 * Indexes", "Provisioned throughput considerations"). A failed condition uses a unit. PartiQL is charged but never
 * refused, because its table is inside a statement.
 */
final class Throttle {
    private static final String TABLE_EXCEEDED =
            "The level of configured provisioned throughput for the table was exceeded."
                    + " Consider increasing your provisioning level with the UpdateTable API.";
    private static final String INDEX_EXCEEDED = "The level of configured provisioned throughput for one or more global"
            + " secondary indexes of the table was exceeded. Consider increasing your provisioning level for the"
            + " under-provisioned global secondary indexes with the UpdateTable API";
    private static final String MAXIMUM_EXCEEDED =
            "Throughput exceeds the maximum OnDemandThroughput configured on table or index";

    /** API Reference, "BatchWriteItem" and "BatchGetItem": a larger one is refused as a whole, by DynamoDB Local. */
    private static final int MOST_WRITES = 25;

    private static final int MOST_READS = 100;

    private final LongSupplier nanoTime;
    private final Map<String, Table> tables = new ConcurrentHashMap<>();

    /** @param nanoTime a clock such as {@link System#nanoTime} */
    Throttle(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** A table's own capacity and that of its global indexes. */
    private record Table(Capacity own, Map<String, Capacity> indexes) {}

    /** Must be called after each successful CreateTable. */
    void created(String name, JsonNode request) {
        boolean onDemand = isOnDemand(request);
        long now = nanoTime.getAsLong();
        Map<String, Capacity> indexes = new HashMap<>();
        for (JsonNode index : request.path("GlobalSecondaryIndexes")) {
            indexes.put(index.path("IndexName").asText(), Capacity.of(onDemand, index, now));
        }
        tables.put(name, new Table(Capacity.of(onDemand, request, now), Map.copyOf(indexes)));
    }

    /** Must be called after each successful UpdateTable. */
    void updated(String name, JsonNode request) {
        long now = nanoTime.getAsLong();
        tables.computeIfPresent(name, (key, table) -> {
            boolean onDemand = request.has("BillingMode")
                    ? isOnDemand(request)
                    : table.own().onDemand();
            boolean switched = onDemand != table.own().onDemand();
            boolean changed = switched || request.has("ProvisionedThroughput") || request.has("OnDemandThroughput");
            Capacity own = changed ? table.own().continuedBy(Capacity.of(onDemand, request, now), now) : table.own();
            Map<String, Capacity> indexes = new HashMap<>(table.indexes());
            if (switched) {
                // An index's capacity is in its own update, below.
                ObjectNode nothing = JsonNodeFactory.instance.objectNode();
                indexes.replaceAll((index, before) -> Capacity.of(onDemand, nothing, now));
            }
            for (JsonNode change : request.path("GlobalSecondaryIndexUpdates")) {
                JsonNode create = change.path("Create");
                JsonNode update = change.path("Update");
                if (create.isObject()) {
                    indexes.put(create.path("IndexName").asText(), Capacity.of(onDemand, create, now));
                } else if (update.isObject()) {
                    indexes.computeIfPresent(
                            update.path("IndexName").asText(),
                            (index, before) -> before.continuedBy(Capacity.of(onDemand, update, now), now));
                }
                indexes.remove(change.path("Delete").path("IndexName").asText());
            }
            return new Table(own, Map.copyOf(indexes));
        });
    }

    /** Must be called after each successful DeleteTable. */
    void deleted(String name) {
        tables.remove(name);
    }

    private static boolean isOnDemand(JsonNode request) {
        return request.path("BillingMode").asText().equals("PAY_PER_REQUEST");
    }

    /**
     * Carries out an operation on items, if there is capacity for it.
     *
     * @param write whether it may write
     * @param request names tables by their names
     * @param database carries it out
     * @return also {@code ProvisionedThroughputExceededException} and {@code ThrottlingException}
     */
    EmbeddedDynamoDb.Answer perform(
            String operation,
            boolean write,
            ObjectNode request,
            Arns arns,
            Function<ObjectNode, EmbeddedDynamoDb.Answer> database) {
        String wanted = request.path("ReturnConsumedCapacity").asText("NONE");
        if (!Set.of("NONE", "TOTAL", "INDEXES").contains(wanted)) {
            return database.apply(request);
        }
        request.put("ReturnConsumedCapacity", "INDEXES");
        ObjectNode unprocessed = JsonNodeFactory.instance.objectNode();
        if (operation.startsWith("Batch") && request.path("RequestItems").isObject()) {
            Refusal refused = withhold(request, write, unprocessed);
            if (refused != null) {
                return refused.answer(arns);
            }
        } else if (operation.startsWith("Transact")) {
            EmbeddedDynamoDb.Answer cancelled = cancelled(request, write);
            if (cancelled != null) {
                return cancelled;
            }
        } else if (request.has("TableName")) {
            String index = request.path("IndexName").asText();
            Refusal refused = exceeded(request.path("TableName").asText(), index, write);
            if (refused != null) {
                return refused.answer(arns);
            }
        }
        EmbeddedDynamoDb.Answer answer = database.apply(request);
        if (answer.status() != 200) {
            chargeFailed(request, answer, write);
            return answer;
        }
        ObjectNode said = Protocol.json(answer.body());
        for (JsonNode used : list(said.path("ConsumedCapacity"))) {
            // A transaction that is repeated with its token reads.
            charge(used, write && !used.has("ReadCapacityUnits"));
        }
        restore(said, wanted);
        if (!unprocessed.isEmpty()) {
            ObjectNode rest = said.withObject(write ? "/UnprocessedItems" : "/UnprocessedKeys");
            unprocessed.properties().forEach(table -> add(rest, table.getKey(), table.getValue()));
        }
        return new EmbeddedDynamoDb.Answer(200, Protocol.bytes(said));
    }

    /**
     * Why a request is refused.
     *
     * @param capacity the first that is used up
     * @param reasons each table and index that is used up, as the resource of its ARN, with its reason
     */
    private record Refusal(Capacity capacity, boolean ofIndex, Map<String, String> reasons) {
        String code() {
            return capacity.onDemand() ? "ThrottlingException" : "ProvisionedThroughputExceededException";
        }

        String message() {
            return capacity.onDemand() ? MAXIMUM_EXCEEDED : ofIndex ? INDEX_EXCEEDED : TABLE_EXCEEDED;
        }

        /** The model writes the member small for the one code and large for the other. */
        EmbeddedDynamoDb.Answer answer(Arns arns) {
            ObjectNode body = JsonNodeFactory.instance.objectNode();
            body.put("__type", "com.amazonaws.dynamodb.v20120810#" + code()).put("Message", message());
            ArrayNode all = body.putArray(capacity.onDemand() ? "throttlingReasons" : "ThrottlingReasons");
            reasons.forEach((resource, reason) ->
                    all.addObject().put("reason", reason).put("resource", arns.account() + resource));
            return new EmbeddedDynamoDb.Answer(400, Protocol.bytes(body));
        }
    }

    /** What refuses a request of a table or one of its global indexes; {@code null} if nothing does. */
    private Refusal exceeded(String name, String index, boolean write) {
        Table table = tables.get(name);
        if (table == null) {
            return null;
        }
        boolean ofIndex = !write && table.indexes().containsKey(index);
        Map<String, Capacity> used = new LinkedHashMap<>();
        if (!ofIndex) {
            used.put("table/" + name, table.own());
        }
        table.indexes().forEach((each, capacity) -> {
            if (write || each.equals(index)) {
                used.put("table/" + name + "/index/" + each, capacity);
            }
        });
        long now = nanoTime.getAsLong();
        used.values().removeIf(capacity -> capacity.of(write).left(now) > 0);
        if (used.isEmpty()) {
            return null;
        }
        Map<String, String> reasons = new LinkedHashMap<>();
        used.forEach((resource, capacity) -> reasons.put(resource, reason(resource, capacity, write)));
        return new Refusal(used.values().iterator().next(), !reasons.containsKey("table/" + name), reasons);
    }

    /** API Reference, "ThrottlingReason": resource type, operation type, limit type. */
    private static String reason(String resource, Capacity capacity, boolean write) {
        return (resource.contains("/index/") ? "Index" : "Table")
                + (write ? "Write" : "Read")
                + (capacity.onDemand() ? "MaxOnDemandThroughputExceeded" : "ProvisionedThroughputExceeded");
    }

    /**
     * Takes out of a batch what there is no capacity for.
     *
     * @param unprocessed gets it
     * @return what refuses the whole batch, or {@code null}
     */
    private Refusal withhold(ObjectNode request, boolean write, ObjectNode unprocessed) {
        ObjectNode all = (ObjectNode) request.get("RequestItems");
        int items = 0;
        for (JsonNode table : all) {
            items += (write ? table : table.path("Keys")).size();
        }
        if (items > (write ? MOST_WRITES : MOST_READS)) {
            return null;
        }
        Refusal exceeded = null;
        int kept = 0;
        for (String name : names(all)) {
            JsonNode table = all.get(name);
            ArrayNode wanted = write && table instanceof ArrayNode requests
                    ? requests
                    : table.path("Keys") instanceof ArrayNode keys ? keys : JsonNodeFactory.instance.arrayNode();
            Refusal refused = exceeded(name, "", write);
            double unit = write || table.path("ConsistentRead").asBoolean() ? 1 : 0.5;
            int fits = refused != null ? 0 : fitting(name, write, unit, wanted.size());
            kept += fits;
            if (fits < wanted.size()) {
                exceeded = refused;
                ArrayNode rest = JsonNodeFactory.instance.arrayNode();
                while (wanted.size() > fits) {
                    rest.insert(0, wanted.remove(wanted.size() - 1));
                }
                unprocessed.set(name, write ? rest : ((ObjectNode) table.deepCopy()).set("Keys", rest));
                if (fits == 0) {
                    all.remove(name);
                }
            }
        }
        return kept == 0 ? exceeded : null;
    }

    /** How many items of so many units at least each there are units for; at least one if there is anything. */
    private int fitting(String name, boolean write, double unit, int items) {
        Table table = tables.get(name);
        if (table == null) {
            return items;
        }
        long now = nanoTime.getAsLong();
        double left = table.own().of(write).left(now);
        if (write) {
            for (Capacity index : table.indexes().values()) {
                left = Math.min(left, index.writes().left(now));
            }
        }
        return (int) Math.min(items, Math.ceil(left / unit));
    }

    /**
     * A transaction is cancelled for a table without capacity, with one reason an item (API Reference,
     * "TransactWriteItems").
     */
    private EmbeddedDynamoDb.Answer cancelled(ObjectNode request, boolean write) {
        List<String> codes = new ArrayList<>();
        ArrayNode reasons = JsonNodeFactory.instance.arrayNode();
        boolean any = false;
        for (JsonNode item : request.path("TransactItems")) {
            String table = "";
            for (JsonNode action : item) {
                table = action.path("TableName").asText();
            }
            Refusal exceeded = exceeded(table, "", write);
            ObjectNode reason = reasons.addObject();
            if (exceeded == null) {
                reason.put("Code", "None");
            } else {
                any = true;
                reason.put(
                        "Code", exceeded.capacity().onDemand() ? "ThrottlingError" : "ProvisionedThroughputExceeded");
                reason.put("Message", exceeded.message());
            }
            codes.add(reason.get("Code").asText());
        }
        if (!any) {
            return null;
        }
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("__type", "com.amazonaws.dynamodb.v20120810#TransactionCanceledException");
        body.put(
                "Message",
                "Transaction cancelled, please refer cancellation reasons for specific reasons ["
                        + String.join(", ", codes) + "]");
        body.set("CancellationReasons", reasons);
        return new EmbeddedDynamoDb.Answer(400, Protocol.bytes(body));
    }

    private void charge(JsonNode used, boolean write) {
        Table table = tables.get(used.path("TableName").asText());
        if (table == null) {
            return;
        }
        long now = nanoTime.getAsLong();
        double ofIndexes = 0;
        for (String index : names(used.path("GlobalSecondaryIndexes"))) {
            double units = used.path("GlobalSecondaryIndexes")
                    .path(index)
                    .path("CapacityUnits")
                    .asDouble();
            ofIndexes += units;
            Capacity capacity = table.indexes().get(index);
            if (capacity != null) {
                capacity.of(write).take(units, now);
            }
        }
        // Local indexes use the table's.
        table.own().of(write).take(used.path("CapacityUnits").asDouble() - ofIndexes, now);
    }

    /** "Condition expressions": a write whose condition fails still uses capacity, at least one unit. */
    private void chargeFailed(ObjectNode request, EmbeddedDynamoDb.Answer answer, boolean write) {
        if (write
                && request.has("TableName")
                && Protocol.json(answer.body()).path("__type").asText().endsWith("#ConditionalCheckFailedException")) {
            Table table = tables.get(request.get("TableName").asText());
            if (table != null) {
                table.own().writes().take(1, nanoTime.getAsLong());
            }
        }
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

    static List<JsonNode> list(JsonNode oneOrMany) {
        List<JsonNode> all = new ArrayList<>();
        if (oneOrMany.isArray()) {
            oneOrMany.forEach(all::add);
        } else if (oneOrMany.isObject()) {
            all.add(oneOrMany);
        }
        return all;
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new LinkedHashSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** Adds requests or keys of a table to those that are there. */
    private static void add(ObjectNode rest, String table, JsonNode more) {
        JsonNode there = rest.path(table);
        if (there.isMissingNode()) {
            rest.set(table, more);
        } else if (there instanceof ArrayNode requests) {
            requests.addAll((ArrayNode) more);
        } else {
            ((ArrayNode) there.get("Keys")).addAll((ArrayNode) more.get("Keys"));
        }
    }
}
