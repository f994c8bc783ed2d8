package classroom.books;

import static classroom.Invocation.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import classroom.Invocation;
import classroom.RandomEvents;
import classroom.lambda.BadRequest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ResourceLock(Resources.SYSTEM_OUT)
class OnBookChangedTest {
    private static final String EVENT = Invocation.resource("events/stream-changes.json");

    private final List<JsonNode> log = new ArrayList<>();

    private JsonNode handle(String event) {
        return handle(event.getBytes(StandardCharsets.UTF_8));
    }

    private JsonNode handle(byte[] event) {
        PrintStream out = System.out;
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        // What an encoding that knows no accents would do to the log must not happen.
        System.setOut(new PrintStream(written, true, StandardCharsets.US_ASCII));
        try {
            return json(Invocation.raw(new OnBookChanged(), event, Duration.ofSeconds(10)));
        } finally {
            System.setOut(out);
            written.toString(StandardCharsets.UTF_8)
                    .lines()
                    .map(Invocation::json)
                    .forEach(log::add);
        }
    }

    /** The event's records with this Rating in the new image of the second. */
    private static String rated(String rating) {
        JsonNode event = json(EVENT);
        ((ObjectNode) event.at("/Records/1/dynamodb/NewImage")).set("Rating", json(rating));
        return event.toString();
    }

    @Test
    void changes_goodRecords_areLoggedInOneLineEach() {
        assertThat(handle(EVENT)).isEqualTo(json("{\"batchItemFailures\":[]}"));

        assertThat(log)
                .containsExactly(
                        json("{\"eventID\":\"1\",\"event\":\"INSERT\",\"Author\":\"Camilo Castelo Branco\","
                                + "\"Title\":\"Amor de Perdição\",\"added\":[\"Editions\",\"Year\"],\"removed\":[],"
                                + "\"changed\":[]}"),
                        json("{\"eventID\":\"2\",\"event\":\"MODIFY\",\"Author\":\"Camilo Castelo Branco\","
                                + "\"Title\":\"Amor de Perdição\",\"added\":[\"Publisher\"],\"removed\":[\"Year\"],"
                                + "\"changed\":[\"Rating\",\"Version\"],\"Rating\":{\"old\":4,\"new\":5}}"),
                        json("{\"eventID\":\"3\",\"event\":\"REMOVE\",\"Author\":\"Herman Melville\","
                                + "\"Title\":\"Moby Dick\",\"added\":[],\"removed\":[\"Rating\"],\"changed\":[]}"));
    }

    /** "DynamoDB Streams and Time to Live": only a removal by the service has this identity. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"type\":\"Service\",\"principalId\":\"dynamodb.amazonaws.com\"} | true",
                "{\"type\":\"Service\",\"principalId\":\"elsewhere.amazonaws.com\"} | false",
                "{\"type\":\"AWSAccount\",\"principalId\":\"dynamodb.amazonaws.com\"} | false",
                "null | false",
                "7 | false"
            })
    void removal_byTimeToLive_isLoggedAsExpired(String identity, boolean expired) {
        JsonNode event = json(EVENT);
        ((ObjectNode) event.at("/Records/2")).set("userIdentity", json(identity));

        handle(event.toString());

        assertThat(log.get(2).path("event").asText()).isEqualTo("REMOVE");
        assertThat(log.get(2).path("expired").asBoolean()).isEqualTo(expired);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"N\":\"1\"}", "{\"N\":\"5\"}", "{\"N\":\"5.0\"}", "{\"N\":\"5E0\"}"})
    void changes_ratingFromOneToFive_isGood(String rating) {
        assertThat(handle(rated(rating)).get("batchItemFailures")).isEmpty();
        assertThat(log).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"N\":\"0\"}",
                "{\"N\":\"6\"}",
                "{\"N\":\"-1\"}",
                "{\"N\":\"4.5\"}",
                "{\"N\":\"1E+125\"}",
                "{\"N\":\"1E-130\"}",
                "{\"S\":\"5\"}",
                "{\"NULL\":true}",
                "{\"L\":[]}",
                "{\"M\":{\"N\":{\"N\":\"5\"}}}"
            })
    void changes_ratingThatIsNone_failsAloneAndStopsThere(String rating) {
        JsonNode answer = handle(rated(rating));

        assertThat(answer).isEqualTo(json("{\"batchItemFailures\":[{\"itemIdentifier\":\"100000000000000000002\"}]}"));
        assertThat(log).hasSize(2);
        assertThat(log.get(1).get("refused").textValue()).isEqualTo("Rating must be an integer from 1 to 5");
    }

    @Test
    void changes_severalPoisonRecords_answersTheLowestSequenceNumberOnly() {
        JsonNode event = json(rated("{\"N\":\"9\"}"));
        ((ArrayNode) event.get("Records")).add(event.at("/Records/1").deepCopy());
        ((ObjectNode) event.at("/Records/3/dynamodb")).put("SequenceNumber", "100000000000000000004");

        assertThat(handle(event.toString()).get("batchItemFailures"))
                .containsExactly(json("{\"itemIdentifier\":\"100000000000000000002\"}"));
    }

    @Test
    void changes_log_holdsNoValuesButTheKeyAndTheRating() {
        handle(EVENT);

        assertThat(log.toString()).doesNotContain("secret", "1862", "Kindle");
    }

    @Test
    void changes_itemNestedAsDeepAsDynamoDbTakes_isHandled() {
        JsonNode event = json(EVENT);
        String deep = "{\"M\":{\"a\":".repeat(31) + "{\"S\":\"x\"}" + "}}".repeat(31);
        ((ObjectNode) event.at("/Records/1/dynamodb/NewImage")).set("Deep", json(deep));

        assertThat(handle(event.toString()).get("batchItemFailures")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "[]",
                "\"x\"",
                "{}",
                "{",
                "{\"Records\":null}",
                "{\"Records\":{}}",
                "{\"Records\":[1]}",
                "{\"Records\":[{}]}",
                "{\"Records\":[{\"eventID\":\"1\",\"eventName\":\"INSERT\"}]}",
                "{\"Records\":[{\"eventID\":\"1\",\"eventName\":\"INSERT\",\"dynamodb\":{\"SequenceNumber\":\"1\"}}]}"
            })
    void changes_malformedEvent_failsTheInvocationAndLogsNothing(String event) {
        assertThatThrownBy(() -> handle(event)).isInstanceOf(BadRequest.class);
        assertThat(log).isEmpty();
    }

    /**
     * For every event: an answer with at most one sequence number of the event, or a refusal before anything is logged.
     */
    @Test
    void changes_anyEvent_isAnsweredOrRefusedByItsField() {
        RandomEvents events = RandomEvents.like(EVENT, EVENT, rated("{\"N\":\"6\"}"));
        int answered = 0;
        for (int seed = 1; seed <= 1_500; seed++) {
            byte[] event = events.event(RandomEvents.random(seed));
            log.clear();
            try {
                JsonNode failures = handle(event).get("batchItemFailures");
                answered++;
                assertThat(log).isNotEmpty();
                failures.forEach(failure -> assertThat(new String(event, StandardCharsets.UTF_8))
                        .contains(failure.get("itemIdentifier").textValue()));
                assertThat(failures.size()).isEqualTo(log.get(log.size() - 1).has("refused") ? 1 : 0);
            } catch (BadRequest refused) {
                assertThat(refused).hasMessageMatching("(?s).+ (must|is) .+");
                assertThat(log).isEmpty();
            } catch (RuntimeException | AssertionError failed) {
                throw new AssertionError("seed " + seed + ", event " + RandomEvents.shown(event), failed);
            }
        }
        System.out.println("Fuzz: OnBookChanged answered " + answered + " of 1500 events, refused the others");
        assertThat(answered).isBetween(300, 1_200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "0x1", "1e999999999", "123456789012345678901234567890123456789", " ", "5 5"})
    void changes_ratingThatNoStreamCarries_isNamed(String number) {
        assertThatThrownBy(() -> handle(rated("{\"N\":\"" + number + "\"}")))
                .isInstanceOf(BadRequest.class)
                .hasMessageStartingWith("Records[1].dynamodb.NewImage.Rating.N must be a number");
        assertThat(log).isEmpty();
    }

    @Test
    void changes_oneMalformedRecord_failsTheInvocationBeforeAnyIsLogged() {
        assertThatThrownBy(() -> handle(EVENT.replace("\"100000000000000000003\"", "3")))
                .isInstanceOf(BadRequest.class)
                .hasMessage("Records[2].dynamodb.SequenceNumber must be a string");
        assertThat(log).isEmpty();
    }
}
