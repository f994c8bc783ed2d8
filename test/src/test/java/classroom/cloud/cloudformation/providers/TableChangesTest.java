package classroom.cloud.cloudformation.providers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    private static final String MINE = "arn:aws:kms:us-east-2:000000000000:key/mine";

    /** What the template had and has, and what DescribeTable then says; nothing is lost on the way. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``                                         | 'TableClass': 'STANDARD_INFREQUENT_ACCESS' | /TableClassSummary/TableClass | STANDARD_INFREQUENT_ACCESS
            'TableClass': 'STANDARD_INFREQUENT_ACCESS' | ``                             | /TableClassSummary/TableClass | STANDARD
            ``                                         | 'SSESpecification': {'SSEEnabled': 'true'} | /SSEDescription/SSEType | KMS
            ``                                         | 'SSESpecification': {'SSEEnabled': true, 'SSEType': 'KMS', 'KMSMasterKeyId': 'MINE'} | /SSEDescription/KMSMasterKeyArn | MINE
            'SSESpecification': {'SSEEnabled': true}   | 'SSESpecification': {'SSEEnabled': true, 'KMSMasterKeyId': 'MINE'} | /SSEDescription/KMSMasterKeyArn | MINE
            'SSESpecification': {'SSEEnabled': true}   | 'SSESpecification': {'SSEEnabled': false} | /SSEDescription |
            'SSESpecification': {'SSEEnabled': true}   | ``                             | /SSEDescription |
            'SSESpecification': {'SSEEnabled': false}  | ``                             | /SSEDescription |
            ``                                         | 'WarmThroughput': {'ReadUnitsPerSecond': '13000'} | /WarmThroughput/ReadUnitsPerSecond | 13000
            'WarmThroughput': {'ReadUnitsPerSecond': 13000} | 'WarmThroughput': {'ReadUnitsPerSecond': 14000, 'WriteUnitsPerSecond': 5000} | /WarmThroughput/WriteUnitsPerSecond | 5000
            'WarmThroughput': {'ReadUnitsPerSecond': 13000} | ``                        | /WarmThroughput/ReadUnitsPerSecond | 13000
            ``                                         | 'OnDemandThroughput': {'MaxReadRequestUnits': 9} | /OnDemandThroughput/MaxReadRequestUnits | 9
            'OnDemandThroughput': {'MaxReadRequestUnits': 9} | ``                       | /OnDemandThroughput |
            INDEX}]                                    | INDEX, 'WarmThroughput': {'WriteUnitsPerSecond': '5000'}}] | /GlobalSecondaryIndexes/0/WarmThroughput/WriteUnitsPerSecond | 5000
            INDEX, 'WarmThroughput': {'WriteUnitsPerSecond': 5000}}] | INDEX}]          | /GlobalSecondaryIndexes/0/WarmThroughput/WriteUnitsPerSecond | 5000
            ``                                         | INDEX, 'WarmThroughput': {'WriteUnitsPerSecond': 5000}}] | /GlobalSecondaryIndexes/0/WarmThroughput/WriteUnitsPerSecond | 5000
            INDEX, 'OnDemandThroughput': {'MaxReadRequestUnits': 9}}] | INDEX}]         | /GlobalSecondaryIndexes/0/OnDemandThroughput |
            """)
    void change_isCarriedOut(String had, String has, String at, String expected) throws IOException {
        TableChanges changes = new TableChanges(calls);
        Properties before = onDemand(had);
        changes.bring("changed", onDemand(""), before);

        changes.bring("changed", before, onDemand(has));

        assertThat(calls.active("changed").at(at).asText(null))
                .isEqualTo(expected == null ? null : expected.replace("MINE", MINE));
    }

    /** DynamoDB refuses it; CloudFormation asks all the same. */
    @Test
    void warmThroughput_thatIsLowered_isRefused() throws IOException {
        Properties before = onDemand("'WarmThroughput': {'ReadUnitsPerSecond': 13000}");
        TableChanges changes = new TableChanges(calls);
        changes.bring("changed", onDemand(""), before);

        assertThatThrownBy(() ->
                        changes.bring("changed", before, onDemand("'WarmThroughput': {'ReadUnitsPerSecond': 12500}")))
                .hasMessageEndingWith("decreasing WarmThroughput is not supported");
    }

    private static Properties onDemand(String more) throws IOException {
        String index = "'AttributeDefinitions': [{'AttributeName': 'Id', 'AttributeType': 'S'}],"
                + " 'GlobalSecondaryIndexes': [{'IndexName': 'by-id', 'Projection': {'ProjectionType': 'ALL'},"
                + " 'KeySchema': [{'AttributeName': 'Id', 'KeyType': 'HASH'}]";
        String all = "{'BillingMode': 'PAY_PER_REQUEST'" + (more.isEmpty() ? "" : ", ") + more + "}";
        return properties(all.replace("INDEX", index).replace("MINE", MINE).replace('\'', '"'));
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
