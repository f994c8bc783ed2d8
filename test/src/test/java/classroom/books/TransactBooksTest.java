package classroom.books;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import classroom.BadInput;
import classroom.FaultyDynamoDb;
import classroom.FaultyDynamoDb.Answer;
import classroom.Invocation;
import classroom.Invocation.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

class TransactBooksTest extends BooksFixture {
    private Reply transact(String event) {
        return Invocation.of(new TransactBooks(books), event);
    }

    private static String event(String version, String token, String... titles) {
        List<String> puts = new ArrayList<>();
        for (String title : titles) {
            puts.add("{\"Author\":\"A\",\"Title\":\"" + title + "\"}");
        }
        return "{\"check\":" + book("\"Version\":" + version) + ",\"put\":[" + String.join(",", puts) + "]" + token
                + "}";
    }

    @Test
    void transact_matchingVersion_putsAll() {
        put(book("\"Version\":2"));

        assertReply(transact(event("2", "", "1", "2", "3")), 200, "{\"put\":3}");
        assertThat(dynamoDb.scan(table)).hasSize(4);
    }

    @Test
    void transact_versionZero_matchesABookWithoutVersion() {
        put(MOBY_DICK);

        assertReply(transact(event("0", "", "1")), 200, "{\"put\":1}");
    }

    @Test
    void transact_existingBook_isReplaced() {
        put(MOBY_DICK);
        put("{\"Author\":\"A\",\"Title\":\"1\",\"Rating\":5}");

        transact(event("0", "", "1"));

        assertReply(get("{\"Author\":\"A\",\"Title\":\"1\"}"), 200, "{\"Author\":\"A\",\"Title\":\"1\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "3"})
    void transact_staleVersion_isConflictWithOneReasonPerItemAndPutsNothing(String version) {
        put(book("\"Version\":2"));

        Reply reply = transact(event(version, "", "1", "2"));

        assertThat(reply.statusCode()).isEqualTo(409);
        assertThat(reply.body().get("error").textValue()).isEqualTo("TransactionCanceled");
        assertThat(reply.body().get("reasons"))
                .hasSize(3)
                .extracting(reason -> reason.get("item").textValue() + " "
                        + reason.get("Author").textValue() + " "
                        + reason.get("Title").textValue() + " "
                        + reason.get("code").textValue())
                .containsExactly(
                        "check Herman Melville Moby Dick ConditionalCheckFailed", "put[0] A 1 None", "put[1] A 2 None");
        assertThat(dynamoDb.scan(table)).hasSize(1);
    }

    @Test
    void transact_absentCheckedBook_isConflict() {
        assertThat(transact(event("0", "", "1")).statusCode()).isEqualTo(409);
        assertThat(dynamoDb.scan(table)).isEmpty();
    }

    @Test
    void transact_99Books_areTakenAnd100AreNot() {
        put(MOBY_DICK);
        String[] titles = new String[100];
        for (int i = 0; i < titles.length; i++) {
            titles[i] = Integer.toString(i);
        }

        assertThat(transact(event("0", "", titles)).body().get("field").textValue())
                .isEqualTo("put");
        assertReply(transact(event("0", "", java.util.Arrays.copyOf(titles, 99))), 200, "{\"put\":99}");
    }

    @Test
    void transact_moreThan4Mb_isBadRequest() {
        List<String> puts = new ArrayList<>();
        for (int i = 0; i < 11; i++) {
            puts.add("{\"Author\":\"A\",\"Title\":\"" + i + "\",\"Text\":" + BadInput.text(400_000) + "}");
        }

        Reply reply = transact("{\"check\":" + book("\"Version\":0") + ",\"put\":[" + String.join(",", puts) + "]}");

        assertThat(reply.statusCode()).isEqualTo(400);
        assertThat(reply.body().get("field").textValue()).isEqualTo("put");
    }

    @Test
    void transact_sameBookTwice_isBadRequestNamingBoth() {
        put(MOBY_DICK);

        Reply twice = transact(event("0", "", "1", "2", "1"));
        Reply checked = transact("{\"check\":" + book("\"Version\":0") + ",\"put\":[" + MOBY_DICK + "]}");

        assertThat(twice.body().get("message").textValue())
                .isEqualTo("put[0] and put[2] have the same Author and Title");
        assertThat(checked.body().get("message").textValue())
                .isEqualTo("check and put[0] have the same Author and Title");
        assertThat(dynamoDb.scan(table)).hasSize(1);
    }

    @Test
    void transact_repeatedWithItsToken_isAppliedOnce() {
        put(book("\"Version\":2"));
        String event = event("2", ",\"token\":\"0123456789-0123456789-0123456789-abc\"", "1");
        assertReply(transact(event), 200, "{\"put\":1}");
        rate(book("\"Rating\":3"));

        assertReply(transact(event), 200, "{\"put\":1}");
    }

    @Test
    void transact_tokenOfAnotherTransaction_isBadRequest() {
        put(MOBY_DICK);
        transact(event("0", ",\"token\":\"t\"", "1"));

        Reply reply = transact(event("0", ",\"token\":\"t\"", "2"));

        assertThat(reply.statusCode()).isEqualTo(400);
        assertThat(reply.body().get("field").textValue()).isEqualTo("token");
        assertThat(dynamoDb.scan(table)).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "TransactionConflict, None, 409, TransactionCanceled",
        "None, ThrottlingError, 503, Throttled",
        "ProvisionedThroughputExceeded, None, 503, Throttled",
        "ConditionalCheckFailed, ThrottlingError, 409, TransactionCanceled"
    })
    void transact_canceled_isAnsweredByItsReasons(String check, String put, int statusCode, String error) {
        try (FaultyDynamoDb canceling = canceling(check, put)) {
            books = new Books(canceling.client(), table);

            Reply reply = transact(event("0", "", "1"));

            assertThat(reply.statusCode()).isEqualTo(statusCode);
            assertThat(reply.body().get("error").textValue()).isEqualTo(error);
        }
    }

    @Test
    void transact_canceledForAReasonThatIsNotTheCallers_fails() {
        try (FaultyDynamoDb canceling = canceling("None", "ValidationError")) {
            books = new Books(canceling.client(), table);

            assertThatThrownBy(() -> transact(event("0", "", "1"))).isInstanceOf(TransactionCanceledException.class);
        }
    }

    private FaultyDynamoDb canceling(String check, String put) {
        String body = "{\"__type\":\"com.amazonaws.dynamodb.v20120810#TransactionCanceledException\","
                + "\"Message\":\"Transaction cancelled\",\"CancellationReasons\":[{\"Code\":\"" + check
                + "\"},{\"Code\":\"" + put + "\"}]}";
        return new FaultyDynamoDb(dynamoDb.endpoint(), (operation, request, database) -> new Answer(400, body));
    }

    /** A reason need not have a code, and there may be codes that nobody knows yet. */
    @Test
    void transact_canceledForAnyReasons_isAnsweredOrThrownAsItIs() {
        List<String> codes = List.of(
                "",
                "\"Code\":null",
                "\"Code\":\"None\"",
                "\"Code\":\"ConditionalCheckFailed\"",
                "\"Code\":\"TransactionConflict\"",
                "\"Code\":\"ProvisionedThroughputExceeded\"",
                "\"Code\":\"New\"");
        List<String> lists = new ArrayList<>(List.of("[]", "null", "[{}]"));
        codes.forEach(first -> codes.forEach(second -> lists.add("[{" + first + "},{" + second + "}]")));
        AtomicReference<String> reasons = new AtomicReference<>();
        try (FaultyDynamoDb canceling = new FaultyDynamoDb(
                dynamoDb.endpoint(),
                (operation, request, database) -> new Answer(
                        400,
                        "{\"__type\":\"com.amazonaws.dynamodb.v20120810#TransactionCanceledException\","
                                + "\"CancellationReasons\":" + reasons + "}"))) {
            books = new Books(canceling.client(), table);
            for (String each : lists) {
                reasons.set(each);
                try {
                    assertThat(transact(event("0", "", "1")).statusCode())
                            .as(each)
                            .isIn(409, 503);
                } catch (TransactionCanceledException thrown) {
                    assertThat(each).doesNotContain("ConditionalCheckFailed", "TransactionConflict", "Provisioned");
                }
            }
        }
    }
}
