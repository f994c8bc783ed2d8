package classroom.cloud.cloudformation.engine;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a provider finds a resource: its properties in the template's form.
 *
 * <p>A property that is not set is null here. A property that is missing here could not be read, and is not compared.
 */
public final class Reading {
    /** Nobody reads resources of this type. */
    static final Reading NONE = new Reading(null);

    /** The resource does not exist. */
    public static final Reading GONE = new Reading(null);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ObjectNode properties;

    private Reading(ObjectNode properties) {
        this.properties = properties;
    }

    /** A resource that exists; no property has been read yet. */
    public static Reading found() {
        return of(JsonNodeFactory.instance.objectNode());
    }

    /** A resource with these properties. */
    public static Reading of(ObjectNode properties) {
        return new Reading(properties);
    }

    /**
     * Adds a property.
     *
     * @param value a text, number, boolean, list, map or JSON value; {@code null} if it is not set
     */
    public Reading with(String property, Object value) {
        properties.set(property, JSON.valueToTree(value));
        return this;
    }

    /**
     * Adds a structure that has one member only.
     *
     * @param value {@code null} if the whole structure is not set
     */
    public Reading with(String property, String member, Object value) {
        return with(property, value == null ? null : Map.of(member, value));
    }

    /** Adds the tags by key, as the list of Key and Value that most types have. */
    public Reading withTags(Map<String, String> tags) {
        ArrayNode list = properties.putArray("Tags");
        new TreeMap<>(tags).forEach((key, value) -> list.add(tag(key, value)));
        return this;
    }

    static ObjectNode tag(String key, String value) {
        return JsonNodeFactory.instance.objectNode().put("Key", key).put("Value", value);
    }

    /** The properties of a resource that exists. */
    ObjectNode properties() {
        return properties;
    }
}
