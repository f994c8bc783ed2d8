package classroom.cloud.dynamodb;

import classroom.cloud.gateway.Protocol;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.stream.Stream;

/** What DynamoDB Local says of its tables. */
final class EngineTables {
    private final EmbeddedDynamoDb database;
    private final Tables tables;
    private final Arns arns;

    EngineTables(EmbeddedDynamoDb database, Tables tables, Arns arns) {
        this.database = database;
        this.tables = tables;
        this.arns = arns;
    }

    /** Describes a table, with the class's ARNs; without members, if there is none of that name. */
    ObjectNode of(String table) {
        ObjectNode name = JsonNodeFactory.instance.objectNode().put("TableName", table);
        if (tables.has(table)) {
            EmbeddedDynamoDb.Answer answer = database.exchange("DynamoDB_20120810.DescribeTable", Protocol.bytes(name));
            if (answer.status() == 200) {
                return (ObjectNode) Protocol.json(Arns.replace(answer.body(), Arns.LOCAL, arns.prefix()))
                        .get("Table");
            }
        }
        return name.removeAll();
    }

    /**
     * Describes a table in the words of CreateTable. The maximum is missing, because DynamoDB Local does not return the
     * current one.
     */
    ObjectNode ofCreation(String table) {
        ObjectNode found = of(table);
        found.set("BillingMode", found.path("BillingModeSummary").path("BillingMode"));
        found.remove("OnDemandThroughput");
        return found;
    }

    /** The name of the partition key of {@code table/NAME} or {@code table/NAME/index/NAME}. */
    Optional<String> partitionKey(String resource) {
        String[] parts = resource.split("/");
        JsonNode table = of(parts[1]);
        Stream<JsonNode> found = parts.length < 4
                ? Stream.of(table)
                : Stream.of("GlobalSecondaryIndexes", "LocalSecondaryIndexes")
                        .flatMap(kind -> table.path(kind).valueStream())
                        .filter(index -> index.path("IndexName").asText().equals(parts[3]));
        return found.flatMap(each -> partitionKey(each).stream()).findFirst();
    }

    /** The name of the partition key of a table or index that is described. */
    static Optional<String> partitionKey(JsonNode tableOrIndex) {
        return tableOrIndex
                .path("KeySchema")
                .valueStream()
                .filter(key -> key.path("KeyType").asText().equals("HASH"))
                .map(key -> key.path("AttributeName").asText())
                .findFirst();
    }
}
