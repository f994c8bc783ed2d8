package classroom.cli.tour;

import classroom.cli.terminal.Terminal;
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
    private static final int WORD = 56;

    private static final int BEGINNING = 20;
    private static final int END = 12;

    private static final int INDENT = 2;

    /** A text has at least this number of columns, however narrow the terminal is. */
    private static final int LEAST = 8;

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

    /**
     * In as few lines as it can be read in: one if it fits; otherwise fields share lines, and a field that does not fit
     * a line has lines of its own. A text is never cut, the elements of a long list are.
     */
    static List<String> lines(JsonNode json, int columns) {
        String line = compact(json);
        if (line.length() <= columns) {
            return List.of(line);
        }
        return json.isObject()
                ? object(json, columns, false)
                : json.isArray() ? array(json, columns) : text(line, columns);
    }

    /** @param apart whether the braces have lines of their own, also if no field has */
    private static List<String> object(JsonNode json, int columns, boolean apart) {
        List<String> lines = new ArrayList<>();
        boolean aligned = !apart;
        boolean open = false;
        for (Map.Entry<String, JsonNode> field : json.properties()) {
            String name = name(field);
            String line = name + compact(field.getValue()) + ",";
            int last = lines.size() - 1;
            if (open && lines.get(last).length() + 1 + line.length() <= columns - INDENT) {
                lines.set(last, lines.get(last) + " " + line);
            } else if (line.length() <= columns - INDENT) {
                lines.add(line);
                open = true;
            } else {
                List<String> member = value(field.getValue(), columns - INDENT - 1, name.length());
                add(lines, name, member);
                open = false;
                aligned &= !isApart(member);
            }
        }
        return aligned ? aligned(lines) : apart("{", lines, "}");
    }

    /** The lines of a value, of which the first stands behind a name. */
    private static List<String> value(JsonNode value, int columns, int name) {
        if (value.isArray()) {
            return array(value, columns);
        }
        List<String> beside = lines(value, columns - name);
        return isApart(beside) || value.isObject() && name > columns / 3 ? object(value, columns, true) : beside;
    }

    /** Whether the first bracket has a line of its own. */
    private static boolean isApart(List<String> lines) {
        return lines.get(0).length() == 1;
    }

    private static List<String> array(JsonNode json, int columns) {
        List<String> lines = new ArrayList<>();
        if (json.size() < ELEMENTS) {
            json.forEach(element -> add(lines, "", lines(element, columns - INDENT - 1)));
            return apart("[", lines, "]");
        }
        for (int i = 0; i < ELEMENTS; i++) {
            String comma = i == json.size() - 1 ? "" : ",";
            lines.add(Terminal.clip(compact(scalarsFirst(json.get(i))) + comma, columns - INDENT));
        }
        if (json.size() > ELEMENTS) {
            lines.add(Texts.of("… and %d more", json.size() - ELEMENTS));
        }
        return apart("[", lines, "]");
    }

    /** A text goes on below its quotation mark. */
    private static List<String> text(String line, int columns) {
        List<String> lines = new ArrayList<>(Page.wrapped(line, Math.max(LEAST, columns - 1)));
        lines.replaceAll(part -> lines.get(0).equals(part) ? part : " " + part);
        return lines;
    }

    /** Adds a member's lines, with its name before the first and a comma after the last. */
    private static void add(List<String> lines, String name, List<String> member) {
        String indent = isApart(member) ? "" : " ".repeat(name.length());
        for (int i = 0; i < member.size(); i++) {
            String comma = i == member.size() - 1 ? "," : "";
            lines.add((i == 0 ? name : indent) + member.get(i) + comma);
        }
    }

    /** The fields stand below each other, between braces that need no lines of their own. */
    private static List<String> aligned(List<String> fields) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            lines.add((i == 0 ? "{" : " ") + fields.get(i));
        }
        return closed(lines, "}");
    }

    private static List<String> apart(String first, List<String> members, String last) {
        List<String> lines = new ArrayList<>(List.of(first));
        members.forEach(member -> lines.add(" ".repeat(INDENT) + member));
        List<String> closed = closed(lines, "");
        closed.add(last);
        return closed;
    }

    /** Takes the last comma away. */
    private static List<String> closed(List<String> lines, String end) {
        String last = lines.remove(lines.size() - 1);
        lines.add(last.replaceFirst(",$", "") + end);
        return lines;
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
