package classroom.cloud.lambda.streams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import classroom.cloud.gateway.AwsError;
import classroom.cloud.lambda.environment.Invocation;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What those who follow the class are told of batches; the function's calls are answered here. */
class BatchEventsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final BatchHandler.Calls FINE = (function, invocation) -> answer("{}", false);

    @TempDir
    private Path folder;

    private TestMapping room(boolean splits) throws Exception {
        return new TestMapping(folder, TestMapping.settings("LATEST", true, splits));
    }

    private static BatchHandler handler(TestMapping room, BatchHandler.Calls function) {
        return new BatchHandler(new Progress(room.mapping, "s"), null, function, room.destination);
    }

    private static Invocation.Result answer(String json, boolean failed) {
        return new Invocation.Result("$LATEST", json.getBytes(UTF_8), failed, new byte[0]);
    }

    private static List<String> outcomes(TestMapping room) {
        return room.batches.stream()
                .map(event -> event.path("records")
                                .valueStream()
                                .map(JsonNode::asText)
                                .toList() + " attempt " + event.path("attempt").asInt() + " "
                        + event.path("outcome").asText())
                .toList();
    }

    @Test
    void handledBatch_saysWhoTookWhichRecords() throws Exception {
        List<String> requestIds = new ArrayList<>();
        try (TestMapping room = room(false)) {
            handler(room, (function, invocation) -> {
                        requestIds.add(invocation.requestId());
                        return answer("{}", false);
                    })
                    .handle(TestMapping.batch("1", "2"));

            assertThat(room.batches).hasSize(1);
            assertThat(JSON.readTree(room.batches.get(0).toString()))
                    .isEqualTo(JSON.readTree("""
                    {"mapping": "m", "function": "Changes", "stream": "%s", "shard": "s", "number": 1, "size": 2,
                     "attempt": 1, "outcome": "handled", "records": ["1", "2"], "requestId": "%s", "failed": []}
                    """.formatted(FakeStream.ARN, requestIds.get(0))));
        }
    }

    @Test
    void batches_areNumbered_theirPiecesAreNot() throws Exception {
        try (TestMapping room = room(true)) {
            BatchHandler handler = handler(room, (function, invocation) -> answer("{}", room.batches.isEmpty()));

            handler.handle(TestMapping.batch("1", "2"));
            handler.handle(TestMapping.batch("3"));

            assertThat(room.batches).map(event -> event.path("number").asInt()).containsExactly(1, 1, 1, 2);
        }
    }

    @Test
    void poison_isFollowedFromThePartialFailureToTheQueue() throws Exception {
        try (TestMapping room = room(true)) {
            room.queues.create("lost", Map.of());
            handler(
                            room,
                            (function, invocation) -> answer(
                                    new String(invocation.payload(), UTF_8).contains("\"poison\"")
                                            ? "{\"batchItemFailures\":[{\"itemIdentifier\":\"3\"}]}"
                                            : "{}",
                                    false))
                    .handle(withPoison(4, 3));

            assertThat(outcomes(room))
                    .containsExactly(
                            "[1, 2, 3, 4] attempt 1 partial",
                            "[3, 4] attempt 1 split",
                            "[3] attempt 1 retry",
                            "[3] attempt 2 discarded",
                            "[4] attempt 1 handled");
            assertThat(room.batches.get(0).path("failed")).isEqualTo(JSON.readTree("[\"3\"]"));
            ObjectNode discarded = room.batches.get(3);
            assertThat(discarded.path("condition").asText()).isEqualTo("RetryAttemptsExhausted");
            assertThat(discarded.path("queue").asText()).isEqualTo(TestMapping.QUEUE);
            assertThat(discarded
                            .at("/message/DDBStreamBatchInfo/startSequenceNumber")
                            .asText())
                    .isEqualTo("3");
            assertThat(discarded.at("/message/requestContext/requestId")).isEqualTo(discarded.path("requestId"));
        }
    }

    @Test
    void messageThatTheQueueDoesNotTake_isNotTold() throws Exception {
        try (TestMapping room = room(false)) {
            handler(room, (function, invocation) -> answer("{}", true)).handle(TestMapping.batch("1"));

            ObjectNode discarded = room.batches.get(1);
            assertThat(discarded.path("outcome").asText()).isEqualTo("discarded");
            assertThat(discarded.path("message").isNull()).isTrue();
        }
    }

    @Test
    void error_isToldOnOneLine_andNoLongerThanAPersonReads() throws Exception {
        try (TestMapping room = room(false)) {
            handler(
                            room,
                            (function, invocation) -> answer(
                                    "{\"errorType\":\"java.lang.Error\",\"errorMessage\":\"" + "x".repeat(5000) + "\"}",
                                    true))
                    .handle(TestMapping.batch("1"));

            assertThat(room.batches.get(0).path("error").asText())
                    .startsWith("java.lang.Error: xxx")
                    .endsWith("x…")
                    .hasSize(1001);
            assertThat(room.batches.get(0).has("failed")).isFalse();
        }
    }

    @Test
    void functionThatIsNotInvoked_isToldInLambdasWords() throws Exception {
        try (TestMapping room = room(false)) {
            handler(room, (function, invocation) -> {
                        if (room.batches.isEmpty()) {
                            throw new AwsError(429, "TooManyRequestsException", "Rate Exceeded.");
                        }
                        return answer("{}", false);
                    })
                    .handle(TestMapping.batch("1"));

            assertThat(outcomes(room)).containsExactly("[1] attempt 1 refused", "[1] attempt 1 handled");
            assertThat(room.batches.get(0).path("error").asText()).isEqualTo("PROBLEM: Rate Exceeded.");
        }
    }

    @Test
    void batchDuringWhichTheMappingIsSwitchedOff_isStopped() throws Exception {
        try (TestMapping room = room(false)) {
            handler(room, (function, invocation) -> {
                        room.mapping.update(TestMapping.settings("LATEST", false, false));
                        return answer("{}", true);
                    })
                    .handle(TestMapping.batch("1"));

            assertThat(outcomes(room)).containsExactly("[1] attempt 1 stopped");
        }
    }

    @Test
    void recordsThatAreTooOld_areToldWithoutACall() throws Exception {
        try (TestMapping room = new TestMapping(folder, TestMapping.aging(60))) {
            handler(room, FINE).handle(TestMapping.batch("1", "2"));

            assertThat(outcomes(room)).containsExactly("[1, 2] attempt 1 discarded");
            assertThat(room.batches.get(0).path("condition").asText()).isEqualTo("RecordAgeExceeded");
            assertThat(room.batches.get(0).has("requestId")).isFalse();
        }
    }

    @Test
    void batchOfManyRecords_namesTheFirstThousand() throws Exception {
        try (TestMapping room = room(false)) {
            handler(room, FINE).handle(withPoison(1001, -1));

            assertThat(room.batches.get(0).path("size").asInt()).isEqualTo(1001);
            assertThat(room.batches.get(0).path("records")).hasSize(1000);
        }
    }

    /** Records 1 to {@code size}; one of them has a word that the function of a test looks for. */
    private static StreamBatch withPoison(int size, int poison) {
        return new StreamBatch(
                IntStream.rangeClosed(1, size)
                        .mapToObj(i -> new StreamBatch.Record(
                                Integer.toString(i),
                                Instant.EPOCH,
                                Integer.toString(i),
                                (i == poison ? "{\"poison\":1}" : "{}").getBytes(UTF_8)))
                        .toList(),
                0);
    }
}
