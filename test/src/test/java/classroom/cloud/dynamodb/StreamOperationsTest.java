package classroom.cloud.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import classroom.Waiting;
import classroom.cloud.gateway.Protocol;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Streams of the real DynamoDB Local, whose ARNs have its own region. */
class StreamOperationsTest {
    private static EmbeddedDynamoDb database;
    private static StreamOperations streams;

    @BeforeAll
    static void start() {
        database = EmbeddedDynamoDb.start();
        streams = new StreamOperations(database, new Arns("us-east-2"), "us-east-2");
        table("changed");
    }

    private static void table(String name) {
        local("CreateTable", """
                {"TableName": "%s", "BillingMode": "PAY_PER_REQUEST",
                 "AttributeDefinitions": [{"AttributeName": "Id", "AttributeType": "S"}],
                 "KeySchema": [{"AttributeName": "Id", "KeyType": "HASH"}],
                 "StreamSpecification": {"StreamEnabled": true, "StreamViewType": "NEW_IMAGE"}}
                """.formatted(name));
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @Test
    void stream_hasTheRegionOfTheClass_andIsFoundByIt() {
        String arn = perform("ListStreams", request().put("TableName", "changed"))
                .at("/Streams/0/StreamArn")
                .asText();

        assertThat(arn).startsWith("arn:aws:dynamodb:us-east-2:000000000000:table/changed/stream/");
        assertThat(perform("DescribeStream", request().put("StreamArn", arn))
                        .at("/StreamDescription/StreamArn")
                        .asText())
                .isEqualTo(arn);
    }

    @Test
    void streamOfDynamoDbLocalsOwnRegion_isNotFound() {
        String arn = "arn:aws:dynamodb:ddblocal:000000000000:table/changed/stream/x";

        assertThatThrownBy(() -> perform("DescribeStream", request().put("StreamArn", arn)))
                .hasMessage("Requested resource not found: Stream: " + arn + " not found");
        assertThatThrownBy(() -> perform("GetRecords", request().put("ShardIterator", arn + "|1|x")))
                .hasMessage("Invalid ShardIterator");
    }

    /**
     * GetRecords, as the SDK reads it. DynamoDB Local looks for expired items when time to live is switched on, and then
     * once a minute.
     */
    @Test
    void expiredItem_isRemovedByTheService_andADeletedOneByNobody() {
        local("PutItem", """
                {"TableName": "changed", "Item": {"Id": {"S": "deleted"}, "eventName": {"S": "UNKNOWN_TO_SDK_VERSION"}}}""");
        local("DeleteItem", """
                {"TableName": "changed", "Key": {"Id": {"S": "deleted"}}}""");
        local("PutItem", """
                {"TableName": "changed", "Item": {"Id": {"S": "expired"}, "until": {"N": "%d"}}}
                """.formatted(Instant.now().minusSeconds(3600).getEpochSecond()));
        local("UpdateTimeToLive", """
                {"TableName": "changed", "TimeToLiveSpecification": {"AttributeName": "until", "Enabled": true}}""");

        Waiting.until(() -> records("changed").size() == 4);

        JsonNode records = records("changed");
        assertThat(records.valueStream().map(record -> record.path("eventName").asText()))
                .containsExactly("INSERT", "REMOVE", "INSERT", "REMOVE");
        assertThat(records.valueStream()
                        .map(record -> record.path("userIdentity").toString()))
                .containsExactly("", "", "", "{\"PrincipalId\":\"dynamodb.amazonaws.com\",\"Type\":\"Service\"}");
        assertThat(records.at("/0/dynamodb/NewImage/eventName/S").asText()).isEqualTo("UNKNOWN_TO_SDK_VERSION");
    }

    @Test
    void page_hasAtMostAMegabyte_orOneRecord_andTheNextGoesOn() {
        table("large");
        for (int i = 0; i < 7; i++) {
            local(
                    "PutItem",
                    "{\"TableName\": \"large\", \"Item\": {\"Id\": {\"S\": \"" + i + "\"}, \"text\": {\"S\": \""
                            + "x".repeat(300_000) + "\"}}}");
        }
        String iterator = iterator("large");
        List<String> ids = new ArrayList<>();
        List<Integer> pages = new ArrayList<>();
        while (ids.size() < 7) {
            JsonNode page = perform("GetRecords", request().put("ShardIterator", iterator));
            page.path("Records")
                    .forEach(record -> ids.add(record.at("/dynamodb/Keys/Id/S").asText()));
            pages.add(page.path("Records").size());
            iterator = page.path("NextShardIterator").asText();
        }

        assertThat(ids).containsExactly("0", "1", "2", "3", "4", "5", "6");
        assertThat(pages).containsExactly(3, 3, 1);
    }

    /** "eventID: A globally unique identifier for the event" (API Reference, "Record"); 32 hexadecimal digits on AWS. */
    @Test
    void record_hasAnIdentifierOf32Digits_whateverTheItemHolds() {
        table("identified");
        local("PutItem", """
                {"TableName": "identified", "Item": {"Id": {"S": "a"},
                 "eventID": {"S": "\\"eventID\\":\\"01234567-89ab-cdef-0123-456789abcdef"}}}""");

        JsonNode record = records("identified").path(0);

        assertThat(record.path("eventID").asText()).matches("[0-9a-f]{32}");
        assertThat(record.at("/dynamodb/NewImage/eventID/S").asText())
                .isEqualTo("\"eventID\":\"01234567-89ab-cdef-0123-456789abcdef");
    }

    private static void local(String operation, String request) {
        assertThat(database.exchange("DynamoDB_20120810." + operation, request.getBytes(StandardCharsets.UTF_8))
                        .status())
                .isEqualTo(200);
    }

    private static JsonNode records(String table) {
        return perform("GetRecords", request().put("ShardIterator", iterator(table)))
                .path("Records");
    }

    private static String iterator(String table) {
        String arn = perform("ListStreams", request().put("TableName", table))
                .at("/Streams/0/StreamArn")
                .asText();
        String shard = perform("DescribeStream", request().put("StreamArn", arn))
                .at("/StreamDescription/Shards/0/ShardId")
                .asText();
        return perform(
                        "GetShardIterator",
                        request().put("StreamArn", arn).put("ShardId", shard).put("ShardIteratorType", "TRIM_HORIZON"))
                .path("ShardIterator")
                .asText();
    }

    private static JsonNode perform(String operation, ObjectNode request) {
        EmbeddedDynamoDb.Answer answer = streams.perform("DynamoDBStreams_20120810." + operation, operation, request);
        assertThat(answer.status()).isEqualTo(200);
        return Protocol.json(answer.body());
    }

    private static ObjectNode request() {
        return JsonNodeFactory.instance.objectNode();
    }
}
