package classroom.cloud.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import classroom.DynamoDbLocal;
import classroom.cloud.gateway.AwsError;
import classroom.cloud.gateway.Gateway;
import classroom.cloud.gateway.Protocol;
import classroom.cloud.identity.Identities;
import classroom.cloud.identity.Identity;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;

class ThrottleTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final String EXCEEDED = "ProvisionedThroughputExceededException";

    private static final Arns ARNS = new Arns("us-east-2");

    private static EmbeddedDynamoDb database;

    private final AtomicLong clock = new AtomicLong();
    private final Identity teacher = new Identities().teacher();
    private final String table = "throttled" + COUNT.incrementAndGet();
    private final DynamoDb dynamoDb =
            new DynamoDb(database, (identity, question) -> {}, "us-east-2", new Throttle(clock::get));

    @BeforeAll
    static void startDatabase() {
        database = EmbeddedDynamoDb.start();
    }

    @AfterAll
    static void stopDatabase() {
        database.close();
    }

    private JsonNode call(String operation, String request) {
        return dynamoDb.call(teacher, "DynamoDB_20120810." + operation, Protocol.json(bytes(request)));
    }

    private static byte[] bytes(String json) {
        return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    private void create(String capacity, String more) {
        call(
                "CreateTable",
                "{'TableName':'" + table + "','KeySchema':[{'AttributeName':'id','KeyType':'HASH'}],"
                        + "'AttributeDefinitions':[{'AttributeName':'id','AttributeType':'S'}"
                        + (more.contains("'owner'") ? ",{'AttributeName':'owner','AttributeType':'S'}" : "") + "],"
                        + capacity + more + "}");
    }

    private void create(int reads, int writes) {
        create(provisioned(reads, writes), "");
    }

    private static String provisioned(int reads, int writes) {
        return "'ProvisionedThroughput':{'ReadCapacityUnits':" + reads + ",'WriteCapacityUnits':" + writes + "}";
    }

    private void put(String id, int kilobytes) {
        call("PutItem", "{'TableName':'" + table + "','Item':" + item(id, kilobytes) + "}");
    }

    private static String item(String id, int kilobytes) {
        String text = kilobytes == 0 ? "x" : "x".repeat(kilobytes * 1024 - 100);
        return "{'id':{'S':'" + id + "'},'owner':{'S':'ana'},'text':{'S':'" + text + "'}}";
    }

    private void pass(Duration time) {
        clock.addAndGet(time.toNanos());
    }

    private int putsUntilRefused(int most) {
        for (int puts = 0; puts < most; puts++) {
            try {
                put("p" + puts, 0);
            } catch (AwsError e) {
                assertThat(e.code()).isEqualTo(EXCEEDED);
                return puts;
            }
        }
        return most;
    }

    @Test
    void newTable_hasASecondsCapacity_andAsMuchEachSecond() {
        create(5, 5);

        assertThat(putsUntilRefused(100)).isEqualTo(5);
        pass(Duration.ofSeconds(2));
        assertThat(putsUntilRefused(100)).isEqualTo(10);
    }

    /** Two units for each: DynamoDB Local says two for both. */
    @Test
    void transaction_isChargedForEachOfItsItems() {
        create(5, 5);
        call(
                "TransactWriteItems",
                "{'TransactItems':[{'Put':{'TableName':'" + table + "','Item':" + item("a", 0)
                        + "}},{'Put':{'TableName':'" + table + "','Item':" + item("b", 0) + "}}]}");

        assertThat(putsUntilRefused(100)).isEqualTo(1);
    }

    @Test
    void unusedCapacity_isKeptFor300Seconds() {
        create(5, 2);
        pass(Duration.ofHours(1));

        assertThat(putsUntilRefused(2000)).isEqualTo(600);
    }

    @Test
    void largeItem_isOwedUntilItHasComeIn() {
        create(5, 5);
        put("large", 20);

        assertThatThrownBy(() -> put("next", 0)).isInstanceOf(AwsError.class);
        pass(Duration.ofSeconds(3));
        assertThatThrownBy(() -> put("next", 0)).isInstanceOf(AwsError.class);
        pass(Duration.ofMillis(100));
        put("next", 0);
    }

    /** Reads of an item of 7 KB: two units of 4 KB, half for an eventually consistent one, double in a transaction. */
    @ParameterizedTest
    @CsvSource({
        "GetItem, false, 4", //
        "GetItem, true, 2",
        "TransactGetItems, false, 1",
    })
    void read_isChargedByHowItIsDone(String operation, boolean consistent, int possible) {
        create(4, 100);
        put("one", 7);
        String key = "'TableName':'" + table + "','Key':{'id':{'S':'one'}}";
        String request = operation.equals("GetItem")
                ? "{" + key + ",'ConsistentRead':" + consistent + "}"
                : "{'TransactItems':[{'Get':{" + key + "}}]}";

        for (int read = 0; read < possible; read++) {
            call(operation, request);
        }
        assertThatThrownBy(() -> call(operation, request)).isInstanceOf(AwsError.class);
    }

    @Test
    void batchWrite_leavesUnprocessedWhatThereIsNoCapacityFor_untilNothingGoes() {
        create(5, 3);
        StringBuilder requests = new StringBuilder();
        for (int n = 0; n < 5; n++) {
            requests.append(n == 0 ? "" : ",").append("{'PutRequest':{'Item':" + item("b" + n, 0) + "}}");
        }
        String batch = "{'RequestItems':{'" + table + "':[" + requests + "]}}";

        JsonNode unprocessed =
                call("BatchWriteItem", batch).path("UnprocessedItems").path(table);

        assertThat(unprocessed).hasSize(2);
        assertThat(unprocessed.at("/0/PutRequest/Item/id/S").asText()).isEqualTo("b3");
        assertThatThrownBy(() -> call("BatchWriteItem", batch))
                .isInstanceOfSatisfying(
                        AwsError.class, e -> assertThat(e.code()).isEqualTo(EXCEEDED));
        pass(Duration.ofSeconds(1));
        assertThat(count()).isEqualTo(3);
    }

    @Test
    void batchGet_leavesUnprocessedKeys_withWhatTheyWereAskedWith() {
        create(2, 100);
        put("one", 0);
        String keys = "{'id':{'S':'one'}},{'id':{'S':'two'}},{'id':{'S':'three'}}";
        JsonNode answer = call(
                "BatchGetItem", "{'RequestItems':{'" + table + "':{'ConsistentRead':true,'Keys':[" + keys + "]}}}");

        assertThat(answer.path("Responses").path(table)).hasSize(1);
        JsonNode rest = answer.path("UnprocessedKeys").path(table);
        assertThat(rest.path("Keys")).hasSize(1);
        assertThat(rest.path("ConsistentRead").asBoolean()).isTrue();
    }

    @Test
    void batchThatIsTooLarge_isRefusedForThat() {
        create(5, 1);
        StringBuilder requests = new StringBuilder();
        for (int n = 0; n < 26; n++) {
            requests.append(n == 0 ? "" : ",").append("{'PutRequest':{'Item':" + item("b" + n, 0) + "}}");
        }

        assertThatThrownBy(() -> call("BatchWriteItem", "{'RequestItems':{'" + table + "':[" + requests + "]}}"))
                .isInstanceOfSatisfying(
                        AwsError.class, e -> assertThat(e.code()).isEqualTo("ValidationException"));
    }

    @Test
    void starvedIndex_refusesItsTablesWrites_andLetsItsReads() {
        create(
                provisioned(100, 100),
                ",'GlobalSecondaryIndexes':[{'IndexName':'by-owner','KeySchema':[{'AttributeName':'owner','KeyType':'HASH'}],"
                        + "'Projection':{'ProjectionType':'ALL'}," + provisioned(100, 2) + "}]");

        assertThat(putsUntilRefused(100)).isEqualTo(2);
        assertThatThrownBy(() -> put("x", 0))
                .hasMessageContaining("global secondary indexes of the table was exceeded");
        assertThat(queryIndex()).isEqualTo(2);
    }

    @Test
    void transaction_withoutCapacity_isCancelledWithAReasonAnItem() throws Exception {
        create(5, 1);
        put("one", 0);
        String transaction = "{'TransactItems':[{'Put':{'TableName':'" + table + "','Item':" + item("t", 0) + "}}]}";

        EmbeddedDynamoDb.Answer answer = dynamoDbAnswer(transaction);

        assertThat(answer.status()).isEqualTo(400);
        JsonNode body = JSON.readTree(answer.body());
        assertThat(body.path("__type").asText()).endsWith("#TransactionCanceledException");
        assertThat(body.at("/CancellationReasons/0/Code").asText()).isEqualTo("ProvisionedThroughputExceeded");
        pass(Duration.ofSeconds(5));
        call("TransactWriteItems", transaction);
        assertThatThrownBy(() -> putTimes(5)).isInstanceOf(AwsError.class);
    }

    /** A SELECT takes read units, a statement that writes write units; the next request of the kind is refused. */
    @ParameterizedTest
    @CsvSource({"SELECT * FROM TABLE, GetItem, PutItem", "INSERT INTO TABLE VALUE {^id^:^new^}, PutItem, GetItem"})
    void statement_isCharged(String statement, String refused, String accepted) {
        create(1, 1);
        for (int time = 0; time < 3 && !(refused.equals("PutItem") && time == 1); time++) {
            dynamoDb.call(
                    teacher,
                    "DynamoDB_20120810.ExecuteStatement",
                    JSON.createObjectNode()
                            .put("Statement", statement.replace("TABLE", table).replace('^', '\'')));
        }

        String request = "{'TableName':'" + table + "','%s':" + item("x", 0) + "}";
        String key = "{'TableName':'" + table + "','Key':{'id':{'S':'x'}}}";
        call(accepted, accepted.equals("PutItem") ? request.formatted("Item") : key);
        assertThatThrownBy(() -> call(refused, refused.equals("PutItem") ? request.formatted("Item") : key))
                .isInstanceOfSatisfying(
                        AwsError.class, e -> assertThat(e.code()).isEqualTo(EXCEEDED));
    }

    /** API Reference, "ThrottlingReason"; the model writes the member of a ThrottlingException small. */
    @ParameterizedTest
    @CsvSource({
        "false, PutItem, '', ThrottlingReasons, TableWriteProvisionedThroughputExceeded, table/t",
        "false, GetItem, '', ThrottlingReasons, TableReadProvisionedThroughputExceeded, table/t",
        "false, Query, by-owner, ThrottlingReasons, IndexReadProvisionedThroughputExceeded, table/t/index/by-owner",
        "true, PutItem, '', throttlingReasons, TableWriteMaxOnDemandThroughputExceeded, table/t",
        "true, Query, '', throttlingReasons, TableReadMaxOnDemandThroughputExceeded, table/t",
        "true, Query, by-owner, throttlingReasons, IndexReadMaxOnDemandThroughputExceeded, table/t/index/by-owner",
    })
    void refusal_saysWhichTableOrIndexIsThrottled_andWhy(
            boolean onDemand, String operation, String index, String member, String reason, String resource) {
        EmbeddedDynamoDb.Answer answer = second(onDemand, operation, index);

        JsonNode body = Protocol.json(answer.body());
        assertThat(answer.status()).isEqualTo(400);
        assertThat(body.path("__type").asText())
                .isEqualTo("com.amazonaws.dynamodb.v20120810#" + (onDemand ? "ThrottlingException" : EXCEEDED));
        assertThat(body.path(member).path(0))
                .isEqualTo(Protocol.json(bytes("{'reason':'" + reason
                        + "','resource':'arn:aws:dynamodb:us-east-2:000000000000:" + resource + "'}")));
        assertThat(body.path(member)).hasSize(operation.equals("PutItem") ? 2 : 1);
    }

    /** Sends a request twice to a table of one unit with an index of one unit, each of which takes all of them. */
    private EmbeddedDynamoDb.Answer second(boolean onDemand, String operation, String index) {
        String units = onDemand
                ? "'BillingMode':'PAY_PER_REQUEST','OnDemandThroughput':{'MaxReadRequestUnits':1,'MaxWriteRequestUnits':1}"
                : provisioned(1, 1);
        Throttle throttle = new Throttle(clock::get);
        throttle.created(
                "t",
                Protocol.json(
                        bytes("{" + units + ",'GlobalSecondaryIndexes':[{'IndexName':'by-owner'," + units + "}]}")));
        String used = "{'ConsumedCapacity':{'TableName':'t','CapacityUnits':3,'GlobalSecondaryIndexes':"
                + "{'by-owner':{'CapacityUnits':1.5}}}}";
        EmbeddedDynamoDb.Answer answer = null;
        for (int time = 0; time < 2; time++) {
            answer = meter(throttle)
                    .perform(
                            operation,
                            Protocol.json(bytes("{'TableName':'t','IndexName':'" + index + "'}")),
                            request -> new EmbeddedDynamoDb.Answer(200, bytes(used)));
        }
        return answer;
    }

    /** AWS's SDK for Java reads them. */
    @Test
    void refusal_isReadByTheSdk() throws Exception {
        create(1, 1);
        Gateway gateway = new Gateway(new Identities());
        gateway.add(dynamoDb);
        try (gateway;
                DynamoDbClient client = DynamoDbLocal.clientOf(gateway.start(0), Identities.TEACHER)) {
            Map<String, AttributeValue> one = Map.of("id", AttributeValue.fromS("x"));
            client.putItem(put -> put.tableName(table).item(one));
            assertThatThrownBy(() -> client.putItem(put -> put.tableName(table).item(one)))
                    .isInstanceOfSatisfying(ProvisionedThroughputExceededException.class, e -> {
                        assertThat(e.throttlingReasons()).hasSize(1);
                        assertThat(e.throttlingReasons().get(0).reason())
                                .isEqualTo("TableWriteProvisionedThroughputExceeded");
                        assertThat(e.throttlingReasons().get(0).resource()).endsWith(":table/" + table);
                    });
        }
    }

    private void putTimes(int times) {
        for (int n = 0; n < times; n++) {
            put("n" + n, 0);
        }
    }

    private EmbeddedDynamoDb.Answer dynamoDbAnswer(String transaction) {
        Throttle throttle = new Throttle(clock::get);
        throttle.created(table, Protocol.json(bytes("{" + provisioned(5, 1) + "}")));
        String put = "{'TableName':'" + table + "','Item':" + item("u", 0) + "}";
        Meter meter = meter(throttle);
        meter.perform(
                "PutItem",
                Protocol.json(bytes(put)),
                request -> database.exchange("DynamoDB_20120810.PutItem", Protocol.bytes(request)));
        return meter.perform(
                "TransactWriteItems",
                Protocol.json(bytes(transaction)),
                request -> database.exchange("DynamoDB_20120810.TransactWriteItems", Protocol.bytes(request)));
    }

    @Test
    void failedCondition_usesAUnit() {
        create(5, 2);
        put("one", 0);
        String conditional = "{'TableName':'" + table + "','Item':" + item("one", 0)
                + ",'ConditionExpression':'attribute_not_exists(id)'}";

        assertThatThrownBy(() -> call("PutItem", conditional)).hasMessageContaining("conditional request failed");
        assertThatThrownBy(() -> call("PutItem", conditional))
                .isInstanceOfSatisfying(
                        AwsError.class, e -> assertThat(e.code()).isEqualTo(EXCEEDED));
    }

    @Test
    void onDemandTable_isHeldToItsMaximumAlone() {
        create(
                "'BillingMode':'PAY_PER_REQUEST','OnDemandThroughput':{'MaxReadRequestUnits':-1,'MaxWriteRequestUnits':2}",
                "");
        pass(Duration.ofMinutes(10));

        put("one", 0);
        put("two", 0);
        assertThatThrownBy(() -> put("three", 0))
                .isInstanceOfSatisfying(
                        AwsError.class, e -> assertThat(e.code()).isEqualTo("ThrottlingException"));
        for (int read = 0; read < 50; read++) {
            count();
        }
    }

    @Test
    void updatedCapacity_holdsFromThenOn_andWhatIsOwedStays() {
        create(5, 1);
        put("large", 10);
        call("UpdateTable", "{'TableName':'" + table + "'," + provisioned(5, 9) + "}");

        assertThatThrownBy(() -> put("one", 0)).isInstanceOf(AwsError.class);
        pass(Duration.ofSeconds(2));
        assertThat(putsUntilRefused(100)).isEqualTo(9);
    }

    @Test
    void switchedBillingMode_givesIndexesNoneOfTheTablesMaximum() {
        create(
                provisioned(100, 100),
                ",'GlobalSecondaryIndexes':[{'IndexName':'by-owner','KeySchema':[{'AttributeName':'owner','KeyType':'HASH'}],"
                        + "'Projection':{'ProjectionType':'ALL'}," + provisioned(1, 100) + "}]");
        put("one", 0);
        call(
                "UpdateTable",
                "{'TableName':'" + table
                        + "','BillingMode':'PAY_PER_REQUEST','OnDemandThroughput':{'MaxReadRequestUnits':1,'MaxWriteRequestUnits':1}}");

        for (int query = 0; query < 20; query++) {
            queryIndex();
        }
        assertThatThrownBy(() -> putTimes(3))
                .isInstanceOfSatisfying(
                        AwsError.class, e -> assertThat(e.code()).isEqualTo("ThrottlingException"));
    }

    @Test
    void billingModeThatIsTheSame_leavesTheMaximum() {
        create(
                "'BillingMode':'PAY_PER_REQUEST','OnDemandThroughput':{'MaxReadRequestUnits':-1,'MaxWriteRequestUnits':2}",
                "");
        call("UpdateTable", "{'TableName':'" + table + "','BillingMode':'PAY_PER_REQUEST'}");

        assertThatThrownBy(() -> putTimes(4)).isInstanceOf(AwsError.class);
    }

    /** A client gets only the capacity that it asked for. */
    @ParameterizedTest
    @CsvSource({"NONE, false, false", "TOTAL, true, false", "INDEXES, true, true"})
    void consumedCapacity_isToldAsAskedFor(String asked, boolean total, boolean parts) {
        create(5, 5);

        JsonNode used = call(
                        "PutItem",
                        "{'TableName':'" + table + "','Item':" + item("one", 0) + ",'ReturnConsumedCapacity':'" + asked
                                + "'}")
                .path("ConsumedCapacity");

        assertThat(used.has("CapacityUnits")).isEqualTo(total);
        assertThat(used.has("Table")).isEqualTo(parts);
    }

    private int queryIndex() {
        return call(
                        "Query",
                        "{'TableName':'" + table
                                + "','IndexName':'by-owner','KeyConditionExpression':'#o = :o',"
                                + "'ExpressionAttributeNames':{'#o':'owner'},'ExpressionAttributeValues':{':o':{'S':'ana'}}}")
                .path("Count")
                .asInt();
    }

    private int count() {
        return call("Scan", "{'TableName':'" + table + "','Select':'COUNT'}")
                .path("Count")
                .asInt();
    }

    private static Meter meter(Throttle throttle) {
        return new Meter(ARNS, throttle, resource -> Optional.empty());
    }
}
