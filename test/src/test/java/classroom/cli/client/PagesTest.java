package classroom.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The pages of lists, in each protocol. */
class PagesTest {
    private final List<String> asked = new ArrayList<>();

    @Test
    void jsonProtocol_isAskedWithTheTokenUntilThereIsNone() {
        Client client = answering(
                "{\"names\": [\"a\", \"b\"], \"next\": \"1 &\"}",
                "{\"next\": \"2\"}",
                "{\"names\": [\"c\"], \"next\": null}");

        assertThat(items(client, new Listing("dynamodb", "T.List", "names", "from", "next"), input()))
                .containsExactly("a", "b", "c");
        assertThat(asked)
                .containsExactly(
                        "POST / {\"Limit\":2}",
                        "POST / {\"Limit\":2,\"from\":\"1 &\"}",
                        "POST / {\"Limit\":2,\"from\":\"2\"}");
    }

    @Test
    void restProtocol_hasTheTokenInItsQuery() {
        Client client = answering("{\"names\": [\"a\"], \"next\": \"1 &\"}", "{\"names\": [\"b\"], \"next\": \"\"}");

        assertThat(items(
                        client,
                        new Listing("lambda", "/list", "names", "Marker", "next"),
                        JsonNodeFactory.instance.objectNode()))
                .containsExactly("a", "b");
        assertThat(asked).containsExactly("GET /list ", "GET /list?Marker=1%20%26 ");
    }

    @Test
    void queryProtocol_hasTheTokenInItsForm() {
        Client client = answering("""
                <R><ListResult><Names><member>a</member><member>b</member></Names><Next>1 &amp;</Next></ListResult></R>""", """
                <R><ListResult><Names><member>c</member></Names></ListResult></R>""");

        assertThat(items(client, new Listing("iam", "Action=List&Version=1", "Names", "Marker", "Next"), input()))
                .containsExactly("a", "b", "c");
        assertThat(asked)
                .containsExactly(
                        "POST / Action=List&Version=1&Limit=2", "POST / Action=List&Version=1&Limit=2&Marker=1%20%26");
    }

    @Test
    void inputOfTheCaller_staysAsItWas() {
        ObjectNode input = input();

        items(
                answering("{\"names\": [], \"next\": \"1\"}", "{}"),
                new Listing("sqs", "T.List", "names", "from", "next"),
                input);

        assertThat(input).isEqualTo(input());
    }

    private List<String> items(Client client, Listing listing, JsonNode input) {
        List<String> items = new ArrayList<>();
        client.each(listing, input, item -> items.add(item.asText()));
        return items;
    }

    private Client answering(String... pages) {
        Deque<String> left = new ArrayDeque<>(Arrays.asList(pages));
        return new Client(request -> {
            asked.add(
                    request.method() + " " + request.path() + " " + new String(request.body(), StandardCharsets.UTF_8));
            return new Answer(200, none(), left.remove().getBytes(StandardCharsets.UTF_8));
        });
    }

    private static HttpHeaders none() {
        return HttpHeaders.of(Map.of(), (name, value) -> true);
    }

    private static ObjectNode input() {
        return JsonNodeFactory.instance.objectNode().put("Limit", 2);
    }
}
