package classroom.cloud.lambda.streams;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.cloud.lambda.streams.OnFailureDestination.LastCall;
import classroom.cloud.lambda.streams.OnFailureDestination.Reason;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnFailureDestinationTest {
    @TempDir
    private Path folder;

    @Test
    void message_saysWhyAndWhereTheRecordsStand() throws Exception {
        try (TestMapping room = new TestMapping(folder, TestMapping.settings("LATEST", true, false))) {
            JsonNode message = room.destination.message(
                    "shard-1",
                    TestMapping.batch("5", "6"),
                    new Reason("RetryAttemptsExhausted", new LastCall("id-1", "$LATEST", true)));

            assertThat(message.at("/requestContext/requestId").asText()).isEqualTo("id-1");
            assertThat(message.at("/requestContext/condition").asText()).isEqualTo("RetryAttemptsExhausted");
            assertThat(message.at("/requestContext/approximateInvokeCount").asInt())
                    .isEqualTo(1);
            assertThat(message.at("/responseContext/functionError").asText()).isEqualTo("Unhandled");
            assertThat(message.at("/DDBStreamBatchInfo/shardId").asText()).isEqualTo("shard-1");
            assertThat(message.at("/DDBStreamBatchInfo/startSequenceNumber").asText())
                    .isEqualTo("5");
            assertThat(message.at("/DDBStreamBatchInfo/endSequenceNumber").asText())
                    .isEqualTo("6");
        }
    }

    @Test
    void messageWithoutACall_countsOneMoreThanTheAttempts() throws Exception {
        try (TestMapping room = new TestMapping(folder, TestMapping.settings("LATEST", true, false))) {
            JsonNode message = room.destination.message(
                    "shard-1", TestMapping.batch("5").from(0, 2), new Reason("RecordAgeExceeded", null));

            assertThat(message.at("/requestContext/approximateInvokeCount").asInt())
                    .isEqualTo(3);
            assertThat(message.has("responseContext")).isFalse();
        }
    }

    /** Recorded on AWS (LocalStack's test_dynamodb_report_batch_item_failures, 2025-11-25): seconds for the records. */
    @Test
    void times_haveThreeDecimals_thoseOfTheRecordsNone() throws Exception {
        try (TestMapping room = new TestMapping(folder, TestMapping.settings("LATEST", true, false))) {
            JsonNode message =
                    room.destination.message("shard-1", TestMapping.batch("5"), new Reason("RecordAgeExceeded", null));

            assertThat(message.path("timestamp").asText())
                    .matches("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z");
            assertThat(message.at("/DDBStreamBatchInfo/approximateArrivalOfFirstRecord")
                            .asText())
                    .isEqualTo("1970-01-01T00:00:00Z");
        }
    }

    @Test
    void queueThatRefuses_losesTheMessage_andIsTold() throws Exception {
        try (TestMapping room = new TestMapping(folder, TestMapping.settings("LATEST", true, false))) {
            room.destination.tell("shard-1", TestMapping.batch("5"), new Reason("RecordAgeExceeded", null));

            assertThat(room.mapping.result()).startsWith("PROBLEM: The on-failure destination refused a message: ");
            assertThat(room.console).singleElement().asString().contains("of Changes refused a message");
        }
    }
}
