package classroom.template.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The allowed form of a request, or of a part of one (Smithy 2.0, "Simple types", "Aggregate types" and "Constraint
 * traits"). {@link Violations} says what a value breaks.
 */
public final class Shape {
    /** The request of an operation that takes none. */
    static final Shape NOTHING = nothing();

    private final String name;
    private final JsonNode definition;
    private final String type;
    private final Set<String> required;
    private final List<String> values;
    private final List<String> printed;
    private final Map<String, Shape> members = new LinkedHashMap<>();
    private Shape key;
    private Shape element;
    private boolean constrained;
    private Pattern pattern;

    Shape(String name, JsonNode definition) {
        this.name = name;
        this.definition = definition;
        type = definition.path("type").asText();
        required =
                definition.path("required").valueStream().map(JsonNode::asText).collect(Collectors.toUnmodifiableSet());
        printed = definition.path("prints").valueStream().map(JsonNode::asText).toList();
        values = definition.path("values").valueStream().map(JsonNode::asText).toList();
        constrained = !required.isEmpty() || isBounded();
    }

    private static Shape nothing() {
        ObjectNode definition = JsonNodeFactory.instance.objectNode().put("type", "structure");
        definition.putObject("members");
        return new Shape("Unit", definition);
    }

    /** Finds the shapes that each one consists of; once, after all of them have been made. */
    static void link(Map<String, Shape> shapes) {
        shapes.values().forEach(shape -> shape.find(shapes::get));
        while (shapes.values().stream().filter(Shape::becomesConstrained).count() > 0) {
            // A shape may consist of itself: whoever has a part with constraints is found in as many steps as it takes.
        }
    }

    private void find(Function<String, Shape> shapes) {
        JsonNode own = definition.path("members");
        definition.path("first").forEach(name -> members.put(name.asText(), null)); // It keeps its place.
        own.properties()
                .forEach(member -> members.put(
                        member.getKey(), shapes.apply(member.getValue().asText())));
        key = shapes.apply(definition.path("key").asText());
        element = shapes.apply(definition.path("element").asText());
    }

    private boolean becomesConstrained() {
        if (constrained) {
            return false;
        }
        constrained = members.values().stream().anyMatch(Shape::isConstrained)
                || key != null && key.constrained
                || element != null && element.constrained;
        return constrained;
    }

    /** Its name in the model, such as {@code TableName}. */
    public String name() {
        return name;
    }

    /** Its type in the model, such as {@code string}, {@code enum} or {@code structure}. */
    public String type() {
        return type;
    }

    /** The values of an enumeration, in the order in which AWS names them; empty for other shapes. */
    public List<String> values() {
        return values;
    }

    /** The members of a structure or union, by name; empty for other shapes. */
    public Map<String, Shape> members() {
        return Collections.unmodifiableMap(members);
    }

    /** The names of the members that must be there. */
    public Set<String> required() {
        return required;
    }

    /**
     * Where in an HTTP request a member is: {@code uri}, {@code querystring} or {@code header}, a space and its name
     * there; {@code ""} for the body.
     */
    public String place(String member) {
        return definition.path("places").path(member).asText("");
    }

    /** Whether the body of an HTTP request is one of its members as it is, and not the JSON of them. */
    public boolean hasPayload() {
        return definition.has("payload");
    }

    /** Whether it has members, if only none. */
    public boolean isStructure() {
        return definition.has("members");
    }

    /** The shape of a map's keys; {@code null} for other shapes. */
    public Shape key() {
        return key;
    }

    /** The shape of a list's elements or a map's values; {@code null} for other shapes. */
    public Shape element() {
        return element;
    }

    /** The least number, the least characters of a text or the least elements; {@link Long#MIN_VALUE} for no bound. */
    public long min() {
        return definition.path("min").asLong(Long.MIN_VALUE);
    }

    /** The greatest number, the most characters of a text or the most elements; {@link Long#MAX_VALUE} for no bound. */
    public long max() {
        return definition.path("max").asLong(Long.MAX_VALUE);
    }

    /** The form of a text as AWS writes it, a regular expression; {@code ""} for none. */
    public String pattern() {
        return definition.path("printed").asText(definition.path("pattern").asText(""));
    }

    /** Whether a text has no constraints because of how it begins: an ARN where a name may stand. */
    boolean excuses(String text) {
        return definition.has("unless")
                && text.startsWith(definition.path("unless").asText());
    }

    /** Whether AWS keeps its values to itself (Smithy 2.0, "sensitive trait"). */
    boolean isSensitive() {
        return definition.path("sensitive").asBoolean();
    }

    /** The members that AWS prints, some of its own among them. */
    Collection<String> printedMembers() {
        return printed.isEmpty() ? members.keySet() : printed;
    }

    /** Whether it, or a part of it, has constraints. */
    boolean isConstrained() {
        return constrained;
    }

    /** Whether its own values have constraints, whatever they consist of. */
    boolean isBounded() {
        return !values.isEmpty() || definition.has("min") || definition.has("max") || definition.has("pattern");
    }

    /** Whether a text has the form that it must have. */
    boolean matches(String text) {
        if (!definition.has("pattern")) {
            return true;
        }
        if (pattern == null) {
            pattern = Pattern.compile(definition.path("pattern").asText());
        }
        return pattern.matcher(text).matches();
    }

    /** Whether a text has the length and the form that it must have. */
    public boolean accepts(String text) {
        return text.length() >= min() && text.length() <= max() && matches(text);
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
