package classroom.cloud.dynamodb.words;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import classroom.cloud.gateway.AwsError;
import classroom.template.api.DynamoDbApi;
import classroom.template.api.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Every constraint of every member of every request of the model, at every depth: the bound itself is accepted, one
 * more or less is refused in exactly AWS's words. The words are composed here from the model, and where the layer has
 * other words for a member, its table is asked which.
 */
class ModelWordsTest {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Set<String> WRITES = Set.of("PutItem", "UpdateItem", "DeleteItem");

    /** A request that is right but for one value. */
    private record Wrong(String operation, String kind, ObjectNode request, String violation) {}

    private static final List<Wrong> WRONG = new ArrayList<>();
    private static final List<Wrong> RIGHT = new ArrayList<>();

    @BeforeAll
    static void generate() {
        for (String operation : DynamoDbApi.operations()) {
            Shape input = DynamoDbApi.operation(operation).input();
            generate(operation, input, new ArrayList<>(), Set.of());
        }
    }

    /** @param path how one comes to the shape: names of members, {@code []} and {@code {}} */
    private static void generate(String operation, Shape shape, List<String> path, Set<String> around) {
        if (around.contains(shape.name())) {
            return;
        }
        Set<String> within = new HashSet<>(around);
        within.add(shape.name());
        for (String required : shape.required()) {
            ObjectNode request = request(operation, path, valid(shape, within));
            ((ObjectNode) at(request, path)).remove(required);
            WRONG.add(new Wrong(
                    operation,
                    "required",
                    request,
                    "Value null at '" + place(path, required)
                            + "' failed to satisfy constraint: Member must not be null"));
        }
        for (Map.Entry<String, Shape> member : shape.members().entrySet()) {
            List<String> inside = new ArrayList<>(path);
            inside.add(member.getKey());
            own(operation, member.getValue(), inside);
            generate(operation, member.getValue(), inside, within);
        }
        if (shape.element() != null) {
            List<String> inside = new ArrayList<>(path);
            inside.add(shape.key() == null ? "[]" : "{}");
            generate(operation, shape.element(), inside, within);
        }
    }

    private static void own(String operation, Shape shape, List<String> path) {
        boolean text = shape.type().equals("string");
        boolean number = shape.type().equals("integer") || shape.type().equals("long");
        String what = number ? "value" : "length";
        if (!shape.values().isEmpty()) {
            shape.values().forEach(value -> right(operation, "enum", path, JSON.textNode(value)));
            wrong(
                    operation,
                    "enum",
                    path,
                    JSON.textNode("OTHER"),
                    "Member must satisfy enum value set: "
                            + shape.values().stream().collect(Collectors.joining(", ", "[", "]")));
        }
        if (shape.max() != Long.MAX_VALUE && shape.max() <= 65536) {
            right(operation, "max", path, sized(shape, shape.max()));
            wrong(
                    operation,
                    "max",
                    path,
                    formed(shape, sized(shape, shape.max() + 1)),
                    "Member must have " + what + " less than or equal to " + shape.max());
        }
        if (shape.min() != Long.MIN_VALUE && (number || shape.min() > 0)) {
            right(operation, "min", path, sized(shape, shape.min()));
            wrong(
                    operation,
                    "min",
                    path,
                    formed(shape, sized(shape, shape.min() - 1)),
                    "Member must have " + what + " greater than or equal to " + shape.min());
        }
        if (text && shape.pattern().equals("[a-zA-Z0-9_.-]+")) {
            wrong(
                    operation,
                    "pattern",
                    path,
                    JSON.textNode("a b!"),
                    "Member must satisfy regular expression pattern: " + shape.pattern());
        }
    }

    private static void right(String operation, String kind, List<String> path, JsonNode value) {
        if (value != null) {
            RIGHT.add(new Wrong(operation, kind, request(operation, path, value), ""));
        }
    }

    private static void wrong(String operation, String kind, List<String> path, JsonNode value, String constraint) {
        if (value != null) {
            WRONG.add(new Wrong(
                    operation,
                    kind,
                    request(operation, path, value),
                    "Value '" + printed(value) + "' at '" + place(path, null) + "' failed to satisfy constraint: "
                            + constraint));
        }
    }

    /** A value of that size; {@code null} where the printed value would have to be computed as the layer does it. */
    private static JsonNode sized(Shape shape, long size) {
        return switch (shape.type()) {
            case "string" ->
                shape.accepts("a".repeat((int) Math.min(Math.max(shape.min(), 1), 4096)))
                        ? JSON.textNode("a".repeat((int) size))
                        : null;
            case "integer", "long" -> JSON.numberNode(size);
            case "list" -> {
                ArrayNode list = JSON.arrayNode();
                for (int i = 0; i < size && shape.element().type().equals("string"); i++) {
                    list.add("a".repeat((int) Math.max(
                            1,
                            shape.element().min() == Long.MIN_VALUE
                                    ? 1
                                    : shape.element().min())));
                }
                yield list.size() == size ? list : null;
            }
            default -> null;
        };
    }

    /** The value, if it does not break a pattern as well. */
    private static JsonNode formed(Shape shape, JsonNode value) {
        boolean breaks = value != null
                && value.isTextual()
                && !shape.pattern().isEmpty()
                && !value.asText().matches(shape.pattern());
        return breaks ? null : value;
    }

    private static String printed(JsonNode value) {
        return value.isArray()
                ? value.valueStream().map(JsonNode::asText).collect(Collectors.joining(", ", "[", "]"))
                : value.asText();
    }

    private static String place(List<String> path, String last) {
        List<String> words = new ArrayList<>();
        for (String step : path) {
            if (step.equals("[]")) {
                words.add("1.member");
            } else if (step.equals("{}")) {
                words.add("key.member");
            } else {
                words.add(Character.toLowerCase(step.charAt(0)) + step.substring(1));
            }
        }
        if (last != null) {
            words.add(Character.toLowerCase(last.charAt(0)) + last.substring(1));
        }
        return String.join(".", words);
    }

    /** A valid request with this value at the end of a path. */
    private static ObjectNode request(String operation, List<String> path, JsonNode value) {
        Shape shape = DynamoDbApi.operation(operation).input();
        ObjectNode request = (ObjectNode) valid(shape, Set.of());
        put(shape, request, path, value);
        return path.isEmpty() ? (ObjectNode) value : request;
    }

    private static void put(Shape shape, JsonNode around, List<String> path, JsonNode value) {
        if (path.isEmpty()) {
            return;
        }
        String step = path.get(0);
        List<String> rest = path.subList(1, path.size());
        Shape next = step.equals("[]") || step.equals("{}")
                ? shape.element()
                : shape.members().get(step);
        JsonNode inside = rest.isEmpty() ? value : valid(next, Set.of());
        if (step.equals("[]")) {
            ((ArrayNode) around).removeAll().add(inside);
        } else if (step.equals("{}")) {
            ((ObjectNode) around).removeAll().set("key", inside);
        } else {
            ((ObjectNode) around).set(step, inside);
        }
        put(next, inside, rest, value);
    }

    private static JsonNode at(JsonNode request, List<String> path) {
        JsonNode node = request;
        for (String step : path) {
            node = switch (step) {
                case "[]" -> node.get(0);
                case "{}" -> node.get("key");
                default -> node.get(step);
            };
        }
        return node;
    }

    /** The smallest value that a shape accepts. */
    private static JsonNode valid(Shape shape, Set<String> around) {
        return switch (shape.type()) {
            case "structure", "union" -> {
                ObjectNode structure = JSON.objectNode();
                shape.required()
                        .forEach(name ->
                                structure.set(name, valid(shape.members().get(name), around)));
                yield structure;
            }
            case "list" -> {
                ArrayNode list = JSON.arrayNode();
                for (int i = 0; i < shape.min(); i++) {
                    list.add(valid(shape.element(), around));
                }
                yield list;
            }
            case "map" -> {
                ObjectNode map = JSON.objectNode();
                for (int i = 0; i < shape.min(); i++) {
                    map.set("key", valid(shape.element(), around));
                }
                yield map;
            }
            case "enum" -> JSON.textNode(shape.values().get(0));
            case "integer", "long" -> JSON.numberNode(Math.max(1, shape.min()));
            case "boolean" -> JSON.booleanNode(true);
            case "double" -> JSON.numberNode(1.0);
            default -> JSON.textNode(text(shape));
        };
    }

    private static String text(Shape shape) {
        int size = (int) Math.max(3, shape.min());
        return List.of("a".repeat(size), "0".repeat(Math.max(size, 12)), "0".repeat(112), ",").stream()
                .filter(shape::accepts)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no text for " + shape));
    }

    @Test
    void bound_ofEveryConstraint_isAccepted() {
        for (Wrong right : RIGHT) {
            assertThatCode(() -> Requests.normalize(
                            right.operation(), right.request().deepCopy()))
                    .as("%s %s %s", right.operation(), right.kind(), right.request())
                    .doesNotThrowAnyException();
        }
        print("accepted", RIGHT);
        assertThat(RIGHT).hasSizeGreaterThan(700);
    }

    @Test
    void violation_ofEveryConstraint_isToldInAwssWords() {
        for (Wrong wrong : WRONG) {
            assertThatThrownBy(() -> Requests.normalize(
                            wrong.operation(), wrong.request().deepCopy()))
                    .as("%s %s %s", wrong.operation(), wrong.kind(), wrong.request())
                    .isInstanceOf(AwsError.class)
                    .hasMessage(told(wrong.operation(), wrong.violation()));
        }
        print("refused", WRONG);
        assertThat(WRONG).hasSizeGreaterThan(700);
    }

    /** Two wrong members of the same request: both are told, each in its words. */
    @Test
    void violations_ofTwoMembers_areToldTogether() {
        int tried = 0;
        for (int i = 0; i + 1 < WRONG.size(); i++) {
            Wrong one = WRONG.get(i);
            Wrong other = WRONG.get(i + 1);
            if (!one.kind().equals("enum")
                    || !other.operation().equals(one.operation())
                    || !other.kind().equals("enum")
                    || WRITES.contains(one.operation())) {
                continue;
            }
            ObjectNode both = one.request().deepCopy();
            other.request().properties().forEach(member -> {
                if (!both.has(member.getKey())) {
                    both.set(member.getKey(), member.getValue());
                }
            });
            if (both.equals(one.request())) {
                continue;
            }
            assertThatThrownBy(() -> Requests.normalize(one.operation(), both.deepCopy()))
                    .as("%s %s", one.operation(), both)
                    .hasMessageStartingWith("2 validation errors detected: Value ")
                    .hasMessageContaining("; ")
                    .hasMessageContaining(one.violation())
                    .hasMessageContaining(other.violation());
            tried++;
        }
        System.out.printf("%d pairs of violations told together%n", tried);
        assertThat(tried).isGreaterThan(10);
    }

    /** What the layer's own table makes of a violation, or else the model's sentence. */
    private static String told(String operation, String violation) {
        boolean older = WRITES.contains(operation) && violation.endsWith("Member must not be null");
        for (Constraints.Told told : Constraints.TABLE) {
            var found = told.violation().matcher(violation);
            if (told.operations().contains(operation) && found.matches() && !older) {
                String words = found.replaceAll(told.words()).replace("OPERATION", operation);
                return told.form() == Constraints.Form.ALONE ? words : "1 validation error detected: " + words;
            }
        }
        return "1 validation error detected: " + violation;
    }

    private static void print(String what, List<Wrong> inputs) {
        Map<String, Long> kinds =
                inputs.stream().collect(Collectors.groupingBy(Wrong::kind, TreeMap::new, Collectors.counting()));
        long operations = inputs.stream().map(Wrong::operation).distinct().count();
        System.out.printf("%d inputs %s, of %d operations: %s%n", inputs.size(), what, operations, kinds);
    }
}
