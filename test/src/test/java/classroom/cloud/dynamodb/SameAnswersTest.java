package classroom.cloud.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.cloud.gateway.AwsError;
import classroom.cloud.iam.RoleAuthorizer;
import classroom.cloud.iam.Roles;
import classroom.cloud.identity.Identities;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A thousand generated requests that are right, to two databases: one behind the class's layer, one without it. Whatever
 * DynamoDB Local carries out is carried out with the same answer, and whatever it refuses is refused with the same code.
 */
class SameAnswersTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int REQUESTS = 1000;

    private static final Identities IDENTITIES = new Identities();
    private static EmbeddedDynamoDb behind;
    private static EmbeddedDynamoDb bare;
    private static DynamoDb layer;

    private final Random random = new Random(19);

    @BeforeAll
    static void start() throws Exception {
        behind = EmbeddedDynamoDb.start();
        bare = EmbeddedDynamoDb.start();
        layer = new DynamoDb(behind, new RoleAuthorizer(new Roles()), "us-east-2");
        for (String table : List.of(
                "{'TableName': 'one', 'BillingMode': 'PAY_PER_REQUEST',"
                        + " 'AttributeDefinitions': [{'AttributeName': 'p', 'AttributeType': 'S'}],"
                        + " 'KeySchema': [{'AttributeName': 'p', 'KeyType': 'HASH'}]}",
                "{'TableName': 'two', 'BillingMode': 'PROVISIONED',"
                        + " 'ProvisionedThroughput': {'ReadCapacityUnits': 5, 'WriteCapacityUnits': 5},"
                        + " 'AttributeDefinitions': [{'AttributeName': 'p', 'AttributeType': 'S'},"
                        + "   {'AttributeName': 's', 'AttributeType': 'N'}, {'AttributeName': 'g', 'AttributeType': 'S'}],"
                        + " 'KeySchema': [{'AttributeName': 'p', 'KeyType': 'HASH'}, {'AttributeName': 's', 'KeyType': 'RANGE'}],"
                        + " 'GlobalSecondaryIndexes': [{'IndexName': 'index', 'Projection': {'ProjectionType': 'ALL'},"
                        + "   'KeySchema': [{'AttributeName': 'g', 'KeyType': 'HASH'}],"
                        + "   'ProvisionedThroughput': {'ReadCapacityUnits': 5, 'WriteCapacityUnits': 5}}]}")) {
            JsonNode request = json(table);
            layer.call(IDENTITIES.teacher(), "DynamoDB_20120810.CreateTable", request);
            assertThat(bare.exchange(
                                    "DynamoDB_20120810.CreateTable",
                                    request.toString().getBytes(StandardCharsets.UTF_8))
                            .status())
                    .isEqualTo(200);
        }
    }

    @AfterAll
    static void stop() {
        behind.close();
        bare.close();
    }

    @Test
    void validRequests_areAnsweredAsWithoutTheLayer() throws Exception {
        Map<String, Integer> carriedOut = new TreeMap<>();
        int refused = 0;
        for (int i = 0; i < REQUESTS; i++) {
            String operation = one(OPERATIONS);
            ObjectNode request = (ObjectNode) json(request(operation));
            String target = "DynamoDB_20120810." + operation;
            EmbeddedDynamoDb.Answer expected =
                    bare.exchange(target, request.toString().getBytes(StandardCharsets.UTF_8));
            JsonNode body = JSON.readTree(expected.body());
            try {
                JsonNode answer = layer.call(IDENTITIES.teacher(), target, request);
                assertThat(expected.status())
                        .as("%s %s: %s", operation, request, body)
                        .isEqualTo(200);
                if (operation.startsWith("Transact")) {
                    // DynamoDB says of a transaction's units whether they read or write; DynamoDB Local does not.
                    List.of("ReadCapacityUnits", "WriteCapacityUnits")
                            .forEach(kind ->
                                    answer.findParents(kind).forEach(units -> ((ObjectNode) units).remove(kind)));
                }
                assertThat(sorted(answer)).as("%s %s", operation, request).isEqualTo(sorted(body));
                carriedOut.merge(operation, 1, Integer::sum);
            } catch (AwsError error) {
                assertThat(body.path("__type").asText())
                        .as("%s %s: %s", operation, request, error.getMessage())
                        .endsWith("#" + error.code());
                refused++;
            }
        }
        System.out.printf(
                "%d requests answered alike, %d refused alike; carried out: %s%n", REQUESTS, refused, carriedOut);
        assertThat(carriedOut.keySet()).containsExactlyInAnyOrderElementsOf(OPERATIONS);
        assertThat(refused).isLessThan(REQUESTS / 4);
    }

    private static final List<String> OPERATIONS = List.of(
            "BatchGetItem",
            "BatchWriteItem",
            "DeleteItem",
            "ExecuteStatement",
            "GetItem",
            "PutItem",
            "Query",
            "Scan",
            "TransactGetItems",
            "TransactWriteItems",
            "UpdateItem");

    private String request(String operation) {
        boolean two = random.nextBoolean();
        String table = "'TableName': '" + (two ? "two" : "one") + "'";
        String key = key(two);
        return switch (operation) {
            case "GetItem" ->
                "{" + table + ", 'Key': " + key + maybe("'ConsistentRead': true")
                        + maybe("'ReturnConsumedCapacity': 'INDEXES'")
                        + maybe("'ProjectionExpression': '#n, m.x[0]', 'ExpressionAttributeNames': {'#n': 'n'}") + "}";
            case "PutItem" ->
                "{" + table + ", 'Item': " + item(two) + maybe("'ReturnValues': 'ALL_OLD'")
                        + maybe("'ReturnConsumedCapacity': 'TOTAL'") + maybe("'ReturnItemCollectionMetrics': 'NONE'")
                        + maybe("'ConditionExpression': 'attribute_not_exists(p) OR n < :n',"
                                + " 'ExpressionAttributeValues': {':n': {'N': '5'}},"
                                + " 'ReturnValuesOnConditionCheckFailure': 'ALL_OLD'")
                        + "}";
            case "UpdateItem" ->
                "{" + table + ", 'Key': " + key + ", 'UpdateExpression': 'SET " + one(List.of("n", "z"))
                        + " = :v REMOVE gone', 'ExpressionAttributeValues': {':v': " + value(2) + "}"
                        + maybe("'ReturnValues': '"
                                + one(List.of("ALL_NEW", "UPDATED_OLD", "NONE", "ALL_OLD", "UPDATED_NEW")) + "'")
                        + "}";
            case "DeleteItem" ->
                "{" + table + ", 'Key': " + key + maybe("'ReturnValues': 'ALL_OLD'")
                        + maybe("'Expected': {'nothing': {'Exists': false}}") + "}";
            case "Query" ->
                two && random.nextBoolean()
                        ? "{" + table + ", 'IndexName': 'index', 'KeyConditionExpression': 'g = :g',"
                                + " 'ExpressionAttributeValues': {':g': {'S': 'g'}}" + maybe("'Limit': 3") + "}"
                        : "{" + table + ", 'KeyConditionExpression': 'p = :p" + (two ? " AND s >= :s" : "")
                                + "', 'ExpressionAttributeValues': {':p': {'S': 'p" + random.nextInt(4) + "'}"
                                + (two ? ", ':s': {'N': '1'}" : "") + "}" + maybe("'ScanIndexForward': false")
                                + maybe("'Limit': " + (1 + random.nextInt(9))) + maybe("'Select': 'COUNT'") + "}";
            case "Scan" ->
                "{" + table + maybe("'Limit': " + (1 + random.nextInt(9)))
                        + maybe("'Segment': 0, 'TotalSegments': 1")
                        + maybe("'FilterExpression': 'attribute_exists(n)'") + maybe("'ConsistentRead': true") + "}";
            case "BatchGetItem" ->
                "{'RequestItems': {'" + (two ? "two" : "one") + "': {'Keys': [" + key + "]"
                        + maybe("'ConsistentRead': true") + "}}" + maybe("'ReturnConsumedCapacity': 'TOTAL'") + "}";
            case "BatchWriteItem" ->
                "{'RequestItems': {'" + (two ? "two" : "one") + "': ["
                        + (random.nextBoolean()
                                ? "{'PutRequest': {'Item': " + item(two)
                                : "{'DeleteRequest': {'Key': " + key)
                        + "}}]}}";
            case "TransactGetItems" -> "{'TransactItems': [{'Get': {" + table + ", 'Key': " + key + "}}]}";
            case "TransactWriteItems" ->
                "{'TransactItems': [{'Put': {" + table + ", 'Item': " + item(two) + "}}]"
                        + maybe("'ReturnConsumedCapacity': 'TOTAL'") + "}";
            default ->
                "{'Statement': 'SELECT * FROM " + (two ? "two" : "one") + " WHERE p = ?', 'Parameters': [{'S': 'p"
                        + random.nextInt(4) + "'}]}";
        };
    }

    private String key(boolean two) {
        return "{'p': {'S': 'p" + random.nextInt(4) + "'}" + (two ? ", 's': {'N': '" + random.nextInt(4) + "'}" : "")
                + "}";
    }

    private String item(boolean two) {
        String key = key(two);
        return key.substring(0, key.length() - 1) + maybe("'g': {'S': 'g'}")
                + maybe("'n': {'N': '" + random.nextInt(9) + "'}") + maybe("'a': " + value(0))
                + maybe("'m': " + value(0)) + "}";
    }

    private String value(int depth) {
        return switch (random.nextInt(depth > 2 ? 7 : 9)) {
            case 0 -> "{'S': ''}";
            case 1 -> "{'N': '-1.5e-3'}";
            case 2 -> "{'B': 'YQ=='}";
            case 3 -> "{'SS': ['b', 'a']}";
            case 4 -> "{'BOOL': false}";
            case 5 -> "{'NULL': true}";
            case 6 -> "{'NS': ['1', '2.0']}";
            case 7 -> "{'L': [" + value(depth + 1) + "]}";
            default -> "{'M': {'x': " + value(depth + 1) + "}}";
        };
    }

    private String maybe(String member) {
        return random.nextInt(3) == 0 ? ", " + member : "";
    }

    private <T> T one(List<T> several) {
        return several.get(random.nextInt(several.size()));
    }

    private static JsonNode json(String text) throws Exception {
        return JSON.readTree(text.replace('\'', '"'));
    }

    /** Sets have no order. */
    private static JsonNode sorted(JsonNode node) {
        for (String set : List.of("SS", "NS")) {
            node.findParents(set).forEach(parent -> {
                ArrayNode members = JSON.createArrayNode();
                parent.path(set).valueStream().map(JsonNode::asText).sorted().forEach(members::add);
                ((ObjectNode) parent).set(set, members);
            });
        }
        return node;
    }
}
