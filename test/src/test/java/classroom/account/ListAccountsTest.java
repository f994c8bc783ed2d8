package classroom.account;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.DynamoDbLocal;
import classroom.Invocation;
import classroom.Invocation.Reply;
import classroom.RandomEvents;
import classroom.lambda.Event;
import classroom.lambda.dynamodb.Attributes;
import classroom.lambda.dynamodb.Paging;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

class ListAccountsTest {
    @RegisterExtension
    final DynamoDbLocal dynamoDb = new DynamoDbLocal();

    private String table;
    private Accounts accounts;

    @BeforeEach
    void store() {
        table = dynamoDb.accountTable();
        accounts = new Accounts(dynamoDb.client(), table);
    }

    private Reply list(String event) {
        return Invocation.of(new ListAccounts(accounts), event);
    }

    private void create(int count) {
        List<WriteRequest> writes = new ArrayList<>();
        for (int id = 0; id < count; id++) {
            Account account = new Account(new AccountKey(BigDecimal.valueOf(id), "a@example.com"), "Ana");
            writes.add(WriteRequest.builder()
                    .putRequest(put -> put.item(Attributes.of(account.plain())))
                    .build());
        }
        for (int from = 0; from < count; from += 25) {
            List<WriteRequest> batch = writes.subList(from, Math.min(from + 25, count));
            dynamoDb.client().batchWriteItem(request -> request.requestItems(Map.of(table, batch)));
        }
    }

    @Test
    void list_emptyTable_isAnEmptyPage() {
        Reply reply = list("{}");

        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(reply.body()).isEqualTo(Invocation.json("{\"items\":[],\"count\":0}"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7, 1000})
    void list_followingNext_seesEveryAccountOnce(int limit) {
        create(20);
        List<Integer> seen = new ArrayList<>();

        JsonNode page = list("{\"limit\":" + limit + "}").body();
        while (true) {
            assertThat(page.get("count").intValue())
                    .isEqualTo(page.get("items").size())
                    .isLessThanOrEqualTo(limit);
            page.get("items").forEach(item -> seen.add(item.get("id").intValue()));
            if (!page.has("next")) {
                break;
            }
            page = list("{\"limit\":" + limit + ",\"next\":" + page.get("next") + "}")
                    .body();
        }

        assertThat(seen).hasSize(20).doesNotHaveDuplicates();
    }

    @Test
    void next_cutChangedOrExtended_isBadRequest() {
        create(3);
        String answered = list("{\"limit\":1}").body().get("next").textValue();

        RandomEvents.spoiled(answered).forEach(token -> assertBadToken("\"" + token + "\""));
    }

    @Test
    void next_ofAnotherFunction_isBadRequest() throws IOException {
        create(3);
        Map<String, AttributeValue> key = Map.of("id", Attributes.of(0), "email", Attributes.of("a@example.com"));

        assertBadToken(token("books-scan", key));
        assertThat(list("{\"next\":" + token("account-list", key) + "}").statusCode())
                .isEqualTo(200);
    }

    /** The digest is no secret: who computes it may name any key, and is held to it. */
    @Test
    void next_forgedWithAKeyThatIsNone_isBadRequest() throws IOException {
        for (Map<String, AttributeValue> key : List.of(
                Map.of("Author", Attributes.of("A")),
                Map.of("id", Attributes.of("0"), "email", Attributes.of("a@example.com")),
                Map.of("id", Attributes.of(0), "email", Attributes.of("")))) {
            Reply reply = list("{\"next\":" + token("account-list", key) + "}");

            assertThat(reply.statusCode()).isEqualTo(400);
            assertThat(reply.body().get("field").textValue()).startsWith("next");
        }
    }

    private static String token(String query, Map<String, AttributeValue> key) throws IOException {
        Event event = Event.read(new ByteArrayInputStream("{}".getBytes(StandardCharsets.UTF_8)));
        Paging paging = Paging.of(event, List.of(query));
        return "\"" + paging.page(List.of(), key, List.of(), Map.of()).get("next") + "\"";
    }

    private void assertBadToken(String token) {
        Reply reply = list("{\"next\":" + token + "}");
        assertThat(reply.statusCode()).isEqualTo(400);
        assertThat(reply.body().get("field").textValue()).isEqualTo("next");
    }

    @Test
    void list_withoutLimit_reads100() {
        create(101);

        JsonNode page = list("{}").body();

        assertThat(page.get("count").intValue()).isEqualTo(100);
        assertThat(list("{\"next\":" + page.get("next") + "}")
                        .body()
                        .get("count")
                        .intValue())
                .isEqualTo(1);
    }
}
