package classroom.cloud.dynamodb;

import classroom.cloud.gateway.AwsError;
import classroom.cloud.gateway.Protocol;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The order of a PartiQL SELECT ("PartiQL select statements for DynamoDB", {@code ORDER BY}). DynamoDB Local fails if
 * the keys are not in the projection, and orders each page by itself: with {@code IN}, whose partitions it reads from
 * the first to the last, a page of a descending order has the wrong items.
 */
final class Statements {
    /** The most bytes of a page. */
    private static final int PAGE = 1 << 20;

    private static final Base64.Encoder TO_TOKEN = Base64.getUrlEncoder();
    private static final String TOKEN = "ordered:";

    private final Function<String, JsonNode> describe;

    /** @param describe the description of a table by its name; of one that is not there, an empty object */
    Statements(Function<String, JsonNode> describe) {
        this.describe = describe;
    }

    /** Carries out an ExecuteStatement; the other operations on statements have no order. */
    EmbeddedDynamoDb.Answer order(ObjectNode request, Function<ObjectNode, EmbeddedDynamoDb.Answer> database) {
        Optional<Select> found = Select.of(request.path("Statement").asText());
        if (found.isEmpty() || found.get().order().isEmpty()) {
            return database.apply(request);
        }
        Select select = found.get();
        List<String> keys = keys(select);
        List<String> added = select.project(keys);
        ObjectNode whole = request.deepCopy();
        if (!added.isEmpty()) {
            whole.put("Statement", select.withProjection(added));
        }
        EmbeddedDynamoDb.Answer answer = select.hasIn() && !keys.isEmpty()
                ? page(select, keys, request, whole, database)
                : database.apply(whole);
        if (answer.status() != 200 || added.isEmpty()) {
            return answer;
        }
        ObjectNode body = Protocol.json(answer.body());
        body.path("Items").forEach(item -> ((ObjectNode) item).remove(added));
        return new EmbeddedDynamoDb.Answer(200, Protocol.bytes(body));
    }

    /** The keys of the table or index, the partition key first. */
    private List<String> keys(Select select) {
        JsonNode table = describe.apply(select.table());
        JsonNode schema = table.path("KeySchema");
        for (String kind : List.of("GlobalSecondaryIndexes", "LocalSecondaryIndexes")) {
            for (JsonNode index : table.path(kind)) {
                if (index.path("IndexName").asText().equals(select.index())) {
                    schema = index.path("KeySchema");
                }
            }
        }
        return schema.valueStream()
                .map(key -> key.path("AttributeName").asText())
                .toList();
    }

    private static EmbeddedDynamoDb.Answer page(
            Select select,
            List<String> keys,
            ObjectNode request,
            ObjectNode whole,
            Function<ObjectNode, EmbeddedDynamoDb.Answer> database) {
        int from = position(request.path("NextToken").asText(""));
        whole.remove(List.of("Limit", "NextToken"));
        List<JsonNode> items = new ArrayList<>();
        ObjectNode last;
        do {
            EmbeddedDynamoDb.Answer answer = database.apply(whole);
            if (answer.status() != 200) {
                return answer;
            }
            last = Protocol.json(answer.body());
            last.path("Items").forEach(items::add);
            whole.set("NextToken", last.path("NextToken"));
        } while (last.has("NextToken"));
        items.sort(comparator(select, keys));
        ArrayNode page = JsonNodeFactory.instance.arrayNode();
        int limit = request.path("Limit").asInt(Integer.MAX_VALUE);
        int at = from;
        for (int bytes = 0; at < items.size() && page.size() < limit && bytes < PAGE; at++) {
            bytes += ItemSize.of(items.get(at));
            page.add(items.get(at));
        }
        last.set("Items", page);
        if (at < items.size()) {
            last.put("NextToken", TO_TOKEN.encodeToString((TOKEN + at).getBytes(StandardCharsets.UTF_8)));
        }
        return new EmbeddedDynamoDb.Answer(200, Protocol.bytes(last));
    }

    private static int position(String token) {
        if (token.isEmpty()) {
            return 0;
        }
        try {
            String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
            if (text.startsWith(TOKEN)) {
                return Integer.parseUnsignedInt(text.substring(TOKEN.length()));
            }
        } catch (IllegalArgumentException e) {
            // Refused as another's token is.
        }
        throw new AwsError(400, "ValidationException", "Invalid NextToken");
    }

    /** A key that is not named is in ascending order. */
    private static Comparator<JsonNode> comparator(Select select, List<String> keys) {
        Comparator<JsonNode> all = (one, other) -> 0;
        for (String key : keys) {
            Comparator<JsonNode> by = Comparator.comparing(item -> item.path(key), Statements::compare);
            all = all.thenComparing(select.isDescending(key) ? by.reversed() : by);
        }
        return all;
    }

    /** Numbers by their value, texts and bytes by their bytes. */
    private static int compare(JsonNode one, JsonNode other) {
        if (one.has("N") && other.has("N")) {
            return new BigDecimal(one.path("N").asText())
                    .compareTo(new BigDecimal(other.path("N").asText()));
        }
        return Arrays.compareUnsigned(bytes(one), bytes(other));
    }

    private static byte[] bytes(JsonNode value) {
        return value.has("B")
                ? Base64.getDecoder().decode(value.path("B").asText())
                : value.path("S").asText().getBytes(StandardCharsets.UTF_8);
    }
}
