package classroom.cloud.gateway;

import classroom.template.api.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;
import java.util.Map.Entry;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Reads a form as the JSON request that it stands for, by the service's model (Smithy 2.0, "AWS query protocol"):
 * {@code Tags.member.1.Key=a} is the key of the first of the Tags. Parameters that the model does not have are left
 * out. A number or a yes or no that is none remains a text.
 */
public final class FormReader {
    /** What stands in a tree of parameters for the value of the parameter itself. */
    private static final String ITSELF = "";

    /** No model has parameters with more parts; a name of a million would need a million objects. */
    private static final int DEEPEST = 32;

    /** The forms of most services. */
    public static final FormReader QUERY = new FormReader(false);

    /**
     * The forms of SQS, whose lists and maps are "flattened": {@code Tag.1.Key=a}. The name of an entry is that of its
     * shape if it is a structure, else the singular of the member.
     */
    public static final FormReader FLATTENED = new FormReader(true);

    private final boolean flattened;

    private FormReader(boolean flattened) {
        this.flattened = flattened;
    }

    /** The request of a form. */
    public ObjectNode read(Shape input, Map<String, String> form) {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        form.forEach((name, value) -> {
            ObjectNode at = tree;
            for (String part : name.split("\\.", DEEPEST)) {
                at = at.withObjectProperty(part);
            }
            at.put(ITSELF, value);
        });
        return structure(input, tree);
    }

    private ObjectNode structure(Shape shape, JsonNode parameters) {
        ObjectNode structure = JsonNodeFactory.instance.objectNode();
        shape.members().forEach((name, member) -> {
            JsonNode given = parameters.path(flattened ? flattened(name, member) : name);
            if (!given.isMissingNode()) {
                structure.set(name, value(member, given));
            }
        });
        return structure;
    }

    private static String flattened(String name, Shape shape) {
        if (shape.element() == null) {
            return name;
        }
        if (shape.key() == null && shape.element().isStructure()) {
            return shape.element().name();
        }
        // TagQueue has Tags, CreateQueue has tags: in a form both are Tag.
        return Character.toUpperCase(name.charAt(0)) + name.substring(1, name.length() - 1);
    }

    private JsonNode value(Shape shape, JsonNode given) {
        if (shape.isStructure()) {
            return structure(shape, given);
        }
        if (shape.key() != null) {
            return map(shape, flattened ? given : given.path("entry"));
        }
        if (shape.element() != null) {
            ArrayNode list = JsonNodeFactory.instance.arrayNode();
            numbered(flattened ? given : given.path("member")).forEach(each -> list.add(value(shape.element(), each)));
            return list;
        }
        return scalar(shape.type(), given.path(ITSELF).asText());
    }

    private ObjectNode map(Shape shape, JsonNode entries) {
        ObjectNode map = JsonNodeFactory.instance.objectNode();
        numbered(entries).forEach(entry -> {
            JsonNode key = Stream.of("key", "Key", "Name")
                    .map(entry::path)
                    .filter(found -> !found.isMissingNode())
                    .findFirst()
                    .orElse(entry.path("key"));
            JsonNode value = entry.has("value") ? entry.path("value") : entry.path("Value");
            map.set(key.path(ITSELF).asText(), value(shape.element(), value));
        });
        return map;
    }

    /** What stands under numbers, in their order. */
    private static Iterable<JsonNode> numbered(JsonNode given) {
        TreeMap<Integer, JsonNode> numbered = new TreeMap<>();
        for (Entry<String, JsonNode> each : given.properties()) {
            if (each.getKey().matches("[0-9]{1,4}")) {
                numbered.put(Integer.valueOf(each.getKey()), each.getValue());
            }
        }
        return numbered.values();
    }

    /** A value that a form, a path or a query has as text. */
    public static JsonNode scalar(String type, String text) {
        return switch (type) {
            case "integer", "long" ->
                text.matches("-?[0-9]{1,18}") ? LongNode.valueOf(Long.parseLong(text)) : TextNode.valueOf(text);
            case "boolean" ->
                text.matches("(?i)true|false")
                        ? BooleanNode.valueOf(Boolean.parseBoolean(text))
                        : TextNode.valueOf(text);
            default -> TextNode.valueOf(text);
        };
    }
}
