package classroom.cloud.dynamodb;

import classroom.cloud.gateway.AwsError;
import classroom.cloud.gateway.Protocol;
import classroom.template.api.DynamoDbApi;
import classroom.template.api.Operation;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The tables that one request names by ARN. Everything behind it knows names: IAM, capacity, DynamoDB Local. The answer
 * says what the request said: "If you had specified the Amazon Resource Name (ARN) of a table in the input, you'll see
 * the table ARN in the response" (API Reference, "ConsumedCapacity", and so of the keys of a batch's answer).
 *
 * <p>A PartiQL statement names no table by ARN: its operations do not support that (Developer Guide, "DynamoDB API
 * operations supported by resource-based policies").
 */
final class ByArn {
    private static final ByArn NONE = new ByArn();

    /** The parts of an answer that have a member for each table. */
    private static final List<String> BY_TABLE =
            List.of("Responses", "UnprocessedKeys", "UnprocessedItems", "ItemCollectionMetrics");

    /** The ARNs that the request had, by table. */
    private final Map<String, String> arns = new HashMap<>();

    private ByArn() {}

    /**
     * Puts names in place of ARNs in a request.
     *
     * @throws AwsError for an ARN that is not of a table of this class, and for a batch with one table twice
     */
    static ByArn translate(Arns here, String operation, ObjectNode request) {
        Operation described = DynamoDbApi.operation(operation);
        List<String> said = described.resources(request);
        if (said.stream().noneMatch(name -> name.startsWith("arn:"))
                || !described.resources().stream()
                        .allMatch(path -> path.endsWith("TableName") || path.endsWith("{}"))) {
            return NONE;
        }
        ByArn found = new ByArn();
        for (String each : said) {
            String name = here.tableName(each);
            if (operation.startsWith("Batch") && !each.equals(name) && said.contains(name)) {
                throw new AwsError(
                        400,
                        "ValidationException",
                        "One or more parameter values were invalid: RequestItems has the table " + name
                                + " twice, by its name and by its ARN");
            }
            if (!each.equals(name)) {
                found.arns.put(name, each);
            }
        }
        described.rename(request, here::tableName);
        return found;
    }

    /** An answer with the ARNs that the request had. */
    EmbeddedDynamoDb.Answer restore(String operation, EmbeddedDynamoDb.Answer answer) {
        if (arns.isEmpty() || answer.status() != 200) {
            return answer;
        }
        ObjectNode body = Protocol.json(answer.body());
        for (JsonNode used : Meter.list(body.path("ConsumedCapacity"))) {
            ObjectNode capacity = (ObjectNode) used;
            String name = capacity.path("TableName").asText();
            capacity.put("TableName", arns.getOrDefault(name, name));
        }
        if (operation.startsWith("Batch") || operation.startsWith("Transact")) {
            BY_TABLE.forEach(part -> {
                if (body.get(part) instanceof ObjectNode tables) {
                    for (String name : Set.copyOf(arns.keySet())) {
                        if (tables.has(name)) {
                            tables.set(arns.get(name), tables.remove(name));
                        }
                    }
                }
            });
        }
        return new EmbeddedDynamoDb.Answer(200, Protocol.bytes(body));
    }
}
