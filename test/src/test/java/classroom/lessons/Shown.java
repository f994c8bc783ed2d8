package classroom.lessons;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The output that a lesson shows. {@code …} within a line matches anything in that line; a line with only {@code …}
 * matches any number of lines. JSON is compared as JSON, because the order of an item's attributes has no meaning. In
 * JSON {@code …} matches any part of a string or any value, and a field {@code "…"} matches further fields.
 *
 * @param text as in the lesson
 */
record Shown(String text) {
    private static final String ANYTHING = "…";
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    boolean matches(String printed) {
        try {
            return matches(JSON.readTree(text), JSON.readTree(printed));
        } catch (JsonProcessingException notJson) {
            return lines(normal(text)).matcher(normal(printed) + "\n").matches();
        }
    }

    private static boolean matches(JsonNode shown, JsonNode printed) {
        if (shown.isObject() && printed.isObject()) {
            boolean more = shown.has(ANYTHING);
            for (Map.Entry<String, JsonNode> field : shown.properties()) {
                if (!field.getKey().equals(ANYTHING)
                        && (!printed.has(field.getKey()) || !matches(field.getValue(), printed.get(field.getKey())))) {
                    return false;
                }
            }
            return more || shown.size() == printed.size();
        }
        if (shown.isArray() && printed.isArray() && shown.size() == printed.size()) {
            for (int i = 0; i < shown.size(); i++) {
                if (!matches(shown.get(i), printed.get(i))) {
                    return false;
                }
            }
            return true;
        }
        if (shown.isTextual()) {
            return shown.textValue().equals(ANYTHING)
                    || printed.isTextual()
                            && lines(shown.textValue())
                                    .matcher(printed.textValue() + "\n")
                                    .matches();
        }
        return shown.equals(printed);
    }

    private static Pattern lines(String text) {
        StringBuilder regex = new StringBuilder();
        for (String line : text.split("\n", -1)) {
            if (line.strip().equals(ANYTHING)) {
                regex.append("(?:.*\n)*?");
            } else {
                String[] parts = line.split(ANYTHING, -1);
                for (int i = 0; i < parts.length; i++) {
                    regex.append(i == 0 ? "" : ".*").append(Pattern.quote(parts[i]));
                }
                regex.append('\n');
            }
        }
        return Pattern.compile(regex.toString());
    }

    private static String normal(String text) {
        return text.replace("\r\n", "\n").replaceAll("[ \t]+(?=\n|$)", "").strip();
    }
}
