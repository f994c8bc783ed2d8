package classroom.cloud.lambda.streams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import classroom.cloud.gateway.AwsError;
import classroom.cloud.lambda.environment.Invocation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What follows from how a call ends; the calls themselves are answered here. */
class BatchHandlerTest {
    private static final Invocation.Result FAILED =
            new Invocation.Result("$LATEST", "{}".getBytes(UTF_8), true, new byte[0]);

    @TempDir
    private Path folder;

    /** How many records each call had. */
    private final List<Integer> calls = new ArrayList<>();

    @Test
    void handledBatch_isNoted() throws Exception {
        try (TestMapping room = room(false)) {
            assertThat(handler(room, answer("{}")).handle(TestMapping.batch("1", "2")))
                    .isTrue();

            assertThat(room.mapping.position("s")).hasValue("2");
            assertThat(room.mapping.result()).isEqualTo("OK");
        }
    }

    @Test
    void recordsBeforeTheOneThatFailed_areNotedAndNotCalledWithAgain() throws Exception {
        try (TestMapping room = room(false)) {
            BatchHandler.Calls failsOnce = (function, invocation) ->
                    calls.isEmpty() ? answer("{\"batchItemFailures\":[{\"itemIdentifier\":\"2\"}]}") : answer("{}");

            handler(room, failsOnce).handle(TestMapping.batch("1", "2", "3"));

            assertThat(calls).containsExactly(3, 2);
            assertThat(room.mapping.position("s")).hasValue("3");
        }
    }

    @Test
    void batchThatFailsAgainAndAgain_isDiscarded() throws Exception {
        try (TestMapping room = room(false)) {
            assertThat(handler(room, FAILED).handle(TestMapping.batch("1", "2")))
                    .isTrue();

            assertThat(calls).containsExactly(2, 2);
            assertThat(room.mapping.position("s")).hasValue("2");
        }
    }

    @Test
    void batchThatFails_isSplit_whereTheMappingSaysSo() throws Exception {
        try (TestMapping room = room(true)) {
            handler(room, FAILED).handle(TestMapping.batch("1", "2"));

            assertThat(calls).containsExactly(2, 1, 1, 1, 1);
        }
    }

    /** Recorded on AWS: LocalStack's test_dynamodb_report_batch_item_failures, 2025-11-25. */
    @Test
    void remainderOfAPartialFailure_isANewBatch_withAllRetries() throws Exception {
        try (TestMapping room = room(false)) {
            BatchHandler.Calls failsAtTheLast =
                    (function, invocation) -> answer("{\"batchItemFailures\":[{\"itemIdentifier\":\"3\"}]}");

            handler(room, failsAtTheLast).handle(TestMapping.batch("1", "2", "3"));

            assertThat(calls).containsExactly(3, 1, 1);
            assertThat(room.mapping.position("s")).hasValue("3");
        }
    }

    /** "The batch is bisected at the returned sequence number" (the guide, partial batch response with DynamoDB). */
    @Test
    void partialFailure_cutsTheBatchAtTheReturnedNumber_andOnlyAFailureOfTheFirstRecordHalvesIt() throws Exception {
        try (TestMapping room = room(true)) {
            BatchHandler.Calls poison = (function, invocation) ->
                    calls.size() < 4 ? answer("{\"batchItemFailures\":[{\"itemIdentifier\":\"2\"}]}") : answer("{}");

            handler(room, poison).handle(TestMapping.batch("1", "2", "3", "4"));

            // All; 2 to 4; then 2 alone, and again; then what follows it.
            assertThat(calls).containsExactly(4, 3, 1, 1, 2);
            assertThat(room.mapping.position("s")).hasValue("4");
        }
    }

    @Test
    void callThatIsRefused_costsNoAttempt() throws Exception {
        try (TestMapping room = room(false)) {
            BatchHandler.Calls refusesTwice = (function, invocation) -> {
                if (calls.size() < 2) {
                    throw new AwsError(429, "TooManyRequestsException", "Rate Exceeded.");
                }
                return answer("{}");
            };

            assertThat(handler(room, refusesTwice).handle(TestMapping.batch("1")))
                    .isTrue();

            assertThat(calls).containsExactly(1, 1, 1);
            assertThat(room.mapping.result()).isEqualTo("OK");
        }
    }

    @Test
    void mappingThatIsSwitchedOffDuringACall_givesNothingUp() throws Exception {
        try (TestMapping room = room(false)) {
            BatchHandler.Calls switchesOff = (function, invocation) -> {
                room.mapping.update(TestMapping.settings("LATEST", false, false));
                return FAILED;
            };

            assertThat(handler(room, switchesOff).handle(TestMapping.batch("1")))
                    .isFalse();

            assertThat(calls).containsExactly(1);
            assertThat(room.mapping.position("s")).isEmpty();
        }
    }

    private TestMapping room(boolean splits) throws Exception {
        TestMapping room = new TestMapping(folder, TestMapping.settings("LATEST", true, splits));
        room.queues.create("lost", Map.of());
        return room;
    }

    private BatchHandler handler(TestMapping room, Invocation.Result result) {
        return handler(room, (function, invocation) -> result);
    }

    private BatchHandler handler(TestMapping room, BatchHandler.Calls function) {
        Progress progress = new Progress(room.mapping, "s");
        List.of("1", "2", "3", "4").forEach(number -> progress.read(number, false));
        return new BatchHandler(
                progress,
                null,
                (reference, invocation) -> {
                    String event = new String(invocation.payload(), UTF_8);
                    try {
                        return function.invoke(reference, invocation);
                    } finally {
                        calls.add(event.split("\\{\\}", -1).length - 1);
                    }
                },
                room.destination);
    }

    private static Invocation.Result answer(String json) {
        return new Invocation.Result("$LATEST", json.getBytes(UTF_8), false, new byte[0]);
    }
}
