package classroom.cloud.cloudformation.providers;

import classroom.cloud.cloudformation.engine.Properties;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Changes a table that is there, step by step, as DynamoDB takes it. */
final class TableChanges {
    private final TableCalls dynamoDb;

    TableChanges(TableCalls dynamoDb) {
        this.dynamoDb = dynamoDb;
    }

    /** Changes a table to the wanted capacity, stream, indexes, class, encryption, protection and time to live. */
    void bring(String name, Properties before, Properties properties) {
        updateCapacity(name, properties);
        updateStream(name, properties);
        updateIndexes(name, before, properties);
        updateWarmThroughput(name, before, properties);
        String tableClass = TableWords.tableClass(properties);
        if (!tableClass.equals(TableWords.tableClass(before))) {
            dynamoDb.call("UpdateTable", TableCalls.request(name).put("TableClass", tableClass));
            dynamoDb.active(name);
        }
        updateEncryption(name, before, properties);
        if (properties.flag("DeletionProtectionEnabled", false) != before.flag("DeletionProtectionEnabled", false)) {
            dynamoDb.call(
                    "UpdateTable",
                    TableCalls.request(name)
                            .put("DeletionProtectionEnabled", properties.flag("DeletionProtectionEnabled", false)));
        }
        timeToLive(name, before, properties);
    }

    /** Sets the template's capacity and billing mode, also if someone has changed them meanwhile. */
    private void updateCapacity(String name, Properties properties) {
        JsonNode table = dynamoDb.active(name);
        String mode = properties.text("BillingMode").orElse("PROVISIONED");
        String now = table.path("BillingModeSummary").path("BillingMode").asText("PROVISIONED");
        ObjectNode request = TableCalls.request(name);
        if (!mode.equals(now)) {
            request.put("BillingMode", mode);
        }
        if (mode.equals("PROVISIONED")) {
            ObjectNode wanted = TableWords.throughput(properties);
            if (!mode.equals(now) || !TableWords.sameThroughput(wanted, table.path("ProvisionedThroughput"))) {
                request.set("ProvisionedThroughput", wanted);
            }
            Map<String, ObjectNode> indexes = TableWords.indexes(properties);
            table.path("GlobalSecondaryIndexes").forEach(index -> {
                ObjectNode target = indexes.get(index.path("IndexName").asText());
                // On an on-demand table, DynamoDB Local's indexes keep their old capacity, and it refuses to set the
                // same value.
                if (target == null
                        || TableWords.sameThroughput(
                                target.path("ProvisionedThroughput"), index.path("ProvisionedThroughput"))) {
                    return;
                }
                updateOf(index.path("IndexName").asText(), request)
                        .set("ProvisionedThroughput", target.path("ProvisionedThroughput"));
            });
        }
        if (mode.equals("PAY_PER_REQUEST")) {
            changedMaximum(properties, table).ifPresent(most -> request.set("OnDemandThroughput", most));
            properties.each("GlobalSecondaryIndexes").forEach(index -> {
                String called = index.required("IndexName");
                index(table, called)
                        .flatMap(its -> changedMaximum(index, its))
                        .ifPresent(most -> updateOf(called, request).set("OnDemandThroughput", most));
            });
        }
        if (request.size() > 1) {
            dynamoDb.call("UpdateTable", request);
            dynamoDb.active(name);
        }
    }

    /** The maximum that the template says, none included, if the table or index has another. */
    private static Optional<ObjectNode> changedMaximum(Properties properties, JsonNode description) {
        ObjectNode has = TableWords.maximum(new Properties(description)).orElseGet(TableWords::unlimited);
        return Optional.of(TableWords.maximum(properties).orElseGet(TableWords::unlimited))
                .filter(wanted -> !wanted.equals(has));
    }

    private static ObjectNode updateOf(String index, ObjectNode request) {
        return request.withArray("GlobalSecondaryIndexUpdates")
                .addObject()
                .putObject("Update")
                .put("IndexName", index);
    }

    private static Optional<JsonNode> index(JsonNode table, String name) {
        return table.path("GlobalSecondaryIndexes")
                .valueStream()
                .filter(index -> index.path("IndexName").asText().equals(name))
                .findFirst();
    }

    /** Raises what the template has changed. What it says no more stays: warm throughput cannot be taken back. */
    private void updateWarmThroughput(String name, Properties before, Properties properties) {
        ObjectNode request = TableCalls.request(name);
        TableWords.warm(properties, before).ifPresent(warm -> request.set("WarmThroughput", warm));
        if (request.size() > 1) {
            dynamoDb.call("UpdateTable", request);
        }
        for (Properties index : properties.each("GlobalSecondaryIndexes")) {
            String called = index.required("IndexName");
            index(before.json(), called)
                    .filter(earlier -> TableWords.sameIndex(index.json(), earlier))
                    .flatMap(earlier -> TableWords.warm(index, new Properties(earlier)))
                    .ifPresent(warm -> {
                        ObjectNode update = TableCalls.request(name);
                        updateOf(called, update).set("WarmThroughput", warm);
                        dynamoDb.call("UpdateTable", update);
                        dynamoDb.active(name);
                    });
        }
    }

    private void updateEncryption(String name, Properties before, Properties properties) {
        ObjectNode wanted = TableWords.encryption(properties);
        ObjectNode had = TableWords.encryption(before);
        boolean enabled = wanted.path("Enabled").asBoolean();
        if (enabled ? !wanted.equals(had) : had.path("Enabled").asBoolean()) {
            dynamoDb.call("UpdateTable", TableCalls.request(name).set("SSESpecification", wanted));
        }
    }

    private void updateStream(String name, Properties properties) {
        JsonNode now = dynamoDb.active(name).path("StreamSpecification");
        Optional<String> view = TableWords.view(properties);
        Optional<String> current = now.path("StreamEnabled").asBoolean(false)
                ? Optional.of(now.path("StreamViewType").asText())
                : Optional.empty();
        if (view.equals(current)) {
            return;
        }
        if (current.isPresent()) {
            ObjectNode off = TableCalls.request(name);
            off.putObject("StreamSpecification").put("StreamEnabled", false);
            dynamoDb.call("UpdateTable", off);
            dynamoDb.active(name);
        }
        view.ifPresent(type -> {
            ObjectNode on = TableCalls.request(name);
            on.putObject("StreamSpecification").put("StreamEnabled", true).put("StreamViewType", type);
            dynamoDb.call("UpdateTable", on);
            dynamoDb.active(name);
        });
    }

    /** One index at a time, as DynamoDB requires; an index whose keys or projection change is created again. */
    private void updateIndexes(String name, Properties before, Properties properties) {
        Map<String, ObjectNode> wanted = TableWords.indexes(properties);
        Map<String, ObjectNode> had = TableWords.indexes(before);
        Set<String> changed = wanted.keySet().stream()
                .filter(index -> had.containsKey(index) && !TableWords.sameIndex(wanted.get(index), had.get(index)))
                .collect(Collectors.toSet());
        Stream.concat(had.keySet().stream().filter(index -> !wanted.containsKey(index)), changed.stream())
                .forEach(index -> {
                    ObjectNode request = TableCalls.request(name);
                    request.withArray("GlobalSecondaryIndexUpdates")
                            .addObject()
                            .putObject("Delete")
                            .put("IndexName", index);
                    dynamoDb.call("UpdateTable", request);
                    dynamoDb.active(name);
                });
        Stream.concat(wanted.keySet().stream().filter(index -> !had.containsKey(index)), changed.stream())
                .forEach(index -> {
                    ObjectNode request = TableCalls.request(name);
                    request.set("AttributeDefinitions", properties.json().path("AttributeDefinitions"));
                    request.withArray("GlobalSecondaryIndexUpdates").addObject().set("Create", wanted.get(index));
                    dynamoDb.call("UpdateTable", request);
                    dynamoDb.active(name);
                });
    }

    /** Switches time to live on or off, or to another attribute. */
    void timeToLive(String name, Properties before, Properties properties) {
        Properties had = before.in("TimeToLiveSpecification");
        Properties wanted = properties.in("TimeToLiveSpecification");
        boolean was = had.flag("Enabled", false);
        boolean enabled = wanted.flag("Enabled", false);
        if (was && (!enabled || !had.text("AttributeName").equals(wanted.text("AttributeName")))) {
            dynamoDb.call("UpdateTimeToLive", timeToLive(name, had.required("AttributeName"), false));
            was = false;
        }
        if (enabled && !was) {
            dynamoDb.call("UpdateTimeToLive", timeToLive(name, wanted.required("AttributeName"), true));
        }
    }

    private static ObjectNode timeToLive(String name, String attribute, boolean enabled) {
        ObjectNode request = TableCalls.request(name);
        request.putObject("TimeToLiveSpecification")
                .put("AttributeName", attribute)
                .put("Enabled", enabled);
        return request;
    }

    /** Gives a table these tags instead of those it had. */
    void tag(String arn, Map<String, String> before, Map<String, String> tags) {
        List<String> gone =
                before.keySet().stream().filter(key -> !tags.containsKey(key)).toList();
        if (!gone.isEmpty()) {
            ObjectNode request = JsonNodeFactory.instance.objectNode().put("ResourceArn", arn);
            gone.forEach(request.putArray("TagKeys")::add);
            dynamoDb.call("UntagResource", request);
        }
        if (!tags.isEmpty() && !tags.equals(before)) {
            ObjectNode request = JsonNodeFactory.instance.objectNode().put("ResourceArn", arn);
            tags.forEach((key, value) ->
                    request.withArray("Tags").addObject().put("Key", key).put("Value", value));
            dynamoDb.call("TagResource", request);
        }
    }
}
