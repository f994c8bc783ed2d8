package classroom;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * Functions on one table called in any order with random events ({@link RandomEvents}). Each answer is valid, a 400
 * names its field, and the table equals a model of the functions: it does not change after a refusal, and otherwise it
 * has the event's values, to the last digit.
 */
public final class Fuzz {
    /** How often nothing may have been written before the table is looked at, for a look takes longer than most cases. */
    private static final int UNSEEN = 20;

    private static final int MOST_ITEMS = 40;
    private static final Duration TIME = Duration.ofMinutes(15);
    private static final JsonNode HEADERS =
            Invocation.json("{\"Content-Type\":\"application/json\",\"Access-Control-Allow-Origin\":\"*\"}");

    /** Reads an accepted event in another way than the function, and fails for an event that must never be accepted. */
    private static final ObjectMapper STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final DynamoDbLocal dynamoDb;
    private final String table;
    private final List<String> key;
    private final List<Function> functions = new ArrayList<>();
    private final Map<String, Map<Integer, Integer>> statuses = new TreeMap<>();
    private Map<String, ObjectNode> expected;
    private int unseen;

    private record Function(RequestStreamHandler handler, Model model, RandomEvents events) {
        String name() {
            return handler.getClass().getSimpleName();
        }
    }

    /** Changes a table as a function does that answered an event so, and fails if it must not have. */
    @FunctionalInterface
    public interface Model {
        /** @param items by {@link Fuzz#key} */
        void apply(Map<String, ObjectNode> items, JsonNode event, Invocation.Reply reply);
    }

    /** @param key the names of the table's key */
    public Fuzz(DynamoDbLocal dynamoDb, String table, List<String> key) {
        this.dynamoDb = dynamoDb;
        this.table = table;
        this.key = key;
    }

    /** Lets a function be called, so many times as often as another one of weight 1. */
    public Fuzz with(int weight, RequestStreamHandler handler, Model model, RandomEvents events) {
        functions.addAll(Collections.nCopies(weight, new Function(handler, model, events)));
        return this;
    }

    /** Makes the same calls every time, or those from {@code -Dfuzz.seed=N} on. */
    public void run(int cases) throws IOException {
        run(Long.getLong("fuzz.seed", 1), cases);
    }

    /** Other calls every time. */
    public void runAnew(int cases) throws IOException {
        run(Long.getLong("fuzz.seed", System.currentTimeMillis()), cases);
    }

    private void run(long first, int cases) throws IOException {
        System.out.println("Fuzz: " + cases + " events from seed " + first);
        expected = items();
        for (long seed = first; seed < first + cases; seed++) {
            Random random = RandomEvents.random(seed);
            Function function = functions.get(random.nextInt(functions.size()));
            byte[] event = function.events().event(random);
            try {
                call(function, event);
                if (unseen >= UNSEEN) {
                    look();
                }
            } catch (AssertionError | RuntimeException | IOException failed) {
                throw new AssertionError(
                        function.name() + ", seed " + seed + " of " + first + " to " + (first + cases - 1)
                                + " (the table was right " + unseen + " calls before), event "
                                + RandomEvents.shown(event) + ": " + failed,
                        failed);
            }
        }
        look();
        statuses.forEach((function, counts) -> System.out.println("Fuzz: " + function + " answered " + counts));
    }

    private void call(Function function, byte[] event) throws IOException {
        unseen++;
        Invocation.Reply reply = answer(function.handler(), event);
        statuses.computeIfAbsent(function.name(), name -> new TreeMap<>()).merge(reply.statusCode(), 1, Integer::sum);
        if (reply.statusCode() == 400) {
            assertThat(reply.body().get("error").textValue()).isEqualTo("BadRequest");
            assertThat(reply.body().get("field").textValue()).isNotEmpty();
            assertThat(reply.body().get("message").textValue())
                    .startsWith(reply.body().get("field").textValue() + " ");
            return;
        }
        assertThat(reply.statusCode()).isIn(200, 201, 404, 409);
        int before = expected.hashCode();
        function.model().apply(expected, STRICT.readTree(event), reply);
        if (expected.hashCode() != before) {
            unseen = UNSEEN;
        }
    }

    private Invocation.Reply answer(RequestStreamHandler handler, byte[] event) throws IOException {
        JsonNode answer = STRICT.readTree(Invocation.raw(handler, event, TIME));
        assertThat(answer.fieldNames()).toIterable().containsExactly("statusCode", "headers", "body");
        assertThat(answer.get("headers")).isEqualTo(HEADERS);
        String body = answer.get("body").textValue();
        assertThat(body).doesNotContain(table, "Exception", "\\tat ");
        assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(body))
                .as("Unicode text: %s", body)
                .isTrue();
        return new Invocation.Reply(answer.get("statusCode").intValue(), answer.get("headers"), STRICT.readTree(body));
    }

    /** Compares the table with the model. */
    private void look() {
        assertThat(items()).isEqualTo(expected);
        unseen = 0;
        if (expected.size() > MOST_ITEMS) {
            clear();
            expected.clear();
        }
    }

    /** A model of functions that may write as they like when they say so, and nothing otherwise. */
    public void believe(Map<String, ObjectNode> items, JsonNode event, Invocation.Reply reply) {
        if (reply.statusCode() < 300) {
            items.clear();
            items.putAll(items());
        }
    }

    /** An item's place, as text. */
    public String key(JsonNode item) {
        List<String> values = new ArrayList<>();
        key.forEach(name -> values.add(String.valueOf(normal(item.get(name)))));
        return values.toString();
    }

    /** Returns a value in one form: numbers without trailing zeros, the only set sorted. */
    public static JsonNode normal(JsonNode value) {
        if (value == null) {
            return JsonNodeFactory.instance.missingNode();
        }
        if (value.isNumber()) {
            return DecimalNode.valueOf(value.decimalValue().stripTrailingZeros());
        }
        if (value instanceof ArrayNode list) {
            ArrayNode normal = JsonNodeFactory.instance.arrayNode();
            list.forEach(element -> normal.add(normal(element)));
            return normal;
        }
        if (value instanceof ObjectNode object) {
            ObjectNode normal = JsonNodeFactory.instance.objectNode();
            object.properties().forEach(field -> normal.set(field.getKey(), normal(field.getValue())));
            return normal;
        }
        return value;
    }

    /** An item as it is stored: {@code Editions} is a set. */
    public static ObjectNode item(JsonNode fields) {
        ObjectNode item = (ObjectNode) normal(fields);
        if (item.get("Editions") instanceof ArrayNode editions) {
            item.replace("Editions", sorted(editions));
        }
        return item;
    }

    private static ArrayNode sorted(Iterable<JsonNode> texts) {
        TreeSet<JsonNode> sorted = new TreeSet<>(Comparator.comparing(JsonNode::textValue));
        texts.forEach(sorted::add);
        return JsonNodeFactory.instance.arrayNode().addAll(sorted);
    }

    private static JsonNode plain(AttributeValue value) {
        return switch (value.type()) {
            case S -> JsonNodeFactory.instance.textNode(value.s());
            case N -> normal(DecimalNode.valueOf(new BigDecimal(value.n())));
            case BOOL -> JsonNodeFactory.instance.booleanNode(value.bool());
            case NUL -> JsonNodeFactory.instance.nullNode();
            case M -> plain(value.m());
            case L -> {
                ArrayNode list = JsonNodeFactory.instance.arrayNode();
                value.l().forEach(element -> list.add(plain(element)));
                yield list;
            }
            case SS ->
                sorted(value.ss().stream()
                        .map(text -> (JsonNode) JsonNodeFactory.instance.textNode(text))
                        .toList());
            default -> throw new AssertionError("no function writes " + value);
        };
    }

    private static ObjectNode plain(Map<String, AttributeValue> attributes) {
        ObjectNode plain = JsonNodeFactory.instance.objectNode();
        attributes.forEach((name, value) -> plain.set(name, plain(value)));
        return plain;
    }

    /** Returns the table's content, read directly. */
    private Map<String, ObjectNode> items() {
        Map<String, ObjectNode> items = new TreeMap<>();
        for (Map<String, AttributeValue> item : dynamoDb.scan(table)) {
            ObjectNode plain = plain(item);
            items.put(key(plain), plain);
        }
        return items;
    }

    private void clear() {
        List<WriteRequest> deletions = new ArrayList<>();
        for (Map<String, AttributeValue> item : dynamoDb.scan(table)) {
            Map<String, AttributeValue> itsKey = new TreeMap<>(item);
            itsKey.keySet().retainAll(key);
            deletions.add(WriteRequest.builder()
                    .deleteRequest(request -> request.key(itsKey))
                    .build());
        }
        for (int from = 0; from < deletions.size(); from += 25) {
            List<WriteRequest> batch = deletions.subList(from, Math.min(from + 25, deletions.size()));
            dynamoDb.client().batchWriteItem(request -> request.requestItems(Map.of(table, batch)));
        }
    }
}
