package classroom.template.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The allowed form of a request, or of a part of one (Smithy 2.0, "Simple types", "Aggregate types" and "Constraint
 * traits").
 */
public final class Shape {
    /** The request of an operation that takes none. */
    static final Shape NOTHING = nothing();

    private final String name;
    private final JsonNode definition;
    private final Map<String, Shape> members = new LinkedHashMap<>();
    private Shape element;

    Shape(String name, JsonNode definition) {
        this.name = name;
        this.definition = definition;
    }

    private static Shape nothing() {
        ObjectNode definition = JsonNodeFactory.instance.objectNode().put("type", "structure");
        definition.putObject("members");
        return new Shape("Unit", definition);
    }

    /** Finds the shapes that this one consists of; once, after all of them have been made. */
    void link(Map<String, Shape> shapes) {
        definition
                .path("members")
                .properties()
                .forEach(member -> members.put(
                        member.getKey(), shapes.get(member.getValue().asText())));
        element = shapes.get(definition.path("element").asText());
    }

    /** Its name in the model, such as {@code TableName}. */
    public String name() {
        return name;
    }

    /** Its type in the model, such as {@code string}, {@code enum} or {@code structure}. */
    public String type() {
        return definition.path("type").asText();
    }

    /** The values of an enumeration; empty for other shapes. */
    public List<String> values() {
        return definition.path("values").valueStream().map(JsonNode::asText).toList();
    }

    /** The members of a structure or union, by name; empty for other shapes. */
    public Map<String, Shape> members() {
        return Collections.unmodifiableMap(members);
    }

    /** Whether it has members, if only none. */
    public boolean isStructure() {
        return definition.has("members");
    }

    /** The shape of a list's elements or a map's values; {@code null} for other shapes. */
    public Shape element() {
        return element;
    }

    /** The most characters of a text, or elements of a list. */
    public int max() {
        return definition.path("max").asInt(Integer.MAX_VALUE);
    }

    /** Whether a text has the length and the form that it must have. */
    public boolean accepts(String text) {
        return text.length() >= definition.path("min").asInt(0)
                && text.length() <= max()
                && text.matches(definition.path("pattern").asText("(?s).*"));
    }

    /** Takes out of a value, at every depth, the members that its structures do not have. */
    void dropUnknown(JsonNode value) {
        if (isStructure() && value instanceof ObjectNode structure) {
            structure.retain(members.keySet());
            structure
                    .properties()
                    .forEach(member -> members.get(member.getKey()).dropUnknown(member.getValue()));
        } else if (element != null) {
            value.forEach(element::dropUnknown);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
