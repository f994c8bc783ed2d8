package classroom.cloud.dynamodb;

import classroom.cloud.gateway.AwsError;
import classroom.template.AwsEnvironment;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What DescribeTable says of a table and DynamoDB Local does not: its id, class, encryption and warm throughput, and
 * when its capacity changed. Whatever else a request can set is either DynamoDB Local's or refused by name.
 *
 * <p>Sources: API Reference, "TableDescription", "SSESpecification", "WarmThroughput"; which members an answer has and
 * the words of refusals, as recorded on AWS on 2026-10-08 and 2026-10-09 (public notes "ack-api-quirks", dynamodb,
 * findings DDB-TABLE-028, 033, 038, 058, 061, 064, 065, 079, 174, 178, 179, 184, 185, 442).
 */
final class Descriptions {
    private static final String CLASS = "TableClass";
    private static final String ENCRYPTION = "SSESpecification";
    private static final String WARM = "WarmThroughput";
    private static final String INDEXES = "GlobalSecondaryIndexes";
    private static final String MAXIMUM = "OnDemandThroughput";

    /** API Reference, "OnDemandThroughput": no maximum. */
    private static final int UNLIMITED = -1;

    private static final String CAPACITY = "ProvisionedThroughput";
    private static final String UPDATES = "GlobalSecondaryIndexUpdates";
    private static final String SHOWN_ENCRYPTION = "SSEDescription";

    /** The units of warm throughput, and those of provisioned throughput. */
    private static final Map<String, String> UNITS = new TreeMap<>(
            Map.of("ReadUnitsPerSecond", "ReadCapacityUnits", "WriteUnitsPerSecond", "WriteCapacityUnits"));

    /** "Understanding DynamoDB warm throughput": what every on-demand table and index begins with. */
    private static final Map<String, Integer> ON_DEMAND =
            Map.of("ReadUnitsPerSecond", 12_000, "WriteUnitsPerSecond", 4_000);

    /** The members of CreateTable and UpdateTable that are carried out. */
    private static final Set<String> CARRIED = Set.of(
            "AttributeDefinitions",
            "BillingMode",
            "DeletionProtectionEnabled",
            UPDATES,
            INDEXES,
            "KeySchema",
            "LocalSecondaryIndexes",
            MAXIMUM,
            CAPACITY,
            ENCRYPTION,
            "StreamSpecification",
            CLASS,
            "TableName",
            "Tags",
            WARM);

    /** What UpdateTable takes by itself alone, and how it says so. */
    private static final Map<String, String> ALONE = Map.of(
            CLASS,
            "TableClass modification",
            "DeletionProtectionEnabled",
            "DeletionProtection modification",
            ENCRYPTION,
            "Server-Side Encryption modification",
            WARM,
            "WarmThroughput");

    private final AwsEnvironment here;

    /** In the members of a description. */
    private final TableSettings settings = new TableSettings();

    Descriptions(AwsEnvironment here) {
        this.here = here;
    }

    /** Keeps what is set in a folder, and finds what an earlier class has kept there of these tables. */
    synchronized void in(Path folder, Set<String> tables) {
        settings.in(folder, tables);
    }

    /** Refuses what the class does not carry out of a table's request, and what DynamoDB takes only alone. */
    void check(String operation, ObjectNode request) {
        for (Map.Entry<String, JsonNode> member : request.properties()) {
            boolean empty =
                    member.getValue().isContainerNode() && member.getValue().isEmpty();
            if (!CARRIED.contains(member.getKey()) && !empty) {
                throw invalid("The local class does not carry out " + member.getKey() + " of " + operation
                        + ": leave it out");
            }
        }
        if (operation.equals("UpdateTable")) {
            ALONE.forEach((member, name) -> {
                if (request.has(member) && request.size() > 2) {
                    throw wrong(name + " must be the only operation in the request");
                }
            });
        }
    }

    /** DynamoDB merges a maximum member by member; DynamoDB Local wants both. */
    static void fillMaximum(ObjectNode request, JsonNode before) {
        fill(request, before);
        Stream.concat(
                        request.path(INDEXES).valueStream(),
                        request.path(UPDATES).valueStream().flatMap(JsonNode::valueStream))
                .forEach(index -> fill(index, find(before, index)));
    }

    private static void fill(JsonNode request, JsonNode before) {
        if (request.get(MAXIMUM) instanceof ObjectNode most && !most.isEmpty()) {
            Stream.of("MaxReadRequestUnits", "MaxWriteRequestUnits")
                    .forEach(unit -> most.putIfAbsent(
                            unit,
                            JsonNodeFactory.instance.numberNode(
                                    before.path(MAXIMUM).path(unit).asLong(UNLIMITED))));
        }
    }

    /** The description of an index; an empty object, if the table does not have it. */
    private static JsonNode find(JsonNode description, JsonNode index) {
        return description
                .path(INDEXES)
                .valueStream()
                .filter(one -> one.path("IndexName").equals(index.path("IndexName")))
                .findFirst()
                .orElse(object());
    }

    /**
     * Takes out of a request what DynamoDB Local does not have.
     *
     * @param before the description of the table; an empty object, if the table is to be created
     * @return the settings of the table after this request, to be {@linkplain #keep kept} once it has been accepted
     */
    synchronized ObjectNode take(ObjectNode request, ObjectNode before) {
        ObjectNode set = settings.of(request.path("TableName").asText());
        boolean onDemand = isOnDemand(request.has("BillingMode") ? request : before);
        JsonNode tableClass = request.remove(CLASS);
        if (tableClass != null) {
            ObjectNode summary = set.putObject("TableClassSummary");
            summary.set(CLASS, tableClass);
            if (!before.isEmpty()) {
                summary.put("LastUpdateDateTime", now());
            }
        }
        if (request.remove(ENCRYPTION) instanceof ObjectNode wanted) {
            encrypt(set, wanted, !before.isEmpty());
        }
        if (!onDemand && !isOnDemand(before)) {
            BigDecimal now = now();
            CapacityTimes.count(set, request.path(CAPACITY), before.path(CAPACITY), now);
            request.path(UPDATES)
                    .forEach(update -> update.forEach(index -> CapacityTimes.count(
                            of(set, index),
                            index.path(CAPACITY),
                            find(before, index).path(CAPACITY),
                            now)));
        }
        take("for table", set, request, before, onDemand);
        request.path(INDEXES).forEach(index -> take(set, index, before, onDemand));
        request.path(UPDATES).forEach(update -> {
            set.withObject("/" + INDEXES)
                    .remove(update.path("Delete").path("IndexName").asText());
            update.forEach(index -> take(set, index, before, onDemand));
        });
        removeEmptyUpdates(request);
        return set;
    }

    private static ObjectNode of(ObjectNode set, JsonNode index) {
        return set.withObject("/" + INDEXES)
                .withObjectProperty(index.path("IndexName").asText());
    }

    /** An update of an index that had nothing but its warm throughput is nothing to DynamoDB Local. */
    private static void removeEmptyUpdates(ObjectNode request) {
        if (request.get(UPDATES) instanceof ArrayNode updates) {
            for (int at = updates.size() - 1; at >= 0; at--) {
                if (updates.get(at).path("Update").size() == 1) {
                    updates.remove(at);
                }
            }
            if (updates.isEmpty()) {
                request.remove(UPDATES);
            }
        }
    }

    private void encrypt(ObjectNode set, JsonNode wanted, boolean update) {
        if (!wanted.path("Enabled").asBoolean(wanted.has("SSEType") || wanted.has("KMSMasterKeyId"))) {
            if (set.remove(SHOWN_ENCRYPTION) == null && update) {
                throw wrong("Table is already encrypted by default");
            }
            return;
        }
        String key = key(wanted.path("KMSMasterKeyId").asText("alias/aws/dynamodb"));
        if (wanted.has("KMSMasterKeyId")
                && wanted.get("KMSMasterKeyId").equals(set.at("/SSEDescription/KMSMasterKeyArn"))) {
            throw wrong("Table is already encrypted with given KMSMasterKeyId. Use KMSMasterKeyId parameter if you want"
                    + " to change Master Key");
        }
        set.putObject(SHOWN_ENCRYPTION)
                .put("Status", "ENABLED")
                .put("SSEType", "KMS")
                .put("KMSMasterKeyArn", key);
    }

    /** The ARN of a key; the class has no keys, so those behind an alias get an id from their alias. */
    private String key(String said) {
        String alias = said.substring(said.indexOf(':') < 0 ? 0 : said.lastIndexOf(':') + 1);
        if (!alias.startsWith("alias/")) {
            return said.startsWith("arn:") ? said : here.arn("kms", "key/" + said);
        }
        return here.arn("kms", "key/" + uuid(alias));
    }

    private static UUID uuid(String of) {
        return UUID.nameUUIDFromBytes(of.getBytes(StandardCharsets.UTF_8));
    }

    private static void take(ObjectNode set, JsonNode index, ObjectNode before, boolean onDemand) {
        take(
                "for index " + index.path("IndexName").asText(),
                of(set, index),
                (ObjectNode) index,
                find(before, index),
                onDemand);
    }

    /** @param before the description of the table or index, if it is there */
    private static void take(String where, ObjectNode set, ObjectNode request, JsonNode before, boolean onDemand) {
        if (request.has(MAXIMUM)) { // DynamoDB Local shows none unless both of its members are set.
            set.set(MAXIMUM, request.get(MAXIMUM).deepCopy());
        }
        if (!(request.remove(WARM) instanceof ObjectNode wanted)) {
            return;
        }
        for (String unit : UNITS.keySet()) {
            long asked = wanted.path(unit).asLong(Long.MAX_VALUE);
            String requested = "Requested " + unit + " for WarmThroughput " + where + " is lower than ";
            String capacity = UNITS.get(unit);
            if (asked < before.path(WARM).path(unit).asLong()) {
                throw wrong(requested + "current WarmThroughput, decreasing WarmThroughput is not supported");
            }
            if (onDemand && asked < ON_DEMAND.get(unit)) {
                throw wrong(requested + "initial throughput for OnDemand. See: https://docs.aws.amazon.com/"
                        + "amazondynamodb/latest/developerguide/on-demand-capacity-mode.html"
                        + "#on-demand-capacity-mode-initial");
            }
            if (!onDemand && asked < request.path(CAPACITY).path(capacity).asLong()) {
                throw wrong(requested + capacity + " of ProvisionedThroughput");
            }
            if (wanted.has(unit)) {
                set.withObject("/" + WARM).put(unit, asked);
            }
        }
    }

    private static boolean isOnDemand(JsonNode requestOrDescription) {
        return Stream.of("/BillingMode", "/BillingModeSummary/BillingMode")
                .anyMatch(at -> requestOrDescription.at(at).asText().equals("PAY_PER_REQUEST"));
    }

    synchronized void keep(String table, ObjectNode set) {
        settings.keep(table, set);
    }

    synchronized void forget(String table) {
        settings.forget(table);
    }

    /**
     * Completes a description by DynamoDB Local.
     *
     * @param operation that it answers
     * @param request with all that it set
     */
    synchronized void complete(String operation, JsonNode request, ObjectNode description) {
        String table = description.path("TableName").asText();
        ObjectNode set = settings.of(table);
        String created = table + description.path("CreationDateTime").asText();
        description.put("TableId", uuid(created).toString());
        boolean onDemand = isOnDemand(description);
        complete(operation, description, set, onDemand);
        for (JsonNode index : description.path(INDEXES)) {
            ObjectNode throughput = ((ObjectNode) index).withObject("/" + CAPACITY);
            Stream.concat(Stream.of(CapacityTimes.DECREASES), onDemand ? UNITS.values().stream() : Stream.of())
                    .forEach(member -> throughput.putIfAbsent(member, JsonNodeFactory.instance.numberNode(0)));
            Stream.of("IndexSizeBytes", "ItemCount") // DynamoDB Local says neither while it makes the index.
                    .forEach(
                            member -> ((ObjectNode) index).putIfAbsent(member, JsonNodeFactory.instance.numberNode(0)));
            complete(operation, (ObjectNode) index, of(set, index), onDemand);
        }
        keep(table, set);
        if (operation.equals("UpdateTable")) {
            Map.of(ENCRYPTION, SHOWN_ENCRYPTION, WARM, WARM).forEach((asked, shown) -> {
                if (request.has(asked)) {
                    description.withObject("/" + shown).put("Status", "UPDATING");
                }
            });
        }
    }

    /** The description of a table or an index. */
    private static void complete(String operation, ObjectNode description, ObjectNode set, boolean onDemand) {
        if (!onDemand) {
            set.remove(MAXIMUM);
        }
        for (String member : List.of("TableClassSummary", SHOWN_ENCRYPTION, MAXIMUM)) {
            if (set.has(member)) {
                description.set(member, set.get(member).deepCopy());
            }
        }
        if (description.get(CAPACITY) instanceof ObjectNode throughput) {
            // DynamoDB Local says 1970 of a change that there was not.
            throughput
                    .properties()
                    .removeIf(member -> member.getKey().endsWith("DateTime")
                            && member.getValue().asDouble() == 0);
            CapacityTimes.show(throughput, set, now());
        }
        if (!operation.equals("DescribeTable") && description.get("BillingModeSummary") instanceof ObjectNode summary) {
            summary.remove("LastUpdateToPayPerRequestDateTime");
        }
        if (description.get(MAXIMUM) instanceof ObjectNode most) {
            most.properties().removeIf(member -> member.getValue().asLong() == UNLIMITED);
            if (most.isEmpty() || !onDemand) {
                description.remove(MAXIMUM);
            }
        }
        if (!operation.equals("CreateTable") || set.has(WARM)) {
            description.set(WARM, warm(description, set, onDemand));
        }
    }

    /** It is never less than the capacity has been. */
    private static ObjectNode warm(JsonNode description, ObjectNode set, boolean onDemand) {
        ObjectNode warm = object();
        UNITS.forEach((unit, capacity) -> {
            long now = onDemand
                    ? ON_DEMAND.get(unit)
                    : description.path(CAPACITY).path(capacity).asLong();
            warm.put(unit, Math.max(now, set.path(WARM).path(unit).asLong()));
        });
        set.set(WARM, warm);
        return warm.deepCopy().put("Status", "ACTIVE");
    }

    /** As DynamoDB writes times: seconds since 1970, with milliseconds. */
    private static BigDecimal now() {
        return BigDecimal.valueOf(System.currentTimeMillis(), 3);
    }

    /** Puts the capacity of another description into this one, unless the billing mode has changed. */
    static void keepCapacity(ObjectNode description, JsonNode before) {
        if (isOnDemand(description) == isOnDemand(before)) {
            CapacityTimes.keep(description.path(CAPACITY), before.path(CAPACITY));
            description
                    .path(INDEXES)
                    .forEach(index -> CapacityTimes.keep(
                            index.path(CAPACITY), find(before, index).path(CAPACITY)));
        }
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static AwsError wrong(String why) {
        return invalid("One or more parameter values were invalid: " + why);
    }

    private static AwsError invalid(String message) {
        return new AwsError(400, "ValidationException", message);
    }
}
