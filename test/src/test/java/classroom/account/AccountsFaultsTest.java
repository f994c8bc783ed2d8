package classroom.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import classroom.DynamoDbLocal;
import classroom.FaultyDynamoDb;
import classroom.Invocation;
import classroom.Invocation.Reply;
import classroom.Rules;
import classroom.Rules.Fault;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.exception.SdkClientException;

/** The answers to callers when a write's answer was lost and the SDK has sent the write again. */
class AccountsFaultsTest {
    private static final String ANA = "{\"id\":1,\"email\":\"ana@example.com\",\"nome\":\"Ana\"}";

    @RegisterExtension
    final DynamoDbLocal dynamoDb = new DynamoDbLocal();

    private final Rules rules = new Rules();
    private String table;
    private FaultyDynamoDb faulty;
    private Accounts accounts;

    @BeforeEach
    void store() {
        table = dynamoDb.accountTable();
        faulty = new FaultyDynamoDb(dynamoDb.endpoint(), rules);
        accounts = new Accounts(faulty.client(), table);
    }

    @AfterEach
    void close() {
        faulty.close();
    }

    private Reply create() {
        return Invocation.of(new CreateAccount(accounts), ANA);
    }

    private Reply update() {
        return Invocation.of(new UpdateAccount(accounts), ANA);
    }

    private Reply delete() {
        return Invocation.of(new DeleteAccount(accounts), ANA);
    }

    private static void assertUnknown(Reply reply) {
        assertThat(reply.statusCode()).as(reply.toString()).isEqualTo(503);
        assertThat(reply.body().get("error").textValue()).isEqualTo("OutcomeUnknown");
        assertThat(reply.body().get("message").textValue()).contains("read the item before you try again");
    }

    static Stream<Arguments> afterTheWrite() {
        return Stream.of(
                Arguments.of("connection reset", Rules.RESET_AFTER),
                Arguments.of("half an answer", Rules.HALF_ANSWER),
                Arguments.of("5xx", (Fault) (request, database) -> {
                    database.answer(request);
                    return FaultyDynamoDb.Answer.refusal("InternalServerError");
                }));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("afterTheWrite")
    void create_ofWhichAnEarlierAttemptWrote_isUnknownAndNoConflict(String name, Fault fault) {
        Rules.Rule lost = rules.on("PutItem", table, Rules.nth(1), fault);

        assertUnknown(create());
        assertThat(lost.count()).isOne();
        assertThat(dynamoDb.scan(table)).hasSize(1);
        assertThat(create().statusCode()).isEqualTo(409);
    }

    @Test
    void create_ofWhichNoAttemptArrived_isCreated() {
        rules.on("PutItem", table, Rules.nth(1, 2), Rules.RESET_BEFORE);

        assertThat(create().statusCode()).isEqualTo(201);
    }

    @Test
    void create_takenKeyAndLostAttempt_isUnknown() {
        create();
        rules.on("PutItem", table, Rules.nth(1), Rules.RESET_BEFORE);

        assertUnknown(create());
    }

    @Test
    void create_takenKeyAndThrottledAttempt_isConflict() {
        create();
        Rules.Rule throttled = rules.on("PutItem", table, Rules.nth(1, 2), Rules.THROTTLED);

        assertThat(create().statusCode()).isEqualTo(409);
        assertThat(throttled.count()).isEqualTo(2);
    }

    @Test
    void create_lostThenThrottledToTheEnd_isUnknownAndNotJustThrottled() {
        rules.on("PutItem", table, Rules.nth(1), Rules.RESET_AFTER);
        rules.on("PutItem", table, Rules.always(), Rules.THROTTLED);

        assertUnknown(create());
        assertThat(dynamoDb.scan(table)).hasSize(1);
    }

    @Test
    void create_allAttemptsLost_failsTheInvocation() {
        Rules.Rule lost = rules.on("PutItem", table, Rules.always(), Rules.RESET_BEFORE);

        assertThatThrownBy(this::create).isInstanceOf(SdkClientException.class);
        assertThat(lost.count()).isEqualTo(3);
    }

    /** The account is as wanted: the repetition finds it and sets the same name. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("afterTheWrite")
    void update_ofWhichAnEarlierAttemptWrote_isDone(String name, Fault fault) {
        create();
        rules.on("UpdateItem", table, Rules.nth(1), fault);

        assertThat(update().statusCode()).isEqualTo(200);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("afterTheWrite")
    void delete_ofWhichAnEarlierAttemptDeleted_isUnknownAndNot404(String name, Fault fault) {
        create();
        rules.on("DeleteItem", table, Rules.nth(1), fault);

        assertUnknown(delete());
        assertThat(dynamoDb.scan(table)).isEmpty();
        assertThat(delete().statusCode()).isEqualTo(404);
    }
}
