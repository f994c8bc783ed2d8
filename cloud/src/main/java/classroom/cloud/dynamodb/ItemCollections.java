package classroom.cloud.dynamodb;

import classroom.cloud.gateway.Protocol;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What a write says of the item collections that it has changed, if it is asked (API Reference,
 * "ItemCollectionMetrics"): only tables with a local index have any, and none of a class reaches a gigabyte. DynamoDB
 * Local says nothing.
 */
final class ItemCollections {
    private static final String METRICS = "ItemCollectionMetrics";

    private final Function<String, JsonNode> tables;

    /** @param tables describes a table, by its name or ARN */
    ItemCollections(Function<String, JsonNode> tables) {
        this.tables = tables;
    }

    /** The answer to a write, with what the request asks for. */
    EmbeddedDynamoDb.Answer add(JsonNode request, EmbeddedDynamoDb.Answer answer) {
        if (!request.path("Return" + METRICS).asText().equals("SIZE")) {
            return answer;
        }
        ObjectNode body = Protocol.json(answer.body());
        if (request.has("TableName")) {
            of(request.path("TableName").asText(), request).ifPresent(metric -> body.set(METRICS, metric));
        } else {
            ObjectNode all = body.putObject(METRICS);
            writes(request)
                    .forEach(write -> of(write.getKey(), write.getValue()).ifPresent(metric -> {
                        var ofTable = all.withArrayProperty(write.getKey());
                        if (ofTable.valueStream().noneMatch(metric::equals)) {
                            ofTable.add(metric);
                        }
                    }));
        }
        return new EmbeddedDynamoDb.Answer(200, Protocol.bytes(body));
    }

    /** The writes of a batch or transaction, each with its table. */
    private static Stream<Map.Entry<String, JsonNode>> writes(JsonNode request) {
        Stream<Map.Entry<String, JsonNode>> batch = request.path("RequestItems")
                .propertyStream()
                .flatMap(table -> table.getValue()
                        .valueStream()
                        .flatMap(JsonNode::valueStream)
                        .map(write -> Map.entry(table.getKey(), write)));
        Stream<Map.Entry<String, JsonNode>> transaction = request.path("TransactItems")
                .valueStream()
                .flatMap(JsonNode::propertyStream)
                .filter(action -> !action.getKey().equals("ConditionCheck"))
                .map(action -> Map.entry(action.getValue().path("TableName").asText(), action.getValue()));
        return Stream.concat(batch, transaction);
    }

    private Optional<JsonNode> of(String table, JsonNode write) {
        JsonNode description = tables.apply(table);
        if (!description.has("LocalSecondaryIndexes")) {
            return Optional.empty();
        }
        String partition = EngineTables.partitionKey(description).orElseThrow();
        ObjectNode metric = JsonNodeFactory.instance.objectNode();
        metric.putObject("ItemCollectionKey")
                .set(partition, (write.has("Item") ? write.path("Item") : write.path("Key")).path(partition));
        metric.putArray("SizeEstimateRangeGB").add(0.0).add(1.0);
        return Optional.of(metric);
    }
}
