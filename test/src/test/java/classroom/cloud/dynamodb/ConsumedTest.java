package classroom.cloud.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import classroom.cloud.gateway.Protocol;
import classroom.cloud.identity.Identities;
import classroom.cloud.identity.Identity;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** PartiQL's order and capacity, and the capacity of transactions. */
class ConsumedTest extends OneDatabase {
    private static final Identity TEACHER = new Identities().teacher();

    private static EmbeddedDynamoDb database;
    private static DynamoDb dynamoDb;

    @BeforeAll
    static void start() {
        database = EmbeddedDynamoDb.start();
        dynamoDb = new DynamoDb(database, (identity, question) -> {}, "us-east-2");
        call("CreateTable", """
                {'TableName': 'Music', 'BillingMode': 'PAY_PER_REQUEST',
                 'AttributeDefinitions': [{'AttributeName': 'p', 'AttributeType': 'S'},
                   {'AttributeName': 's', 'AttributeType': 'N'}, {'AttributeName': 'g', 'AttributeType': 'S'}],
                 'KeySchema': [{'AttributeName': 'p', 'KeyType': 'HASH'}, {'AttributeName': 's', 'KeyType': 'RANGE'}],
                 'GlobalSecondaryIndexes': [{'IndexName': 'by-g', 'Projection': {'ProjectionType': 'ALL'},
                   'KeySchema': [{'AttributeName': 'g', 'KeyType': 'HASH'}, {'AttributeName': 's', 'KeyType': 'RANGE'}]}]}""");
    }

    @BeforeEach
    void fill() {
        for (String key : List.of("a 1", "a 10", "a 9", "b 2", "b 7")) {
            call(
                    "PutItem",
                    "{'TableName': 'Music', 'Item': {'p': {'S': '" + key.split(" ")[0] + "'}, 's': {'N': '"
                            + key.split(" ")[1] + "'}, 'v': {'S': '" + key.replace(" ", "") + "'}, 'g': {'S': 'x'},"
                            + " 'm': {'M': {'k': {'S': '" + key.replace(" ", "") + "'}}}}}");
        }
    }

    private static JsonNode call(String operation, String request) {
        ObjectNode json = Protocol.json(request.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
        json.properties().forEach(member -> {
            if (member.getKey().equals("Statement")) {
                member.setValue(json.textNode(member.getValue().asText().replace('^', '\'')));
            }
        });
        return dynamoDb.call(TEACHER, "DynamoDB_20120810." + operation, json);
    }

    private static String values(JsonNode answer) {
        return answer.path("Items")
                .valueStream()
                .map(item -> item.at("/v/S").asText())
                .toList()
                .toString();
    }

    /** "^" stands for a quotation mark; the items have exactly what is selected. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            SELECT v FROM Music WHERE p = ^a^ ORDER BY s DESC                     | [a10, a9, a1]
            SELECT v FROM Music WHERE p = ^a^ ORDER BY s                          | [a1, a9, a10]
            SELECT v FROM Music WHERE p = ^a^ ORDER BY p DESC, s DESC             | [a10, a9, a1]
            select "v" from "Music" where p = ^a^ order by s desc                 | [a10, a9, a1]
            SELECT v FROM Music WHERE p IN [^a^, ^b^] ORDER BY p DESC             | [b2, b7, a1, a9, a10]
            SELECT v FROM Music WHERE p IN [^a^, ^b^] ORDER BY p DESC, s DESC     | [b7, b2, a10, a9, a1]
            SELECT v FROM Music WHERE p IN [^b^, ^a^] ORDER BY p                  | [a1, a9, a10, b2, b7]
            SELECT v FROM "Music"."by-g" WHERE g = ^x^ AND s > 5 ORDER BY s DESC  | [a10, a9, b7]
            """)
    void select_ofSomeAttributes_isInItsOrder(String statement, String expected) {
        JsonNode answer = call("ExecuteStatement", "{'Statement': '" + statement.replace("\"", "\\\"") + "'}");

        assertThat(values(answer)).isEqualTo(expected);
        assertThat(answer.path("Items").valueStream())
                .allSatisfy(item -> assertThat(item.size()).isEqualTo(1));
    }

    @Test
    void select_ofAPathAndAKey_hasBoth() {
        JsonNode answer =
                call("ExecuteStatement", "{'Statement': 'SELECT s, m.k FROM Music WHERE p = ^b^ ORDER BY s DESC'}");

        assertThat(answer.path("Items").toString())
                .isEqualTo("[{\"s\":{\"N\":\"7\"},\"k\":{\"S\":\"b7\"}},{\"s\":{\"N\":\"2\"},\"k\":{\"S\":\"b2\"}}]");
    }

    /** Page by page, a client sees the order of the whole. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 5, 100})
    void descendingOrderOfSeveralPartitions_isTheSameInPages(int limit) {
        String statement = "'Statement': 'SELECT v FROM Music WHERE p IN [^a^, ^b^] ORDER BY p DESC, s DESC'";
        List<String> seen = new ArrayList<>();
        String token = "";
        int pages = 0;
        do {
            JsonNode page = call("ExecuteStatement", "{" + statement + ", 'Limit': " + limit + token + "}");
            page.path("Items").forEach(item -> seen.add(item.at("/v/S").asText()));
            token = page.has("NextToken")
                    ? ", 'NextToken': '" + page.path("NextToken").asText() + "'"
                    : "";
            pages++;
        } while (!token.isEmpty());

        assertThat(seen).containsExactly("b7", "b2", "a10", "a9", "a1");
        assertThat(pages).isEqualTo((5 + limit - 1) / limit);
        assertThatThrownBy(() -> call("ExecuteStatement", "{" + statement + ", 'NextToken': 'bm9uc2Vuc2U='}"))
                .hasMessage("Invalid NextToken");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            SELECT * FROM Music WHERE p = ^a^ AND s = 1                |         | {'TableName':'Music','CapacityUnits':0.5}
            SELECT v FROM Music WHERE p = ^a^ AND s = 1                | , 'ConsistentRead': true | {'TableName':'Music','CapacityUnits':1.0}
            SELECT * FROM Music WHERE p = ^nobody^                     |         | {'TableName':'Music','CapacityUnits':0.5}
            UPDATE Music SET v = ^a1^ WHERE p = ^a^ AND s = 1          |         | {'TableName':'Music','CapacityUnits':1.0}
            INSERT INTO Music VALUE {^p^: ^c^, ^s^: NEXT}              |         | {'TableName':'Music','CapacityUnits':1.0}
            DELETE FROM Music WHERE p = ^c^ AND s = 1                  |         | {'TableName':'Music','CapacityUnits':1.0}
            SELECT v FROM Music WHERE p = ^a^ ORDER BY s               | INDEXES | {'TableName':'Music','CapacityUnits':0.5,'Table':{'CapacityUnits':0.5}}
            SELECT v FROM "Music"."by-g" WHERE g = ^x^                 | INDEXES | {'TableName':'Music','CapacityUnits':0.5,'Table':{'CapacityUnits':0.0},'GlobalSecondaryIndexes':{'by-g':{'CapacityUnits':0.5}}}
            """)
    void statement_saysItsCapacity(String statement, String more, String expected) {
        String wanted = "INDEXES".equals(more)
                ? ", 'ReturnConsumedCapacity': 'INDEXES'"
                : ", 'ReturnConsumedCapacity': 'TOTAL'";
        String text = statement.replace("\"", "\\\"").replace("NEXT", "" + System.nanoTime());
        JsonNode answer = call(
                "ExecuteStatement",
                "{'Statement': '" + text + "'" + wanted + (more == null || more.equals("INDEXES") ? "" : more) + "}");

        assertThat(answer.path("ConsumedCapacity").toString()).isEqualTo(expected.replace('\'', '"'));
    }

    @Test
    void largeItem_takesAUnitForEachPartOfIt() {
        String large = "x".repeat(9000);
        String put = "{'Statement': 'INSERT INTO Music VALUE {^p^: ^large^, ^s^: 1, ^v^: ?}',"
                + " 'Parameters': [{'S': '" + large + "'}], 'ReturnConsumedCapacity': 'TOTAL'}";
        assertThat(call("ExecuteStatement", put)
                        .at("/ConsumedCapacity/CapacityUnits")
                        .asDouble())
                .isEqualTo(9);
        String update = "{'Statement': 'UPDATE Music SET w = ? WHERE p = ? AND s = 1',"
                + " 'Parameters': [{'S': 'y'}, {'S': 'large'}], 'ReturnConsumedCapacity': 'TOTAL'}";
        assertThat(call("ExecuteStatement", update)
                        .at("/ConsumedCapacity/CapacityUnits")
                        .asDouble())
                .isEqualTo(9);
        String get = "{'Statement': 'SELECT s FROM Music WHERE p = ^large^', 'ReturnConsumedCapacity': 'TOTAL'}";
        assertThat(call("ExecuteStatement", get)
                        .at("/ConsumedCapacity/CapacityUnits")
                        .asDouble())
                .isEqualTo(1.5);
        call("DeleteItem", "{'TableName': 'Music', 'Key': {'p': {'S': 'large'}, 's': {'N': '1'}}}");
    }

    @Test
    void statement_thatIsNotAskedForItsCapacity_saysNone() {
        assertThat(call("ExecuteStatement", "{'Statement': 'SELECT * FROM Music'}")
                        .has("ConsumedCapacity"))
                .isFalse();
        assertThat(call("ExecuteStatement", "{'Statement': 'SELECT * FROM Music', 'ReturnConsumedCapacity': 'NONE'}")
                        .has("ConsumedCapacity"))
                .isFalse();
    }

    @Test
    void batchOfStatements_saysTheSumOfEachTable() {
        JsonNode answer = dynamoDb.call(TEACHER, "DynamoDB_20120810.BatchExecuteStatement", Protocol.json("""
                {"Statements": [{"Statement": "SELECT * FROM Music WHERE p = 'a' AND s = 1"},
                  {"Statement": "SELECT * FROM Music WHERE p = 'b' AND s = 2"}], "ReturnConsumedCapacity": "TOTAL"}
                """.getBytes(
                        StandardCharsets.UTF_8)));

        assertThat(answer.path("ConsumedCapacity").toString())
                .isEqualTo("[{\"TableName\":\"Music\",\"CapacityUnits\":1.0}]");
        assertThat(answer.path("Responses")).hasSize(2);
    }

    /** API Reference, "TransactWriteItems", ClientRequestToken. */
    @ParameterizedTest
    @CsvSource({"TransactWriteItems, 2, 2", "ExecuteTransaction, 8, 4"})
    void transactionThatIsRepeated_saysWhatItReads(String operation, double written, double read) {
        AtomicLong clock = new AtomicLong();
        Consumed consumed = new Consumed(ConsumedTest::described, ConsumedTest::exchange, clock::get);
        String token = "token" + System.nanoTime();
        ObjectNode request = Protocol.json((operation.equals("TransactWriteItems") ? """
                {"TransactItems": [{"Put": {"TableName": "Music",
                    "Item": {"p": {"S": "t"}, "s": {"N": "1"}, "v": {"S": "x"}}}}],""" : """
                {"TransactStatements": [{"Statement": "UPDATE Music SET v = 'LARGE' WHERE p = 'a' AND s = 1"},
                  {"Statement": "UPDATE Music SET v = 'LARGE' WHERE p = 'b' AND s = 2"}],""")
                .replace("LARGE", "x".repeat(1500))
                .concat("\"ClientRequestToken\": \"" + token + "\", \"ReturnConsumedCapacity\": \"INDEXES\"}")
                .getBytes(StandardCharsets.UTF_8));

        assertThat(capacity(consumed.perform(operation, request.deepCopy())))
                .isEqualTo(used("WriteCapacityUnits", written));
        assertThat(capacity(consumed.perform(operation, request.deepCopy())))
                .isEqualTo(used("ReadCapacityUnits", read));
        clock.addAndGet(Duration.ofMinutes(10).toNanos() + 1);
        assertThat(capacity(consumed.perform(operation, request.deepCopy())))
                .isEqualTo(used("WriteCapacityUnits", written));
    }

    /**
     * Of one item DynamoDB Local says it rightly, so each row is compared with it: an item that is there (none for
     * empty), and what a transaction does with it; ^ stands for a long text.
     */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``                              | Put    | 'v': {'S': 'x'}
            ``                              | Put    | 'g': {'S': 'x'}, 'l': {'N': '1.0'}, 'v': {'S': '^'}
            'v': {'S': '^'}                 | Put    | 'v': {'S': 'x'}
            'g': {'S': 'x'}, 'l': {'N': '1'} | Put   | 'g': {'S': 'x'}, 'l': {'N': '1'}
            'g': {'S': 'x'}, 'v': {'S': '^'} | Put   | 'g': {'S': 'y'}
            'g': {'S': 'x'}, 'l': {'N': '1'} | Put   | 'v': {'S': '^'}
            'g': {'S': 'x'}, 'k': {'S': '^'} | Update | SET v = :x
            'g': {'S': 'x'}, 'l': {'N': '1'} | Update | SET k = :x
            'g': {'S': 'x'}                 | Update | REMOVE g
            ``                              | Update | SET v = :x
            'g': {'S': 'x'}, 'l': {'N': '1'}, 'v': {'S': '^'} | Delete | ``
            'v': {'S': '^'}                 | ConditionCheck | ``
            """)
    void itemInATransaction_takesWhatDynamoDbLocalSaysOfItAlone(String there, String action, String what) {
        createParts();
        Consumed consumed = new Consumed(ConsumedTest::described, ConsumedTest::exchange, () -> 0);
        String expected = writeOne("e", there, action, what, request -> exchange("TransactWriteItems", request));

        String said = writeOne("w", there, action, what, request -> consumed.perform("TransactWriteItems", request));

        assertThat(said).isEqualTo(expected);
    }

    /** DynamoDB Local counts equal ones once, and the deletion of nothing half. */
    @Test
    void itemsInATransaction_areSummed() {
        createParts();
        Consumed consumed = new Consumed(ConsumedTest::described, ConsumedTest::exchange, () -> 0);
        ObjectNode request = json("""
                {'ReturnConsumedCapacity': 'INDEXES', 'TransactItems': [
                  {'Put': {'TableName': 'Parts', 'Item': {'p': {'S': 'new'}, 's': {'S': '1'}, 'g': {'S': 'x'}}}},
                  {'Put': {'TableName': 'Parts', 'Item': {'p': {'S': 'new'}, 's': {'S': '2'}, 'g': {'S': 'x'}}}},
                  {'Delete': {'TableName': 'Parts', 'Key': {'p': {'S': 'new'}, 's': {'S': '3'}}}},
                  {'Put': {'TableName': 'Music', 'Item': {'p': {'S': 't'}, 's': {'N': '77'}}}}]}""");

        JsonNode used = Protocol.json(
                        consumed.perform("TransactWriteItems", request).body())
                .path("ConsumedCapacity");

        assertThat(used.at("/0/Table/WriteCapacityUnits").asDouble()).isEqualTo(6);
        assertThat(used.at("/0/GlobalSecondaryIndexes/all/CapacityUnits").asDouble())
                .isEqualTo(4);
        assertThat(used.at("/0/CapacityUnits").asDouble()).isEqualTo(14);
        assertThat(used.at("/1/TableName").asText() + used.at("/1/CapacityUnits"))
                .isEqualTo("Music2.0");
    }

    private static String writeOne(
            String key,
            String there,
            String action,
            String what,
            Function<ObjectNode, EmbeddedDynamoDb.Answer> writer) {
        String keys = "'p': {'S': '" + key + "'}, 's': {'S': '" + System.nanoTime() + "'}";
        if (!there.isEmpty()) {
            exchange("PutItem", json("{'TableName': 'Parts', 'Item': {" + keys + ", " + there + "}}"));
        }
        String rest = switch (action) {
            case "Put" -> "'Item': {" + keys + ", " + what + "}";
            case "Update" ->
                "'Key': {" + keys + "}, 'UpdateExpression': '" + what + "'"
                        + (what.contains(":x") ? ", 'ExpressionAttributeValues': {':x': {'S': 'x'}}" : "");
            case "Delete" -> "'Key': {" + keys + "}";
            default -> "'Key': {" + keys + "}, 'ConditionExpression': 'attribute_exists(p)'";
        };
        EmbeddedDynamoDb.Answer answer = writer.apply(json("{'ReturnConsumedCapacity': 'INDEXES', 'TransactItems': [{'"
                + action + "': {'TableName': 'Parts', " + rest + "}}]}"));
        JsonNode used = Protocol.json(answer.body()).path("ConsumedCapacity").path(0);
        assertThat(used.path("CapacityUnits").asDouble()).as(used.toString()).isPositive();
        return Stream.of("Table", "GlobalSecondaryIndexes", "LocalSecondaryIndexes")
                .map(kind -> kind + units(used.path(kind)))
                .toList()
                .toString();
    }

    /** The units at every depth, by name. */
    private static Map<String, String> units(JsonNode used) {
        Map<String, String> units = new TreeMap<>();
        used.properties().forEach(part -> {
            if (part.getValue().isObject()) {
                units.put(part.getKey(), units(part.getValue()).toString());
            } else if (part.getKey().equals("CapacityUnits")) {
                units.put("", part.getValue().toString());
            }
        });
        return units;
    }

    private static void createParts() {
        exchange("CreateTable", json("""
                {'TableName': 'Parts', 'BillingMode': 'PAY_PER_REQUEST',
                 'AttributeDefinitions': [{'AttributeName': 'p', 'AttributeType': 'S'},
                   {'AttributeName': 's', 'AttributeType': 'S'}, {'AttributeName': 'g', 'AttributeType': 'S'},
                   {'AttributeName': 'l', 'AttributeType': 'N'}],
                 'KeySchema': [{'AttributeName': 'p', 'KeyType': 'HASH'}, {'AttributeName': 's', 'KeyType': 'RANGE'}],
                 'LocalSecondaryIndexes': [{'IndexName': 'local', 'Projection': {'ProjectionType': 'ALL'},
                   'KeySchema': [{'AttributeName': 'p', 'KeyType': 'HASH'}, {'AttributeName': 'l', 'KeyType': 'RANGE'}]}],
                 'GlobalSecondaryIndexes': [{'IndexName': 'all', 'Projection': {'ProjectionType': 'ALL'},
                   'KeySchema': [{'AttributeName': 'g', 'KeyType': 'HASH'}]},
                  {'IndexName': 'keys', 'Projection': {'ProjectionType': 'KEYS_ONLY'},
                   'KeySchema': [{'AttributeName': 'g', 'KeyType': 'HASH'}]},
                  {'IndexName': 'some', 'Projection': {'ProjectionType': 'INCLUDE', 'NonKeyAttributes': ['k']},
                   'KeySchema': [{'AttributeName': 'l', 'KeyType': 'HASH'}, {'AttributeName': 'g', 'KeyType': 'RANGE'}]}]}"""));
    }

    private static JsonNode described(String table) {
        return Protocol.json(exchange("DescribeTable", json("{'TableName': '" + table + "'}"))
                        .body())
                .path("Table");
    }

    private static ObjectNode json(String text) {
        return Protocol.json(
                text.replace("^", "x".repeat(2500)).replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private static EmbeddedDynamoDb.Answer exchange(String operation, ObjectNode request) {
        return database.exchange("DynamoDB_20120810." + operation, Protocol.bytes(request));
    }

    private static String capacity(EmbeddedDynamoDb.Answer answer) {
        assertThat(answer.status())
                .as(new String(answer.body(), StandardCharsets.UTF_8))
                .isEqualTo(200);
        JsonNode used = Protocol.json(answer.body()).path("ConsumedCapacity").path(0);
        ((ObjectNode) used).remove("GlobalSecondaryIndexes");
        return used.path("TableName").asText() + used.path("Table");
    }

    private static String used(String kind, double units) {
        return "Music{\"CapacityUnits\":" + units + ",\"" + kind + "\":" + units + "}";
    }
}
