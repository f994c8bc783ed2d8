package classroom.cloud.cloudformation.providers;

import classroom.cloud.cloudformation.engine.Properties;
import classroom.cloud.cloudformation.engine.Reading;
import classroom.cloud.gateway.AwsError;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Describes a table in the template's form. A property that is not set is null. */
final class TableReader {
    private final TableCalls calls;

    TableReader(TableCalls calls) {
        this.calls = calls;
    }

    /** The table as it is now, whatever its state; empty if there is none. */
    Optional<Reading> read(String name) {
        JsonNode table;
        try {
            table = calls.call("DescribeTable", TableCalls.request(name)).path("Table");
        } catch (AwsError e) {
            if ("ResourceNotFoundException".equals(e.code())) {
                return Optional.empty();
            }
            throw e;
        }
        return Optional.of(Reading.of(described(name, table))
                .withTags(tags(table.path("TableArn").asText())));
    }

    /** All but the tags. */
    ObjectNode described(String name, JsonNode table) {
        ObjectNode properties = JsonNodeFactory.instance.objectNode();
        for (String member : List.of("TableName", "AttributeDefinitions", "KeySchema", "DeletionProtectionEnabled")) {
            properties.set(member, table.get(member));
        }
        String mode = table.path("BillingModeSummary").path("BillingMode").asText("PROVISIONED");
        boolean onDemand = mode.equals("PAY_PER_REQUEST");
        properties.put("BillingMode", mode);
        properties.put(
                "TableClass", table.path("TableClassSummary").path("TableClass").asText("STANDARD"));
        // The key may have other names in the template.
        properties.putObject("SSESpecification").put("SSEEnabled", table.has("SSEDescription"));
        capacity(properties, table, onDemand);
        JsonNode view = table.path("StreamSpecification").get("StreamViewType");
        properties.set(
                "StreamSpecification",
                view == null ? null : JsonNodeFactory.instance.objectNode().set("StreamViewType", view));
        for (String kind : List.of("GlobalSecondaryIndexes", "LocalSecondaryIndexes")) {
            properties.putArray(kind);
            table.path(kind).forEach(index -> {
                ObjectNode its = properties.withArray(kind).addObject();
                List.of("IndexName", "KeySchema", "Projection").forEach(member -> its.set(member, index.get(member)));
                if (kind.equals("GlobalSecondaryIndexes")) {
                    capacity(its, index, onDemand);
                }
            });
        }
        JsonNode timeToLive =
                calls.call("DescribeTimeToLive", TableCalls.request(name)).path("TimeToLiveDescription");
        boolean enabled = timeToLive.path("TimeToLiveStatus").asText().startsWith("ENABL");
        ObjectNode specification =
                properties.putObject("TimeToLiveSpecification").put("Enabled", enabled);
        if (enabled) { // Nobody says which attribute it was before.
            specification.set("AttributeName", timeToLive.get("AttributeName"));
        }
        return properties;
    }

    /** Of a table or an index. */
    private static void capacity(ObjectNode properties, JsonNode described, boolean onDemand) {
        Properties its = new Properties(described);
        properties.set("ProvisionedThroughput", onDemand ? null : TableWords.throughput(its));
        properties.set(
                "OnDemandThroughput", onDemand ? TableWords.maximum(its).orElseGet(TableWords::unlimited) : null);
        TableWords.warm(its).ifPresent(warm -> properties.set("WarmThroughput", warm));
    }

    private Map<String, String> tags(String arn) {
        return new Properties(calls.call(
                        "ListTagsOfResource",
                        JsonNodeFactory.instance.objectNode().put("ResourceArn", arn)))
                .tags(Map.of());
    }
}
