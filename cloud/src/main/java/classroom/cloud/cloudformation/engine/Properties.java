package classroom.cloud.cloudformation.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * A resource's resolved properties, read as leniently as CloudFormation reads them: a number or a boolean may be a
 * text, because parameters and {@code Ref} give text.
 *
 * @param json a JSON object
 */
public record Properties(JsonNode json) {

    public boolean has(String name) {
        return json.hasNonNull(name);
    }

    /** The properties in one property; empty ones if it is missing. */
    public Properties in(String name) {
        return new Properties(json.path(name));
    }

    /** The properties in each element of a list; none if it is missing. */
    public List<Properties> each(String name) {
        return StreamSupport.stream(json.path(name).spliterator(), false)
                .map(Properties::new)
                .toList();
    }

    public String required(String name) {
        return text(name).orElseThrow(() -> new ResourceException("Property " + name + " is missing"));
    }

    public Optional<String> text(String name) {
        JsonNode value = json.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isValueNode()) {
            throw new ResourceException("Property " + name + " must be a string, not " + value);
        }
        return Optional.of(value.asText());
    }

    public long number(String name, long otherwise) {
        return text(name).map(text -> parse(name, text)).orElse(otherwise);
    }

    public int integer(String name, int otherwise) {
        long number = number(name, otherwise);
        if (number != (int) number) {
            throw new ResourceException("Property " + name + " must be a 32-bit number, not " + number);
        }
        return (int) number;
    }

    public boolean flag(String name, boolean otherwise) {
        return text(name)
                .map(text -> {
                    if (!text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
                        throw new ResourceException("Property " + name + " must be true or false, not " + text);
                    }
                    return Boolean.parseBoolean(text);
                })
                .orElse(otherwise);
    }

    public List<String> texts(String name) {
        return StreamSupport.stream(json.path(name).spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    /** A property that is a map of text to text, such as environment variables. */
    public Map<String, String> map(String name) {
        Map<String, String> map = new LinkedHashMap<>();
        json.path(name)
                .properties()
                .forEach(entry -> map.put(entry.getKey(), entry.getValue().asText()));
        return map;
    }

    /** The stack's tags and over them those of the list {@code Tags} of Key and Value. */
    public Map<String, String> tags(Map<String, String> ofStack) {
        Map<String, String> tags = new LinkedHashMap<>(ofStack);
        each("Tags")
                .forEach(tag -> tags.put(tag.required("Key"), tag.text("Value").orElse("")));
        return tags;
    }

    private static long parse(String name, String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new ResourceException("Property " + name + " must be a number, not " + text);
        }
    }
}
