package classroom.cloud.lambda.streams;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamBatchTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ARN =
            "arn:aws:dynamodb:us-east-2:000000000000:table/books/stream/2026-11-22T10:00:00.000";

    private static StreamBatch.Record record(String sequenceNumber) {
        return new StreamBatch.Record(sequenceNumber, Instant.EPOCH, "{}", "{}".getBytes(StandardCharsets.UTF_8));
    }

    private static OptionalInt lowest(String answer) {
        StreamBatch batch = new StreamBatch(List.of(record("100"), record("101"), record("102")), 0);
        return BatchOutcome.lowestFailure(batch, answer.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void event_isAsLambdaWritesIt() throws IOException {
        StreamBatch.Record record = StreamBatch.Record.of(StreamBatch.event(JSON.readTree("""
                        {"eventID": "e1", "eventName": "REMOVE", "eventVersion": "1.1", "eventSource": "aws:dynamodb",
                         "awsRegion": "ddblocal",
                         "dynamodb": {"ApproximateCreationDateTime": 1.7953056E9, "Keys": {"id": {"S": "a"}},
                                      "OldImage": {"id": {"S": "a"}}, "SequenceNumber": "100", "SizeBytes": 6,
                                      "StreamViewType": "NEW_AND_OLD_IMAGES"},
                         "userIdentity": {"Type": "Service", "PrincipalId": "dynamodb.amazonaws.com"}}
                        """), "us-east-2", ARN));
        StreamBatch batch = new StreamBatch(List.of(record, record), 0);
        assertThat(new String(record.json(), StandardCharsets.UTF_8))
                .contains("\"ApproximateCreationDateTime\":1.7953056E9,");
        JsonNode expected = JSON.readTree("""
                {"eventID": "e1", "eventName": "REMOVE", "eventVersion": "1.1",
                 "eventSource": "aws:dynamodb", "awsRegion": "us-east-2",
                 "dynamodb": {"ApproximateCreationDateTime": 1.7953056E9,
                              "Keys": {"id": {"S": "a"}}, "OldImage": {"id": {"S": "a"}},
                              "SequenceNumber": "100", "SizeBytes": 6,
                              "StreamViewType": "NEW_AND_OLD_IMAGES"},
                 "userIdentity": {"type": "Service", "principalId": "dynamodb.amazonaws.com"},
                 "eventSourceARN": "%s"}
                """.formatted(ARN));
        JsonNode event = JSON.readTree(batch.event());
        assertThat(event.size()).isEqualTo(1);
        assertThat(event.get("Records")).containsExactly(expected, expected);
        assertThat(StreamBatch.eventLength(batch.records())).isEqualTo(batch.event().length);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "null", "\"\"", "[]", "{}", "{\"batchItemFailures\":[]}", "{\"batchItemFailures\":null}"})
    void answerWithoutFailures_isSuccess(String answer) {
        assertThat(lowest(answer)).isEmpty();
    }

    @Test
    void lowestFailure_isTheFirstInTheStream_whateverTheOrderOfTheAnswer() {
        assertThat(lowest("{\"batchItemFailures\":[{\"itemIdentifier\":\"102\"},{\"itemIdentifier\":\"101\"}]}"))
                .hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"batchItemFailures\":[{\"itemIdentifier\":\"102\"},{\"itemIdentifier\":\"999\"}]}",
                "{\"batchItemFailures\":[{\"itemIdentifier\":\"\"}]}",
                "{\"batchItemFailures\":[{\"itemIdentifier\":null}]}",
                "{\"batchItemFailures\":[{\"wrongKey\":\"102\"}]}",
                "{\"batchItemFailures\":[{\"itemIdentifier\":123}]}",
                "{\"batchItemFailures\":[{\"wrongKey\":null}]}",
                "{\"batchItemFailures\":[null]}",
                "{\"batchItemFailures\":\"102\"}",
                "{\"batchItemFailures\":{}}",
                "{\"batchItemFailures\":true}",
                "\"ok\"",
                "\" \"",
                "[{}]",
                "[\"102\"]",
                "0",
                "true",
                "false",
                "{} {}",
                "not JSON"
            })
    void answerThatNamesNoRecordOfTheBatch_failsTheWholeBatch(String answer) {
        assertThat(lowest(answer)).hasValue(0);
    }
}
