package classroom.books;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import classroom.BadInput;
import classroom.FaultyDynamoDb;
import classroom.FaultyDynamoDb.Answer;
import classroom.Invocation;
import classroom.Invocation.Reply;
import classroom.Rules;
import classroom.Rules.Fault;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

class LoadBooksTest extends BooksFixture {
    private static final Fault UNPROCESSED =
            (request, database) -> new Answer(200, "{\"UnprocessedItems\":" + request.get("RequestItems") + "}");

    private static String records(int count) {
        List<String> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            records.add("{\"Author\":\"A\",\"Title\":\"" + i + "\"}");
        }
        return "{\"books\":[" + String.join(",", records) + "]}";
    }

    @Test
    void load_emptyEvent_writesTheCatalogue() {
        JsonNode catalogue = Invocation.json(Invocation.resource("books.json"));

        Reply reply = load("{}");

        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(reply.body().get("loaded").intValue())
                .isEqualTo(catalogue.size())
                .isGreaterThanOrEqualTo(200);
        assertThat(dynamoDb.scan(table)).hasSize(catalogue.size());
        for (JsonNode book : catalogue) {
            JsonNode stored = get(book.toString()).body();
            assertThat(stored).hasSize(book.size()).containsAll(withoutEditions(book));
            assertThat(stored.path("Editions")).containsExactlyInAnyOrderElementsOf(book.path("Editions"));
        }
    }

    private static List<JsonNode> withoutEditions(JsonNode book) {
        List<JsonNode> values = new ArrayList<>();
        book.properties().forEach(field -> {
            if (!field.getKey().equals("Editions")) {
                values.add(field.getValue());
            }
        });
        return values;
    }

    @Test
    void load_records_areWrittenInBatchesOf25OverWhatIsThere() {
        put("{\"Author\":\"A\",\"Title\":\"7\",\"Rating\":1}");

        assertReply(load(records(51)), 200, "{\"loaded\":51,\"batches\":3,\"retried\":0}");
        assertThat(dynamoDb.scan(table)).hasSize(51);
        assertThat(get("{\"Author\":\"A\",\"Title\":\"7\"}").body().has("Rating"))
                .isFalse();
    }

    @Test
    void load_sameBookTwice_isBadRequestNamingBothAndWritesNothing() {
        String event = records(30).replace("\"29\"", "\"3\"");

        assertReply(
                load(event),
                400,
                "{\"error\":\"BadRequest\",\"field\":\"books[3]\","
                        + "\"message\":\"books[3] and books[29] have the same Author and Title\"}");
        assertThat(dynamoDb.scan(table)).isEmpty();
    }

    @Test
    void load_badRecord_isNamedAndNothingIsWritten() {
        Reply reply = load(records(60).replace("\"Title\":\"50\"", "\"Title\":50"));

        assertThat(reply.statusCode()).isEqualTo(400);
        assertThat(reply.body().get("field").textValue()).isEqualTo("books[50].Title");
        assertThat(dynamoDb.scan(table)).isEmpty();
    }

    @Test
    void load_largestItems_fitIntoABatch() {
        List<String> records = new ArrayList<>();
        for (int i = 0; i < 14; i++) {
            records.add("{\"Author\":\"A\",\"Title\":\"" + i + "\",\"Text\":" + BadInput.text(409_000) + "}");
        }

        assertReply(
                load("{\"books\":[" + String.join(",", records) + "]}"),
                200,
                "{\"loaded\":14,\"batches\":1,\"retried\":0}");
    }

    @Test
    void load_itemsLeftUnprocessed_areSentAgainAndCounted() {
        AtomicInteger left = new AtomicInteger();
        Rules rules = new Rules();
        rules.on("BatchWriteItem", table, Rules.always(), (request, database) -> {
            Answer answer = Rules.HALF_UNPROCESSED.answer(request, database);
            left.addAndGet(Invocation.json(answer.body())
                    .at("/UnprocessedItems/" + table)
                    .size());
            return answer;
        });
        try (FaultyDynamoDb halving = new FaultyDynamoDb(dynamoDb.endpoint(), rules)) {
            books = new Books(halving.client(), table);

            Reply reply = load(records(60));

            assertThat(reply.body().get("loaded").intValue()).isEqualTo(60);
            assertThat(reply.body().get("retried").intValue())
                    .isEqualTo(left.get())
                    .isPositive();
            assertThat(reply.body().has("notWritten")).isFalse();
        }
        assertThat(dynamoDb.scan(table)).hasSize(60);
    }

    static Stream<Fault> lost() {
        return Stream.of(Rules.RESET_BEFORE, Rules.RESET_AFTER, Rules.HALF_ANSWER, Rules.INTERNAL_ERROR);
    }

    /** The SDK gives up after three attempts; a put may be repeated as often as one likes. */
    @ParameterizedTest
    @MethodSource("lost")
    void load_batchThatIsLostForTheSdkToo_isSentAgain(Fault fault) {
        Rules rules = new Rules();
        rules.on("BatchWriteItem", table, Rules.nth(1, 2, 3), fault);
        try (FaultyDynamoDb losing = new FaultyDynamoDb(dynamoDb.endpoint(), rules)) {
            books = new Books(losing.client(), table);

            assertReply(load(records(20)), 200, "{\"loaded\":20,\"batches\":1,\"retried\":20}");
        }
        assertThat(dynamoDb.scan(table)).hasSize(20);
    }

    @Test
    void load_batchThatIsLostToTheEnd_isNamed() {
        try (FaultyDynamoDb losing = ofTheSecondBatch(Rules.RESET_BEFORE)) {
            books = new Books(losing.client(), table);

            Reply reply = Invocation.of(new LoadBooks(books), records(60), Duration.ofSeconds(12));

            assertThat(reply.statusCode()).isEqualTo(200);
            assertThat(reply.body().get("loaded").intValue()).isEqualTo(35);
            assertThat(reply.body().get("notWritten")).hasSize(25).contains(new IntNode(25), new IntNode(49));
        }
        assertThat(dynamoDb.scan(table)).hasSize(35);
    }

    @Test
    void load_throttledAtFirst_isTreatedAsUnprocessed() {
        AtomicInteger calls = new AtomicInteger();
        try (FaultyDynamoDb throttling = new FaultyDynamoDb(
                dynamoDb.endpoint(),
                (operation, request, database) -> calls.incrementAndGet() <= 3
                        ? Answer.refusal("ProvisionedThroughputExceededException")
                        : database.answer(request))) {
            books = new Books(throttling.client(), table);

            assertReply(load(records(20)), 200, "{\"loaded\":20,\"batches\":1,\"retried\":20}");
        }
    }

    @Test
    void load_timeRunningOut_answersWhichAreNotWritten() {
        try (FaultyDynamoDb refusing = ofTheSecondBatch(UNPROCESSED)) {
            books = new Books(refusing.client(), table);

            Reply reply = Invocation.of(new LoadBooks(books), records(60), Duration.ofSeconds(12));

            assertThat(reply.statusCode()).isEqualTo(200);
            assertThat(reply.body().get("loaded").intValue()).isEqualTo(35);
            Set<Integer> notWritten = new HashSet<>();
            reply.body().get("notWritten").forEach(index -> notWritten.add(index.intValue()));
            assertThat(notWritten).hasSize(25).contains(25, 30, 49).doesNotContain(24, 50);
        }
        assertThat(dynamoDb.scan(table)).hasSize(35);
    }

    /** Of 60 records those with the indexes 25 to 49 meet a fault, whenever they are sent. */
    private FaultyDynamoDb ofTheSecondBatch(Fault fault) {
        Rules rules = new Rules();
        rules.on(
                "BatchWriteItem",
                table,
                Rules.always(),
                (request, database) -> request.toString().contains("\"S\":\"30\"")
                        ? fault.answer(request, database)
                        : database.answer(request));
        return new FaultyDynamoDb(dynamoDb.endpoint(), rules);
    }

    /** However little DynamoDB takes, or if it never answers: AWS CLI and boto3 would call again. */
    static Stream<Arguments> noCapacity() {
        return Stream.of(
                Arguments.of("throttled", Rules.THROTTLED),
                Arguments.of("unprocessed", UNPROCESSED),
                Arguments.of("lost", Rules.RESET_AFTER),
                Arguments.of("late", Rules.late(Duration.ofSeconds(20))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("noCapacity")
    void load_callThatIsLongEnough_endsLongBeforeTheFunctionMust(String name, Fault fault) {
        try (FaultyDynamoDb slow = ofTheSecondBatch(fault)) {
            books = new Books(slow.client(), table);
            long begin = System.nanoTime();

            Reply reply =
                    Invocation.of(new LoadBooks(books, Duration.ofSeconds(2)), records(60), Duration.ofMinutes(15));

            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(15));
            assertThat(reply.statusCode()).isEqualTo(200);
            assertThat(reply.body().get("loaded").intValue()).isEqualTo(35);
            assertThat(reply.body().get("notWritten")).hasSize(25).contains(new IntNode(25), new IntNode(49));
        }
    }

    @Test
    void load_ofAnyCall_endsWithin45Seconds() {
        assertThat(LoadBooks.TIME).isLessThan(Duration.ofSeconds(45));
    }

    @Test
    void load_noTimeAtAll_writesNothingAndSaysSo() {
        Reply reply = Invocation.of(new LoadBooks(books), records(30), Duration.ofSeconds(5));

        assertThat(reply.body().get("loaded").intValue()).isZero();
        assertThat(reply.body().get("notWritten")).hasSize(30);
        assertThat(dynamoDb.scan(table)).isEmpty();
    }

    @Test
    void load_6MbOfTheSmallestRecords_fitsIntoItsMemory() {
        int count = 190_000;

        Reply reply = Invocation.of(new LoadBooks(books), records(count), Duration.ofSeconds(5));

        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(reply.body().get("notWritten")).hasSize(count);
    }

    @Test
    void load_faultOfDynamoDb_failsTheInvocation() {
        books = new Books(dynamoDb.client(), "missing");

        assertThatThrownBy(() -> load(records(300))).isInstanceOf(ResourceNotFoundException.class);
    }
}
