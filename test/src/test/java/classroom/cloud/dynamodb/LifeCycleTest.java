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
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;
import software.amazon.awssdk.services.dynamodb.waiters.DynamoDbWaiter;

class LifeCycleTest extends OneDatabase {
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final Duration LONG = Duration.ofHours(1);
    private static final String IN_USE = "ResourceInUseException: Attempt to change a resource which is still in use: ";

    private final Identities identities = new Identities();
    private final Identity teacher = identities.teacher();
    private final String table = "changing" + COUNT.incrementAndGet();
    private final DynamoDb dynamoDb = new DynamoDb(database, (identity, question) -> {}, "us-east-2");

    /**
     * What each operation says to a table in each state. The words as recorded on AWS on 2026-10-08 and 2026-10-09
     * (public notes "ack-api-quirks", dynamodb: DDB-TABLE-001, 003, 005, 008, 063, 104, 150, 159, 370, 442, 444); "ok"
     * where it is carried out.
     */
    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource(delimiter = '|', textBlock = """
            CREATING | CreateTable        |          | in use: Table is being created: TABLE
            CREATING | UpdateTable        | class    | in use: Table is being created: TABLE
            CREATING | UpdateTable        | protect  | in use: Table is being created: TABLE
            CREATING | DeleteTable        |          | in use: Table is being created: TABLE
            CREATING | DescribeTable      |          | ok
            CREATING | ListTables         |          | ok
            CREATING | UpdateTimeToLive   |          | ResourceNotFoundException: Requested resource not found: Table: TABLE not found
            CREATING | DescribeTimeToLive |          | ValidationException: Cannot describe time to live while table is in CREATING state: Current table state is CREATING
            CREATING | TagResource        |          | in use: Table is being created: TABLE
            CREATING | ListTagsOfResource |          | ok
            CREATING | PutItem            |          | ResourceNotFoundException: Requested resource not found
            CREATING | GetItem            |          | ResourceNotFoundException: Requested resource not found
            CREATING | Query              |          | ResourceNotFoundException: Requested resource not found
            CREATING | BatchGetItem       |          | ResourceNotFoundException: Requested resource not found
            CREATING | TransactGetItems   |          | ResourceNotFoundException: Requested resource not found
            CREATING | ExecuteStatement   |          | ResourceNotFoundException: Requested resource not found
            UPDATING | CreateTable        |          | ResourceInUseException: Table already exists: TABLE
            UPDATING | UpdateTable        | capacity | in use: Table IOPS are currently being updated. Table: TABLE
            UPDATING | UpdateTable        | class    | in use: Table IOPS are currently being updated. Table: TABLE
            UPDATING | UpdateTable        | protect  | ok
            UPDATING | DeleteTable        |          | in use: Table: TABLE is in the process of being updated.
            UPDATING | UpdateTimeToLive   |          | ok
            UPDATING | DescribeTimeToLive |          | ok
            UPDATING | TagResource        |          | ok
            UPDATING | PutItem            |          | ok
            UPDATING | GetItem            |          | ok
            INDEXING | UpdateTable        | index    | LimitExceededException: Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table
            INDEXING | UpdateTable        | capacity | in use: Table is being updated: TABLE
            INDEXING | DeleteTable        |          | in use: Cannot delete table while indexes are being created, updated, or deleted.
            INDEXING | PutItem            |          | ok
            INDEXING | Query              | index    | ValidationException: Cannot read from backfilling global secondary index: by-b
            DELETING | CreateTable        |          | ResourceInUseException: Table already exists: TABLE
            DELETING | UpdateTable        | protect  | in use: Table is being deleted: TABLE
            DELETING | DeleteTable        |          | in use: Table is being deleted: TABLE
            DELETING | DescribeTable      |          | ok
            DELETING | ListTables         |          | ok
            DELETING | UpdateTimeToLive   |          | in use: Table is being deleted: TABLE
            DELETING | DescribeTimeToLive |          | ValidationException: Cannot describe time to live while table is in DELETING state: Current table state is DELETING
            DELETING | TagResource        |          | in use: Table is being deleted: TABLE
            DELETING | PutItem            |          | ok
            DELETING | GetItem            |          | ok
            """)
    void operation_onATableThatChanges_saysWhatAwsSays(String state, String operation, String what, String expected) {
        bring(state);

        assertThat(outcome(operation, what))
                .isEqualTo(expected.replace("in use: ", IN_USE).replace("TABLE", table));
    }

    private void bring(String state) {
        if (!state.equals("CREATING")) {
            call("CreateTable", creation());
        }
        dynamoDb.changesTake(LONG);
        switch (state) {
            case "CREATING" -> call("CreateTable", creation());
            case "UPDATING" -> call("UpdateTable", request("UpdateTable", "capacity"));
            case "INDEXING" -> call("UpdateTable", request("UpdateTable", "index"));
            default -> call("DeleteTable", named("}"));
        }
        assertThat(call("DescribeTable", named("}")).at("/Table/TableStatus").asText())
                .isEqualTo(state.replace("INDEXING", "UPDATING"));
    }

    private String outcome(String operation, String what) {
        try {
            JsonNode answer = call(operation, request(operation, what == null ? "" : what));
            if (operation.equals("ListTables")) {
                assertThat(answer.path("TableNames").valueStream().map(JsonNode::asText))
                        .contains(table);
            }
            return "ok";
        } catch (AwsError e) {
            return e.code() + ": " + e.getMessage();
        }
    }

    private String request(String operation, String what) {
        String key = "{'a': {'S': 'x'}}";
        return switch (operation) {
            case "CreateTable" -> creation();
            case "UpdateTable" ->
                switch (what) {
                    case "class" -> named(", 'TableClass': 'STANDARD_INFREQUENT_ACCESS'}");
                    case "protect" -> named(", 'DeletionProtectionEnabled': false}");
                    case "index" -> named("""
                            , 'AttributeDefinitions': [{'AttributeName': 'b', 'AttributeType': 'S'}],
                            'GlobalSecondaryIndexUpdates': [{'Create': {'IndexName': 'by-b',
                              'KeySchema': [{'AttributeName': 'b', 'KeyType': 'HASH'}],
                              'Projection': {'ProjectionType': 'ALL'},
                              'ProvisionedThroughput': {'ReadCapacityUnits': 1, 'WriteCapacityUnits': 1}}}]}""");
                    default -> named(", 'ProvisionedThroughput': {'ReadCapacityUnits': 7, 'WriteCapacityUnits': 7}}");
                };
            case "UpdateTimeToLive" -> named(", 'TimeToLiveSpecification': {'AttributeName': 't', 'Enabled': true}}");
            case "TagResource" ->
                "{'ResourceArn': 'arn:aws:dynamodb:us-east-2:000000000000:table/" + table
                        + "', 'Tags': [{'Key': 'k', 'Value': 'v'}]}";
            case "ListTagsOfResource" ->
                "{'ResourceArn': 'arn:aws:dynamodb:us-east-2:000000000000:table/" + table + "'}";
            case "ListTables" -> "{}";
            case "PutItem" -> named(", 'Item': " + key + "}");
            case "GetItem" -> named(", 'Key': " + key + "}");
            case "Query" ->
                named((what.isEmpty() ? "" : ", 'IndexName': 'by-b'") + ", 'KeyConditionExpression': 'a = :a',"
                        + " 'ExpressionAttributeValues': {':a': {'S': 'x'}}}");
            case "BatchGetItem" -> "{'RequestItems': {'" + table + "': {'Keys': [" + key + "]}}}";
            case "TransactGetItems" -> "{'TransactItems': [{'Get': " + named(", 'Key': " + key + "}") + "}]}";
            case "ExecuteStatement" -> "{'Statement': 'SELECT * FROM " + table + "'}";
            default -> named("}");
        };
    }

    private String named(String rest) {
        return "{'TableName': '" + table + "'" + rest;
    }

    private String creation() {
        return named("""
                , 'ProvisionedThroughput': {'ReadCapacityUnits': 5, 'WriteCapacityUnits': 5},
                'AttributeDefinitions': [{'AttributeName': 'a', 'AttributeType': 'S'}],
                'KeySchema': [{'AttributeName': 'a', 'KeyType': 'HASH'}]}""");
    }

    private JsonNode call(String operation, String request) {
        return dynamoDb.call(
                teacher,
                "DynamoDB_20120810." + operation,
                Protocol.json(request.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
    }

    /** Programs without waiters: a change is answered as one, and the next call finds it done. */
    @Test
    void change_withoutASetting_isDoneAtTheNextCall() {
        assertThat(status(call("CreateTable", creation()))).isEqualTo("CREATING");
        call("PutItem", request("PutItem", ""));
        assertThat(status(call("UpdateTable", request("UpdateTable", "capacity"))))
                .isEqualTo("UPDATING");
        JsonNode indexed = call("UpdateTable", request("UpdateTable", "index"));
        assertThat(status(indexed)).isEqualTo("UPDATING");
        assertThat(indexed.at("/TableDescription/GlobalSecondaryIndexes/0/IndexStatus")
                        .asText())
                .isEqualTo("CREATING");
        call("PutItem", named(", 'Item': {'a': {'S': 'y'}, 'b': {'S': 'x'}}}"));
        assertThat(call(
                                "Query",
                                named(", 'IndexName': 'by-b', 'KeyConditionExpression': 'b = :b',"
                                        + " 'ExpressionAttributeValues': {':b': {'S': 'x'}}}"))
                        .path("Count")
                        .asInt())
                .isEqualTo(1);
        JsonNode described = call("DescribeTable", named("}")).path("Table");
        assertThat(described.path("TableStatus").asText()).isEqualTo("ACTIVE");
        assertThat(described.at("/GlobalSecondaryIndexes/0/IndexStatus").asText())
                .isEqualTo("ACTIVE");
        JsonNode less =
                call("UpdateTable", named(", 'GlobalSecondaryIndexUpdates': [{'Delete': {'IndexName': 'by-b'}}]}"));
        assertThat(less.at("/TableDescription/GlobalSecondaryIndexes/0/IndexStatus")
                        .asText())
                .isEqualTo("DELETING");
        assertThat(call("DescribeTable", named("}"))
                        .at("/Table/GlobalSecondaryIndexes")
                        .isMissingNode())
                .isTrue();
        assertThat(status(call("DeleteTable", named("}")))).isEqualTo("DELETING");
        assertThatThrownBy(() -> call("DescribeTable", named("}"))).hasMessageContaining("not found");
        call("CreateTable", creation());
    }

    private static String status(JsonNode answer) {
        return answer.at("/TableDescription/TableStatus").asText();
    }

    @Test
    void updateThatIsDoneAtOnce_leavesTheTableActive() {
        call("CreateTable", creation());
        dynamoDb.changesTake(LONG);

        for (String rest : List.of(
                ", 'DeletionProtectionEnabled': false}",
                ", 'SSESpecification': {'Enabled': true}}",
                ", 'WarmThroughput': {'ReadUnitsPerSecond': 50}}")) {
            assertThat(status(call("UpdateTable", named(rest)))).as(rest).isEqualTo("ACTIVE");
        }
        assertThat(status(call("UpdateTable", request("UpdateTable", "class")))).isEqualTo("UPDATING");
    }

    @Test
    void indexThatIsBeingDeleted_isShownUntilItIsGone() {
        call("CreateTable", creation());
        call("UpdateTable", request("UpdateTable", "index"));
        dynamoDb.changesTake(LONG);
        call("UpdateTable", named(", 'GlobalSecondaryIndexUpdates': [{'Delete': {'IndexName': 'by-b'}}]}"));

        assertThat(call("DescribeTable", named("}"))
                        .at("/Table/GlobalSecondaryIndexes/0/IndexStatus")
                        .asText())
                .isEqualTo("DELETING");
    }

    @Test
    void protectedTable_isNotDeleted() {
        call("CreateTable", creation().replace("'KeySchema'", "'DeletionProtectionEnabled': true, 'KeySchema'"));
        dynamoDb.changesTake(LONG);
        assertThatThrownBy(() -> call("DeleteTable", named("}"))).hasMessageContaining("protected against deletion");
    }

    @Test
    void deletionThatIsUnderWay_isCarriedOutWhenTheClassEnds() {
        call("CreateTable", creation());
        dynamoDb.changesTake(LONG);
        call("DeleteTable", named("}"));
        assertThat(database.tables()).contains(table);

        dynamoDb.end();

        assertThat(database.tables()).doesNotContain(table);
    }

    @Test
    void change_endsWhenItsTimeHasCome() {
        AtomicLong clock = new AtomicLong();
        LifeCycle lifeCycle = new LifeCycle(clock::get);
        lifeCycle.changesTake(Duration.ofSeconds(5));
        for (String name : List.of("new", "old")) {
            lifeCycle.begin(
                    name.equals("new") ? "CreateTable" : "DeleteTable",
                    json("{'TableName': '" + name + "'}"),
                    json("{}"));
        }
        clock.set(Duration.ofSeconds(5).toNanos() - 1);
        assertThat(lifeCycle.isCreating("new")).isTrue();
        assertThat(lifeCycle.due(false)).isEmpty();

        clock.incrementAndGet();

        assertThat(lifeCycle.isCreating("new")).isFalse();
        assertThat(lifeCycle.due(false)).containsExactly("old");
        assertThat(lifeCycle.due(true)).isEmpty();
    }

    private static JsonNode json(String text) {
        return Protocol.json(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    /** AWS's own waiters. Each look at the clock is a second later than the one before. */
    @Test
    void waiters_seeTheTableComeAndGo() throws Exception {
        Gateway gateway = new Gateway(identities);
        AtomicLong clock = new AtomicLong();
        DynamoDb slow = new DynamoDb(
                database,
                (identity, question) -> {},
                "us-east-2",
                null,
                new LifeCycle(() -> clock.addAndGet(Duration.ofSeconds(1).toNanos())));
        gateway.add(slow);
        slow.changesTake(Duration.ofSeconds(20));
        try (gateway;
                DynamoDbClient client = DynamoDbLocal.clientOf(gateway.start(0), Identities.TEACHER);
                DynamoDbWaiter waiter = DynamoDbWaiter.builder()
                        .client(client)
                        .overrideConfiguration(
                                poll -> poll.backoffStrategyV2(BackoffStrategy.fixedDelay(Duration.ofMillis(1)))
                                        .maxAttempts(200))
                        .build()) {
            client.createTable(create -> create.tableName(table)
                    .billingMode(BillingMode.PAY_PER_REQUEST)
                    .attributeDefinitions(AttributeDefinition.builder()
                            .attributeName("a")
                            .attributeType(ScalarAttributeType.S)
                            .build())
                    .keySchema(KeySchemaElement.builder()
                            .attributeName("a")
                            .keyType(KeyType.HASH)
                            .build()));
            assertThat(client.describeTable(describe -> describe.tableName(table))
                            .table()
                            .tableStatus())
                    .isEqualTo(TableStatus.CREATING);
            assertThat(waiter.waitUntilTableExists(wait -> wait.tableName(table))
                            .attemptsExecuted())
                    .isGreaterThan(1);
            client.deleteTable(delete -> delete.tableName(table));
            assertThat(waiter.waitUntilTableNotExists(wait -> wait.tableName(table))
                            .attemptsExecuted())
                    .isGreaterThan(1);
        }
    }
}
