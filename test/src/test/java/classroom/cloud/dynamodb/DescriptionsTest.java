package classroom.cloud.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import classroom.cloud.Cloud;
import classroom.cloud.gateway.AwsError;
import classroom.cloud.gateway.Protocol;
import classroom.cloud.identity.Identities;
import classroom.cloud.identity.Identity;
import classroom.template.api.DynamoDbApi;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is set of a table comes back, or is refused by name. */
class DescriptionsTest extends OneDatabase {
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final String PROVISIONED =
            "'ProvisionedThroughput': {'ReadCapacityUnits': 5, 'WriteCapacityUnits': 6}";
    private static final String ON_DEMAND = "'BillingMode': 'PAY_PER_REQUEST'";
    private static final String INDEX = "'GlobalSecondaryIndexes': [{'IndexName': 'idx', 'KeySchema':"
            + " [{'AttributeName': 'a', 'KeyType': 'HASH'}], 'Projection': {'ProjectionType': 'ALL'}";

    private final Identity teacher = new Identities().teacher();
    private final String table = "described" + COUNT.incrementAndGet();
    private final DynamoDb dynamoDb = new DynamoDb(database, (identity, question) -> {}, "us-east-2");

    private JsonNode call(String operation, String rest) {
        return dynamoDb.call(
                teacher, "DynamoDB_20120810." + operation, json("{'TableName': '" + table + "'" + rest + "}"));
    }

    private static ObjectNode json(String text) {
        return Protocol.json(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private JsonNode create(String rest) {
        return call(
                        "CreateTable",
                        ", 'AttributeDefinitions': [{'AttributeName': 'a', 'AttributeType': 'S'}],"
                                + " 'KeySchema': [{'AttributeName': 'a', 'KeyType': 'HASH'}], " + rest)
                .path("TableDescription");
    }

    private JsonNode describe() {
        return call("DescribeTable", "").path("Table");
    }

    /** Sent with CreateTable, and what DescribeTable then has. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            UNITS                                                          | /WarmThroughput    | {'ReadUnitsPerSecond': 5, 'WriteUnitsPerSecond': 6, 'Status': 'ACTIVE'}
            ON_DEMAND                                                            | /WarmThroughput    | {'ReadUnitsPerSecond': 12000, 'WriteUnitsPerSecond': 4000, 'Status': 'ACTIVE'}
            UNITS, 'WarmThroughput': {'ReadUnitsPerSecond': 50}            | /WarmThroughput    | {'ReadUnitsPerSecond': 50, 'WriteUnitsPerSecond': 6, 'Status': 'ACTIVE'}
            UNITS, INDEX, UNITS, 'WarmThroughput': {'WriteUnitsPerSecond': 9}}] | /GlobalSecondaryIndexes/0/WarmThroughput | {'ReadUnitsPerSecond': 5, 'WriteUnitsPerSecond': 9, 'Status': 'ACTIVE'}
            ON_DEMAND, INDEX}]                                                   | /GlobalSecondaryIndexes/0/ProvisionedThroughput | {'NumberOfDecreasesToday': 0, 'ReadCapacityUnits': 0, 'WriteCapacityUnits': 0}
            UNITS                                                          | /ProvisionedThroughput | {'NumberOfDecreasesToday': 0, 'ReadCapacityUnits': 5, 'WriteCapacityUnits': 6}
            UNITS, 'TableClass': 'STANDARD_INFREQUENT_ACCESS'              | /TableClassSummary | {'TableClass': 'STANDARD_INFREQUENT_ACCESS'}
            UNITS, 'TableClass': 'STANDARD'                                | /TableClassSummary | {'TableClass': 'STANDARD'}
            UNITS                                                          | /TableClassSummary |
            UNITS, 'SSESpecification': {'Enabled': true}                   | /SSEDescription    | {'Status': 'ENABLED', 'SSEType': 'KMS', 'KMSMasterKeyArn': 'arn:aws:kms:us-east-2:000000000000:key/fa7135e9-4c8f-38b0-9d0e-e8f04a88ac6a'}
            UNITS, 'SSESpecification': {'Enabled': true, 'SSEType': 'KMS', 'KMSMasterKeyId': '1234'} | /SSEDescription | {'Status': 'ENABLED', 'SSEType': 'KMS', 'KMSMasterKeyArn': 'arn:aws:kms:us-east-2:000000000000:key/1234'}
            UNITS, 'SSESpecification': {'Enabled': true, 'KMSMasterKeyId': 'arn:aws:kms:us-east-2:1:key/5'} | /SSEDescription | {'Status': 'ENABLED', 'SSEType': 'KMS', 'KMSMasterKeyArn': 'arn:aws:kms:us-east-2:1:key/5'}
            UNITS, 'SSESpecification': {'Enabled': false}                  | /SSEDescription    |
            UNITS, 'DeletionProtectionEnabled': true                       | /DeletionProtectionEnabled | true
            UNITS                                                          | /DeletionProtectionEnabled | false
            ON_DEMAND, 'OnDemandThroughput': {'MaxReadRequestUnits': 7}          | /OnDemandThroughput | {'MaxReadRequestUnits': 7}
            UNITS                                                          | /BillingModeSummary |
            """)
    void table_isDescribedAsItWasMade(String made, String at, String expected) {
        create(capacity(made));

        assertDescribed(at, expected);
    }

    private static String capacity(String request) {
        return request.replace("UNITS", PROVISIONED)
                .replace("ON_DEMAND", ON_DEMAND)
                .replace("INDEX", INDEX);
    }

    private void assertDescribed(String at, String expected) {
        JsonNode found = describe().at(at);
        if (expected == null) {
            assertThat(found.isMissingNode()).as(found.toString()).isTrue();
        } else {
            assertThat(found.toString())
                    .isEqualTo(json("{'it': " + expected + "}").get("it").toString());
        }
    }

    /** Sent with UpdateTable, and what DescribeTable then has. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ON_DEMAND | 'WarmThroughput': {'ReadUnitsPerSecond': 12001}  | /WarmThroughput | {'ReadUnitsPerSecond': 12001, 'WriteUnitsPerSecond': 4000, 'Status': 'ACTIVE'}
            ON_DEMAND, INDEX}] | 'GlobalSecondaryIndexUpdates': [{'Update': {'IndexName': 'idx', 'WarmThroughput': {'WriteUnitsPerSecond': 4001}}}] | /GlobalSecondaryIndexes/0/WarmThroughput | {'ReadUnitsPerSecond': 12000, 'WriteUnitsPerSecond': 4001, 'Status': 'ACTIVE'}
            UNITS | 'ProvisionedThroughput': {'ReadCapacityUnits': 9, 'WriteCapacityUnits': 1} | /WarmThroughput | {'ReadUnitsPerSecond': 9, 'WriteUnitsPerSecond': 6, 'Status': 'ACTIVE'}
            ON_DEMAND | 'BillingMode': 'PROVISIONED', UNITS | /WarmThroughput | {'ReadUnitsPerSecond': 12000, 'WriteUnitsPerSecond': 4000, 'Status': 'ACTIVE'}
            UNITS | 'SSESpecification': {'Enabled': true, 'KMSMasterKeyId': 'alias/mine'} | /SSEDescription/Status | 'ENABLED'
            UNITS, 'SSESpecification': {'Enabled': true} | 'SSESpecification': {'Enabled': false} | /SSEDescription |
            UNITS | 'DeletionProtectionEnabled': true | /DeletionProtectionEnabled | true
            UNITS | 'TableClass': 'STANDARD_INFREQUENT_ACCESS' | /TableClassSummary/TableClass | 'STANDARD_INFREQUENT_ACCESS'
            ON_DEMAND, 'OnDemandThroughput': {'MaxReadRequestUnits': 7, 'MaxWriteRequestUnits': 8} | 'OnDemandThroughput': {'MaxReadRequestUnits': 9} | /OnDemandThroughput | {'MaxReadRequestUnits': 9, 'MaxWriteRequestUnits': 8}
            ON_DEMAND, 'OnDemandThroughput': {'MaxReadRequestUnits': 7, 'MaxWriteRequestUnits': 8} | 'OnDemandThroughput': {'MaxReadRequestUnits': -1} | /OnDemandThroughput | {'MaxWriteRequestUnits': 8}
            ON_DEMAND, 'OnDemandThroughput': {'MaxReadRequestUnits': 7} | 'OnDemandThroughput': {'MaxReadRequestUnits': -1} | /OnDemandThroughput |
            """)
    void table_isDescribedAsItWasChanged(String made, String change, String at, String expected) {
        create(capacity(made));
        call("UpdateTable", ", " + capacity(change));

        assertDescribed(at, expected);
    }

    /** The words as recorded on AWS ({@link Descriptions}). */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ON_DEMAND | 'WarmThroughput': {'ReadUnitsPerSecond': 11999}  | Requested ReadUnitsPerSecond for WarmThroughput for table is lower than current WarmThroughput, decreasing WarmThroughput is not supported
            ON_DEMAND, INDEX}] | 'GlobalSecondaryIndexUpdates': [{'Update': {'IndexName': 'idx', 'WarmThroughput': {'WriteUnitsPerSecond': 1}}}] | Requested WriteUnitsPerSecond for WarmThroughput for index idx is lower than current WarmThroughput, decreasing WarmThroughput is not supported
            UNITS | 'SSESpecification': {'Enabled': false} | Table is already encrypted by default
            UNITS, 'SSESpecification': {'Enabled': true, 'KMSMasterKeyId': 'arn:k'} | 'SSESpecification': {'Enabled': true, 'KMSMasterKeyId': 'arn:k'} | Table is already encrypted with given KMSMasterKeyId. Use KMSMasterKeyId parameter if you want to change Master Key
            UNITS | 'SSESpecification': {'Enabled': true}, 'TableClass': 'STANDARD' | modification must be the only operation in the request
            UNITS | 'DeletionProtectionEnabled': true, 'BillingMode': 'PAY_PER_REQUEST' | DeletionProtection modification must be the only operation in the request
            UNITS | 'WarmThroughput': {'ReadUnitsPerSecond': 50}, 'BillingMode': 'PAY_PER_REQUEST' | WarmThroughput must be the only operation in the request
            ON_DEMAND, INDEX}] | 'BillingMode': 'PROVISIONED', UNITS | ProvisionedThroughput must be specified for index: idx
            """)
    void change_thatAwsRefuses_isRefusedInItsWords(String made, String change, String words) {
        create(capacity(made));
        String before = describe().toString();

        assertThatThrownBy(() -> call("UpdateTable", ", " + capacity(change)))
                .isInstanceOfSatisfying(
                        AwsError.class, e -> assertThat(e.code()).isEqualTo("ValidationException"))
                .hasMessageStartingWith("One or more parameter values were invalid: ")
                .hasMessageEndingWith(words);
        assertThat(describe().toString()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UNITS|is lower than ReadCapacityUnits of ProvisionedThroughput",
                "ON_DEMAND|is lower than initial throughput for OnDemand."
            })
    void warmThroughput_belowTheTablesOwn_isRefused(String row) {
        String[] parts = row.split("\\|");
        assertThatThrownBy(() -> create(capacity(parts[0]) + ", 'WarmThroughput': {'ReadUnitsPerSecond': 4}"))
                .hasMessageContaining("Requested ReadUnitsPerSecond for WarmThroughput for table " + parts[1]);
    }

    /** A member of AWS's model, known or yet to come, is carried out or refused by name. */
    @ParameterizedTest
    @ValueSource(strings = {"CreateTable", "UpdateTable"})
    void memberThatIsNotCarriedOut_isRefusedByName(String operation) {
        Set<String> refused = new TreeSet<>();
        DynamoDbApi.operation(operation).input().members().forEach((name, shape) -> {
            ObjectNode request = json("{'TableName': '" + table + "'}");
            request.put(name, "x");
            try {
                new Descriptions(Cloud.ENVIRONMENT).check(operation, request);
            } catch (AwsError e) {
                assertThat(e).hasMessageStartingWith("The local class does not carry out " + name + " of " + operation);
                refused.add(name);
            }
        });
        assertThat(refused)
                .isEqualTo(
                        operation.equals("CreateTable")
                                ? Set.of(
                                        "GlobalTableSettingsReplicationMode",
                                        "GlobalTableSourceArn",
                                        "ResourcePolicy",
                                        "VectorIndexes")
                                : Set.of(
                                        "GlobalTableSettingsReplicationMode",
                                        "GlobalTableWitnessUpdates",
                                        "MultiRegionConsistency",
                                        "ReplicaUpdates",
                                        "VectorIndexUpdates"));
    }

    @Test
    void resourcePolicy_isRefused_andNoTableIsMade() {
        assertThatThrownBy(() -> create(PROVISIONED + ", 'ResourcePolicy': '{}'"))
                .hasMessageStartingWith("The local class does not carry out ResourcePolicy of CreateTable");
        assertThatThrownBy(this::describe).hasMessageContaining("not found");
    }

    @Test
    void id_isTheTablesOwn_untilItIsMadeAgain() {
        String made = create(PROVISIONED).path("TableId").asText();
        assertThat(made).matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
        assertThat(describe().path("TableId").asText()).isEqualTo(made);
        call("DeleteTable", "");

        create(PROVISIONED + ", 'TableClass': 'STANDARD'");
        assertThat(describe().path("TableId").asText()).isNotEqualTo(made);
    }

    @Test
    void settings_endWithTheirTable() {
        create(PROVISIONED + ", 'TableClass': 'STANDARD'");
        call("DeleteTable", "");
        create(PROVISIONED);
        assertDescribed("/TableClassSummary", null);
    }

    /** With {@code up --data}: as the next class finds it. */
    @Test
    void settings_areKeptWithTheirTable(@TempDir Path folder) throws IOException {
        ObjectNode described = json("{'TableName': 'kept-one'}");
        JsonNode before;
        try (EmbeddedDynamoDb first = EmbeddedDynamoDb.in(folder, false, line -> {})) {
            DynamoDb made = new DynamoDb(first, (identity, question) -> {}, "us-east-2");
            made.keptIn(folder);
            for (String name : List.of("kept-one", "kept-two")) {
                made.call(
                        teacher,
                        "DynamoDB_20120810.CreateTable",
                        json("{'TableName': '" + name
                                + "', 'AttributeDefinitions': [{'AttributeName': 'a', 'AttributeType': 'S'}],"
                                + " 'KeySchema': [{'AttributeName': 'a', 'KeyType': 'HASH'}], " + ON_DEMAND
                                + ", 'TableClass': 'STANDARD_INFREQUENT_ACCESS', 'SSESpecification': {'Enabled': true},"
                                + " 'WarmThroughput': {'ReadUnitsPerSecond': 13000}}"));
            }
            before = made.call(teacher, "DynamoDB_20120810.DescribeTable", described);
            made.call(teacher, "DynamoDB_20120810.DeleteTable", json("{'TableName': 'kept-two'}"));
        }
        try (EmbeddedDynamoDb next = EmbeddedDynamoDb.in(folder, true, line -> {})) {
            DynamoDb found = new DynamoDb(next, (identity, question) -> {}, "us-east-2");
            found.keptIn(folder);
            assertThat(found.call(teacher, "DynamoDB_20120810.DescribeTable", described))
                    .isEqualTo(before);
        }
        assertThat(folder.resolve("table-settings.json")).content().doesNotContain("kept-two");
    }

    @Test
    void settings_endWithTheirIndex() {
        Descriptions descriptions = new Descriptions(Cloud.ENVIRONMENT);
        String warm = "{'IndexName': 'idx', 'WarmThroughput': {'ReadUnitsPerSecond': 70}}";
        descriptions.keep(
                "t",
                descriptions.take(json("{'TableName': 't', 'GlobalSecondaryIndexes': [" + warm + "]}"), json("{}")));

        ObjectNode left = descriptions.take(
                json("{'TableName': 't', 'GlobalSecondaryIndexUpdates': [{'Delete': {'IndexName': 'idx'}}]}"),
                json("{'GlobalSecondaryIndexes': [" + warm + "]}"));

        assertThat(left.at("/GlobalSecondaryIndexes/idx/WarmThroughput").isMissingNode())
                .isTrue();
    }

    @Test
    void answer_saysThatEncryptionAndWarmThroughputAreUnderWay() {
        JsonNode created = create(PROVISIONED);
        assertThat(created.has("WarmThroughput")).isFalse();
        assertThat(call("UpdateTable", ", 'WarmThroughput': {'ReadUnitsPerSecond': 50}")
                        .at("/TableDescription/WarmThroughput/Status")
                        .asText())
                .isEqualTo("UPDATING");
        assertThat(call("UpdateTable", ", 'SSESpecification': {'Enabled': true}")
                        .at("/TableDescription/SSEDescription/Status")
                        .asText())
                .isEqualTo("UPDATING");
    }

    /** As recorded on AWS on 2026-10-08 (public notes "ack-api-quirks", DDB-TABLE-058, 184): the answer has the old units. */
    @Test
    void capacity_saysWhenItWentUpAndDown() {
        create(PROVISIONED);
        BigDecimal start = describe().path("CreationDateTime").decimalValue();
        JsonNode up = call("UpdateTable", ", " + PROVISIONED.replace("5", "8")).at(CAPACITY_IN_ANSWER);
        assertThat(up.path("ReadCapacityUnits").asInt()).isEqualTo(5);
        assertThat(up.path("LastIncreaseDateTime").decimalValue()).isGreaterThanOrEqualTo(start);
        JsonNode raised = describe().path("ProvisionedThroughput");
        assertThat(raised.path("ReadCapacityUnits").asInt()).isEqualTo(8);
        assertThat(raised.path("NumberOfDecreasesToday").asInt()).isZero();
        assertThat(raised.has("LastDecreaseDateTime")).isFalse();

        JsonNode down = call("UpdateTable", ", " + PROVISIONED.replace("5", "4").replace("6", "3"))
                .at(CAPACITY_IN_ANSWER);
        assertThat(down.path("NumberOfDecreasesToday").asInt()).isZero();
        assertThat(down.has("LastDecreaseDateTime")).isTrue();
        JsonNode lowered = describe().path("ProvisionedThroughput");
        assertThat(lowered.path("NumberOfDecreasesToday").asInt()).isEqualTo(1);
        assertThat(lowered.path("WriteCapacityUnits").asInt()).isEqualTo(3);
        assertThat(lowered.get("LastIncreaseDateTime")).isEqualTo(raised.get("LastIncreaseDateTime"));
        call("UpdateTable", ", " + PROVISIONED.replace("6", "2"));
        assertThat(describe()
                        .at("/ProvisionedThroughput/NumberOfDecreasesToday")
                        .asInt())
                .isEqualTo(2);
    }

    private static final String CAPACITY_IN_ANSWER = "/TableDescription/ProvisionedThroughput";

    @Test
    void capacityOfAnIndex_isCountedForItself() {
        create(capacity("UNITS, INDEX, UNITS}]"));
        call(
                "UpdateTable",
                ", 'GlobalSecondaryIndexUpdates': [{'Update': {'IndexName': 'idx', " + PROVISIONED.replace("5", "4")
                        + "}}]");
        JsonNode table = describe();
        assertThat(table.at("/ProvisionedThroughput/NumberOfDecreasesToday").asInt())
                .isZero();
        JsonNode index = table.at("/GlobalSecondaryIndexes/0/ProvisionedThroughput");
        assertThat(index.path("NumberOfDecreasesToday").asInt()).isEqualTo(1);
        assertThat(index.has("LastDecreaseDateTime")).isTrue();
        assertThat(index.has("LastIncreaseDateTime")).isFalse();
    }

    @Test
    void decreases_areCountedFromMidnight() {
        ObjectNode set = json("{}");
        ObjectNode shown = json("{}");
        JsonNode less = json("{'ReadCapacityUnits': 1, 'WriteCapacityUnits': 1}");
        JsonNode more = json("{'ReadCapacityUnits': 2, 'WriteCapacityUnits': 1}");
        BigDecimal beforeMidnight = BigDecimal.valueOf(86_399_999, 3);
        CapacityTimes.count(set, less, more, beforeMidnight);
        CapacityTimes.count(set, less, more, beforeMidnight);
        CapacityTimes.show(shown, set, beforeMidnight);
        assertThat(shown.path("NumberOfDecreasesToday").asInt()).isEqualTo(2);

        CapacityTimes.show(shown, set, BigDecimal.valueOf(86_400));

        assertThat(shown.path("NumberOfDecreasesToday").asInt()).isZero();
        assertThat(shown.get("LastDecreaseDateTime").decimalValue()).isEqualByComparingTo(beforeMidnight);
        CapacityTimes.count(set, less, more, BigDecimal.valueOf(86_401));
        CapacityTimes.show(shown, set, BigDecimal.valueOf(86_402));
        assertThat(shown.path("NumberOfDecreasesToday").asInt()).isEqualTo(1);
    }

    /** As recorded on AWS ({@link TableOperations}). */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            UNITS | DeletionProtectionEnabled, ItemCount, ProvisionedThroughput, TableArn, TableId, TableName, TableSizeBytes, TableStatus
            ON_DEMAND, INDEX}], 'TableClass': 'STANDARD', 'StreamSpecification': {'StreamEnabled': true, 'StreamViewType': 'KEYS_ONLY'} | BillingModeSummary, DeletionProtectionEnabled, ItemCount, ProvisionedThroughput, TableArn, TableId, TableName, TableSizeBytes, TableStatus
            """)
    void tableThatIsDeleted_isToldInShort(String made, String members) {
        String id = create(capacity(made)).path("TableId").asText();
        dynamoDb.changesTake(Duration.ofSeconds(COUNT.get() % 2));

        JsonNode deleted = call("DeleteTable", "").path("TableDescription");

        assertThat(deleted.properties().stream().map(Map.Entry::getKey).sorted())
                .containsExactly(members.split(", "));
        assertThat(deleted.path("TableStatus").asText()).isEqualTo("DELETING");
        assertThat(deleted.path("TableId").asText()).isEqualTo(id);
    }

    /** As recorded on AWS (DDB-TABLE-028, 064): the answer does not have the time yet. */
    @Test
    void tableOnDemand_saysSinceWhenOnlyWhenItIsDescribed() {
        String since = "/BillingModeSummary/LastUpdateToPayPerRequestDateTime";
        assertThat(create(ON_DEMAND).at(since).isMissingNode()).isTrue();
        assertThat(describe().at(since).isNumber()).isTrue();
    }

    /** As in the example "update-table" of the AWS CLI's reference, which adds an index (read on 2026-11-30). */
    @Test
    void indexThatIsBeingMade_hasItsSizes() {
        create(PROVISIONED);
        JsonNode index = call(
                        "UpdateTable",
                        ", 'AttributeDefinitions': [{'AttributeName': 'b', 'AttributeType': 'S'}],"
                                + " 'GlobalSecondaryIndexUpdates': [{'Create': {'IndexName': 'idx', 'KeySchema':"
                                + " [{'AttributeName': 'b', 'KeyType': 'HASH'}], 'Projection': {'ProjectionType':"
                                + " 'ALL'}, " + PROVISIONED + "}}]")
                .at("/TableDescription/GlobalSecondaryIndexes/0");

        assertThat(index.path("IndexStatus").asText()).isEqualTo("CREATING");
        assertThat(index.path("IndexSizeBytes").asInt(-1)).isZero();
        assertThat(index.path("ItemCount").asInt(-1)).isZero();
    }
}
