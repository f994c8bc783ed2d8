package classroom.cloud.cloudformation.providers;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.cloud.cloudformation.engine.Properties;
import classroom.cloud.dynamodb.DynamoDb;
import classroom.cloud.dynamodb.EmbeddedDynamoDb;
import classroom.cloud.gateway.AwsError;
import classroom.cloud.identity.Identities;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Changes of a table in the real DynamoDB Local, and the calls by which they are made. */
class TableChangesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ARN = "arn:aws:dynamodb:us-east-2:000000000000:table/changed";

    private static final AtomicInteger FAILURES = new AtomicInteger();

    private static EmbeddedDynamoDb database;
    private static TableCalls calls;

    @BeforeAll
    static void start() {
        database = EmbeddedDynamoDb.start();
        calls = new TableCalls(
                new DynamoDb(
                        database,
                        (identity, question) -> {
                            if (FAILURES.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                                throw new AwsError(500, "InternalServerError", "once more");
                            }
                        },
                        "us-east-2"),
                new Identities().issue("role", "session"));
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @BeforeEach
    void create() throws IOException {
        calls.call("CreateTable", JSON.readTree("""
                {"TableName": "changed", "BillingMode": "PAY_PER_REQUEST",
                 "AttributeDefinitions": [{"AttributeName": "Id", "AttributeType": "S"}],
                 "KeySchema": [{"AttributeName": "Id", "KeyType": "HASH"}]}
                """));
    }

    @AfterEach
    void delete() {
        FAILURES.set(0);
        calls.call("DeleteTable", TableCalls.request("changed"));
    }

    @Test
    void callThatFails_isTriedAgain() {
        FAILURES.set(2);

        assertThat(calls.active("changed").path("TableName").asText()).isEqualTo("changed");
    }

    @Test
    void table_isBroughtToWhatIsWanted_andBack() throws IOException {
        Properties before = properties("{\"BillingMode\": \"PAY_PER_REQUEST\"}");
        Properties wanted = properties("""
                {"BillingMode": "PROVISIONED",
                 "ProvisionedThroughput": {"ReadCapacityUnits": 2, "WriteCapacityUnits": 1},
                 "StreamSpecification": {"StreamViewType": "KEYS_ONLY"},
                 "TimeToLiveSpecification": {"AttributeName": "Ends", "Enabled": true}}
                """);
        TableChanges changes = new TableChanges(calls);

        changes.bring("changed", before, wanted);

        JsonNode table = calls.active("changed");
        assertThat(table.at("/ProvisionedThroughput/ReadCapacityUnits").asInt()).isEqualTo(2);
        assertThat(table.at("/StreamSpecification/StreamViewType").asText()).isEqualTo("KEYS_ONLY");
        assertThat(timeToLive()).isEqualTo("ENABLED");

        changes.bring("changed", wanted, before);

        assertThat(calls.active("changed")
                        .at("/StreamSpecification/StreamEnabled")
                        .asBoolean())
                .isFalse();
        assertThat(timeToLive()).isEqualTo("DISABLED");
    }

    @Test
    void tags_areThoseThatAreWanted() {
        TableChanges changes = new TableChanges(calls);
        changes.tag(ARN, Map.of(), Map.of("a", "1", "b", "2"));

        changes.tag(ARN, Map.of("a", "1", "b", "2"), Map.of("b", "3"));

        JsonNode tags = calls.call("ListTagsOfResource", JSON.createObjectNode().put("ResourceArn", ARN))
                .path("Tags");
        assertThat(tags).hasSize(1);
        assertThat(tags.at("/0/Key").asText() + tags.at("/0/Value").asText()).isEqualTo("b3");
    }

    private static String timeToLive() {
        return calls.call("DescribeTimeToLive", TableCalls.request("changed"))
                .at("/TimeToLiveDescription/TimeToLiveStatus")
                .asText();
    }

    private static Properties properties(String text) throws IOException {
        return new Properties(JSON.readTree(text));
    }
}
