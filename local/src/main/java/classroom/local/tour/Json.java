package classroom.local.tour;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** JSON as the lessons write it and as a person reads it. */
final class Json {
    /** A list is shown by this many of its elements. */
    private static final int ELEMENTS = 3;

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES, JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
            .build();

    private Json() {}

    /** Reads JSON in which, for the eye's sake, names need no quotes and texts may have single ones. */
    static JsonNode of(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("A lesson's own JSON is none: " + text, e);
        }
    }

    /** Counts by name, in the order of the names. */
    static JsonNode count(Map<String, Integer> counts) {
        ObjectNode object = MAPPER.createObjectNode();
        new TreeMap<>(counts).forEach(object::put);
        return object;
    }

    /** The object with only these fields, as far as it has them. */
    static JsonNode select(JsonNode object, String... names) {
        ObjectNode selected = MAPPER.createObjectNode();
        for (String name : names) {
            if (object.has(name)) {
                selected.set(name, object.get(name));
            }
        }
        return selected;
    }

    /** In as few lines as it can be read in: one if it fits, else one for each field or element. */
    static List<String> lines(JsonNode json, int columns) {
        String line = compact(json);
        if (!json.isContainerNode() || line.length() <= columns) {
            return List.of(line);
        }
        List<String> lines = new ArrayList<>();
        lines.add(json.isArray() ? "[" : "{");
        if (json.isArray()) {
            elements(json).forEach(element -> lines.add("  " + element));
        } else {
            json.properties().forEach(field -> lines.addAll(field(field, columns)));
        }
        lines.add(json.isArray() ? "]" : "}");
        return lines;
    }

    private static List<String> field(Map.Entry<String, JsonNode> field, int columns) {
        String name = "  \"" + field.getKey() + "\": ";
        String line = name + compact(field.getValue());
        if (!field.getValue().isArray() || line.length() <= columns) {
            return List.of(line);
        }
        List<String> lines = new ArrayList<>();
        lines.add(name + "[");
        elements(field.getValue()).forEach(element -> lines.add("    " + element));
        lines.add("  ]");
        return lines;
    }

    private static List<String> elements(JsonNode array) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < array.size() && i < ELEMENTS; i++) {
            lines.add(compact(array.get(i)));
        }
        if (array.size() > ELEMENTS) {
            lines.add("… and " + (array.size() - ELEMENTS) + " more");
        }
        return lines;
    }

    /** In one line, with a space where a person would leave one. */
    static String compact(JsonNode json) {
        if (json.isObject()) {
            return json.properties().stream()
                    .map(field -> "\"" + field.getKey() + "\": " + compact(field.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        if (json.isArray()) {
            StringJoiner elements = new StringJoiner(", ", "[", "]");
            json.forEach(element -> elements.add(compact(element)));
            return elements.toString();
        }
        return json.toString();
    }
}
