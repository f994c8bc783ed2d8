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
        database.exchange("DynamoDB_20120810.CreateTable", """
                {"TableName": "changed", "BillingMode": "PAY_PER_REQUEST",
                 "AttributeDefinitions": [{"AttributeName": "Id", "AttributeType": "S"}],
                 "KeySchema": [{"AttributeName": "Id", "KeyType": "HASH"}],
                 "StreamSpecification": {"StreamEnabled": true, "StreamViewType": "NEW_IMAGE"}}
                """.getBytes(StandardCharsets.UTF_8));
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @Test
    void stream_hasTheRegionOfTheClass_andIsFoundByIt() {
        String arn =
                perform("ListStreams", request()).at("/Streams/0/StreamArn").asText();

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

        Waiting.until(() -> records().size() == 4);

        JsonNode records = records();
        assertThat(records.valueStream().map(record -> record.path("eventName").asText()))
                .containsExactly("INSERT", "REMOVE", "INSERT", "REMOVE");
        assertThat(records.valueStream()
                        .map(record -> record.path("userIdentity").toString()))
                .containsExactly("", "", "", "{\"PrincipalId\":\"dynamodb.amazonaws.com\",\"Type\":\"Service\"}");
        assertThat(records.at("/0/dynamodb/NewImage/eventName/S").asText()).isEqualTo("UNKNOWN_TO_SDK_VERSION");
    }

    private static void local(String operation, String request) {
        assertThat(database.exchange("DynamoDB_20120810." + operation, request.getBytes(StandardCharsets.UTF_8))
                        .status())
                .isEqualTo(200);
    }

    private static JsonNode records() {
        String arn =
                perform("ListStreams", request()).at("/Streams/0/StreamArn").asText();
        String shard = perform("DescribeStream", request().put("StreamArn", arn))
                .at("/StreamDescription/Shards/0/ShardId")
                .asText();
        String iterator = perform(
                        "GetShardIterator",
                        request().put("StreamArn", arn).put("ShardId", shard).put("ShardIteratorType", "TRIM_HORIZON"))
                .path("ShardIterator")
                .asText();
        return perform("GetRecords", request().put("ShardIterator", iterator)).path("Records");
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
