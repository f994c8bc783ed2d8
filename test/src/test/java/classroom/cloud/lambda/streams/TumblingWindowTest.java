package classroom.cloud.lambda.streams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TumblingWindowTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant START = Instant.parse("2020-07-30T17:00:00Z");

    private final TumblingWindow window = new TumblingWindow(
            new EventSourceMapping(
                    "m",
                    "f",
                    FakeStream.ARN,
                    "LATEST",
                    true,
                    10,
                    0,
                    1,
                    300,
                    1,
                    -1,
                    false,
                    true,
                    null,
                    Filters.NONE,
                    Map.of()),
            "shard-1");

    private static StreamBatch.Record record(Instant created) {
        return new StreamBatch.Record("1", created, "1", "{\"a\":1}".getBytes(UTF_8));
    }

    @Test
    void window_beginsAtAMultipleOfItsLength_andEndsBeforeTheNext() {
        window.open(record(START.plusSeconds(299)));

        assertThat(window.holds(record(START))).isTrue();
        assertThat(window.holds(record(START.plusSeconds(299)))).isTrue();
        assertThat(window.holds(record(START.plusSeconds(300)))).isFalse();
        assertThat(window.holds(record(START.minusSeconds(1)))).isFalse();
        assertThat(window.left()).isEqualTo(Duration.ZERO);
    }

    /** The guide's example, "DynamodbTimeWindowEvent". */
    @Test
    void event_isAsTheGuideHasIt() throws IOException {
        window.open(record(START));
        assertThat(window.accept("{\"state\":{\"1\":\"state1\"},\"batchItemFailures\":[]}".getBytes(UTF_8)))
                .isTrue();

        assertThat(JSON.readTree(window.event(new StreamBatch(List.of(record(START)), 0))))
                .isEqualTo(JSON.readTree("""
                        {"Records": [{"a": 1}],
                         "window": {"start": "2020-07-30T17:00:00Z", "end": "2020-07-30T17:05:00Z"},
                         "state": {"1": "state1"}, "shardId": "shard-1", "eventSourceARN": "%s",
                         "isFinalInvokeForWindow": false, "isWindowTerminatedEarly": false}
                        """.formatted(FakeStream.ARN)));
        JsonNode last = JSON.readTree(window.event(new StreamBatch(List.of(), 0)));
        assertThat(last.path("Records").isArray()).isTrue();
        assertThat(last.path("Records")).isEmpty();
        assertThat(last.path("isFinalInvokeForWindow").asBoolean()).isTrue();
    }

    @Test
    void closedWindow_leavesNoState() throws IOException {
        window.open(record(START));
        window.accept("{\"state\":{\"n\":1}}".getBytes(UTF_8));
        window.close();
        window.open(record(START));

        assertThat(JSON.readTree(window.event(new StreamBatch(List.of(), 0))).path("state"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "{}", "{\"state\":null}", "{\"state\":1}", "{\"state\":[]}", "no JSON"})
    void answerWithoutAState_isNotAccepted(String answer) {
        assertThat(window.accept(answer.getBytes(UTF_8))).isFalse();
    }

    @Test
    void stateOfAMegabyte_isTaken_aLargerOneEndsTheWindow() throws IOException {
        window.open(record(Instant.now()));
        String largest = "x".repeat(TumblingWindow.LARGEST_STATE - "{\"s\":\"\"}".length());

        assertThat(window.accept(("{\"state\":{\"s\":\"" + largest + "\"}}").getBytes(UTF_8)))
                .isTrue();
        assertThat(window.isTooLarge()).isFalse();

        assertThat(window.accept(("{\"state\":{\"s\":\"x" + largest + "\"}}").getBytes(UTF_8)))
                .isTrue();
        assertThat(window.isTooLarge()).isTrue();
        assertThat(window.left()).isEqualTo(Duration.ZERO);
        assertThat(JSON.readTree(window.event(new StreamBatch(List.of(), 0)))
                        .path("isWindowTerminatedEarly")
                        .asBoolean())
                .isTrue();
    }
}
