package classroom.local.cloudformation;

import classroom.local.dynamodb.DynamoDb;
import classroom.local.gateway.AwsError;
import classroom.local.iam.Identity;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * {@code AWS::DynamoDB::Table}: its keys, indexes, capacity, stream, time to live and tags in DynamoDB Local.
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
                    "StreamSpecification.StreamViewType",
                    "DeletionProtectionEnabled",
                    "TimeToLiveSpecification",
                    "Tags")
            .carries(
                    "GlobalSecondaryIndexes.IndexName",
                    "GlobalSecondaryIndexes.KeySchema",
                    "GlobalSecondaryIndexes.Projection",
                    "GlobalSecondaryIndexes.ProvisionedThroughput",
                    "GlobalSecondaryIndexes.OnDemandThroughput")
            .refuses("ResourcePolicy", "StreamSpecification.ResourcePolicy", "ImportSourceSpecification")
            .usually("TableClass", "STANDARD");

    /** API Reference, "OnDemandThroughput": no maximum. */
    private static final int UNLIMITED = -1;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** AWS SDKs and Tools Reference Guide, "Retry behavior". */
    private static final int ATTEMPTS = 3;

    private final DynamoDb dynamoDb;
    private final Identity teacher;
    private final Place place;

    TableProvider(DynamoDb dynamoDb, Identity teacher, Place place) {
        this.dynamoDb = dynamoDb;
        this.teacher = teacher;
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
        ObjectNode request = request(name);
        request.set("AttributeDefinitions", properties.json().path("AttributeDefinitions"));
        request.set("KeySchema", properties.json().path("KeySchema"));
        request.put("BillingMode", properties.text("BillingMode").orElse("PROVISIONED"));
        if (properties.has("ProvisionedThroughput")) {
            request.set("ProvisionedThroughput", throughput(properties));
        }
        maximum(properties).ifPresent(maximum -> request.set("OnDemandThroughput", maximum));
        if (properties.has("LocalSecondaryIndexes")) {
            request.set("LocalSecondaryIndexes", properties.json().path("LocalSecondaryIndexes"));
        }
        indexes(properties).values().forEach(request.withArray("GlobalSecondaryIndexes")::add);
        if (request.path("GlobalSecondaryIndexes").isEmpty()) {
            request.remove("GlobalSecondaryIndexes");
        }
        view(properties)
                .ifPresent(view -> request.putObject("StreamSpecification")
                        .put("StreamEnabled", true)
                        .put("StreamViewType", view));
        if (properties.flag("DeletionProtectionEnabled", false)) {
            request.put("DeletionProtectionEnabled", true);
        }
        call("CreateTable", request);
        try {
            JsonNode table = active(name);
            timeToLive(name, new Properties(JsonNodeFactory.instance.objectNode()), properties);
            tag(place.arn("dynamodb", "table/" + name), Map.of(), desired.tags());
            return physical(name, table);
        } catch (RuntimeException e) { // Whatever it was, a table that is half what was wanted must not stay.
            delete(name);
            throw e;
        }
    }

    /** What a table that is there is like, in the template's words. */
    private Properties described(String name, JsonNode table) {
        ObjectNode properties = JsonNodeFactory.instance.objectNode();
        properties.set("GlobalSecondaryIndexes", table.path("GlobalSecondaryIndexes"));
        properties.put(
                "DeletionProtectionEnabled",
                table.path("DeletionProtectionEnabled").asBoolean());
        JsonNode timeToLive = call("DescribeTimeToLive", request(name)).path("TimeToLiveDescription");
        properties
                .putObject("TimeToLiveSpecification")
                .put("Enabled", timeToLive.path("TimeToLiveStatus").asText().startsWith("ENABL"))
                .set("AttributeName", timeToLive.path("AttributeName"));
        return new Properties(properties);
    }

    @Override
    public Optional<Physical> takeOver(Desired desired) {
        String name = desired.nameFrom("TableName");
        return dynamoDb.takeOver(name).map(folder -> {
            JsonNode table = active(name);
            String has = keys(table);
            String wanted = keys(desired.properties().json());
            if (!has.equals(wanted)) {
                throw new ResourceException("table " + name + " in " + folder + " has the keys " + has
                        + ", and the template says " + wanted
                        + ": take the template that it was made with, or another folder with --data");
            }
            Physical physical = bring(desired, name, described(name, table));
            tag(physical.attributes().get("Arn"), Map.of(), desired.tags());
            return physical;
        });
    }

    /**
     * What a table must have to be taken over: its keys and indexes, with their types. DynamoDB could change global
     * indexes; DynamoDB Local, of a table that it has read from a file, has been seen to be deleting one for ever.
     */
    private static String keys(JsonNode table) {
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

    @Override
    public Physical update(Desired desired, Physical current, Properties before) {
        Physical updated = bring(desired, current.id(), before);
        tag(updated.attributes().get("Arn"), before.tags(desired.stackTags()), desired.tags());
        return updated;
    }

    private Physical bring(Desired desired, String name, Properties before) {
        Properties properties = desired.properties();
        updateCapacity(name, before, properties);
        updateStream(name, properties);
        updateIndexes(name, before, properties);
        if (properties.flag("DeletionProtectionEnabled", false) != before.flag("DeletionProtectionEnabled", false)) {
            call(
                    "UpdateTable",
                    request(name)
                            .put("DeletionProtectionEnabled", properties.flag("DeletionProtectionEnabled", false)));
        }
        timeToLive(name, before, properties);
        return physical(name, active(name));
    }

    @Override
    public void delete(Physical current, Properties properties) {
        delete(current.id());
    }

    private void delete(String name) {
        try {
            call("DeleteTable", request(name));
        } catch (AwsError e) {
            if (!e.code().equals("ResourceNotFoundException")) {
                throw e;
            }
        }
    }

    /** Brings capacity and billing mode to what the template says, whatever someone has made of them meanwhile. */
    private void updateCapacity(String name, Properties before, Properties properties) {
        JsonNode table = active(name);
        String mode = properties.text("BillingMode").orElse("PROVISIONED");
        String now = table.path("BillingModeSummary").path("BillingMode").asText("PROVISIONED");
        ObjectNode request = request(name);
        if (!mode.equals(now)) {
            request.put("BillingMode", mode);
        }
        if (mode.equals("PROVISIONED")) {
            ObjectNode wanted = throughput(properties);
            if (!mode.equals(now) || !sameThroughput(wanted, table.path("ProvisionedThroughput"))) {
                request.set("ProvisionedThroughput", wanted);
            }
            Map<String, ObjectNode> indexes = indexes(properties);
            table.path("GlobalSecondaryIndexes").forEach(index -> {
                ObjectNode target = indexes.get(index.path("IndexName").asText());
                // While on demand, DynamoDB Local's indexes keep the capacity they had, and it refuses the same again.
                if (target == null
                        || sameThroughput(target.path("ProvisionedThroughput"), index.path("ProvisionedThroughput"))) {
                    return;
                }
                request.withArray("GlobalSecondaryIndexUpdates")
                        .addObject()
                        .putObject("Update")
                        .put("IndexName", index.path("IndexName").asText())
                        .set("ProvisionedThroughput", target.path("ProvisionedThroughput"));
            });
        }
        if (mode.equals("PAY_PER_REQUEST")) {
            // DynamoDB Local goes on telling the maximum that a table was created with, and of an index none.
            Optional<ObjectNode> wanted = maximum(properties);
            if (!wanted.equals(maximum(before))) {
                request.set("OnDemandThroughput", wanted.orElseGet(TableProvider::unlimited));
            }
            Map<String, ObjectNode> earlier = indexes(before);
            indexes(properties).forEach((index, target) -> {
                JsonNode most = target.path("OnDemandThroughput");
                if (earlier.containsKey(index)
                        && !most.equals(earlier.get(index).path("OnDemandThroughput"))) {
                    request.withArray("GlobalSecondaryIndexUpdates")
                            .addObject()
                            .putObject("Update")
                            .put("IndexName", index)
                            .set("OnDemandThroughput", most.isObject() ? most : unlimited());
                }
            });
        }
        if (request.size() > 1) {
            call("UpdateTable", request);
            active(name);
        }
    }

    private static ObjectNode unlimited() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("MaxReadRequestUnits", UNLIMITED)
                .put("MaxWriteRequestUnits", UNLIMITED);
    }

    private void updateStream(String name, Properties properties) {
        JsonNode now = active(name).path("StreamSpecification");
        Optional<String> view = view(properties);
        Optional<String> current = now.path("StreamEnabled").asBoolean(false)
                ? Optional.of(now.path("StreamViewType").asText())
                : Optional.empty();
        if (view.equals(current)) {
            return;
        }
        if (current.isPresent()) {
            ObjectNode off = request(name);
            off.putObject("StreamSpecification").put("StreamEnabled", false);
            call("UpdateTable", off);
            active(name);
        }
        view.ifPresent(type -> {
            ObjectNode on = request(name);
            on.putObject("StreamSpecification").put("StreamEnabled", true).put("StreamViewType", type);
            call("UpdateTable", on);
            active(name);
        });
    }

    /** One index at a time, as DynamoDB wants it; an index whose keys or projection change is made anew. */
    private void updateIndexes(String name, Properties before, Properties properties) {
        Map<String, ObjectNode> wanted = indexes(properties);
        Map<String, ObjectNode> had = indexes(before);
        Set<String> changed = wanted.keySet().stream()
                .filter(index -> had.containsKey(index) && !sameIndex(wanted.get(index), had.get(index)))
                .collect(Collectors.toSet());
        Stream.concat(had.keySet().stream().filter(index -> !wanted.containsKey(index)), changed.stream())
                .forEach(index -> {
                    ObjectNode request = request(name);
                    request.withArray("GlobalSecondaryIndexUpdates")
                            .addObject()
                            .putObject("Delete")
                            .put("IndexName", index);
                    call("UpdateTable", request);
                    active(name);
                });
        Stream.concat(wanted.keySet().stream().filter(index -> !had.containsKey(index)), changed.stream())
                .forEach(index -> {
                    ObjectNode request = request(name);
                    request.set("AttributeDefinitions", properties.json().path("AttributeDefinitions"));
                    request.withArray("GlobalSecondaryIndexUpdates").addObject().set("Create", wanted.get(index));
                    call("UpdateTable", request);
                    active(name);
                });
    }

    private void timeToLive(String name, Properties before, Properties properties) {
        Properties had = before.in("TimeToLiveSpecification");
        Properties wanted = properties.in("TimeToLiveSpecification");
        boolean was = had.flag("Enabled", false);
        boolean enabled = wanted.flag("Enabled", false);
        if (was && (!enabled || !had.text("AttributeName").equals(wanted.text("AttributeName")))) {
            call("UpdateTimeToLive", timeToLive(name, had.required("AttributeName"), false));
            was = false;
        }
        if (enabled && !was) {
            call("UpdateTimeToLive", timeToLive(name, wanted.required("AttributeName"), true));
        }
    }

    private static ObjectNode timeToLive(String name, String attribute, boolean enabled) {
        ObjectNode request = request(name);
        request.putObject("TimeToLiveSpecification")
                .put("AttributeName", attribute)
                .put("Enabled", enabled);
        return request;
    }

    private void tag(String arn, Map<String, String> before, Map<String, String> tags) {
        List<String> gone =
                before.keySet().stream().filter(key -> !tags.containsKey(key)).toList();
        if (!gone.isEmpty()) {
            ObjectNode request = JsonNodeFactory.instance.objectNode().put("ResourceArn", arn);
            gone.forEach(request.putArray("TagKeys")::add);
            call("UntagResource", request);
        }
        if (!tags.isEmpty() && !tags.equals(before)) {
            ObjectNode request = JsonNodeFactory.instance.objectNode().put("ResourceArn", arn);
            tags.forEach((key, value) ->
                    request.withArray("Tags").addObject().put("Key", key).put("Value", value));
            call("TagResource", request);
        }
    }

    private Physical physical(String name, JsonNode table) {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("Arn", place.arn("dynamodb", "table/" + name));
        if (table.hasNonNull("LatestStreamArn")) {
            attributes.put("StreamArn", table.path("LatestStreamArn").asText());
        }
        return new Physical(name, attributes);
    }

    /** Waits until table and indexes are ACTIVE, as CloudFormation does, and returns the description. */
    private JsonNode active(String name) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            JsonNode table = call("DescribeTable", request(name)).path("Table");
            List<String> states = new ArrayList<>();
            states.add(table.path("TableStatus").asText());
            table.path("GlobalSecondaryIndexes")
                    .forEach(index -> states.add(index.path("IndexStatus").asText("ACTIVE")));
            if (states.stream().allMatch("ACTIVE"::equals)) {
                return table;
            }
            if (System.nanoTime() > deadline) {
                throw new ResourceException("Table " + name + " did not become ACTIVE in " + PATIENCE.toSeconds()
                        + " seconds; it is " + String.join(", ", states));
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ResourceException("Interrupted while waiting for a table");
        }
    }

    /** The global indexes in the words of the DynamoDB API, by name. */
    private static Map<String, ObjectNode> indexes(Properties properties) {
        Map<String, ObjectNode> indexes = new LinkedHashMap<>();
        for (Properties index : properties.each("GlobalSecondaryIndexes")) {
            ObjectNode json = index.json().deepCopy();
            json.retain("IndexName", "KeySchema", "Projection");
            if (index.has("ProvisionedThroughput")) {
                json.set("ProvisionedThroughput", throughput(index));
            }
            maximum(index).ifPresent(maximum -> json.set("OnDemandThroughput", maximum));
            indexes.put(index.required("IndexName"), json);
        }
        return indexes;
    }

    private static boolean sameIndex(JsonNode one, JsonNode other) {
        return one.path("KeySchema").equals(other.path("KeySchema"))
                && one.path("Projection").equals(other.path("Projection"));
    }

    private static ObjectNode throughput(Properties properties) {
        Properties throughput = properties.in("ProvisionedThroughput");
        return JsonNodeFactory.instance
                .objectNode()
                .put("ReadCapacityUnits", throughput.number("ReadCapacityUnits", 0))
                .put("WriteCapacityUnits", throughput.number("WriteCapacityUnits", 0));
    }

    /** What an on-demand table or index may use at most. */
    private static Optional<ObjectNode> maximum(Properties properties) {
        if (!properties.has("OnDemandThroughput")) {
            return Optional.empty();
        }
        Properties most = properties.in("OnDemandThroughput");
        return Optional.of(unlimited()
                .put("MaxReadRequestUnits", most.number("MaxReadRequestUnits", UNLIMITED))
                .put("MaxWriteRequestUnits", most.number("MaxWriteRequestUnits", UNLIMITED)));
    }

    private static boolean sameThroughput(JsonNode one, JsonNode other) {
        return Stream.of("ReadCapacityUnits", "WriteCapacityUnits")
                .allMatch(unit -> one.path(unit).asLong() == other.path(unit).asLong());
    }

    private static Optional<String> view(Properties properties) {
        return properties.in("StreamSpecification").text("StreamViewType");
    }

    private static ObjectNode request(String table) {
        return JsonNodeFactory.instance.objectNode().put("TableName", table);
    }

    /** Tries again what DynamoDB failed at for reasons of its own, as often as the standard mode of AWS's SDKs does. */
    private JsonNode call(String operation, JsonNode request) {
        for (int attempt = 1; ; attempt++) {
            try {
                return dynamoDb.call(teacher, "DynamoDB_20120810." + operation, request);
            } catch (AwsError e) {
                if (e.status() < 500 || attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }
}
