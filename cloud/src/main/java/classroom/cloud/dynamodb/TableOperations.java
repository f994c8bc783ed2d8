package classroom.cloud.dynamodb;

import classroom.cloud.dynamodb.words.Requests;
import classroom.cloud.gateway.AwsError;
import classroom.cloud.gateway.Protocol;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The operations on tables: DynamoDB Local carries them out, and {@link Descriptions} and {@link LifeCycle} say of a
 * table what it does not.
 */
final class TableOperations {
    private static final String TABLES = "DynamoDB_20120810.";

    /** DynamoDB Local makes and removes an index within a second, unless the table is large. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration POLL = Duration.ofMillis(20);

    /**
     * What DeleteTable says of a table, as recorded on AWS: of a provisioned table on 2025-10-08 (LocalStack,
     * test_dynamodb.snapshot.json), of one on demand on 2026-08-06 (public course notes).
     */
    private static final List<String> OF_DELETED = List.of(
            "TableName",
            "TableStatus",
            "ProvisionedThroughput",
            "TableSizeBytes",
            "ItemCount",
            "TableArn",
            "TableId",
            "BillingModeSummary",
            "DeletionProtectionEnabled");

    private final EmbeddedDynamoDb database;
    private final Arns arns;
    private final Tables tables;
    private final EngineTables engine;
    private final Tags tags = new Tags();
    private final KeptTables kept;
    /** {@code null} for none. */
    private final Throttle throttle;

    private final LifeCycle lifeCycle;
    private final Descriptions descriptions;

    /** What is known of tables. */
    record Known(Tables tables, EngineTables engine, KeptTables kept, LifeCycle lifeCycle, Descriptions descriptions) {}

    TableOperations(EmbeddedDynamoDb database, Arns arns, Known known, Throttle throttle) {
        this.database = database;
        this.arns = arns;
        this.tables = known.tables();
        this.engine = known.engine();
        this.kept = known.kept();
        this.lifeCycle = known.lifeCycle();
        this.descriptions = known.descriptions();
        this.throttle = throttle;
    }

    /** Keeps what is set of tables in the folder of the database. */
    void keptIn(Path folder) {
        descriptions.in(folder, database.tables());
    }

    EmbeddedDynamoDb.Answer perform(String operation, ObjectNode request) {
        String table = request.path("TableName").asText();
        lifeCycle.check(operation, table, request);
        return switch (operation) {
            case "CreateTable" -> create(table, request);
            case "UpdateTable" -> update(table, request);
            case "DeleteTable" -> delete(table, request);
            case "DescribeTable" -> describe(request);
            default -> exchange(operation, request);
        };
    }

    private EmbeddedDynamoDb.Answer create(String table, ObjectNode request) {
        descriptions.check("CreateTable", request);
        Map<String, String> created = Tags.read(request.path("Tags"));
        Descriptions.fillMaximum(request, object());
        ObjectNode asked = request.deepCopy();
        ObjectNode settings = descriptions.take(request, object());
        EmbeddedDynamoDb.Answer answer = exchange("CreateTable", request);
        if (answer.status() != 200) {
            if (Protocol.json(answer.body()).path("__type").asText().endsWith("#ResourceInUseException")) {
                throw lifeCycle.exists(table);
            }
            return answer;
        }
        tables.add(table);
        tags.add(table, created);
        descriptions.keep(table, settings);
        if (throttle != null) {
            throttle.created(table, asked);
        }
        ObjectNode made = Protocol.json(answer.body());
        return changed("CreateTable", asked, made, made.path("TableDescription"));
    }

    private EmbeddedDynamoDb.Answer update(String table, ObjectNode request) {
        descriptions.check("UpdateTable", request);
        ObjectNode before = description(table);
        if (before.isEmpty()) {
            return exchange("UpdateTable", request);
        }
        Requests.checkChange(request, before);
        checkCapacityOfIndexes(request, before);
        Descriptions.fillMaximum(request, before);
        ObjectNode asked = request.deepCopy();
        ObjectNode settings = descriptions.take(request, before);
        ObjectNode answer;
        if (request.size() == 1 && asked.size() > 1) { // Nothing is left for DynamoDB Local.
            answer = object();
            answer.set("TableDescription", before.deepCopy());
        } else {
            EmbeddedDynamoDb.Answer local = exchange("UpdateTable", request);
            if (local.status() != 200) {
                return local;
            }
            answer = Protocol.json(local.body());
        }
        descriptions.keep(table, settings);
        if (throttle != null) {
            throttle.updated(table, asked);
        }
        if (asked.has("GlobalSecondaryIndexUpdates")) {
            awaitIndexes(table);
        }
        return changed("UpdateTable", asked, answer, before);
    }

    /** DynamoDB Local answers 500. The words: as recorded on AWS on 2026-10-09 ({@link Descriptions}). */
    private static void checkCapacityOfIndexes(JsonNode request, JsonNode before) {
        if (!request.path("BillingMode").asText().equals("PROVISIONED") || !request.has("ProvisionedThroughput")) {
            return;
        }
        Set<String> changed = request.path("GlobalSecondaryIndexUpdates")
                .valueStream()
                .flatMap(JsonNode::valueStream)
                .map(index -> index.path("IndexName").asText())
                .collect(Collectors.toSet());
        for (JsonNode index : before.path("GlobalSecondaryIndexes")) {
            String name = index.path("IndexName").asText();
            if (index.at("/ProvisionedThroughput/ReadCapacityUnits").asLong() == 0 && !changed.contains(name)) {
                throw new AwsError(
                        400,
                        "ValidationException",
                        "One or more parameter values were invalid: ProvisionedThroughput must be specified for index: "
                                + name);
            }
        }
    }

    /**
     * While it makes an index, DynamoDB Local fails to write to the table, and at times to describe it. The next call
     * shall find it done.
     */
    private void awaitIndexes(String table) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline && !hasIndexes(table)) {
            try {
                Thread.sleep(POLL.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private boolean hasIndexes(String table) {
        EmbeddedDynamoDb.Answer answer = exchange("DescribeTable", object().put("TableName", table));
        return answer.status() < 500
                && Protocol.json(answer.body())
                        .at("/Table/GlobalSecondaryIndexes")
                        .valueStream()
                        .allMatch(index -> index.path("IndexStatus").asText().equals("ACTIVE"));
    }

    private EmbeddedDynamoDb.Answer delete(String table, ObjectNode request) {
        if (lifeCycle.takesTime()) {
            ObjectNode description = description(table);
            if (!description.isEmpty()
                    && !description.path("DeletionProtectionEnabled").asBoolean()) {
                ObjectNode answer = object();
                answer.set("TableDescription", description);
                return changed("DeleteTable", request, answer, description);
            }
        }
        EmbeddedDynamoDb.Answer answer = exchange("DeleteTable", request);
        if (answer.status() != 200) {
            return answer;
        }
        ObjectNode deleted = Protocol.json(answer.body());
        EmbeddedDynamoDb.Answer changed = changed("DeleteTable", request, deleted, deleted.path("TableDescription"));
        forget(table);
        return changed;
    }

    /**
     * Carries out the deletions whose time has come.
     *
     * @param all whether also the others, because the class ends
     */
    void settle(boolean all) {
        for (String table : lifeCycle.due(all)) {
            exchange("DeleteTable", object().put("TableName", table));
            forget(table);
        }
    }

    private void forget(String table) {
        tables.remove(table);
        tags.forget(table);
        kept.forget(table);
        descriptions.forget(table);
        if (throttle != null) {
            throttle.deleted(table);
        }
    }

    private EmbeddedDynamoDb.Answer describe(ObjectNode request) {
        EmbeddedDynamoDb.Answer answer = exchange("DescribeTable", request);
        if (answer.status() != 200) {
            return answer;
        }
        ObjectNode body = Protocol.json(answer.body());
        ObjectNode description = (ObjectNode) body.get("Table");
        descriptions.complete("DescribeTable", request, description);
        LifeCycle.Change change = lifeCycle.of(request.path("TableName").asText());
        if (change != null) {
            change.show(description);
        }
        return new EmbeddedDynamoDb.Answer(200, Protocol.bytes(body));
    }

    /** The description of a table, in which each index has the state that DynamoDB Local says. */
    private ObjectNode description(String table) {
        ObjectNode description = engine.of(table);
        if (!description
                .isEmpty()) { // What is wrong with the name of one that is not there, the operation itself says.
            descriptions.complete("DescribeTable", object().put("TableName", table), description);
        }
        return description;
    }

    private EmbeddedDynamoDb.Answer changed(String operation, ObjectNode asked, ObjectNode answer, JsonNode before) {
        ObjectNode description = (ObjectNode) answer.get("TableDescription");
        descriptions.complete(operation, asked, description);
        LifeCycle.Change change = lifeCycle.begin(operation, asked, before);
        if (change != null) {
            change.show(description);
        }
        if (operation.equals("DeleteTable")) {
            description.retain(OF_DELETED);
        }
        return new EmbeddedDynamoDb.Answer(200, Protocol.bytes(answer));
    }

    private EmbeddedDynamoDb.Answer exchange(String operation, ObjectNode request) {
        EmbeddedDynamoDb.Answer answer = database.exchange(TABLES + operation, Protocol.bytes(request));
        return answer.status() == 200
                ? new EmbeddedDynamoDb.Answer(200, Arns.replace(answer.body(), Arns.LOCAL, arns.prefix()))
                : answer;
    }

    /** The operations on tags. */
    EmbeddedDynamoDb.Answer tag(String operation, JsonNode request) {
        Tags.check(operation, request);
        String arn = request.path("ResourceArn").asText("");
        String table = arns.tableName(arn);
        if (!tables.has(table)) {
            throw new AwsError(
                    400,
                    "ResourceNotFoundException",
                    "Requested resource not found: ResourcArn: " + arn + " not found"); // AWS spells it so.
        }
        lifeCycle.check(operation, table, request);
        switch (operation) {
            case "TagResource" -> tags.add(table, Tags.read(request.path("Tags")));
            case "UntagResource" -> tags.remove(table, request.path("TagKeys"));
            default -> {
                return new EmbeddedDynamoDb.Answer(200, Protocol.bytes(tags.list(table)));
            }
        }
        return new EmbeddedDynamoDb.Answer(200, new byte[0]);
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
