package classroom.template.policy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads the JSON of one policy document.
 *
 * @param toCompare see {@link PolicyDocument#parseToCompare}
 * @param hasVariables whether {@code ${…}} is a variable in this document, and no text
 */
record PolicyNodes(boolean toCompare, boolean hasVariables) {
    static final String SYNTAX = "Syntax errors in policy.";

    /** One value or a list of them; "quotation marks are optional for numeric and Boolean values". */
    List<String> texts(JsonNode node, Place place) {
        if (node.isMissingNode()) {
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode value : node.isArray() ? node : List.of(node)) {
            if (toCompare && value.isObject()) {
                texts.add(value.toString());
                continue;
            }
            if (!value.isTextual() && !value.isNumber() && !value.isBoolean()) {
                throw new MalformedPolicyDocument(SYNTAX, place);
            }
            texts.add(toCompare && !hasVariables ? value.asText().replace("${", "$ {") : value.asText());
        }
        return List.copyOf(texts);
    }

    static void noVariable(String text, Place place) {
        if (text.contains("${")) {
            throw new UnsupportedPolicyElement("the policy variable in " + text, place);
        }
    }

    static void members(JsonNode node, Set<String> known, Place place) {
        object(node, place);
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            if (!known.contains(member.getKey())) {
                throw new MalformedPolicyDocument(SYNTAX, place.in(member.getKey()));
            }
        }
    }

    static void object(JsonNode node, Place place) {
        if (!node.isObject()) {
            throw new MalformedPolicyDocument(SYNTAX, place);
        }
    }
}
