package classroom.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import classroom.BadInput;
import classroom.HandlerFixture;
import classroom.Invocation;
import classroom.Invocation.Reply;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

class AccountsTest extends HandlerFixture {
    private static final String ANA = "{\"id\":1,\"email\":\"ana@example.com\",\"nome\":\"Ana\"}";
    private static final String ANAS_KEY = "{\"id\":1,\"email\":\"ana@example.com\"}";

    private Accounts accounts;

    @BeforeEach
    void store() {
        table = dynamoDb.accountTable();
        accounts = new Accounts(dynamoDb.client(), table);
    }

    private Reply create(String event) {
        return Invocation.of(new CreateAccount(accounts), event);
    }

    private Reply get(String event) {
        return Invocation.of(new GetAccount(accounts), event);
    }

    private Reply update(String event) {
        return Invocation.of(new UpdateAccount(accounts), event);
    }

    private Reply delete(String event) {
        return Invocation.of(new DeleteAccount(accounts), event);
    }

    @Test
    void create_newKey_storesAndAnswersTheAccount() {
        assertReply(create(ANA), 201, ANA);

        assertThat(dynamoDb.scan(table))
                .containsExactly(Map.of(
                        "id", AttributeValue.fromN("1"),
                        "email", AttributeValue.fromS("ana@example.com"),
                        "nome", AttributeValue.fromS("Ana")));
    }

    @Test
    void create_takenKey_isConflictAndChangesNothing() {
        create(ANA);

        Reply reply = create(ANA.replace("Ana", "Another"));

        assertThat(reply.statusCode()).isEqualTo(409);
        assertThat(reply.body().get("error").textValue()).isEqualTo("Conflict");
        assertReply(get(ANAS_KEY), 200, ANA);
    }

    @Test
    void create_sameIdOtherEmail_isAnotherAccount() {
        create(ANA);

        assertThat(create(ANA.replace("ana@", "ana2@")).statusCode()).isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-5",
                "0",
                "12345678901234567890123456789012345678",
                "-99999999999999999999999999999999999999",
                "100000000000000000000000000000000000000000000000000"
            })
    void create_idOfUpTo38Digits_comesBackToTheLast(String id) {
        String account = ANA.replace(":1,", ":" + id + ",");

        assertReply(create(account), 201, account);
        assertReply(get(ANAS_KEY.replace(":1,", ":" + id + ",")), 200, account);
    }

    @Test
    void create_keyAndItemAtTheirLimits_areTaken() {
        String email = "é".repeat(512);
        int rest = 400 * 1024 - "id".length() - 2 - "email".length() - 1024 - "nome".length();
        String account = "{\"id\":1,\"email\":\"" + email + "\",\"nome\":" + BadInput.text(rest) + "}";

        assertThat(create(account).statusCode()).isEqualTo(201);
        assertThat(get("{\"id\":1,\"email\":\"" + email + "\"}").statusCode()).isEqualTo(200);
    }

    @Test
    void create_keyOrItemOneByteOverItsLimit_isRefused() {
        String email = "é".repeat(512);
        int rest = 400 * 1024 - "id".length() - 2 - "email".length() - 1024 - "nome".length();
        Reply longKey = create("{\"id\":1,\"email\":\"" + email + "a\",\"nome\":\"Ana\"}");
        Reply largeItem = create("{\"id\":1,\"email\":\"" + email + "\",\"nome\":" + BadInput.text(rest + 1) + "}");

        assertThat(longKey.body().get("field").textValue()).isEqualTo("email");
        assertThat(largeItem.body().get("field").textValue()).isEqualTo("nome");
        assertThat(dynamoDb.scan(table)).isEmpty();
    }

    @Test
    void get_absentKey_isNotFound() {
        assertReply(get(ANAS_KEY), 404, NOT_FOUND);
    }

    @Test
    void update_existingAccount_answersWhatChanged() {
        create(ANA);

        assertReply(update(ANA.replace("Ana", "Ana Souza")), 200, "{\"nome\":\"Ana Souza\"}");
        assertReply(get(ANAS_KEY), 200, ANA.replace("Ana", "Ana Souza"));
    }

    @Test
    void update_absentKey_isNotFoundAndCreatesNothing() {
        assertReply(update(ANA), 404, NOT_FOUND);

        assertThat(dynamoDb.scan(table)).isEmpty();
    }

    @Test
    void delete_existingAccount_answersItAndRemovesIt() {
        create(ANA);

        assertReply(delete(ANAS_KEY), 200, ANA);
        assertThat(dynamoDb.scan(table)).isEmpty();
    }

    @Test
    void delete_absentKey_isNotFound() {
        create(ANA);

        assertReply(delete("{\"id\":2,\"email\":\"ana@example.com\"}"), 404, NOT_FOUND);
        assertThat(dynamoDb.scan(table)).hasSize(1);
    }

    @Test
    void get_attributesWrittenPastTheFunctions_areAnsweredAsJson() {
        dynamoDb.client()
                .putItem(request -> request.tableName(table)
                        .item(Map.of(
                                "id", AttributeValue.fromN("1"),
                                "email", AttributeValue.fromS("ana@example.com"),
                                "bytes",
                                        AttributeValue.fromB(software.amazon.awssdk.core.SdkBytes.fromUtf8String("Oi")),
                                "numbers", AttributeValue.fromNs(List.of("2", "1.5")),
                                "nothing", AttributeValue.fromNul(true),
                                "list", AttributeValue.fromL(List.of(AttributeValue.fromBool(true))))));

        assertReply(
                get(ANAS_KEY),
                200,
                "{\"bytes\":\"T2k=\",\"email\":\"ana@example.com\",\"id\":1,\"list\":[true],\"nothing\":null,"
                        + "\"numbers\":[1.5,2]}");
    }

    @Test
    void everyFunction_tableMissing_failsAndIsNotTakenForAbsence() {
        Accounts nowhere = new Accounts(dynamoDb.client(), "missing");

        assertThatThrownBy(() -> Invocation.of(new GetAccount(nowhere), ANAS_KEY))
                .isInstanceOf(ResourceNotFoundException.class);
        assertThatThrownBy(() -> Invocation.of(new ListAccounts(nowhere), "{}"))
                .isInstanceOf(ResourceNotFoundException.class);
        assertThatThrownBy(() -> Invocation.of(new UpdateAccount(nowhere), ANA))
                .isInstanceOf(ResourceNotFoundException.class);
        assertThatThrownBy(() -> Invocation.of(new DeleteAccount(nowhere), ANAS_KEY))
                .isInstanceOf(ResourceNotFoundException.class);
        assertThatThrownBy(() -> Invocation.of(new CreateAccount(nowhere), ANA))
                .isInstanceOf(ResourceNotFoundException.class);
    }
}
