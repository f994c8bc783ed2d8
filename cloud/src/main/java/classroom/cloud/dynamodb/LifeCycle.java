package classroom.cloud.dynamodb;

import classroom.cloud.gateway.AwsError;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * The states of tables and global indexes: a change is answered CREATING, UPDATING or DELETING and takes its time, 0
 * seconds if nothing else is {@linkplain #changesTake set}. DynamoDB Local itself is done at once.
 *
 * <p>Sources: API Reference, "CreateTable", "UpdateTable", "DeleteTable"; the words of refusals and what an UpdateTable
 * leaves ACTIVE, as recorded on AWS on 2026-10-08 and 2026-10-09 (public notes "ack-api-quirks", dynamodb, findings
 * DDB-TABLE-001, 003, 005, 008, 058, 063, 065, 179, 184, 370, 442, 444). They are newer than the API Reference's
 * sentence that DeleteTable returns no error for a table that is DELETING.
 */
final class LifeCycle {
    private static final String CREATING = "CREATING";
    private static final String UPDATING = "UPDATING";
    private static final String DELETING = "DELETING";

    /** What of an UpdateTable is done at once, while the table stays ACTIVE. */
    private static final Set<String> AT_ONCE = Set.of(
            "TableName", "DeletionProtectionEnabled", "OnDemandThroughput", "SSESpecification", "WarmThroughput");

    private static final Set<String> CAPACITY = Set.of("BillingMode", "ProvisionedThroughput");

    private final LongSupplier nanoTime;
    private final Map<String, Change> changes = new ConcurrentHashMap<>();
    private volatile long lasting;

    /** @param nanoTime a clock such as {@link System#nanoTime} */
    LifeCycle(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * A change that is under way.
     *
     * @param table the state of the table
     * @param indexes the states of the global indexes that are not ACTIVE, by name
     * @param gone descriptions of the indexes that it deletes
     * @param before the description that has the capacity until it is done
     * @param capacity whether it is of the table's capacity
     * @param end when it is done
     */
    record Change(
            String table,
            Map<String, String> indexes,
            List<ObjectNode> gone,
            JsonNode before,
            boolean capacity,
            long end) {

        /** Puts these states, and the capacity of before, into the description of a table. */
        void show(ObjectNode description) {
            description.put("TableStatus", table);
            Descriptions.keepCapacity(description, before);
            ArrayNode shown = indexes.isEmpty() ? null : description.withArray("GlobalSecondaryIndexes");
            gone.forEach(index -> {
                String name = index.path("IndexName").asText();
                if (shown.valueStream()
                        .noneMatch(there -> there.path("IndexName").asText().equals(name))) {
                    shown.add(index.deepCopy());
                }
            });
            indexes.forEach((name, state) -> shown.forEach(index -> {
                if (index.path("IndexName").asText().equals(name)) {
                    ((ObjectNode) index).put("IndexStatus", state);
                    if (state.equals(CREATING) && table.equals(UPDATING)) {
                        ((ObjectNode) index).put("Backfilling", false);
                    }
                }
            }));
        }

        private boolean hasIndexIn(String... states) {
            return indexes.values().stream().anyMatch(Set.of(states)::contains);
        }
    }

    /** Sets how long a change takes that is begun from now on. */
    void changesTake(Duration duration) {
        lasting = duration.toNanos();
    }

    /** Whether a change takes any time. */
    boolean takesTime() {
        return lasting > 0;
    }

    /**
     * Begins a change that DynamoDB has accepted; {@code null} for one that leaves the table ACTIVE.
     *
     * @param description of the table; for UpdateTable, as it was before
     */
    Change begin(String operation, JsonNode request, JsonNode description) {
        Change change = change(operation, request, description);
        if (change != null && takesTime()) {
            changes.put(request.path("TableName").asText(), change);
        }
        return change;
    }

    private Change change(String operation, JsonNode request, JsonNode description) {
        long end = nanoTime.getAsLong() + lasting;
        Map<String, String> indexes = new LinkedHashMap<>();
        List<ObjectNode> gone = new ArrayList<>();
        if (!operation.equals("UpdateTable")) {
            String state = operation.equals("CreateTable") ? CREATING : DELETING;
            description
                    .path("GlobalSecondaryIndexes")
                    .forEach(index -> indexes.put(index.path("IndexName").asText(), state));
            return new Change(state, indexes, gone, MissingNode.getInstance(), false, end);
        }
        for (JsonNode update : request.path("GlobalSecondaryIndexUpdates")) {
            Map.of("Create", CREATING, "Update", UPDATING, "Delete", DELETING).forEach((kind, state) -> {
                if (update.has(kind)) {
                    indexes.put(update.path(kind).path("IndexName").asText(), state);
                }
            });
        }
        for (JsonNode index : description.path("GlobalSecondaryIndexes")) {
            if (DELETING.equals(indexes.get(index.path("IndexName").asText()))) {
                gone.add(index.deepCopy());
            }
        }
        return AT_ONCE.containsAll(names(request).toList())
                ? null
                : new Change(
                        UPDATING, indexes, gone, description, names(request).anyMatch(CAPACITY::contains), end);
    }

    private static Stream<String> names(JsonNode request) {
        return request.properties().stream().map(Map.Entry::getKey);
    }

    /** The change of a table that is under way now; {@code null} for an ACTIVE table. */
    Change of(String table) {
        Change change = changes.get(table);
        if (change == null || change.end() - nanoTime.getAsLong() > 0) {
            return change;
        }
        if (!change.table().equals(DELETING)) {
            changes.remove(table, change);
        }
        return null;
    }

    /** Whether a table cannot be read or written yet. */
    boolean isCreating(String table) {
        Change change = of(table);
        return change != null && change.table().equals(CREATING);
    }

    /**
     * The tables whose deletion is to be carried out now; each is named once.
     *
     * @param all whether also those whose time has not come, because the class ends
     */
    List<String> due(boolean all) {
        if (changes.isEmpty()) {
            return List.of();
        }
        return changes.entrySet().stream()
                .filter(entry -> entry.getValue().table().equals(DELETING)
                        && (all || entry.getValue().end() - nanoTime.getAsLong() <= 0))
                .filter(entry -> changes.remove(entry.getKey(), entry.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Refuses to read an index that is not there yet. */
    void checkIndex(JsonNode request) {
        String index = request.path("IndexName").asText();
        Change change = index.isEmpty() ? null : of(request.path("TableName").asText());
        if (change != null && CREATING.equals(change.indexes().get(index))) {
            throw new AwsError(
                    400, "ValidationException", "Cannot read from backfilling global secondary index: " + index);
        }
    }

    /**
     * Refuses an operation on a table, or on its tags, for the state that the table is in.
     *
     * @param table its name
     */
    void check(String operation, String table, JsonNode request) {
        Change change = of(table);
        if (change == null) {
            return;
        }
        String state = change.table();
        switch (operation) {
            case "DescribeTimeToLive" -> {
                if (!state.equals(UPDATING)) {
                    throw new AwsError(
                            400,
                            "ValidationException",
                            "Cannot describe time to live while table is in " + state
                                    + " state: Current table state is " + state);
                }
            }
            case "UpdateTimeToLive" -> {
                if (state.equals(CREATING)) {
                    throw Tables.notFound(table);
                }
                checkIsThere(state, table);
            }
            case "TagResource", "UntagResource" -> checkIsThere(state, table);
            case "DeleteTable" -> {
                checkIsThere(state, table);
                throw inUse(
                        change.indexes().isEmpty()
                                ? "Table: " + table + " is in the process of being updated."
                                : "Cannot delete table while indexes are being created, updated, or deleted.");
            }
            case "UpdateTable" -> {
                checkIsThere(state, table);
                checkUpdate(change, table, request);
            }
            default -> {}
        }
    }

    private static void checkIsThere(String state, String table) {
        if (state.equals(CREATING)) {
            throw beingCreated(table);
        }
        if (state.equals(DELETING)) {
            throw inUse("Table is being deleted: " + table);
        }
    }

    private static void checkUpdate(Change change, String table, JsonNode request) {
        if (names(request).allMatch(Set.of("TableName", "DeletionProtectionEnabled")::contains)) {
            return;
        }
        boolean makesIndex = request.path("GlobalSecondaryIndexUpdates")
                .valueStream()
                .anyMatch(update -> update.has("Create") || update.has("Delete"));
        if (makesIndex && change.hasIndexIn(CREATING, DELETING)) {
            throw new AwsError(
                    400,
                    "LimitExceededException",
                    "Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per"
                            + " table");
        }
        throw inUse(
                change.capacity()
                        ? "Table IOPS are currently being updated. Table: " + table
                        : "Table is being updated: " + table);
    }

    /** What CreateTable says of a table that is there. */
    AwsError exists(String table) {
        return isCreating(table)
                ? beingCreated(table)
                : new AwsError(400, "ResourceInUseException", "Table already exists: " + table);
    }

    private static AwsError beingCreated(String table) {
        return inUse("Table is being created: " + table);
    }

    private static AwsError inUse(String why) {
        return new AwsError(
                400, "ResourceInUseException", "Attempt to change a resource which is still in use: " + why);
    }
}
