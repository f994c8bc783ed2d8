package classroom.cloud.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import classroom.cloud.gateway.AwsError;
import classroom.cloud.gateway.Protocol;
import classroom.cloud.identity.Identity;
import classroom.template.api.DynamoDbApi;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every operation that names a table, by the table's name and by its ARN. */
class ByArnTest extends OneDatabase {
    private static final String ARN = "arn:aws:dynamodb:us-east-2:000000000000:table/";
    private static final String KEY = "{'a': {'S': 'x'}}";
    private static final String ALL = ", 'ReturnConsumedCapacity': 'INDEXES'";

    /** A request for each operation; TABLE stands for the table. They are sent in this order. */
    private static final Map<String, String> REQUESTS = new LinkedHashMap<>();

    /** What no two tables have in common. */
    private static final String OWN = "\"(CreationDateTime|TableId|LastUpdateToPayPerRequestDateTime|LatestStream\\w+"
            + "|StreamArn|StreamLabel)\":(\"[^\"]*\"|[0-9.E]+)";

    static {
        String named = "{'TableName': 'TABLE'";
        REQUESTS.put("CreateTable", named + """
                , 'BillingMode': 'PAY_PER_REQUEST',
                'AttributeDefinitions': [{'AttributeName': 'a', 'AttributeType': 'S'}],
                'KeySchema': [{'AttributeName': 'a', 'KeyType': 'HASH'}],
                'StreamSpecification': {'StreamEnabled': true, 'StreamViewType': 'KEYS_ONLY'}}""");
        REQUESTS.put("DescribeTable", named + "}");
        REQUESTS.put("UpdateTable", named + ", 'DeletionProtectionEnabled': false}");
        REQUESTS.put(
                "UpdateTimeToLive", named + ", 'TimeToLiveSpecification': {'AttributeName': 't', 'Enabled': true}}");
        REQUESTS.put("DescribeTimeToLive", named + "}");
        REQUESTS.put("ListStreams", named + "}");
        REQUESTS.put("PutItem", named + ALL + ", 'Item': " + KEY + "}");
        REQUESTS.put("GetItem", named + ALL + ", 'Key': " + KEY + "}");
        REQUESTS.put("UpdateItem", named + ALL + ", 'Key': " + KEY + "}");
        REQUESTS.put(
                "Query",
                named + ALL + ", 'KeyConditionExpression': 'a = :a',"
                        + " 'ExpressionAttributeValues': {':a': {'S': 'x'}}}");
        REQUESTS.put("Scan", named + ALL + "}");
        REQUESTS.put("BatchGetItem", "{'RequestItems': {'TABLE': {'Keys': [" + KEY + "]}}" + ALL + "}");
        REQUESTS.put(
                "BatchWriteItem", "{'RequestItems': {'TABLE': [{'PutRequest': {'Item': " + KEY + "}}]}" + ALL + "}");
        REQUESTS.put("TransactGetItems", "{'TransactItems': [{'Get': " + named + ", 'Key': " + KEY + "}}]" + ALL + "}");
        REQUESTS.put(
                "TransactWriteItems",
                "{'TransactItems': [{'Put': " + named + ", 'Item': " + KEY + "}}, {'Update': " + named
                        + ", 'Key': {'a': {'S': 'y'}}, 'UpdateExpression': 'REMOVE b'}}, {'Delete': " + named
                        + ", 'Key': {'a': {'S': 'z'}}}},"
                        + " {'ConditionCheck': " + named + ", 'Key': {'a': {'S': 'w'}},"
                        + " 'ConditionExpression': 'attribute_not_exists(a)'}}]" + ALL + "}");
        REQUESTS.put("DeleteItem", named + ALL + ", 'Key': " + KEY + "}");
        REQUESTS.put("DeleteTable", named + "}");
    }

    private final List<String> asked = new ArrayList<>();
    private final DynamoDb dynamoDb = new DynamoDb(
            database, (identity, question) -> asked.add(question.action() + " " + question.resource()), "us-east-2");

    @Test
    void everyServedOperationThatNamesTables_isTried() {
        Set<String> served = new TreeSet<>(DynamoDb.READS);
        served.addAll(DynamoDb.WRITES);
        served.addAll(DynamoDb.TABLE_OPERATIONS);
        served.addAll(DynamoDb.STREAM_OPERATIONS);
        assertThat(served.stream()
                        .filter(operation -> DynamoDbApi.operation(operation).resources().stream()
                                .anyMatch(path -> path.endsWith("TableName") || path.endsWith("{}")))
                        .collect(Collectors.toSet()))
                .isEqualTo(REQUESTS.keySet());
    }

    @Test
    void table_byNameAndByArn_isTheSame_andTheAnswerSaysWhatTheRequestSaid() {
        REQUESTS.forEach((operation, request) -> {
            String byName = answer(operation, request.replace("TABLE", "by-name"));
            List<String> ofName = List.copyOf(asked);
            asked.clear();
            String byArn = answer(operation, request.replace("TABLE", ARN + "by-arn"));

            assertThat(byArn)
                    .as(operation)
                    .isEqualTo(withArns(operation, byName).replace("by-name", "by-arn"));
            assertThat(asked.stream().map(question -> question.replace("by-arn", "by-name")))
                    .as(operation)
                    .containsExactlyElementsOf(ofName);
            asked.clear();
        });
    }

    /** The answer to a request by name, as it must be for one by ARN. */
    private static String withArns(String operation, String answer) {
        String said = operation.startsWith("Batch") || operation.startsWith("Transact")
                ? answer.replace("\"by-name\":", '"' + ARN + "by-name\":")
                : answer;
        return said.contains("ConsumedCapacity")
                ? said.replace("\"TableName\":\"by-name\"", "\"TableName\":\"" + ARN + "by-name\"")
                : said;
    }

    private String answer(String operation, String request) {
        return call(operation, request).toString().replaceAll(OWN, "\"$1\":0");
    }

    private JsonNode call(String operation, String request) {
        String api = DynamoDb.STREAM_OPERATIONS.contains(operation) ? "DynamoDBStreams" : "DynamoDB";
        ObjectNode json = Protocol.json(request.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
        return dynamoDb.call(new Identity("AKIASOMEBODY", "", "", false, true), api + "_20120810." + operation, json);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "arn:aws:dynamodb:us-east-1:000000000000:table/t",
                "arn:aws:dynamodb:us-east-2:999999999999:table/t",
                "arn:aws:dynamodb:us-east-2:000000000000:table/t/index/i",
                "arn:aws:dynamodb:us-east-2:000000000000:table/",
                "arn:aws:sqs:us-east-2:000000000000:t"
            })
    void arnThatIsOfNoTableOfTheClass_isRefused(String arn) {
        assertThatThrownBy(() -> call("GetItem", "{'TableName': '" + arn + "', 'Key': " + KEY + "}"))
                .isInstanceOfSatisfying(
                        AwsError.class, e -> assertThat(e.code()).isEqualTo("ValidationException"))
                .hasMessageContaining(arn);
    }

    @Test
    void tableThatIsNotThere_isNotFoundByItsName() {
        assertThatThrownBy(() -> call("DescribeTable", "{'TableName': '" + ARN + "nowhere'}"))
                .hasMessage("Requested resource not found: Table: nowhere not found");
    }

    @Test
    void batchWithOneTableTwice_isRefused() {
        String keys = "{'Keys': [" + KEY + "]}";
        assertThatThrownBy(() -> call(
                        "BatchGetItem", "{'RequestItems': {'twice': " + keys + ", '" + ARN + "twice': " + keys + "}}"))
                .hasMessage("One or more parameter values were invalid: RequestItems has the table twice twice, by its"
                        + " name and by its ARN");
    }

    /** What is left of a batch is sent again under the same key; the capacity is that of the one table. */
    @Test
    void batchWithoutCapacity_leavesItsItemsUnderTheArn() {
        AtomicLong clock = new AtomicLong();
        DynamoDb throttled = new DynamoDb(database, (identity, question) -> {}, "us-east-2", new Throttle(clock::get));
        Identity teacher = new Identity("AKIATEACHER", "", "", true, true);
        throttled.call(teacher, "DynamoDB_20120810.CreateTable", Protocol.json("""
                {"TableName": "one-unit", "ProvisionedThroughput": {"ReadCapacityUnits": 1, "WriteCapacityUnits": 1},
                 "AttributeDefinitions": [{"AttributeName": "a", "AttributeType": "S"}],
                 "KeySchema": [{"AttributeName": "a", "KeyType": "HASH"}]}""".getBytes(StandardCharsets.UTF_8)));
        String put = "{\"PutRequest\": {\"Item\": {\"a\": {\"S\": \"%s\"}}}}";
        JsonNode answer = throttled.call(
                teacher,
                "DynamoDB_20120810.BatchWriteItem",
                Protocol.json(("{\"RequestItems\": {\"" + ARN + "one-unit\": [" + put.formatted("x") + ","
                                + put.formatted("y") + "]}}")
                        .getBytes(StandardCharsets.UTF_8)));

        assertThat(answer.path("UnprocessedItems").path(ARN + "one-unit")).hasSize(1);
        assertThatThrownBy(() -> throttled.call(
                        teacher,
                        "DynamoDB_20120810.PutItem",
                        Protocol.json("{\"TableName\": \"one-unit\", \"Item\": {\"a\": {\"S\": \"z\"}}}"
                                .getBytes(StandardCharsets.UTF_8))))
                .hasMessageContaining("throughput for the table was exceeded");
    }
}
