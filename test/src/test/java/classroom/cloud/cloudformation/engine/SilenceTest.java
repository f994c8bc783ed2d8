package classroom.cloud.cloudformation.engine;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.cloud.cloudformation.providers.Services;
import classroom.cloud.identity.Identities;
import classroom.cloud.lambda.asynchronous.Access;
import classroom.template.AwsEnvironment;
import classroom.template.StackIdentity;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tries each property in AWS's database for each type that the local class carries out, with each listed value: a wrong
 * one is refused, and a valid one that is not carried out is reported. Only properties in the reviewed file
 * <code>carried.txt</code> pass without a message.
 */
class SilenceTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** How many definitions deep it looks: some consist of themselves. */
    private static final int DEPTH = 5;

    private final Set<String> quiet = new TreeSet<>();
    private final Set<String> spoken = new HashSet<>();
    private final List<String> wrong = new ArrayList<>();
    private Provider provider;
    private JsonNode definitions;

    static Stream<Provider> providers() {
        return new Services(
                        null,
                        new Access(null, null, null, null),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        new Identities())
                .all(new AwsEnvironment(Identities.ACCOUNT, "us-east-2")).stream()
                        .filter(provider -> !provider.type().equals("AWS::CDK::Metadata"));
    }

    @ParameterizedTest
    @MethodSource("providers")
    void property_isCarriedOutOrToldOrRefused_andNeverPassedOver(Provider each) throws IOException {
        provider = each;
        JsonNode file = file(provider.type());
        definitions = file.path("definitions");

        structure("", file.path("types").path(provider.type()), ObjectNode.class::cast, 0);

        assertThat(wrong).isEmpty();
        quiet.removeAll(spoken);
        assertThat(quiet).as(provider.type()).containsExactlyInAnyOrderElementsOf(carried(provider.type()));
    }

    private void structure(String path, JsonNode definition, Function<JsonNode, ObjectNode> wrap, int depth) {
        ObjectNode sample = required(definition, depth);
        refused(wrap.apply(sample.deepCopy().put("Foo", 1)), "extraneous key [Foo] is not permitted");
        for (JsonNode name : definition.path("required")) {
            refused(
                    wrap.apply(sample.deepCopy().without(name.asText())),
                    "required key [" + name.asText() + "] not found");
        }
        if (!path.isEmpty()) {
            refused(wrap.apply(TextNode.valueOf("x")), "expected type: JSONObject, found: String");
        }
        if (depth < DEPTH) {
            for (Map.Entry<String, JsonNode> property :
                    definition.path("properties").properties()) {
                value(
                        path.isEmpty() ? property.getKey() : path + "." + property.getKey(),
                        property.getValue(),
                        value -> wrap.apply(sample.deepCopy().set(property.getKey(), value)),
                        depth + 1);
            }
        }
    }

    private void value(String path, JsonNode wanted, Function<JsonNode, ObjectNode> wrap, int depth) {
        if (wanted.isInt()) {
            structure(path, definitions.get(wanted.asInt()), wrap, depth);
        } else if (wanted.isArray()) {
            refused(wrap.apply(TextNode.valueOf("x")), "expected type: JSONArray, found: String");
            value(path, wanted.get(0), value -> wrap.apply(NODES.arrayNode().add(value)), depth);
        } else if (wanted.has("map")) {
            refused(wrap.apply(TextNode.valueOf("x")), "expected type: JSONObject, found: String");
            value(
                    path,
                    wanted.get("map"),
                    value -> wrap.apply(NODES.objectNode().set("k", value)),
                    depth);
        } else if (wanted.has("or")) {
            // Of the others any may be right where the first is wrong.
            if (wanted.get("or").get(0).isTextual()) {
                right(path, wrap.apply(sample(wanted, 0)));
            } else {
                value(path, wanted.get("or").get(0), wrap, depth);
            }
        } else if (wanted.has("of")) {
            refused(wrap.apply(TextNode.valueOf("No such")), "No such is not a valid enum value");
            wanted.get("of").forEach(value -> right(path, wrap.apply(value)));
        } else if (wanted.asText().equals("tag")) {
            refused(
                    wrap.apply(sample(wanted, 0).<ObjectNode>deepCopy().put("Foo", 1)),
                    "extraneous key [Foo] is not permitted");
            right(path, wrap.apply(sample(wanted, 0)));
        } else {
            if (!wanted.asText().equals("json")) {
                refused(wrap.apply(NODES.objectNode().put("x", 1)), "found: JSONObject");
            }
            if (List.of("integer", "number", "boolean").contains(wanted.asText())) {
                refused(wrap.apply(TextNode.valueOf("many")), "found: String");
            }
            right(path, wrap.apply(sample(wanted, 0)));
        }
    }

    private ObjectNode required(JsonNode definition, int depth) {
        ObjectNode sample = NODES.objectNode();
        for (JsonNode name : definition.path("required")) {
            sample.set(name.asText(), sample(definition.path("properties").path(name.asText()), depth + 1));
        }
        return sample;
    }

    private JsonNode sample(JsonNode wanted, int depth) {
        if (wanted.isInt()) {
            return required(definitions.get(wanted.asInt()), depth);
        }
        if (wanted.isArray()) {
            ArrayNode list = NODES.arrayNode();
            return list.add(sample(wanted.get(0), depth));
        }
        if (wanted.has("map")) {
            return NODES.objectNode().set("k", sample(wanted.get("map"), depth));
        }
        if (wanted.has("or")) {
            return sample(wanted.get("or").get(0), depth);
        }
        if (wanted.has("of")) {
            return wanted.get("of").get(0);
        }
        return switch (wanted.asText()) {
            case "tag" -> NODES.objectNode().put("Key", "k").put("Value", "v");
            case "json" -> NODES.objectNode();
            case "string" -> TextNode.valueOf("x");
            case "boolean" -> TextNode.valueOf("true");
            default -> TextNode.valueOf("7");
        };
    }

    private void refused(ObjectNode properties, String reason) {
        StackEvent end = outcome(properties);
        if (!(end.status().equals("CREATE_FAILED") && end.reason().contains(reason))) {
            wrong.add(properties + " should be refused (" + reason + "), and is " + end.status() + " " + end.reason());
        }
    }

    private void right(String path, ObjectNode properties) {
        StackEvent end = outcome(properties);
        if (end.reason() == null) {
            quiet.add(path);
        } else if (end.reason().contains("Properties validation failed")) {
            wrong.add(properties + " is right and is refused: " + end.reason());
        } else {
            spoken.add(path);
        }
    }

    private StackEvent outcome(ObjectNode properties) {
        Stack stack = new Stack(
                new StackIdentity(
                        "S", "arn:aws:cloudformation:us-east-2:0:stack/S/1", new AwsEnvironment("0", "us-east-2")),
                new Providers(List.of(new Paper(provider)), false),
                Clock.systemUTC(),
                new Exports());
        ObjectNode template = NODES.objectNode();
        template.putObject("Resources")
                .putObject("It")
                .put("Type", provider.type())
                .set("Properties", properties);
        try {
            stack.deploy(new Change(Source.of(template), Map.of(), Map.of(), new NoLookups()));
        } catch (StackException e) {
            assertThat(e.status()).isEqualTo(StackStatus.ROLLBACK_COMPLETE);
        }
        return stack.events().stream()
                .filter(event -> event.logicalId().equals("It"))
                .filter(event -> event.status().equals("CREATE_COMPLETE")
                        || event.status().equals("CREATE_FAILED"))
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode file(String type) throws IOException {
        String name = type.substring(0, type.lastIndexOf("::")).replace("::", "-") + ".json";
        try (InputStream in = ResourceType.class.getResourceAsStream("types/" + name)) {
            return JSON.readTree(in);
        }
    }

    private static List<String> carried(String type) throws IOException {
        Map<String, List<String>> carried = new TreeMap<>();
        try (InputStream in = SilenceTest.class.getResourceAsStream("carried.txt")) {
            for (String line : new String(in.readAllBytes()).lines().toList()) {
                String[] parts = line.split(": ", 2);
                carried.put(parts[0], List.of(parts[1].split(" ")));
            }
        }
        return carried.getOrDefault(type, List.of());
    }

    /** A provider that supports the same properties as the real one, and makes nothing. */
    private record Paper(Provider real) implements Provider {
        @Override
        public String type() {
            return real.type();
        }

        @Override
        public Support support() {
            return real.support();
        }

        @Override
        public Optional<String> nameProperty() {
            return real.nameProperty();
        }

        @Override
        public Physical create(Desired desired) {
            return new Physical(desired.name(), Map.of());
        }

        @Override
        public Physical update(Desired desired, Physical current, Properties before) {
            return current;
        }

        @Override
        public void delete(Physical current, Properties properties) {
            // Nothing was made.
        }
    }
}
