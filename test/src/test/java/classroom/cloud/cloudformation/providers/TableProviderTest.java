package classroom.cloud.cloudformation.providers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import classroom.cloud.cloudformation.engine.NoLookups;
import classroom.cloud.cloudformation.engine.Properties;
import classroom.cloud.cloudformation.engine.Provider;
import classroom.cloud.dynamodb.DynamoDb;
import classroom.cloud.dynamodb.EmbeddedDynamoDb;
import classroom.cloud.gateway.AwsError;
import classroom.cloud.identity.Identities;
import classroom.cloud.identity.Identity;
import classroom.template.AwsEnvironment;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables in the real DynamoDB Local. */
class TableProviderTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FULL = """
            {"TableName": "books",
             "AttributeDefinitions": [{"AttributeName": "Author", "AttributeType": "S"},
               {"AttributeName": "Title", "AttributeType": "S"}, {"AttributeName": "Rating", "AttributeType": "N"},
               {"AttributeName": "Year", "AttributeType": "N"}],
             "KeySchema": [{"AttributeName": "Author", "KeyType": "HASH"}, {"AttributeName": "Title", "KeyType": "RANGE"}],
             "ProvisionedThroughput": {"ReadCapacityUnits": "5", "WriteCapacityUnits": 4},
             "GlobalSecondaryIndexes": [{"IndexName": "by-year",
               "KeySchema": [{"AttributeName": "Year", "KeyType": "HASH"}], "Projection": {"ProjectionType": "ALL"},
               "ProvisionedThroughput": {"ReadCapacityUnits": 2, "WriteCapacityUnits": "1"},
               "WarmThroughput": {"ReadUnitsPerSecond": 20}}],
             "TableClass": "STANDARD_INFREQUENT_ACCESS",
             "SSESpecification": {"SSEEnabled": "true", "SSEType": "KMS", "KMSMasterKeyId": "alias/mine"},
             "WarmThroughput": {"ReadUnitsPerSecond": 50, "WriteUnitsPerSecond": "60"},
             "LocalSecondaryIndexes": [{"IndexName": "by-author-rating",
               "KeySchema": [{"AttributeName": "Author", "KeyType": "HASH"},
                 {"AttributeName": "Rating", "KeyType": "RANGE"}],
               "Projection": {"ProjectionType": "KEYS_ONLY"}}],
             "StreamSpecification": {"StreamViewType": "NEW_AND_OLD_IMAGES"},
             "TimeToLiveSpecification": {"AttributeName": "Ends", "Enabled": "true"},
             "DeletionProtectionEnabled": false,
             "Tags": [{"Key": "class", "Value": "classroom"}]}
            """;

    private static EmbeddedDynamoDb database;
    private static DynamoDb dynamoDb;
    private static Identity teacher;
    private static TableProvider provider;

    @BeforeAll
    static void start() {
        database = EmbeddedDynamoDb.start();
        dynamoDb = new DynamoDb(database, (identity, request) -> {}, "us-east-2");
        teacher = new Identities().teacher();
        provider = new TableProvider(dynamoDb, teacher, new AwsEnvironment(Identities.ACCOUNT, "us-east-2"));
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @AfterEach
    void deleteTable() {
        provider.delete(new Provider.Physical("books", Map.of()), new Properties(JSON.createObjectNode()));
    }

    /** 50 ms before the second attempt, 100 before the third. */
    @Test
    void callThatFailsForDynamoDbsOwnReasons_isTriedAgainAfterAPause() {
        List<Long> attempts = new ArrayList<>();
        Identity somebody = new Identities().issue("role", "session");
        DynamoDb failing = new DynamoDb(
                database,
                (identity, question) -> {
                    attempts.add(System.nanoTime());
                    throw new AwsError(500, "InternalServerError", "not now");
                },
                "us-east-2");
        TableProvider impatient =
                new TableProvider(failing, somebody, new AwsEnvironment(Identities.ACCOUNT, "us-east-2"));

        assertThatThrownBy(() -> impatient.create(desired(FULL))).hasMessage("not now");

        assertThat(attempts).hasSize(3);
        assertThat(attempts.get(1) - attempts.get(0)).isGreaterThanOrEqualTo(50_000_000);
        assertThat(attempts.get(2) - attempts.get(1)).isGreaterThanOrEqualTo(100_000_000);
    }

    /** CloudFormation waits for what takes its time, also for a table that somebody else is just changing. */
    @Test
    void tableThatTakesItsTime_isMadeChangedAndDeletedAsBefore() {
        dynamoDb.changesTake(Duration.ofMillis(100));
        Provider.Physical made = provider.create(desired(FULL));
        assertThat(table().path("TableStatus").asText()).isEqualTo("ACTIVE");
        provider.update(
                desired(FULL.replace("\"ReadCapacityUnits\": \"5\"", "\"ReadCapacityUnits\": \"6\"")),
                made,
                desired(FULL).properties());
        assertThat(table().at("/ProvisionedThroughput/ReadCapacityUnits").asInt())
                .isEqualTo(6);
        dynamoDb.call(
                new Identities().teacher(),
                "DynamoDB_20120810.UpdateTable",
                JSON.createObjectNode().put("TableName", "books").put("TableClass", "STANDARD"));

        provider.delete(made, desired(FULL).properties());

        dynamoDb.changesTake(Duration.ZERO);
        assertThatThrownBy(TableProviderTest::table).hasMessageContaining("not found");
    }

    @Test
    void create_carriesOutEveryProperty() {
        provider.create(desired(FULL));

        JsonNode table = table();
        assertThat(table.path("TableStatus").asText()).isEqualTo("ACTIVE");
        assertThat(table.at("/ProvisionedThroughput/ReadCapacityUnits").asInt()).isEqualTo(5);
        assertThat(table.at("/ProvisionedThroughput/WriteCapacityUnits").asInt())
                .isEqualTo(4);
        assertThat(table.at("/GlobalSecondaryIndexes/0/ProvisionedThroughput/WriteCapacityUnits")
                        .asInt())
                .isEqualTo(1);
        assertThat(table.at("/GlobalSecondaryIndexes/0/WarmThroughput/ReadUnitsPerSecond")
                        .asInt())
                .isEqualTo(20);
        assertThat(table.at("/TableClassSummary/TableClass").asText()).isEqualTo("STANDARD_INFREQUENT_ACCESS");
        assertThat(table.at("/SSEDescription/Status").asText()).isEqualTo("ENABLED");
        assertThat(table.at("/SSEDescription/KMSMasterKeyArn").asText()).startsWith("arn:aws:kms:");
        assertThat(table.at("/WarmThroughput/WriteUnitsPerSecond").asInt()).isEqualTo(60);
        assertThat(table.at("/LocalSecondaryIndexes/0/IndexName").asText()).isEqualTo("by-author-rating");
        assertThat(table.at("/StreamSpecification/StreamViewType").asText()).isEqualTo("NEW_AND_OLD_IMAGES");
        assertThat(call("DescribeTimeToLive", "{\"TableName\": \"books\"}")
                        .at("/TimeToLiveDescription/AttributeName")
                        .asText())
                .isEqualTo("Ends");
        assertThat(tags()).isEqualTo("[{\"Key\":\"class\",\"Value\":\"classroom\"}]");
    }

    /** Of what the class has no place for: whether it refuses, reports or needs nothing. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": false}} | ``  | ``
            {"PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": true}}  | PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled | ``
            {"ContributorInsightsSpecification": {"Enabled": false}}                    | ``  | ``
            {"ContributorInsightsSpecification": {"Enabled": true}}                     | ContributorInsightsSpecification.Enabled | ``
            {"GlobalSecondaryIndexes": [{"ContributorInsightsSpecification": {"Enabled": true}}]} | GlobalSecondaryIndexes.ContributorInsightsSpecification.Enabled | ``
            {"KinesisStreamSpecification": {"StreamArn": "s"}}                          | KinesisStreamSpecification | ``
            {"StreamSpecification": {"StreamViewType": "KEYS_ONLY", "ResourcePolicy": {}}} | `` | StreamSpecification.ResourcePolicy
            {"ResourcePolicy": {"PolicyDocument": {}}}                                  | ``  | ResourcePolicy
            {"ImportSourceSpecification": {"InputFormat": "CSV"}}                       | ``  | ImportSourceSpecification
            """)
    void property_thatTheClassHasNoPlaceFor_isReportedOrRefused(String properties, String reported, String refused) {
        assertThat(String.join(",", provider.support().leftOut(json(properties))))
                .isEqualTo(reported);
        assertThat(String.join(",", provider.support().refused(json(properties))))
                .isEqualTo(refused);
    }

    @Test
    void everyOtherProperty_isCarriedOut() {
        assertThat(provider.support().leftOut(json(FULL))).isEmpty();
        assertThat(provider.support().refused(json(FULL))).isEmpty();
    }

    /** With {@code up --data}: the table was changed by other clients, and the template says less, more or the same. */
    @Test
    void takeOver_bringsAnEarlierTableToTheTemplate(@TempDir Path folder) throws IOException {
        try (EmbeddedDynamoDb first = EmbeddedDynamoDb.in(folder, false, line -> {})) {
            DynamoDb made = new DynamoDb(first, (identity, question) -> {}, "us-east-2");
            made.keptIn(folder);
            new TableProvider(made, teacher, new AwsEnvironment(Identities.ACCOUNT, "us-east-2")).create(desired(FULL));
            made.call(teacher, "DynamoDB_20120810.UpdateTable", json("""
                    {"TableName": "books", "WarmThroughput": {"ReadUnitsPerSecond": 90}}"""));
        }
        String changed = FULL.replace("STANDARD_INFREQUENT_ACCESS", "STANDARD")
                .replace("\"SSEEnabled\": \"true\"", "\"SSEEnabled\": false")
                .replace("\"WriteUnitsPerSecond\": \"60\"", "\"WriteUnitsPerSecond\": 70");
        try (EmbeddedDynamoDb next = EmbeddedDynamoDb.in(folder, true, line -> {})) {
            DynamoDb found = new DynamoDb(next, (identity, question) -> {}, "us-east-2");
            found.keptIn(folder);
            new TableProvider(found, teacher, new AwsEnvironment(Identities.ACCOUNT, "us-east-2"))
                    .takeOver(desired(changed));

            JsonNode table = found.call(teacher, "DynamoDB_20120810.DescribeTable", json("{\"TableName\": \"books\"}"))
                    .path("Table");
            assertThat(table.at("/TableClassSummary/TableClass").asText()).isEqualTo("STANDARD");
            assertThat(table.has("SSEDescription")).isFalse();
            assertThat(table.at("/WarmThroughput/ReadUnitsPerSecond").asInt()).isEqualTo(90);
            assertThat(table.at("/WarmThroughput/WriteUnitsPerSecond").asInt()).isEqualTo(70);
        }
    }

    @Test
    void create_givesNameArnAndStreamArn() {
        Provider.Physical table = provider.create(desired(FULL));

        assertThat(table.id()).isEqualTo("books");
        assertThat(table.attributes())
                .containsEntry("Arn", "arn:aws:dynamodb:us-east-2:000000000000:table/books")
                .hasEntrySatisfying(
                        "StreamArn",
                        arn -> assertThat(arn)
                                .startsWith("arn:aws:dynamodb:us-east-2:000000000000:table/books/stream/"));
    }

    @Test
    void stackTags_reachTheTableAndItsOwnWin() {
        provider.create(new Provider.Desired(
                "Books", "generated", properties(FULL), Map.of("class", "of the stack", "term", "1"), new NoLookups()));

        assertThat(tags())
                .contains("{\"Key\":\"class\",\"Value\":\"classroom\"}")
                .contains("term");
    }

    @Test
    void create_ofATableThatIsThere_failsInDynamoDbsWords() {
        provider.create(desired(FULL));

        assertThatThrownBy(() -> provider.create(desired(FULL)))
                .isInstanceOfSatisfying(
                        AwsError.class, e -> assertThat(e.code()).isEqualTo("ResourceInUseException"));
    }

    @Test
    void delete_ofATableThatIsGone_isNoError() {
        Provider.Physical table = provider.create(desired(FULL));

        provider.delete(table, properties(FULL));
        provider.delete(table, properties(FULL));

        assertThat(call("ListTables", "{}").path("TableNames")).isEmpty();
    }

    @Test
    void update_changesCapacityStreamIndexTimeToLiveAndTagsInPlace() {
        Provider.Physical table = provider.create(desired(FULL));
        call(
                "PutItem",
                "{\"TableName\": \"books\", \"Item\": {\"Author\": {\"S\": \"a\"}, \"Title\": {\"S\": \"t\"}}}");
        String changed = FULL.replace("\"ReadCapacityUnits\": \"5\"", "\"ReadCapacityUnits\": 3")
                .replace("NEW_AND_OLD_IMAGES", "KEYS_ONLY")
                .replace("by-year\"", "by-age\"")
                .replace("\"Ends\", \"Enabled\": \"true\"", "\"Ends\", \"Enabled\": false")
                .replace("\"classroom\"", "\"other\"");

        provider.update(desired(changed), table, properties(FULL));

        JsonNode now = table();
        assertThat(now.at("/ProvisionedThroughput/ReadCapacityUnits").asInt()).isEqualTo(3);
        assertThat(now.at("/StreamSpecification/StreamViewType").asText()).isEqualTo("KEYS_ONLY");
        assertThat(now.path("GlobalSecondaryIndexes")).hasSize(1);
        assertThat(now.at("/GlobalSecondaryIndexes/0/IndexName").asText()).isEqualTo("by-age");
        assertThat(call("DescribeTimeToLive", "{\"TableName\": \"books\"}")
                        .at("/TimeToLiveDescription/TimeToLiveStatus")
                        .asText())
                .isEqualTo("DISABLED");
        assertThat(tags()).isEqualTo("[{\"Key\":\"class\",\"Value\":\"other\"}]");
        assertThat(now.path("ItemCount").asInt()).isEqualTo(1);
    }

    @Test
    void update_switchesBillingModeBothWays() {
        Provider.Physical table = provider.create(desired(FULL));
        String onDemand = FULL.replace("\"TableName\"", "\"BillingMode\": \"PAY_PER_REQUEST\", \"TableName\"");

        provider.update(desired(onDemand), table, properties(FULL));
        assertThat(table().at("/BillingModeSummary/BillingMode").asText()).isEqualTo("PAY_PER_REQUEST");

        provider.update(desired(FULL), table, properties(onDemand));
        assertThat(table().at("/BillingModeSummary/BillingMode").asText("PROVISIONED"))
                .isEqualTo("PROVISIONED");
        assertThat(table().at("/ProvisionedThroughput/ReadCapacityUnits").asInt())
                .isEqualTo(5);
    }

    /** With a local class that throttles, because DynamoDB Local does not report a change of it. */
    @Test
    void update_changesAndLiftsWhatAnOnDemandTableMayUse() {
        DynamoDb throttled = DynamoDb.throttled(database, (identity, request) -> {}, "us-east-2");
        TableProvider metered =
                new TableProvider(throttled, teacher, new AwsEnvironment(Identities.ACCOUNT, "us-east-2"));
        String little = onDemand("1");
        Provider.Physical table = metered.create(desired(little));
        assertThat(isRefused(throttled)).isTrue();

        metered.update(desired(onDemand("100000")), table, properties(little));
        assertThat(isRefused(throttled)).isFalse();
        metered.update(desired(little), table, properties(onDemand("100000")));
        assertThat(isRefused(throttled)).isTrue();
        String unlimited = little.substring(0, little.indexOf(", \"OnDemandThroughput\"")) + "}";
        metered.update(desired(unlimited), table, properties(little));
        assertThat(isRefused(throttled)).isFalse();
    }

    @Test
    void update_changesAndLiftsWhatAnOnDemandIndexMayUse() {
        DynamoDb throttled = DynamoDb.throttled(database, (identity, request) -> {}, "us-east-2");
        TableProvider metered =
                new TableProvider(throttled, teacher, new AwsEnvironment(Identities.ACCOUNT, "us-east-2"));
        String index =
                ", \"GlobalSecondaryIndexes\": [{\"IndexName\": \"by-author\", \"Projection\": {\"ProjectionType\":"
                        + " \"ALL\"}, \"KeySchema\": [{\"AttributeName\": \"Author\", \"KeyType\": \"HASH\"}]%s}]}";
        String table = onDemand("1000").strip().replaceFirst("}$", "");
        String little = table + index.formatted(", \"OnDemandThroughput\": {\"MaxWriteRequestUnits\": 1}");
        String unlimited = table + index.formatted("");
        Provider.Physical made = metered.create(desired(unlimited));
        assertThat(isRefused(throttled)).isFalse();

        metered.update(desired(little), made, properties(unlimited));
        assertThat(isRefused(throttled)).isTrue();
        metered.update(desired(unlimited), made, properties(little));
        assertThat(isRefused(throttled)).isFalse();
    }

    private static String onDemand(String writes) {
        return """
                {"TableName": "books", "BillingMode": "PAY_PER_REQUEST",
                 "KeySchema": [{"AttributeName": "Author", "KeyType": "HASH"}],
                 "AttributeDefinitions": [{"AttributeName": "Author", "AttributeType": "S"}],
                 "OnDemandThroughput": {"MaxWriteRequestUnits": %s}}
                """.formatted(writes).replace(",\n ", ", ");
    }

    /** Whether any of more writes than a table of one unit a second takes is. */
    private static boolean isRefused(DynamoDb throttled) {
        ObjectNode put = JSON.createObjectNode().put("TableName", "books");
        ObjectNode item = put.putObject("Item");
        item.putObject("Author").put("S", "Machado de Assis");
        for (int n = 0; n < 50; n++) {
            // What an index has already, it need not write.
            item.putObject("Version").put("N", Integer.toString(n));
            try {
                throttled.call(teacher, "DynamoDB_20120810.PutItem", put);
            } catch (AwsError e) {
                assertThat(e.code()).isEqualTo("ThrottlingException");
                return true;
            }
        }
        return false;
    }

    @Test
    void creationThatFailsHalfWay_leavesNoTable() {
        String noAttribute = FULL.replace(
                        "\"TableName\"", "\"TimeToLiveSpecification\": {\"Enabled\": true}, \"TableName\"")
                .replaceFirst("\"TimeToLiveSpecification\": \\{\"AttributeName\"[^}]*},", "");

        assertThatThrownBy(() -> provider.create(desired(noAttribute))).hasMessageContaining("AttributeName");

        assertThatThrownBy(TableProviderTest::table).hasMessageContaining("not found");
    }

    private static Provider.Desired desired(String properties) {
        return new Provider.Desired("Books", "generated", properties(properties), Map.of(), new NoLookups());
    }

    private static Properties properties(String json) {
        return new Properties(json(json));
    }

    private static JsonNode table() {
        return call("DescribeTable", "{\"TableName\": \"books\"}").path("Table");
    }

    private static String tags() {
        return call("ListTagsOfResource", "{\"ResourceArn\": \"arn:aws:dynamodb:us-east-2:000000000000:table/books\"}")
                .path("Tags")
                .toString();
    }

    private static JsonNode call(String operation, String request) {
        return dynamoDb.call(teacher, "DynamoDB_20120810." + operation, json(request));
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
