package classroom.cloud.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import classroom.cli.client.Answer;
import classroom.cli.client.Loopback;
import classroom.cli.client.Request;
import classroom.cloud.gateway.AwsError;
import classroom.cloud.gateway.Gateway;
import classroom.cloud.gateway.Protocol;
import classroom.cloud.iam.Authorizer;
import classroom.cloud.identity.Identities;
import classroom.cloud.identity.Identity;
import classroom.template.policy.Question;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DynamoDbTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TABLE_ARN = "arn:aws:dynamodb:us-east-2:000000000000:table/";
    private static final AtomicInteger COUNT = new AtomicInteger();

    private static EmbeddedDynamoDb database;

    /** A new name for each test, because all share one database. */
    private final String table = "table" + COUNT.incrementAndGet();

    private final Identities identities = new Identities();
    private final Asked asked = new Asked();
    private Gateway gateway;
    private DynamoDb dynamoDb;
    private Loopback client;

    @BeforeAll
    static void startDatabase() {
        database = EmbeddedDynamoDb.start();
    }

    @AfterAll
    static void stopDatabase() {
        database.close();
    }

    @BeforeEach
    void start() throws IOException {
        gateway = new Gateway(identities);
        dynamoDb = new DynamoDb(database, asked, "us-east-2");
        gateway.add(dynamoDb);
        client = new Loopback(gateway.start(0).getPort(), "us-east-2", Identities.TEACHER);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void answer_whateverItIs_hasARightChecksumAndARequestId() throws Exception {
        for (String target : List.of("ListTables", "GetItem", "Nonsense", "TagResource")) {
            Answer response = send(identities.teacher(), "DynamoDB_20120810." + target, "{}");
            CRC32 crc = new CRC32();
            crc.update(response.body());
            assertThat(response.headers().firstValue("x-amz-crc32")).as(target).contains(Long.toString(crc.getValue()));
            assertThat(response.headers().firstValue("x-amzn-RequestId")).isPresent();
            assertThat(response.headers().firstValue("Content-Type")).contains("application/x-amz-json-1.0");
        }
    }

    @Test
    void unknownOperation_isAnsweredAsDynamoDbDoes() throws Exception {
        for (String target : List.of(
                "DynamoDB_20120810.Nonsense",
                "DynamoDB_20120810.ListStreams",
                "DynamoDBStreams_20120810.ListTables",
                "Other.ListTables",
                "")) {
            Answer response = send(identities.teacher(), target, "{}");
            assertThat(response.status()).isEqualTo(400);
            assertThat(json(response).path("__type").asText())
                    .isEqualTo("com.amazon.coral.service#UnknownOperationException");
        }
    }

    @Test
    void unknownKey_isRefusedAsDynamoDbDoes() throws Exception {
        Answer response = send(new Identity("AKIAOTHER", "", "", false, true), "DynamoDB_20120810.ListTables", "{}");
        assertThat(response.status()).isEqualTo(400);
        assertThat(response.text())
                .isEqualTo("{\"__type\":\"com.amazon.coral.service#UnrecognizedClientException\","
                        + "\"Message\":\"The security token included in the request is invalid.\"}");
    }

    @Test
    void bodyThatIsNoObject_isASerializationException() throws Exception {
        for (String body : List.of("{", "[]", "null", "\"x\"")) {
            for (String operation : List.of("GetItem", "PutItem", "DescribeTable", "CreateTable")) {
                Answer response = send(identities.teacher(), "DynamoDB_20120810." + operation, body);
                assertThat(response.status()).isEqualTo(400);
                assertThat(json(response).path("__type").asText())
                        .isEqualTo("com.amazon.coral.service#SerializationException");
            }
        }
    }

    @Test
    void arns_inEveryAnswer_haveTheRegionOfTheClass() throws Exception {
        String created = ok("CreateTable", tableWithStreamAndIndex());
        String stream = JSON.readTree(created)
                .path("TableDescription")
                .path("LatestStreamArn")
                .asText();
        assertThat(stream).startsWith(TABLE_ARN + table + "/stream/");
        assertThat(JSON.readTree(created)
                        .path("TableDescription")
                        .path("TableArn")
                        .asText())
                .isEqualTo(TABLE_ARN + table);
        String described = ok("DescribeTable", name());
        assertThat(described)
                .contains('"' + TABLE_ARN + table + "/index/by-b\"")
                .doesNotContain("ddblocal");
        assertThat(ok("UpdateTable", """
                {"TableName": "%s", "BillingMode": "PAY_PER_REQUEST"}""".formatted(table))).doesNotContain("ddblocal");
        assertThat(streams("ListStreams", name())).contains(stream).doesNotContain("ddblocal");
        assertThat(streams("DescribeStream", "{\"StreamArn\": \"" + stream + "\"}"))
                .contains(stream)
                .doesNotContain("ddblocal");
        assertThat(ok("DeleteTable", name())).doesNotContain("ddblocal");
    }

    @Test
    void stream_readFromEveryPosition_andAfterTheSwitchToOnDemand() throws Exception {
        String stream = JSON.readTree(ok("CreateTable", tableWithStreamAndIndex()))
                .path("TableDescription")
                .path("LatestStreamArn")
                .asText();
        put("1");
        ok("UpdateTable", """
                {"TableName": "%s", "BillingMode": "PAY_PER_REQUEST"}""".formatted(table));
        put("2");
        String shard = JSON.readTree(streams("DescribeStream", "{\"StreamArn\": \"" + stream + "\"}"))
                .path("StreamDescription")
                .path("Shards")
                .path(0)
                .path("ShardId")
                .asText();
        JsonNode all = records(stream, shard, "\"ShardIteratorType\": \"TRIM_HORIZON\"");
        assertThat(sorts(all)).containsExactly("1", "2");
        assertThat(all.path("Records").findValuesAsText("awsRegion")).containsOnly("us-east-2");
        assertThat(all.path("NextShardIterator").asText()).startsWith(stream + "|");
        String second = all.path("Records")
                .path(1)
                .path("dynamodb")
                .path("SequenceNumber")
                .asText();
        String at = "\"SequenceNumber\": \"" + second + "\", \"ShardIteratorType\": ";
        assertThat(sorts(records(stream, shard, at + "\"AT_SEQUENCE_NUMBER\""))).containsExactly("2");
        assertThat(sorts(records(stream, shard, at + "\"AFTER_SEQUENCE_NUMBER\"")))
                .isEmpty();
        JsonNode latest = records(stream, shard, "\"ShardIteratorType\": \"LATEST\"");
        assertThat(sorts(latest)).isEmpty();
        put("3");
        assertThat(sorts(JSON.readTree(streams(
                        "GetRecords",
                        "{\"ShardIterator\": \""
                                + latest.path("NextShardIterator").asText() + "\"}"))))
                .containsExactly("3");
    }

    @Test
    void whatAUserWrote_isNeverRewritten() throws Exception {
        String stream = JSON.readTree(ok("CreateTable", tableWithStreamAndIndex()))
                .path("TableDescription")
                .path("LatestStreamArn")
                .asText();
        String item = """
                {"a":{"S":"arn:aws:dynamodb:ddblocal:000000000000:table/x"},\
                "b":{"S":"arn:aws:dynamodb:us-east-2:000000000000:table/x"},\
                "awsRegion":{"S":"ddblocal"},"NextShardIterator":{"S":"arn:aws:dynamodb:ddblocal:x"}}""";
        ok("PutItem", "{\"TableName\": \"" + table + "\", \"Item\": " + item + "}");
        assertThat(JSON.readTree(ok("Scan", name())).path("Items").path(0)).isEqualTo(JSON.readTree(item));
        Answer failed = send(
                identities.teacher(),
                "DynamoDB_20120810.PutItem",
                "{\"TableName\": \"" + table + "\", \"Item\": " + item
                        + ", \"ConditionExpression\": \"attribute_not_exists(a)\","
                        + " \"ReturnValuesOnConditionCheckFailure\": \"ALL_OLD\"}");
        assertThat(json(failed).path("Item")).isEqualTo(JSON.readTree(item));
        String shard = JSON.readTree(streams("DescribeStream", "{\"StreamArn\": \"" + stream + "\"}"))
                .path("StreamDescription")
                .path("Shards")
                .path(0)
                .path("ShardId")
                .asText();
        JsonNode records = records(stream, shard, "\"ShardIteratorType\": \"TRIM_HORIZON\"");
        assertThat(records.path("Records").path(0).path("dynamodb").path("NewImage"))
                .isEqualTo(JSON.readTree(item));
    }

    @Test
    void streamOfAnotherRegion_isNotFound() throws Exception {
        String stream = JSON.readTree(ok("CreateTable", tableWithStreamAndIndex()))
                .path("TableDescription")
                .path("LatestStreamArn")
                .asText();
        for (String region : List.of("ddblocal", "eu-west-1")) {
            Answer response = send(
                    identities.teacher(),
                    "DynamoDBStreams_20120810.DescribeStream",
                    "{\"StreamArn\": \"" + stream.replace("us-east-2", region) + "\"}");
            assertThat(json(response).path("__type").asText()).endsWith("#ResourceNotFoundException");
        }
        Answer missing = send(
                identities.teacher(),
                "DynamoDBStreams_20120810.DescribeStream",
                "{\"StreamArn\": \"" + stream.replace(table, "nothing") + "\"}");
        assertThat(json(missing).path("__type").asText()).endsWith("#ResourceNotFoundException");
        assertThat(json(missing).path("Message").asText()).contains("us-east-2").doesNotContain("ddblocal");
    }

    @Test
    void tableArn_inPlaceOfItsName_isTakenIfItIsOfTheClass() throws Exception {
        ok("CreateTable", tableWithStreamAndIndex());
        assertThat(ok("DescribeTable", "{\"TableName\": \"" + TABLE_ARN + table + "\"}"))
                .contains(TABLE_ARN + table);
    }

    @Test
    void tags_areKept_listed_removed_andForgottenWithTheTable() throws Exception {
        ok("CreateTable", tableWithStreamAndIndex());
        String arn = "\"ResourceArn\": \"" + TABLE_ARN + table + "\"";
        assertThat(ok("ListTagsOfResource", "{" + arn + "}"))
                .isEqualTo("{\"Tags\":[{\"Key\":\"class\",\"Value\":\"classroom\"}]}");
        assertThat(ok("TagResource", "{" + arn + ", \"Tags\": [{\"Key\": \"term\", \"Value\": \"2\"}]}"))
                .isEmpty();
        ok("UntagResource", "{" + arn + ", \"TagKeys\": [\"class\"]}");
        assertThat(ok("ListTagsOfResource", "{" + arn + "}"))
                .isEqualTo("{\"Tags\":[{\"Key\":\"term\",\"Value\":\"2\"}]}");
        ok("DeleteTable", name());
        assertThat(errorCode("ListTagsOfResource", "{" + arn + "}")).isEqualTo("ResourceNotFoundException");
        ok("CreateTable", tableWithStreamAndIndex().replace("\"class\"", "\"other\""));
        assertThat(ok("ListTagsOfResource", "{" + arn + "}")).doesNotContain("term");
    }

    @Test
    void tags_outOfBounds_areRefused_andNothingIsKept() throws Exception {
        ok("CreateTable", tableWithStreamAndIndex());
        String arn = "\"ResourceArn\": \"" + TABLE_ARN + table + "\"";
        List<String> bad = new ArrayList<>(List.of(
                "{\"Key\": \"\", \"Value\": \"x\"}",
                "{\"Key\": \"" + "k".repeat(129) + "\", \"Value\": \"x\"}",
                "{\"Key\": \"k\", \"Value\": \"" + "v".repeat(257) + "\"}",
                "{\"Key\": \"aws:x\", \"Value\": \"x\"}",
                "{\"Key\": \"k\", \"Value\": \"x\"}, {\"Key\": \"k\", \"Value\": \"y\"}"));
        StringBuilder fifty = new StringBuilder("{\"Key\": \"0\", \"Value\": \"x\"}");
        for (int i = 1; i < 50; i++) {
            fifty.append(", {\"Key\": \"").append(i).append("\", \"Value\": \"x\"}");
        }
        bad.add(fifty.toString()); // with the one that is there
        for (String tags : bad) {
            assertThat(errorCode("TagResource", "{" + arn + ", \"Tags\": [" + tags + "]}"))
                    .isEqualTo("ValidationException");
        }
        assertThat(ok("ListTagsOfResource", "{" + arn + "}"))
                .isEqualTo("{\"Tags\":[{\"Key\":\"class\",\"Value\":\"classroom\"}]}");
        assertThat(errorCode("ListTagsOfResource", "{\"ResourceArn\": \"" + table + "\"}"))
                .isEqualTo("ValidationException");
    }

    @Test
    void tagOutOfBounds_onCreateTable_createsNothing() throws Exception {
        assertThat(errorCode("CreateTable", tableWithStreamAndIndex().replace("\"class\"", "\"aws:class\"")))
                .isEqualTo("ValidationException");
        assertThat(errorCode("DescribeTable", name())).isEqualTo("ResourceNotFoundException");
    }

    @Test
    void role_isAskedForWhatIamDocuments() throws Exception {
        String books = TABLE_ARN + table;
        ok("CreateTable", tableWithStreamAndIndex());
        JsonNode description = JSON.readTree(ok("DescribeTable", name())).path("Table");
        String stream = description.path("LatestStreamArn").asText();
        String key = "\"TableName\": \"" + table + "\", \"Key\": {\"a\": {\"S\": \"x\"}, \"b\": {\"S\": \"y\"}}";
        String item = "\"TableName\": \"" + table + "\", \"Item\": {\"a\": {\"S\": \"x\"}, \"b\": {\"S\": \"y\"}}";
        String query = "\"TableName\": \"" + table + "\", \"KeyConditionExpression\": \"b = :b\","
                + " \"ExpressionAttributeValues\": {\":b\": {\"S\": \"y\"}}";

        assertAsks("GetItem", "{" + key + "}", "dynamodb:GetItem " + books);
        assertAsks("PutItem", "{" + item + "}", "dynamodb:PutItem " + books);
        assertAsks(
                "GetItem", "{" + key.replace('"' + table + '"', '"' + books + '"') + "}", "dynamodb:GetItem " + books);
        assertAsks("Query", "{" + query + ", \"IndexName\": \"by-b\"}", "dynamodb:Query " + books + "/index/by-b");
        assertAsks("Scan", name(), "dynamodb:Scan " + books);
        assertAsks(
                "BatchGetItem",
                "{\"RequestItems\": {\"" + table + "\": {\"Keys\": [{\"a\": {\"S\": \"x\"}, \"b\": {\"S\": \"y\"}}]}}}",
                "dynamodb:BatchGetItem " + books);
        assertAsks(
                "TransactWriteItems",
                "{\"TransactItems\": [{\"ConditionCheck\": {" + key
                        + ", \"ConditionExpression\": \"attribute_exists(a)\"}}, {\"Put\": {"
                        + item.replace("\"x\"", "\"z\"") + "}}]}",
                "dynamodb:ConditionCheckItem " + books,
                "dynamodb:PutItem " + books);
        assertAsks("TransactGetItems", "{\"TransactItems\": [{\"Get\": {" + key + "}}]}", "dynamodb:GetItem " + books);
        assertAsks("ListTables", "{}", "dynamodb:ListTables " + TABLE_ARN + "*");
        assertAsks(
                "ExecuteStatement",
                "{\"Statement\": \"SELECT * FROM \\\"" + table
                        + "\\\".\\\"by-b\\\" WHERE b = 'x FROM \\\"other\\\"'\"}",
                "dynamodb:PartiQLSelect " + books + "/index/by-b");
        assertAsks(
                "ExecuteStatement",
                "{\"Statement\": \"insert into " + table + " value {'a': 'p', 'b': 'q'}\"}",
                "dynamodb:PartiQLInsert " + books);
        assertAsksOfStreams("ListStreams", name(), "dynamodb:ListStreams " + books + "/stream/*");
        String streamArn = "\"StreamArn\": \"" + stream + "\"";
        String described =
                assertAsksOfStreams("DescribeStream", "{" + streamArn + "}", "dynamodb:DescribeStream " + stream);
        String shard = JSON.readTree(described).findValue("ShardId").asText();
        String iterator = assertAsksOfStreams(
                "GetShardIterator",
                "{" + streamArn + ", \"ShardId\": \"" + shard + "\", \"ShardIteratorType\": \"LATEST\"}",
                "dynamodb:GetShardIterator " + stream);
        assertAsksOfStreams("GetRecords", iterator, "dynamodb:GetRecords " + stream);
    }

    @Test
    void sequenceNumber_thatIsTooLarge_isRefused() throws Exception {
        String stream = JSON.readTree(ok("CreateTable", tableWithStreamAndIndex()))
                .findValue("LatestStreamArn")
                .asText();
        String shard = JSON.readTree(streams("DescribeStream", "{\"StreamArn\": \"" + stream + "\"}"))
                .findValue("ShardId")
                .asText();
        for (int digits : List.of(20, 21, 40)) {
            Answer response = send(identities.teacher(), "DynamoDBStreams_20120810.GetShardIterator", """
                    {"StreamArn": "%s", "ShardId": "%s", "ShardIteratorType": "AT_SEQUENCE_NUMBER", "SequenceNumber": "%s"}
                    """.formatted(
                            stream, shard, "9".repeat(digits)));
            assertThat(response.status()).isEqualTo(400);
            assertThat(json(response).path("__type").asText()).endsWith("#ValidationException");
        }
    }

    @Test
    void requestOfARole_thatCannotBeRead_isNotPassedOn() throws Exception {
        ok("CreateTable", tableWithStreamAndIndex());
        Answer response =
                send(identities.issue("Role", "function"), "DynamoDB_20120810.ExecuteStatement", """
                {"Statement": "SELECT a FROM %1$s FROM %1$s"}""".formatted(table));
        assertThat(response.status()).isEqualTo(400);
        assertThat(json(response).path("__type").asText()).isEqualTo("com.amazon.coral.validate#ValidationException");
    }

    @Test
    void leadingKeys_areThoseOfTheTableOrIndex() throws Exception {
        ok("CreateTable", tableWithStreamAndIndex());
        Identity role = identities.issue("Role", "function");
        body(send(role, "DynamoDB_20120810.GetItem", """
                {"TableName": "%s", "Key": {"b": {"S": "sort"}, "a": {"S": "leading"}}}""".formatted(table)));
        assertThat(asked.leadingKeys).isEqualTo(List.of("leading"));
        body(send(role, "DynamoDB_20120810.Query", """
                {"TableName": "%s", "IndexName": "by-b", "KeyConditionExpression": "b = :b",
                 "ExpressionAttributeValues": {":b": {"S": "of the index"}}}""".formatted(table)));
        assertThat(asked.leadingKeys).isEqualTo(List.of("of the index"));
    }

    @Test
    void refusal_isInTheWordsOfIam_andNothingOfTheTransactionIsWritten() throws Exception {
        ok("CreateTable", tableWithStreamAndIndex());
        Identity role = identities.issue("Role", "function");
        asked.refused.add("dynamodb:DeleteItem");
        Answer response = send(role, "DynamoDB_20120810.TransactWriteItems", """
                {"TransactItems": [
                  {"Put": {"TableName": "%1$s", "Item": {"a": {"S": "x"}, "b": {"S": "1"}}}},
                  {"Delete": {"TableName": "%1$s", "Key": {"a": {"S": "x"}, "b": {"S": "2"}}}}]}""".formatted(table));
        assertThat(response.status()).isEqualTo(400);
        assertThat(response.text())
                .isEqualTo("{\"__type\":\"com.amazon.coral.service#AccessDeniedException\","
                        + "\"Message\":\"not dynamodb:DeleteItem\"}");
        assertThat(ok("Scan", name())).contains("\"Count\":0");
    }

    @Test
    void call_inProcess_answersAndRefusesAsOverHttp() throws Exception {
        JsonNode created = dynamoDb.call(
                identities.teacher(), "DynamoDB_20120810.CreateTable", JSON.readTree(tableWithStreamAndIndex()));
        assertThat(created.path("TableDescription").path("TableArn").asText()).isEqualTo(TABLE_ARN + table);
        assertThatThrownBy(() -> dynamoDb.call(
                        identities.teacher(),
                        "DynamoDB_20120810.CreateTable",
                        JSON.readTree(tableWithStreamAndIndex())))
                .isInstanceOfSatisfying(AwsError.class, e -> {
                    assertThat(e.code()).isEqualTo("ResourceInUseException");
                    assertThat(e.status()).isEqualTo(400);
                });
        asked.refused.add("dynamodb:DescribeTable");
        Identity role = identities.issue("Role", "function");
        assertThatThrownBy(() -> dynamoDb.call(role, "DynamoDB_20120810.DescribeTable", JSON.readTree(name())))
                .isInstanceOfSatisfying(
                        AwsError.class, e -> assertThat(e.code()).isEqualTo("AccessDeniedException"));
    }

    /** In AWS's words, and not in DynamoDB Local's, to whom no unknown name may come: it keeps memory of each. */
    @Test
    void unknownTable_isNotFound_whateverTheOperation() throws Exception {
        ok("CreateTable", tableWithStreamAndIndex());
        String none = "\"TableName\": \"nothing-" + table + "\"";
        String key = none + ", \"Key\": {\"a\": {\"S\": \"x\"}, \"b\": {\"S\": \"y\"}}";
        String item = key.replace("Key", "Item");
        Map<String, String> requests = new TreeMap<>();
        for (String operation : List.of("GetItem", "DeleteItem", "UpdateItem")) {
            requests.put(operation, "{" + key + "}");
        }
        requests.put("PutItem", "{" + item + "}");
        requests.put("Query", "{" + none + ", \"KeyConditionExpression\": \"a = b\"}");
        requests.put("Scan", "{" + none + "}");
        requests.put("TransactGetItems", "{\"TransactItems\": [{\"Get\": {" + key + "}}]}");
        requests.put("TransactWriteItems", "{\"TransactItems\": [{\"Delete\": {" + key + "}}]}");
        requests.put("BatchGetItem", "{\"RequestItems\": {\"nothing-" + table + "\": {\"Keys\": [{}]}}}");
        requests.put(
                "BatchWriteItem",
                "{\"RequestItems\": {\"nothing-" + table + "\": [{\"DeleteRequest\": {\"Key\": {}}}]}}");
        String statement = "{\"Statement\": \"SELECT * FROM \\\"nothing-" + table + "\\\" WHERE a = 'x'\"}";
        requests.put("ExecuteStatement", statement);
        requests.put("ExecuteTransaction", "{\"TransactStatements\": [" + statement + "]}");
        for (String operation :
                List.of("DeleteTable", "DescribeTable", "DescribeTimeToLive", "UpdateTable", "UpdateTimeToLive")) {
            requests.put(operation, "{" + none + "}");
        }
        requests.computeIfPresent(
                "UpdateTimeToLive",
                (operation, table) -> table.replace(
                        "}", ", \"TimeToLiveSpecification\": {\"Enabled\": true, \"AttributeName\": \"t\"}}"));
        Set<String> others = Set.of("BatchExecuteStatement", "CreateTable", "DescribeLimits", "ListTables");
        assertThat(requests.keySet())
                .isEqualTo(Stream.of(DynamoDb.READS, DynamoDb.WRITES, DynamoDb.TABLE_OPERATIONS)
                        .flatMap(Set::stream)
                        .filter(operation -> !others.contains(operation))
                        .collect(Collectors.toSet()));
        for (Map.Entry<String, String> request : requests.entrySet()) {
            String words = DynamoDb.TABLE_OPERATIONS.contains(request.getKey())
                    ? "Requested resource not found: Table: nothing-" + table + " not found"
                    : "Requested resource not found";
            for (Identity caller : List.of(identities.teacher(), identities.issue("Role", "function"))) {
                for (String body : List.of(
                        request.getValue(), request.getValue().replace("\"nothing-", '"' + TABLE_ARN + "nothing-"))) {
                    Answer response = send(caller, "DynamoDB_20120810." + request.getKey(), body);
                    assertThat(json(response).path("__type").asText())
                            .as("%s %s", request.getKey(), body)
                            .isEqualTo("com.amazonaws.dynamodb.v20120810#ResourceNotFoundException");
                    assertThat(json(response).path("Message").asText()).isEqualTo(words);
                }
            }
        }
    }

    /** What IAM refuses is refused before anybody learns whether it is there. */
    @Test
    void unknownTable_thatTheRoleMayNotUse_isRefused() throws Exception {
        asked.refused.add("dynamodb:DescribeTable");
        Answer response = send(identities.issue("Role", "function"), "DynamoDB_20120810.DescribeTable", name());
        assertThat(json(response).path("__type").asText()).endsWith("#AccessDeniedException");
    }

    @Test
    void table_isKnownFromItsCreationToItsDeletion_andToWhoComesAfter() throws Exception {
        assertThat(errorCode("DescribeTable", name())).isEqualTo("ResourceNotFoundException");
        ok("CreateTable", tableWithStreamAndIndex());
        assertThat(ok("DescribeTable", name())).contains(table);
        JsonNode found = new DynamoDb(database, asked, "us-east-2")
                .call(identities.teacher(), "DynamoDB_20120810.DescribeTable", JSON.readTree(name()));
        assertThat(found.at("/Table/TableName").asText()).isEqualTo(table);
        ok("DeleteTable", name());
        assertThat(errorCode("DescribeTable", name())).isEqualTo("ResourceNotFoundException");
    }

    /** Only the teacher may run statements that IAM cannot read. */
    @Test
    void statementThatCannotBeRead_onAnUnknownTable_isNotFound() throws Exception {
        ok("CreateTable", tableWithStreamAndIndex());
        for (String form : List.of("SELECT * FROM %s -- all", "(SELECT * FROM %s)", "select * from ( \\\"%s\\\" )")) {
            assertThat(errorCode("ExecuteStatement", "{\"Statement\": \"" + form.formatted("nothing") + "\"}"))
                    .isEqualTo("ResourceNotFoundException");
            assertThat(ok("ExecuteStatement", "{\"Statement\": \"" + form.formatted(table) + "\"}"))
                    .contains("Items");
        }
    }

    @Test
    void batchOfStatements_someOnUnknownTables_failsForThoseAlone() throws Exception {
        ok("CreateTable", tableWithStreamAndIndex());
        put("1");
        String there = "{\"Statement\": \"SELECT b FROM " + table + " WHERE a = 'x' AND b = '1'\"}";
        String gone = "{\"Statement\": \"SELECT b FROM nothing WHERE a = 'x'\"}";
        String error = "{\"Error\":{\"Code\":\"ResourceNotFound\",\"Message\":\"Requested resource not found\"}}";
        String found = "{\"TableName\":\"" + table + "\",\"Item\":{\"b\":{\"S\":\"1\"}}}";
        assertThat(ok("BatchExecuteStatement", "{\"Statements\": [" + String.join(",", gone, there, gone) + "]}"))
                .isEqualTo("{\"Responses\":[" + String.join(",", error, found, error) + "]}");
        assertThat(ok("BatchExecuteStatement", "{\"Statements\": [" + gone + "]}"))
                .isEqualTo("{\"Responses\":[" + error + "]}");
        assertThat(ok("BatchExecuteStatement", "{\"Statements\": [" + there + "]}"))
                .isEqualTo("{\"Responses\":[" + found + "]}");
        assertThat(errorCode("BatchExecuteStatement", "{\"Statements\": [" + (gone + ",").repeat(25) + gone + "]}"))
                .isEqualTo("ValidationException");
    }

    /** Exactly the judged request is passed on: each member once, with its last value. */
    @Test
    void requestWithAMemberTwice_isCarriedOutAsItWasJudged() throws Exception {
        ok("CreateTable", tableWithStreamAndIndex());
        put("1");
        put("2");
        String twice = "{\"TableName\": \"nothing\", \"TableName\": \"" + table + "\", \"Key\": {\"a\": {\"S\": \"x\"},"
                + " \"b\": {\"S\": \"1\"}, \"b\": {\"S\": \"2\"}}}";
        Answer response = send(identities.issue("Role", "function"), "DynamoDB_20120810.GetItem", twice);
        assertThat(body(response)).isEqualTo("{\"Item\":{\"a\":{\"S\":\"x\"},\"b\":{\"S\":\"2\"}}}");
        assertThat(asked.questions).containsExactly("dynamodb:GetItem " + TABLE_ARN + table);
    }

    @Test
    void textAndNumbers_areKeptAsTheyWereSent() throws Exception {
        ok("CreateTable", tableWithStreamAndIndex());
        String item =
                "{\"a\":{\"S\":\"\\u00e9\\u0000\\ud83d\\ude00 \\ud800. \\udc00 \\ud800\"},\"b\":{\"S\":\"\u00e7\"},"
                        + "\"n\":{\"N\":\"1234567890123456789012345678901234567.8\"}}";
        ok("PutItem", "{\"TableName\": \"" + table + "\", \"Item\": " + item + "}");
        assertThat(JSON.readTree(ok("Scan", name())).path("Items").path(0)).isEqualTo(JSON.readTree(item));
    }

    @Test
    void onWrite_getsSuccessfulWritesOnly() throws Exception {
        ok("CreateTable", tableWithStreamAndIndex());
        List<String> written = new ArrayList<>();
        dynamoDb.onWrite(write -> written.add(write.path("TableName").asText()));
        ok("Scan", name());
        assertThat(errorCode("PutItem", name())).isEqualTo("ValidationException");
        assertThat(written).isEmpty();
        put("1");
        assertThat(written).containsExactly(table);
    }

    @Test
    void timeToLiveAndBatches_areServed() throws Exception {
        ok("CreateTable", tableWithStreamAndIndex());
        ok("UpdateTimeToLive", """
                {"TableName": "%s", "TimeToLiveSpecification": {"Enabled": true, "AttributeName": "t"}}""".formatted(table));
        assertThat(ok("DescribeTimeToLive", name())).contains("ENABLED");
        ok("BatchWriteItem", """
                {"RequestItems": {"%s": [{"PutRequest": {"Item": {"a": {"S": "x"}, "b": {"S": "1"}}}}]}}""".formatted(table));
        ok("ExecuteTransaction", """
                {"TransactStatements": [{"Statement": "UPDATE %s SET c=1 WHERE a='x' AND b='1'"}]}""".formatted(table));
        assertThat(ok("ExecuteStatement", "{\"Statement\": \"SELECT c FROM " + table + "\"}"))
                .isEqualTo("{\"Items\":[{\"c\":{\"N\":\"1\"}}]}");
        ok("BatchExecuteStatement", """
                {"Statements": [{"Statement": "DELETE FROM %s WHERE a='x' AND b='1'"}]}""".formatted(table));
        assertThat(ok("Scan", name())).contains("\"Count\":0");
        assertThat(ok("DescribeLimits", "{}")).contains("AccountMaxReadCapacityUnits");
    }

    private void assertAsks(String operation, String request, String... questions) throws Exception {
        assertAsksOf("DynamoDB_20120810." + operation, request, questions);
    }

    private String assertAsksOfStreams(String operation, String request, String... questions) throws Exception {
        return assertAsksOf("DynamoDBStreams_20120810." + operation, request, questions);
    }

    private String assertAsksOf(String target, String request, String... questions) throws Exception {
        asked.questions.clear();
        Answer response = send(identities.issue("Role", "function"), target, request);
        String body = response.text();
        assertThat(response.status()).as(body).isEqualTo(200);
        assertThat(asked.questions).as(target).containsExactly(questions);
        return body;
    }

    private JsonNode records(String stream, String shard, String position) throws Exception {
        return JSON.readTree(streams(
                "GetRecords",
                streams(
                        "GetShardIterator",
                        "{\"StreamArn\": \"" + stream + "\", \"ShardId\": \"" + shard + "\", " + position + "}")));
    }

    /** Developer Guide, "Quotas". The SDKs make "413" of it: there is no code. */
    @Test
    void request_ofMoreThan16Megabytes_isTooLargeWithoutACode() throws Exception {
        String padding = "x".repeat(16 << 20);

        Answer response =
                send(identities.teacher(), "DynamoDB_20120810.BatchWriteItem", "{\"Padding\": \"" + padding + "\"}");

        assertThat(response.status()).isEqualTo(413);
        assertThat(response.text()).isEmpty();
    }

    private static List<String> sorts(JsonNode records) {
        return records.path("Records").findValues("Keys").stream()
                .map(keys -> keys.path("b").path("S").asText())
                .toList();
    }

    private void put(String sort) throws Exception {
        ok("PutItem", """
                {"TableName": "%s", "Item": {"a": {"S": "x"}, "b": {"S": "%s"}}}""".formatted(table, sort));
    }

    private String name() {
        return "{\"TableName\": \"" + table + "\"}";
    }

    private String tableWithStreamAndIndex() {
        return """
                {"TableName": "%s",
                 "AttributeDefinitions": [{"AttributeName": "a", "AttributeType": "S"},
                                          {"AttributeName": "b", "AttributeType": "S"}],
                 "KeySchema": [{"AttributeName": "a", "KeyType": "HASH"}, {"AttributeName": "b", "KeyType": "RANGE"}],
                 "GlobalSecondaryIndexes": [{"IndexName": "by-b",
                    "KeySchema": [{"AttributeName": "b", "KeyType": "HASH"}],
                    "Projection": {"ProjectionType": "ALL"},
                    "ProvisionedThroughput": {"ReadCapacityUnits": 5, "WriteCapacityUnits": 5}}],
                 "ProvisionedThroughput": {"ReadCapacityUnits": 5, "WriteCapacityUnits": 5},
                 "StreamSpecification": {"StreamEnabled": true, "StreamViewType": "NEW_AND_OLD_IMAGES"},
                 "Tags": [{"Key": "class", "Value": "classroom"}]}""".formatted(table);
    }

    private String ok(String operation, String body) throws Exception {
        return body(send(identities.teacher(), "DynamoDB_20120810." + operation, body));
    }

    private String streams(String operation, String body) throws Exception {
        return body(send(identities.teacher(), "DynamoDBStreams_20120810." + operation, body));
    }

    private String errorCode(String operation, String body) throws Exception {
        Answer response = send(identities.teacher(), "DynamoDB_20120810." + operation, body);
        assertThat(response.status()).isEqualTo(400);
        String type = json(response).path("__type").asText();
        return type.substring(type.indexOf('#') + 1);
    }

    private static String body(Answer response) {
        String body = response.text();
        assertThat(response.status()).as(body).isEqualTo(200);
        return body;
    }

    private static JsonNode json(Answer response) {
        return Protocol.json(response.body());
    }

    private Answer send(Identity caller, String target, String body) throws Exception {
        return client.as(caller.accessKeyId())
                .send(Request.json("dynamodb", target, body.getBytes(StandardCharsets.UTF_8)));
    }

    /** Records the questions, and refuses the given actions. */
    private static final class Asked implements Authorizer {
        private final List<String> questions = new ArrayList<>();
        private List<String> leadingKeys;
        private final Set<String> refused = new HashSet<>();

        @Override
        public void check(Identity identity, Question request) {
            questions.add(request.action() + " " + request.resource());
            if (!request.action().contains("PartiQL")) { // which has no context
                leadingKeys = request.context().get("dynamodb:LeadingKeys");
            }
            if (refused.contains(request.action())) {
                throw new AwsError(400, "AccessDeniedException", "not " + request.action());
            }
        }
    }
}
