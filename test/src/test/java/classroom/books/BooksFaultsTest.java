package classroom.books;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import classroom.FaultyDynamoDb;
import classroom.FaultyDynamoDb.Answer;
import classroom.Invocation;
import classroom.Invocation.Reply;
import classroom.Rules;
import classroom.lambda.Handler;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

/** What callers see of DynamoDB's own faults. */
class BooksFaultsTest extends BooksFixture {
    private Map<Handler, String> calls() {
        Map<Handler, String> calls = new LinkedHashMap<>();
        calls.put(new PutBook(books), MOBY_DICK);
        calls.put(new GetBook(books), MOBY_DICK);
        calls.put(new QueryBooks(books), MOBY_DICK);
        calls.put(new ScanBooks(books), "{}");
        calls.put(new RateBook(books), book("\"Rating\":4"));
        calls.put(new DeleteBook(books), MOBY_DICK);
        calls.put(
                new TransactBooks(books),
                "{\"check\":" + book("\"Version\":0") + ",\"put\":[{\"Author\":\"A\",\"Title\":\"1\"}]}");
        return calls;
    }

    @Test
    void everyFunction_throttledToTheEnd_answers503WithoutNamingTheTable() {
        String code = "ProvisionedThroughputExceededException";
        try (FaultyDynamoDb throttling = refusing(Answer.refusal(code, "table " + table + " is busy"))) {
            books = new Books(throttling.client(), table);
            // At once: what takes time are the SDK's pauses.
            calls().entrySet().parallelStream().forEach(call -> {
                Reply reply = Invocation.of(call.getKey(), call.getValue());

                assertThat(reply.statusCode()).isEqualTo(503);
                assertThat(reply.body().get("error").textValue()).isEqualTo("Throttled");
                assertThat(reply.body().toString()).doesNotContain(table);
            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ThrottlingException", "RequestLimitExceeded"})
    void get_throttledInOtherWords_answers503(String code) {
        try (FaultyDynamoDb throttling = refusing(Answer.refusal(code))) {
            books = new Books(throttling.client(), table);

            assertThat(get(MOBY_DICK).statusCode()).isEqualTo(503);
        }
    }

    @Test
    void everyFunction_throttledOnce_isRetriedByTheSdk() {
        AtomicInteger calls = new AtomicInteger();
        try (FaultyDynamoDb throttling = new FaultyDynamoDb(
                dynamoDb.endpoint(),
                (operation, request, database) -> calls.getAndIncrement() % 2 == 0
                        ? Answer.refusal("ProvisionedThroughputExceededException")
                        : database.answer(request))) {
            books = new Books(throttling.client(), table);
            calls().forEach((function, event) ->
                    assertThat(Invocation.of(function, event).statusCode()).isNotEqualTo(503));
        }
        assertThat(calls.get()).isEqualTo(2 * calls().size());
    }

    @Test
    void everyFunction_faultOfDynamoDb_failsTheInvocation() {
        for (String code : new String[] {"InternalServerError", "AccessDeniedException", "ResourceNotFoundException"}) {
            try (FaultyDynamoDb failing = refusing(Answer.refusal(code))) {
                books = new Books(failing.client(), table);
                calls().forEach((function, event) ->
                        assertThatThrownBy(() -> Invocation.of(function, event)).isInstanceOf(DynamoDbException.class));
            }
        }
    }

    @Test
    void write_whileATransactionIsOnTheItem_isConflict() {
        AtomicInteger calls = new AtomicInteger();
        try (FaultyDynamoDb busy = new FaultyDynamoDb(dynamoDb.endpoint(), (operation, request, database) -> {
            calls.incrementAndGet();
            return Answer.refusal("TransactionConflictException");
        })) {
            books = new Books(busy.client(), table);

            assertThat(put(MOBY_DICK).statusCode()).isEqualTo(409);
            assertThat(rate(book("\"Rating\":4")).statusCode()).isEqualTo(409);
        }
        assertThat(calls.get()).isEqualTo(2);
    }

    @Test
    void rateWithVersion_ofWhichAnEarlierAttemptWrote_isUnknownWithTheBookAsItIs() {
        put(MOBY_DICK);
        losing("UpdateItem", () -> {
            Reply reply = rate(book("\"Rating\":4,\"Version\":0"));

            assertUnknown(reply);
            assertThat(reply.body().get("current")).isEqualTo(Invocation.json(book("\"Rating\":4,\"Version\":1")));
        });
    }

    @Test
    void rateWithVersion_staleAndThrottledAtFirst_isConflict() {
        put(book("\"Version\":7"));
        Rules rules = new Rules();
        rules.on("UpdateItem", table, Rules.nth(1), Rules.THROTTLED);
        through(rules, () -> {
            Reply reply = rate(book("\"Rating\":4,\"Version\":0"));

            assertThat(reply.statusCode()).isEqualTo(409);
            assertThat(reply.body().get("current").get("Version").intValue()).isEqualTo(7);
        });
    }

    /** Without Version it is no conditional write: at least once. */
    @Test
    void rate_ofWhichAnEarlierAttemptWrote_countsTwice() {
        put(MOBY_DICK);
        losing("UpdateItem", () -> assertReply(rate(book("\"Rating\":4")), 200, book("\"Rating\":4,\"Version\":2")));
    }

    @Test
    void delete_ofWhichAnEarlierAttemptDeleted_isUnknownAndNot404() {
        put(book("\"Version\":1"));
        losing("DeleteItem", () -> assertUnknown(delete(book("\"Version\":1"))));
        put(MOBY_DICK);
        losing("DeleteItem", () -> assertUnknown(delete(MOBY_DICK)));
        assertReply(delete(MOBY_DICK), 404, NOT_FOUND);
    }

    @Test
    void put_ofWhichAnEarlierAttemptWrote_isUnknown_andDoneWithOverwrite() {
        losing("PutItem", () -> assertUnknown(put(MOBY_DICK)));
        losing(
                "PutItem",
                () -> assertThat(put(book("\"overwrite\":true")).statusCode()).isEqualTo(201));
    }

    private static void assertUnknown(Reply reply) {
        assertThat(reply.statusCode()).as(reply.toString()).isEqualTo(503);
        assertThat(reply.body().get("error").textValue()).isEqualTo("OutcomeUnknown");
    }

    private Reply delete(String event) {
        return Invocation.of(new DeleteBook(books), event);
    }

    /** Has the connection reset once, after DynamoDB has carried {@code operation} out. */
    private void losing(String operation, Runnable test) {
        Rules rules = new Rules();
        Rules.Rule lost = rules.on(operation, table, Rules.nth(1), Rules.RESET_AFTER);
        through(rules, test);
        assertThat(lost.count()).isOne();
    }

    private void through(Rules rules, Runnable test) {
        Books direct = books;
        try (FaultyDynamoDb faulty = new FaultyDynamoDb(dynamoDb.endpoint(), rules)) {
            books = new Books(faulty.client(), table);
            test.run();
        } finally {
            books = direct;
        }
    }

    private FaultyDynamoDb refusing(Answer answer) {
        return new FaultyDynamoDb(dynamoDb.endpoint(), (operation, request, database) -> answer);
    }
}
