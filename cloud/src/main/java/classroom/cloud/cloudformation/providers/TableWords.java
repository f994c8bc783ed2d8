package classroom.cloud.cloudformation.providers;

import classroom.cloud.cloudformation.engine.Properties;
import classroom.cloud.cloudformation.engine.ResourceException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Translates a template's table into the words of the DynamoDB API. */
final class TableWords {
    /** API Reference, "OnDemandThroughput": no maximum. */
    private static final long UNLIMITED = -1;

    private TableWords() {}

    /** The global indexes in the words of the DynamoDB API, by name. */
    static Map<String, ObjectNode> indexes(Properties properties) {
        Map<String, ObjectNode> indexes = new LinkedHashMap<>();
        for (Properties index : properties.each("GlobalSecondaryIndexes")) {
            ObjectNode json = index.json().deepCopy();
            json.retain("IndexName", "KeySchema", "Projection");
            if (index.has("ProvisionedThroughput")) {
                json.set("ProvisionedThroughput", throughput(index));
            }
            maximum(index).ifPresent(maximum -> json.set("OnDemandThroughput", maximum));
            warm(index).ifPresent(warm -> json.set("WarmThroughput", warm));
            String name = index.required("IndexName");
            if (indexes.put(name, json) != null) {
                throw new ResourceException("One or more parameter values were invalid: Duplicate index name: " + name);
            }
        }
        return indexes;
    }

    static boolean sameIndex(JsonNode one, JsonNode other) {
        return one.path("KeySchema").equals(other.path("KeySchema"))
                && one.path("Projection").equals(other.path("Projection"));
    }

    static ObjectNode throughput(Properties properties) {
        Properties throughput = properties.in("ProvisionedThroughput");
        return JsonNodeFactory.instance
                .objectNode()
                .put("ReadCapacityUnits", throughput.number("ReadCapacityUnits", 0))
                .put("WriteCapacityUnits", throughput.number("WriteCapacityUnits", 0));
    }

    /** What an on-demand table or index may use at most. */
    static Optional<ObjectNode> maximum(Properties properties) {
        if (!properties.has("OnDemandThroughput")) {
            return Optional.empty();
        }
        Properties most = properties.in("OnDemandThroughput");
        return Optional.of(unlimited()
                .put("MaxReadRequestUnits", most.number("MaxReadRequestUnits", UNLIMITED))
                .put("MaxWriteRequestUnits", most.number("MaxWriteRequestUnits", UNLIMITED)));
    }

    /** What a table or index is ready for; DynamoDB knows a member that the template leaves out. */
    static Optional<ObjectNode> warm(Properties properties) {
        if (!properties.has("WarmThroughput")) {
            return Optional.empty();
        }
        Properties warm = properties.in("WarmThroughput");
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        for (String unit : List.of("ReadUnitsPerSecond", "WriteUnitsPerSecond")) {
            if (warm.has(unit)) {
                json.put(unit, warm.number(unit, 0));
            }
        }
        return Optional.of(json);
    }

    /** The warm throughput that a template wants of a table or index and did not want before. */
    static Optional<ObjectNode> warm(Properties wanted, Properties before) {
        ObjectNode had = warm(before).orElseGet(JsonNodeFactory.instance::objectNode);
        return warm(wanted)
                .map(warm -> {
                    warm.properties().removeIf(unit -> unit.getValue().equals(had.get(unit.getKey())));
                    return warm;
                })
                .filter(warm -> !warm.isEmpty());
    }

    /** What a table or index has of the warm throughput that a template wants. */
    static Optional<ObjectNode> ofWarm(Properties wanted, JsonNode description) {
        return warm(wanted).map(warm -> {
            warm.properties()
                    .forEach(unit -> unit.setValue(LongNode.valueOf(Math.min(
                            unit.getValue().asLong(),
                            description
                                    .path("WarmThroughput")
                                    .path(unit.getKey())
                                    .asLong()))));
            return warm;
        });
    }

    /** How a table is encrypted; the template says SSEEnabled where the API says Enabled. */
    static ObjectNode encryption(Properties properties) {
        Properties encryption = properties.in("SSESpecification");
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("Enabled", encryption.flag("SSEEnabled", false));
        for (String member : List.of("SSEType", "KMSMasterKeyId")) {
            encryption.text(member).ifPresent(text -> json.put(member, text));
        }
        return json;
    }

    static String tableClass(Properties properties) {
        return properties.text("TableClass").orElse("STANDARD");
    }

    static boolean sameThroughput(JsonNode one, JsonNode other) {
        return Stream.of("ReadCapacityUnits", "WriteCapacityUnits")
                .allMatch(unit -> one.path(unit).asLong() == other.path(unit).asLong());
    }

    static ObjectNode unlimited() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("MaxReadRequestUnits", UNLIMITED)
                .put("MaxWriteRequestUnits", UNLIMITED);
    }

    /** The view type of the stream, if the table has one. */
    static Optional<String> view(Properties properties) {
        return properties.in("StreamSpecification").text("StreamViewType");
    }

    /**
     * The parts that a table must have to be taken over: its keys and indexes, with their types. DynamoDB could change
     * global indexes. But when DynamoDB Local had read a table from a file, the deletion of an index never ended.
     */
    static String keys(JsonNode table) {
        Map<String, String> types = new HashMap<>();
        for (JsonNode attribute : table.path("AttributeDefinitions")) {
            types.put(
                    attribute.path("AttributeName").asText(),
                    attribute.path("AttributeType").asText());
        }
        Map<String, String> indexes = new TreeMap<>();
        for (String kind : List.of("LocalSecondaryIndexes", "GlobalSecondaryIndexes")) {
            for (JsonNode index : table.path(kind)) {
                String projection = index.at("/Projection/ProjectionType").asText();
                indexes.put(index.path("IndexName").asText(), keys(index, types) + " with " + projection);
            }
        }
        StringBuilder keys = new StringBuilder(keys(table, types));
        indexes.forEach(
                (index, its) -> keys.append("; ").append(index).append(": ").append(its));
        return keys.toString();
    }

    private static String keys(JsonNode schema, Map<String, String> types) {
        return StreamSupport.stream(schema.path("KeySchema").spliterator(), false)
                .map(key -> key.path("AttributeName").asText())
                .map(name -> name + " (" + types.get(name) + ")")
                .collect(Collectors.joining(", "));
    }
}
