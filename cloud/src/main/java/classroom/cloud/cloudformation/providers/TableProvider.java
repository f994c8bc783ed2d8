package classroom.cloud.cloudformation.providers;

import classroom.cloud.cloudformation.engine.Properties;
import classroom.cloud.cloudformation.engine.Provider;
import classroom.cloud.cloudformation.engine.Reading;
import classroom.cloud.cloudformation.engine.ResourceException;
import classroom.cloud.cloudformation.engine.Support;
import classroom.cloud.dynamodb.DynamoDb;
import classroom.cloud.gateway.AwsError;
import classroom.cloud.identity.Identity;
import classroom.template.AwsEnvironment;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * {@code AWS::DynamoDB::Table}: its keys, indexes, capacity, class, encryption, stream, time to live and tags.
 *
 * <p>Which change replaces the table: "Update requires" of each property in the CloudFormation Template Reference.
 */
final class TableProvider implements Provider {
    private static final Support SUPPORT = new Support()
            .carriesReplacing("TableName", "KeySchema", "LocalSecondaryIndexes")
            .carries(
                    "AttributeDefinitions",
                    "BillingMode",
                    "ProvisionedThroughput",
                    "OnDemandThroughput",
                    "WarmThroughput",
                    "TableClass",
                    "SSESpecification.SSEEnabled",
                    "SSESpecification.SSEType",
                    "SSESpecification.KMSMasterKeyId",
                    "StreamSpecification.StreamViewType",
                    "DeletionProtectionEnabled",
                    "TimeToLiveSpecification",
                    "Tags")
            .carries(
                    "GlobalSecondaryIndexes.IndexName",
                    "GlobalSecondaryIndexes.KeySchema",
                    "GlobalSecondaryIndexes.Projection",
                    "GlobalSecondaryIndexes.ProvisionedThroughput",
                    "GlobalSecondaryIndexes.OnDemandThroughput",
                    "GlobalSecondaryIndexes.WarmThroughput")
            .refuses("ResourcePolicy", "StreamSpecification.ResourcePolicy", "ImportSourceSpecification")
            .usually("PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled", BooleanNode.FALSE)
            .usually("ContributorInsightsSpecification.Enabled", BooleanNode.FALSE)
            .usually("GlobalSecondaryIndexes.ContributorInsightsSpecification.Enabled", BooleanNode.FALSE);

    private final DynamoDb dynamoDb;
    private final TableCalls calls;
    private final TableChanges changes;
    private final TableReader reader;
    private final AwsEnvironment place;

    TableProvider(DynamoDb dynamoDb, Identity teacher, AwsEnvironment place) {
        this.dynamoDb = dynamoDb;
        this.calls = new TableCalls(dynamoDb, teacher);
        this.changes = new TableChanges(calls);
        this.reader = new TableReader(calls);
        this.place = place;
    }

    @Override
    public String type() {
        return "AWS::DynamoDB::Table";
    }

    @Override
    public Support support() {
        return SUPPORT;
    }

    @Override
    public Optional<String> nameProperty() {
        return Optional.of("TableName");
    }

    @Override
    public Physical create(Desired desired) {
        Properties properties = desired.properties();
        String name = desired.nameFrom("TableName");
        ObjectNode request = TableCalls.request(name);
        request.set("AttributeDefinitions", properties.json().path("AttributeDefinitions"));
        request.set("KeySchema", properties.json().path("KeySchema"));
        request.put("BillingMode", properties.text("BillingMode").orElse("PROVISIONED"));
        if (properties.has("ProvisionedThroughput")) {
            request.set("ProvisionedThroughput", TableWords.throughput(properties));
        }
        TableWords.maximum(properties).ifPresent(maximum -> request.set("OnDemandThroughput", maximum));
        TableWords.warm(properties).ifPresent(warm -> request.set("WarmThroughput", warm));
        properties.text("TableClass").ifPresent(tableClass -> request.put("TableClass", tableClass));
        if (properties.has("SSESpecification")) {
            request.set("SSESpecification", TableWords.encryption(properties));
        }
        if (properties.has("LocalSecondaryIndexes")) {
            request.set("LocalSecondaryIndexes", properties.json().path("LocalSecondaryIndexes"));
        }
        TableWords.indexes(properties).values().forEach(request.withArray("GlobalSecondaryIndexes")::add);
        if (request.path("GlobalSecondaryIndexes").isEmpty()) {
            request.remove("GlobalSecondaryIndexes");
        }
        TableWords.view(properties)
                .ifPresent(view -> request.putObject("StreamSpecification")
                        .put("StreamEnabled", true)
                        .put("StreamViewType", view));
        if (properties.flag("DeletionProtectionEnabled", false)) {
            request.put("DeletionProtectionEnabled", true);
        }
        calls.call("CreateTable", request);
        try {
            JsonNode table = calls.active(name);
            changes.timeToLive(name, new Properties(JsonNodeFactory.instance.objectNode()), properties);
            changes.tag(place.arn("dynamodb", "table/" + name), Map.of(), desired.tags());
            return physical(name, table);
        } catch (RuntimeException e) { // After any failure, an incomplete table must not stay.
            delete(name);
            throw e;
        }
    }

    /**
     * Describes an existing table in the template's words. Of its warm throughput it says no more than the template
     * wants, because a table that has more needs no change.
     */
    private Properties described(String name, JsonNode table, Properties wanted) {
        ObjectNode properties = reader.described(name, table);
        warm(properties, wanted);
        Map<String, Properties> indexes = wanted.each("GlobalSecondaryIndexes").stream()
                .collect(Collectors.toMap(index -> index.required("IndexName"), Function.identity()));
        properties.path("GlobalSecondaryIndexes").forEach(index -> {
            Properties none = new Properties(JsonNodeFactory.instance.objectNode());
            warm(
                    (ObjectNode) index,
                    indexes.getOrDefault(index.path("IndexName").asText(), none));
        });
        if (table.has("SSEDescription")) {
            properties
                    .withObjectProperty("SSESpecification")
                    .set("KMSMasterKeyId", table.at("/SSEDescription/KMSMasterKeyArn"));
        }
        return new Properties(properties);
    }

    private static void warm(ObjectNode described, Properties wanted) {
        Optional<ObjectNode> warm = TableWords.ofWarm(wanted, described);
        described.remove("WarmThroughput");
        warm.ifPresent(its -> described.set("WarmThroughput", its));
    }

    @Override
    public Optional<Physical> takeOver(Desired desired) {
        String name = desired.nameFrom("TableName");
        return dynamoDb.takeOver(name).map(folder -> {
            JsonNode table = calls.active(name);
            String has = TableWords.keys(table);
            String wanted = TableWords.keys(desired.properties().json());
            if (!has.equals(wanted)) {
                throw new ResourceException("table " + name + " in " + folder + " has the keys " + has
                        + ", and the template says " + wanted
                        + ": take the template that it was made with, or another folder with --data");
            }
            Physical physical = bring(desired, name, described(name, table, desired.properties()));
            changes.tag(physical.attributes().get("Arn"), Map.of(), desired.tags());
            return physical;
        });
    }

    @Override
    public Physical update(Desired desired, Physical current, Properties before) {
        Physical updated = bring(desired, current.id(), before);
        changes.tag(updated.attributes().get("Arn"), before.tags(desired.stackTags()), desired.tags());
        return updated;
    }

    private Physical bring(Desired desired, String name, Properties before) {
        changes.bring(name, before, desired.properties());
        return physical(name, calls.active(name));
    }

    @Override
    public Reading read(Physical current, Properties properties) {
        return reader.read(current.id()).orElse(Reading.GONE);
    }

    @Override
    public void delete(Physical current, Properties properties) {
        delete(current.id());
    }

    private void delete(String name) {
        try {
            calls.call("DeleteTable", TableCalls.request(name));
        } catch (AwsError e) {
            switch (e.code()) {
                case "ResourceNotFoundException" -> {
                    return;
                }
                case "ResourceInUseException" -> {
                    if (calls.settled(name).isPresent()) {
                        calls.call("DeleteTable", TableCalls.request(name));
                    }
                }
                default -> throw e;
            }
        }
        calls.settled(name);
    }

    private Physical physical(String name, JsonNode table) {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("Arn", place.arn("dynamodb", "table/" + name));
        if (table.hasNonNull("LatestStreamArn")) {
            attributes.put("StreamArn", table.path("LatestStreamArn").asText());
        }
        return new Physical(name, attributes);
    }
}
