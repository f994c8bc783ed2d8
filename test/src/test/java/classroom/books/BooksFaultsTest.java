package classroom.books;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import classroom.FaultyDynamoDb;
import classroom.FaultyDynamoDb.Answer;
import classroom.Invocation;
import classroom.Invocation.Reply;
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

    private FaultyDynamoDb refusing(Answer answer) {
        return new FaultyDynamoDb(dynamoDb.endpoint(), (operation, request, database) -> answer);
    }
}
