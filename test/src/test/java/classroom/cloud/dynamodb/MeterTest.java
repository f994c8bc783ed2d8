package classroom.cloud.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import classroom.cloud.gateway.AwsError;
import classroom.cloud.gateway.Followed;
import classroom.cloud.gateway.Gateway;
import classroom.cloud.gateway.Protocol;
import classroom.cloud.identity.Identities;
import classroom.cloud.identity.Identity;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeterTest {
    private static final AtomicInteger COUNT = new AtomicInteger();

    private static EmbeddedDynamoDb database;

    private final Identities identities = new Identities();
    private final Identity teacher = identities.teacher();
    private final Gateway gateway = new Gateway(identities);
    private final AtomicLong clock = new AtomicLong();
    private final DynamoDb free = new DynamoDb(database, (identity, question) -> {}, "us-east-2");
    private final DynamoDb held =
            new DynamoDb(database, (identity, question) -> {}, "us-east-2", new Throttle(clock::get));
    private final String table = "metered" + COUNT.incrementAndGet();

    @BeforeAll
    static void startDatabase() {
        database = EmbeddedDynamoDb.start();
    }

    @AfterAll
    static void stopDatabase() {
        database.close();
    }

    @BeforeEach
    void start() throws Exception {
        gateway.start(0);
        free.tell(gateway.live());
        held.tell(gateway.live());
        call(held, "CreateTable", """
                {'KeySchema':[{'AttributeName':'id','KeyType':'HASH'}],
                 'AttributeDefinitions':[{'AttributeName':'id','AttributeType':'S'},
                   {'AttributeName':'owner','AttributeType':'S'}],
                 'ProvisionedThroughput':{'ReadCapacityUnits':2,'WriteCapacityUnits':2},
                 'GlobalSecondaryIndexes':[{'IndexName':'by-owner','Projection':{'ProjectionType':'ALL'},
                   'KeySchema':[{'AttributeName':'owner','KeyType':'HASH'}],
                   'ProvisionedThroughput':{'ReadCapacityUnits':2,'WriteCapacityUnits':2}}]}""");
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void units_areToldByTableAndIndex_withTheKeys() throws Exception {
        String key = "long".repeat(26);
        try (Followed events = Followed.of(gateway)) {
            call(free, "PutItem", "{'Item':{'id':{'S':'" + key + "'},'owner':{'S':'Ana'}}}");
            call(free, "Query", """
                    {'IndexName':'by-owner','KeyConditionExpression':'#o = :o',
                     'ExpressionAttributeNames':{'#o':'owner'},'ExpressionAttributeValues':{':o':{'S':'Ana'}}}""");
            call(free, "Scan", "{}");

            assertEvent(events.next(), "{'index':'by-owner','read':0.0,'write':1.0,'keys':[]}");
            assertEvent(events.next(), "{'read':0.0,'write':1.0,'keys':['" + key.substring(0, 100) + "…']}");
            assertEvent(events.next(), "{'index':'by-owner','read':0.5,'write':0.0,'keys':['Ana']}");
            assertEvent(events.next(), "{'read':0.5,'write':0.0,'keys':[]}");
        }
    }

    @Test
    void failedCondition_isToldAsAWrite_andAStatementHasNoKey() throws Exception {
        try (Followed events = Followed.of(gateway)) {
            assertThatThrownBy(() -> call(
                            free,
                            "DeleteItem",
                            "{'Key':{'id':{'S':'x'}},'ConditionExpression':'attribute_exists(id)'}"))
                    .isInstanceOf(AwsError.class);
            free.call(
                    teacher,
                    "DynamoDB_20120810.ExecuteStatement",
                    Protocol.json(bytes("{'Statement':'SELECT * FROM " + table + "'}")));

            assertEvent(events.next(), "{'read':0.0,'write':1.0,'keys':['x']}");
            assertThat(events.next().path("keys")).isEmpty();
        }
    }

    @Test
    void throttled_isToldWithItsReason_andTheBalanceOfWhatIsHeld() throws Exception {
        try (Followed events = Followed.of(gateway)) {
            call(
                    held,
                    "BatchWriteItem",
                    "{'RequestItems':{'TABLE':[" + put("a") + "," + put("b") + "," + put("c") + "]}}");
            assertThatThrownBy(() -> call(held, "PutItem", "{'Item':{'id':{'S':'d'}}}"))
                    .isInstanceOf(AwsError.class);

            assertEvent(events.next(), "{'throttled':'TableWriteProvisionedThroughputExceeded','requests':1}");
            assertEvent(
                    events.next(),
                    "{'index':'by-owner','throttled':'IndexWriteProvisionedThroughputExceeded','requests':1}");
            assertEvent(events.next(), "{'read':0.0,'write':2.0,'left':0.0,'keys':['a','b']}");
            assertEvent(events.next(), "{'throttled':'TableWriteProvisionedThroughputExceeded','requests':1}");
            clock.addAndGet(1_000_000_000L);
            assertThat(held.balances().orElseThrow().path("table/" + table))
                    .isEqualTo(Protocol.json(bytes("{'read':4.0,'write':2.0}")));
            assertThat(free.balances()).isEmpty();
        }
    }

    @Test
    void nobodyFollows_theDatabaseIsAskedAsTheClientAsked() {
        List<ObjectNode> asked = new ArrayList<>();
        Meter meter = new Meter(new Arns("us-east-2"), null, resource -> Optional.empty());
        ObjectNode request = Protocol.json(bytes("{'TableName':'t'}"));

        meter.perform("Scan", request, each -> {
            asked.add(each.deepCopy());
            return new EmbeddedDynamoDb.Answer(200, bytes("{}"));
        });

        assertThat(asked).containsExactly(Protocol.json(bytes("{'TableName':'t'}")));
    }

    /** Whoever follows changes no answer. */
    @ParameterizedTest
    @CsvSource({"NONE", "TOTAL", "INDEXES", "''"})
    void somebodyFollows_theClientGetsWhatItAskedFor(String wanted) throws Exception {
        String capacity = wanted.isEmpty() ? "" : ",'ReturnConsumedCapacity':'" + wanted + "'";
        List<String> requests = List.of(
                "PutItem {'Item':{'id':{'S':'a'},'owner':{'S':'Ana'},'n':{'N':'1234567890.123456789'}}" + capacity
                        + "}",
                "GetItem {'Key':{'id':{'S':'a'}}" + capacity + "}",
                "Scan {'Limit':1" + capacity + "}",
                "BatchGetItem {'RequestItems':{'TABLE':{'Keys':[{'id':{'S':'a'}}]}}" + capacity + "}",
                "TransactWriteItems {'TransactItems':[{'Delete':{'TableName':'TABLE','Key':{'id':{'S':'z'}}}}]"
                        + capacity + "}");

        send(requests.get(0)); // The first put writes to the index, too.
        List<JsonNode> alone = new ArrayList<>();
        for (String request : requests) {
            alone.add(send(request));
        }
        try (Followed events = Followed.of(gateway)) {
            for (int i = 0; i < requests.size(); i++) {
                assertThat(send(requests.get(i)).toString())
                        .isEqualTo(alone.get(i).toString());
            }
            assertThat(events.next().path("kind").asText()).isEqualTo("units");
        }
    }

    private JsonNode send(String request) {
        String[] parts = request.split(" ", 2);
        return call(free, parts[0], parts[1]);
    }

    private void assertEvent(JsonNode event, String expected) {
        ObjectNode members = event.deepCopy();
        assertThat(members.remove("kind").asText()).isEqualTo("units");
        assertThat(members.remove("table").asText()).isEqualTo(table);
        members.remove("time");
        assertThat(members.toString()).isEqualTo(Protocol.json(bytes(expected)).toString());
    }

    private static String put(String id) {
        return "{'PutRequest':{'Item':{'id':{'S':'" + id + "'}}}}";
    }

    private JsonNode call(DynamoDb dynamoDb, String operation, String request) {
        ObjectNode parsed = Protocol.json(bytes(request.replace("TABLE", table)));
        if (!operation.startsWith("Batch") && !operation.startsWith("Transact")) {
            parsed.put("TableName", table);
        }
        return dynamoDb.call(teacher, "DynamoDB_20120810." + operation, parsed);
    }

    private static byte[] bytes(String json) {
        return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }
}
