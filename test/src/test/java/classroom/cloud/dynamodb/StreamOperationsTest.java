package classroom.cloud.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import classroom.cloud.gateway.Protocol;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
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

    private static JsonNode perform(String operation, ObjectNode request) {
        EmbeddedDynamoDb.Answer answer = streams.perform("DynamoDBStreams_20120810." + operation, operation, request);
        assertThat(answer.status()).isEqualTo(200);
        return Protocol.json(answer.body());
    }

    private static ObjectNode request() {
        return JsonNodeFactory.instance.objectNode();
    }
}
