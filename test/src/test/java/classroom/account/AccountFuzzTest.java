package classroom.account;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.DynamoDbLocal;
import classroom.Fuzz;
import classroom.Invocation.Reply;
import classroom.RandomEvents;
import classroom.hello.Hello;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The account's functions and {@code hello} with random events ({@link Fuzz}). */
class AccountFuzzTest {
    private static final RandomEvents ACCOUNTS = RandomEvents.like(
            "{\"id\":1,\"email\":\"a@x\",\"nome\":\"Ana\"}",
            "{\"id\":1,\"email\":\"b@x\",\"nome\":\"Bia\"}",
            "{\"id\":2,\"email\":\"a@x\",\"nome\":\"Caio\"}",
            "{\"id\":12345678901234567890123456789012345678,\"email\":\"a@x\",\"nome\":\"Davi\"}",
            "{\"id\":-7,\"email\":\"é漢😀\",\"nome\":\"😀\",\"idade\":[1,{\"a\":null}]}");

    @RegisterExtension
    final DynamoDbLocal dynamoDb = new DynamoDbLocal();

    private Fuzz fuzz;

    @Test
    void accountFunctions_anyEvent_doTheRightThingOrNothing() throws IOException {
        fuzz().run(500);
    }

    @Test
    @Tag("long")
    void accountFunctions_manyEvents_doTheRightThingOrNothing() throws IOException {
        fuzz().runAnew(10_000);
    }

    private Fuzz fuzz() {
        String table = dynamoDb.accountTable();
        Accounts accounts = new Accounts(dynamoDb.client(), table);
        fuzz = new Fuzz(dynamoDb, table, AccountKey.NAMES);
        return fuzz.with(1, new Hello(), AccountFuzzTest::greet, greetings())
                .with(1, new CreateAccount(accounts), this::create, ACCOUNTS)
                .with(1, new GetAccount(accounts), this::get, ACCOUNTS)
                .with(1, new UpdateAccount(accounts), this::update, ACCOUNTS)
                .with(1, new ListAccounts(accounts), AccountFuzzTest::list, pages())
                .with(1, new DeleteAccount(accounts), this::delete, ACCOUNTS);
    }

    private static void greet(Map<String, ObjectNode> items, JsonNode event, Reply reply) {
        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(reply.body().textValue())
                .isEqualTo("Oi " + event.get("nome").textValue() + " "
                        + event.get("sobrenome").textValue());
    }

    private void create(Map<String, ObjectNode> items, JsonNode event, Reply reply) {
        boolean taken = items.containsKey(fuzz.key(event));
        assertThat(reply.statusCode()).isEqualTo(taken ? 409 : 201);
        if (!taken) {
            items.put(fuzz.key(event), account(event));
            assertThat(Fuzz.normal(reply.body())).isEqualTo(account(event));
        }
    }

    private void get(Map<String, ObjectNode> items, JsonNode event, Reply reply) {
        assertItem(reply, items.get(fuzz.key(event)));
    }

    private void update(Map<String, ObjectNode> items, JsonNode event, Reply reply) {
        ObjectNode account = items.get(fuzz.key(event));
        assertThat(reply.statusCode()).isEqualTo(account == null ? 404 : 200);
        if (account != null) {
            account.set("nome", event.get("nome"));
            assertThat(reply.body().get("nome")).isEqualTo(event.get("nome"));
        }
    }

    private void delete(Map<String, ObjectNode> items, JsonNode event, Reply reply) {
        assertItem(reply, items.remove(fuzz.key(event)));
    }

    private static RandomEvents greetings() {
        return RandomEvents.like("{\"nome\":\"Ana\",\"sobrenome\":\"Souza\"}");
    }

    private static RandomEvents pages() {
        return RandomEvents.like("{}", "{\"limit\":1}", "{\"limit\":1000}");
    }

    private static ObjectNode account(JsonNode event) {
        return Fuzz.item(event).retain(List.of("id", "email", "nome"));
    }

    private static void assertItem(Reply reply, ObjectNode item) {
        assertThat(reply.statusCode()).isEqualTo(item == null ? 404 : 200);
        if (item != null) {
            assertThat(Fuzz.normal(reply.body())).isEqualTo(item);
        }
    }

    private static void list(Map<String, ObjectNode> items, JsonNode event, Reply reply) {
        assertThat(reply.statusCode()).isEqualTo(200);
        reply.body().get("items").forEach(item -> assertThat(items.values()).contains(Fuzz.item(item)));
        int limit = event.has("limit") ? event.get("limit").intValue() : 100;
        assertThat(reply.body().get("items").size()).isEqualTo(Math.min(limit, items.size()));
    }
}
