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
import java.util.function.LongSupplier;

/**
 * Holds tables and global indexes to their capacity and refuses requests as DynamoDB does. DynamoDB Local does not.
 *
 * <p>Before a request its units are unknown, so it is accepted while any unit is left ({@link Bucket}); then the
 * {@link Meter} says what it has used. Of a batch, as many items are accepted as there are units; the other items come
 * back unprocessed, and a batch without any accepted item is refused. A write is also refused when a global index of
 * its table has no unit left ("Using Global Secondary Indexes", "Provisioned throughput considerations"). PartiQL is
 * charged but never refused, because its table is inside a statement.
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

    /** The units that are left of each table and index that has a bound, by the end of its ARN. */
    ObjectNode balances() {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        tables.forEach((name, table) -> {
            balance(all, "table/" + name, table.own());
            table.indexes().forEach((index, capacity) -> balance(all, "table/" + name + "/index/" + index, capacity));
        });
        return all;
    }

    private void balance(ObjectNode all, String resource, Capacity capacity) {
        long now = nanoTime.getAsLong();
        ObjectNode left = all.putObject(resource);
        for (boolean write : List.of(false, true)) {
            double units = capacity.of(write).left(now);
            if (Double.isFinite(units)) {
                left.put(write ? "write" : "read", units);
            }
        }
    }

    /**
     * What becomes of a request.
     *
     * @param refusal {@code ProvisionedThroughputExceededException} and {@code ThrottlingException}, or {@code null}
     * @param unprocessed what was taken out of a batch
     * @param refused what there was no capacity for
     */
    record Admission(EmbeddedDynamoDb.Answer refusal, ObjectNode unprocessed, List<Refused> refused) {}

    /** A number of requests, or of items in a batch, for which a resource had no capacity. */
    record Refused(String resource, String reason, int requests) {}

    /**
     * Decides about an operation on items, before it is carried out.
     *
     * @param write whether it may write
     * @param request names tables by their names; of a batch, what there is no capacity for is taken out
     */
    Admission admit(String operation, boolean write, ObjectNode request, Arns arns) {
        ObjectNode unprocessed = JsonNodeFactory.instance.objectNode();
        List<Refused> all = new ArrayList<>();
        EmbeddedDynamoDb.Answer refusal = null;
        if (operation.startsWith("Batch") && request.path("RequestItems").isObject()) {
            Refusal batch = withhold(request, write, unprocessed, all);
            refusal = batch == null ? null : batch.answer(arns);
        } else if (operation.startsWith("Transact")) {
            refusal = cancelled(request, write, all);
        } else if (request.has("TableName")) {
            Refusal one = exceeded(
                    request.path("TableName").asText(),
                    request.path("IndexName").asText(),
                    write,
                    0);
            if (one != null) {
                all.addAll(one.of(1));
                refusal = one.answer(arns);
            }
        }
        return new Admission(refusal, unprocessed, all);
    }

    /** Takes units that a request has used, and returns how many are left; infinitely many without a bound. */
    double take(Meter.Used used) {
        Table table = tables.get(used.table());
        Capacity capacity = table == null || used.index() == null
                ? table == null ? null : table.own()
                : table.indexes().get(used.index());
        if (capacity == null) {
            return Double.POSITIVE_INFINITY;
        }
        long now = nanoTime.getAsLong();
        Bucket bucket = capacity.of(used.write());
        bucket.take(used.units(), now);
        return bucket.left(now);
    }

    /**
     * Why a request is refused.
     *
     * @param capacity the first that is used up
     * @param reasons each table and index that is used up, as the resource of its ARN, with its reason
     */
    private record Refusal(Capacity capacity, boolean ofIndex, Map<String, String> reasons) {
        List<Refused> of(int requests) {
            return reasons.entrySet().stream()
                    .map(reason -> new Refused(reason.getKey(), reason.getValue(), requests))
                    .toList();
        }

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

    /**
     * What refuses a request of a table or one of its global indexes; {@code null} if nothing does.
     *
     * @param needed more units than these must be left
     */
    private Refusal exceeded(String name, String index, boolean write, double needed) {
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
        used.values().removeIf(capacity -> capacity.of(write).left(now) > needed);
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
     * @param why gets the reasons
     * @return what refuses the whole batch, or {@code null}
     */
    private Refusal withhold(ObjectNode request, boolean write, ObjectNode unprocessed, List<Refused> why) {
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
            Refusal refused = exceeded(name, "", write, 0);
            double unit = write || table.path("ConsistentRead").asBoolean() ? 1 : 0.5;
            int fits = refused != null ? 0 : fitting(name, write, unit, wanted.size());
            kept += fits;
            if (fits < wanted.size()) {
                exceeded = refused;
                Refusal cause = refused != null ? refused : exceeded(name, "", write, unit * (wanted.size() - 1));
                if (cause != null) { // Else units have come in the meantime.
                    why.addAll(cause.of(wanted.size() - fits));
                }
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
    private EmbeddedDynamoDb.Answer cancelled(ObjectNode request, boolean write, List<Refused> why) {
        List<String> codes = new ArrayList<>();
        ArrayNode reasons = JsonNodeFactory.instance.arrayNode();
        for (JsonNode item : request.path("TransactItems")) {
            String table = "";
            for (JsonNode action : item) {
                table = action.path("TableName").asText();
            }
            Refusal exceeded = exceeded(table, "", write, 0);
            ObjectNode reason = reasons.addObject();
            if (exceeded == null) {
                reason.put("Code", "None");
            } else {
                why.addAll(exceeded.of(1));
                reason.put(
                        "Code", exceeded.capacity().onDemand() ? "ThrottlingError" : "ProvisionedThroughputExceeded");
                reason.put("Message", exceeded.message());
            }
            codes.add(reason.get("Code").asText());
        }
        if (why.isEmpty()) {
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

    private static Set<String> names(JsonNode object) {
        Set<String> names = new LinkedHashSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** Adds requests or keys of a table to those that are there. */
    static void add(ObjectNode rest, String table, JsonNode more) {
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
