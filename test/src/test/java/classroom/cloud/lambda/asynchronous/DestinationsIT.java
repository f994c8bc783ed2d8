package classroom.cloud.lambda.asynchronous;

import static classroom.cloud.lambda.asynchronous.TestInvocations.JSON;
import static classroom.cloud.lambda.asynchronous.TestInvocations.LAMBDA;
import static classroom.cloud.lambda.asynchronous.TestInvocations.wanted;
import static org.assertj.core.api.Assertions.assertThat;

import classroom.Waiting;
import classroom.cloud.lambda.environment.TestAsset;
import classroom.cloud.lambda.environment.TestClass;
import classroom.cloud.lambda.environment.TestFunction;
import classroom.cloud.lambda.handlers.Actor;
import classroom.cloud.lambda.handlers.Echo;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Records of asynchronous invocations of real processes, as they were recorded on AWS on 2025-11-24 and 2025-11-27 by
 * LocalStack's {@code test_lambda_destinations.py}.
 */
class DestinationsIT {
    @TempDir
    private static Path folder;

    private static Path code;
    private static TestClass room;
    private static TestInvocations test;

    @BeforeAll
    static void start() throws IOException {
        code = TestAsset.jar(folder);
        // The second pause is longer than the least age that an event may be given.
        room = new TestClass(folder, List.of(Duration.ofMillis(200), Duration.ofSeconds(61)));
        test = new TestInvocations(room);
    }

    @AfterAll
    static void stop() {
        room.close();
    }

    private static void actor(String name) {
        room.put(TestFunction.of(Actor.class, code).named(name).build());
    }

    /** A record without its time, which must be a moment with three decimals. */
    private static JsonNode timeless(JsonNode record) {
        ObjectNode rest = record.deepCopy();
        assertThat(rest.remove("timestamp").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        return rest;
    }

    @Test
    void success_isRecordedInTheQueue() throws Exception {
        actor("succeeds");
        test.put("succeeds", wanted(null, null, test.queue("successes"), test.queue("no-failures")));

        String id = test.invokeLater("succeeds", "{\"do\": \"sleep\", \"millis\": 1}");

        assertThat(timeless(test.record("successes"))).isEqualTo(JSON.readTree("""
                {"version": "1.0",
                 "requestContext": {"requestId": "%s", "functionArn": "%ssucceeds:$LATEST", "condition": "Success",
                                    "approximateInvokeCount": 1},
                 "requestPayload": {"do": "sleep", "millis": 1},
                 "responseContext": {"statusCode": 200, "executedVersion": "$LATEST"},
                 "responsePayload": 1}
                """.formatted(id, LAMBDA)));
        assertThat(test.received("no-failures")).isEmpty();
    }

    @Test
    void failure_isRecordedAfterTheLastRetry_andTheEventIsADeadLetter() throws Exception {
        room.put(TestFunction.of(Actor.class, code)
                .named("fails")
                .withDeadLetters(test.queue("dead-letters"))
                .build());
        test.put("fails", wanted(1, null, test.queue("no-successes"), test.queue("failures")));

        String id = test.invokeLater("fails", "{\"do\":\"throw\"}");

        JsonNode record = timeless(test.record("failures"));
        assertThat(record.at("/responsePayload/stackTrace")).isNotEmpty();
        ((ObjectNode) record.get("responsePayload")).remove("stackTrace");
        assertThat(record).isEqualTo(JSON.readTree("""
                {"version": "1.0",
                 "requestContext": {"requestId": "%s", "functionArn": "%sfails:$LATEST",
                                    "condition": "RetriesExhausted", "approximateInvokeCount": 2},
                 "requestPayload": {"do": "throw"},
                 "responseContext": {"statusCode": 200, "executedVersion": "$LATEST", "functionError": "Unhandled"},
                 "responsePayload": {"errorMessage": "told to \\"throw\\"",
                                     "errorType": "java.lang.IllegalStateException"}}
                """.formatted(id, LAMBDA)));
        JsonNode letter = test.message("dead-letters");
        assertThat(letter.get("Body").asText()).isEqualTo("{\"do\":\"throw\"}");
        assertThat(letter.get("MessageAttributes")).isEqualTo(JSON.readTree("""
                {"ErrorCode": {"DataType": "Number", "StringValue": "200"},
                 "ErrorMessage": {"DataType": "String", "StringValue": "told to \\"throw\\""},
                 "RequestID": {"DataType": "String", "StringValue": "%s"}}
                """.formatted(id)));
        assertThat(test.received("no-successes")).isEmpty();
    }

    /** "Lambda doesn't even wait for the full 60s", test_maxeventage. */
    @Test
    void eventThatWouldBeTooOldAtItsNextAttempt_isGivenUpAtOnce() throws Exception {
        actor("ages");
        test.put("ages", wanted(2, 60, null, test.queue("aged")));

        test.invokeLater("ages", "{\"do\":\"throw\"}");

        JsonNode record = test.record("aged");
        assertThat(record.at("/requestContext/condition").asText()).isEqualTo("EventAgeExceeded");
        assertThat(record.at("/requestContext/approximateInvokeCount").asInt()).isEqualTo(2);
        assertThat(record.at("/responseContext/functionError").asText()).isEqualTo("Unhandled");
    }

    @Test
    void timeOut_isRecordedInTheWordsOfItsAnswer() throws Exception {
        room.put(TestFunction.of(Actor.class, code)
                .named("dawdles")
                .with(Duration.ofSeconds(1))
                .build());
        test.put("dawdles", wanted(0, null, null, test.queue("dawdled")));

        String id = test.invokeLater("dawdles", "{\"do\":\"sleep\",\"millis\":60000}");

        assertThat(test.record("dawdled").get("responsePayload")).isEqualTo(JSON.readTree("""
                {"errorType": "Sandbox.Timedout",
                 "errorMessage": "RequestId: %s Error: Task timed out after 1.00 seconds"}
                """.formatted(id)));
    }

    @Test
    void functionAsDestination_getsTheRecordAsItsEvent() throws Exception {
        actor("source");
        room.put(TestFunction.of(Echo.class, code).named("sink").build());
        test.put("source", wanted(0, null, LAMBDA + "sink", null));
        test.put("sink", wanted(0, null, test.queue("sunk"), null));

        String id = test.invokeLater("source", "{\"do\":\"sleep\",\"millis\":2}");

        JsonNode record = test.record("sunk");
        assertThat(record.at("/requestContext/functionArn").asText()).isEqualTo(LAMBDA + "sink:$LATEST");
        assertThat(record.at("/requestContext/requestId").asText()).isNotEqualTo(id);
        assertThat(record.get("responsePayload")).isEqualTo(record.get("requestPayload"));
        assertThat(record.at("/requestPayload/requestContext/requestId").asText())
                .isEqualTo(id);
        assertThat(record.at("/requestPayload/responsePayload").asInt()).isEqualTo(2);
    }

    @Test
    void aliasHasItsOwnConfiguration() throws Exception {
        actor("aliased");
        room.functions.putAlias("aliased:" + room.functions.publish("aliased", ""), "live");
        test.put("aliased:live", wanted(null, null, test.queue("of-the-alias"), null));
        test.put("aliased", wanted(null, null, test.queue("of-the-function"), null));

        test.invokeLater("aliased:live", "{\"do\":\"count\"}");

        JsonNode record = test.record("of-the-alias");
        assertThat(record.at("/requestContext/functionArn").asText()).isEqualTo(LAMBDA + "aliased:live");
        assertThat(record.at("/responseContext/executedVersion").asText()).isEqualTo("1");
        assertThat(test.received("of-the-function")).isEmpty();
    }

    @Test
    void roleThatMayNotSendAnyMore_losesTheRecord_andTheConsoleSaysSo() throws Exception {
        actor("loses");
        test.put("loses", wanted(0, null, test.queue("lost"), null));
        room.denied.add("sqs:SendMessage");
        try {
            String id = test.invokeLater("loses", "{\"do\":\"count\"}");
            Waiting.until(() -> room.console.stream().anyMatch(line -> line.contains(id)));
            assertThat(room.console)
                    .anyMatch(line -> line.startsWith("The destination arn:aws:sqs:us-east-2:000000000000:lost of loses"
                                    + " refused the record of " + id + ": ")
                            && line.endsWith(" may not sqs:SendMessage"));
        } finally {
            room.denied.clear();
        }
        assertThat(test.received("lost")).isEmpty();
    }

    /** "Use Lambda recursive loop detection to prevent infinite loops": about 16 invocations in one chain. */
    @Test
    void functionsThatAreEachOthersDestinations_areStopped() throws Exception {
        actor("ping");
        actor("pong");
        test.put("ping", wanted(0, null, null, LAMBDA + "pong"));
        test.put("pong", wanted(0, null, null, LAMBDA + "ping"));

        test.invokeLater("ping", "{\"do\":\"fail until\",\"call\":99}");

        Waiting.until(() -> room.console.stream()
                .anyMatch(line -> line.contains("of pong refused")
                        && line.endsWith("invocations is a loop, which Lambda stops")));
    }
}
