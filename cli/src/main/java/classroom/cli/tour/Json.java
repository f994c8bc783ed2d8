package classroom.cli.tour;

import classroom.template.language.Texts;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** JSON as the lessons write it and as a person reads it. */
final class Json {
    /** A longer list is shown by this many of its elements. */
    private static final int ELEMENTS = 3;

    /** A word that is longer, such as a token or the ARN of a stream, is shown by its beginning and its end. */
    private static final int WORD = 60;

    private static final int BEGINNING = 20;
    private static final int END = 12;

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES, JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
            .build();

    private Json() {}

    /** Reads JSON in which, to be easier to read, names need no quotes and texts may have single ones. */
    static JsonNode of(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("A lesson's own JSON is invalid: " + text, e);
        }
    }

    /** Counts by name, in the order of the names. */
    static JsonNode count(Map<String, Integer> counts) {
        ObjectNode object = MAPPER.createObjectNode();
        new TreeMap<>(counts).forEach(object::put);
        return object;
    }

    /** Returns the object with only these fields. */
    static JsonNode select(JsonNode object, String... names) {
        ObjectNode selected = MAPPER.createObjectNode();
        for (String name : names) {
            if (object.has(name)) {
                selected.set(name, object.get(name));
            }
        }
        return selected;
    }

    /** In as few lines as it can be read in: one if it fits, else one or more for each field or element. */
    static List<String> lines(JsonNode json, int columns) {
        String line = compact(json);
        if (json.isEmpty() || line.length() <= columns) {
            return List.of(line);
        }
        List<String> lines = new ArrayList<>();
        if (json.isObject()) {
            lines.add("{");
            json.properties().forEach(field -> add(lines, name(field), lines(field.getValue(), columns - 2)));
        } else if (json.size() < ELEMENTS) {
            lines.add("[");
            json.forEach(element -> add(lines, "", lines(element, columns - 2)));
        } else {
            lines.add("[");
            for (int i = 0; i < Math.min(ELEMENTS, json.size()); i++) {
                add(lines, "", List.of(compact(scalarsFirst(json.get(i)))));
            }
            if (json.size() > ELEMENTS) {
                add(lines, "", List.of(Texts.of("… and %d more", json.size() - ELEMENTS)));
            }
        }
        String last = lines.remove(lines.size() - 1);
        lines.add(last.substring(0, last.length() - 1));
        lines.add(json.isArray() ? "]" : "}");
        return lines;
    }

    /** Adds a member's lines, moved in, with its name before the first and a comma after the last. */
    private static void add(List<String> lines, String name, List<String> member) {
        for (int i = 0; i < member.size(); i++) {
            String comma = i == member.size() - 1 ? "," : "";
            lines.add("  " + (i == 0 ? name : "") + member.get(i) + comma);
        }
    }

    private static String name(Map.Entry<String, JsonNode> field) {
        return "\"" + field.getKey() + "\": ";
    }

    /** If a line must be cut, a cut in a list is better than one before a title. */
    private static JsonNode scalarsFirst(JsonNode json) {
        if (!json.isObject()) {
            return json;
        }
        ObjectNode sorted = MAPPER.createObjectNode();
        json.properties().stream()
                .sorted(Comparator.comparing(field -> field.getValue().isContainerNode()))
                .forEach(field -> sorted.set(field.getKey(), field.getValue()));
        return sorted;
    }

    /** In one line, with a space where a person would leave one. */
    static String compact(JsonNode json) {
        if (json.isObject()) {
            return json.properties().stream()
                    .map(field -> name(field) + compact(field.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        if (json.isArray()) {
            StringJoiner elements = new StringJoiner(", ", "[", "]");
            json.forEach(element -> elements.add(compact(element)));
            return elements.toString();
        }
        return json.isTextual() ? json.toString().replace(json.asText(), shortened(json.asText())) : json.toString();
    }

    private static String shortened(String word) {
        return word.length() <= WORD || word.contains(" ")
                ? word
                : word.substring(0, BEGINNING) + "…" + word.substring(word.length() - END);
    }
}
