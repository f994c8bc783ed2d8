package classroom.template;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.regex.Pattern;

/** Refuses a mapping that CloudFormation would refuse, in its words (docs/decisions/0043). */
final class Mappings {
    private static final Pattern ELEMENT = Pattern.compile("[A-Za-z0-9.-]+");

    private Mappings() {}

    static void check(JsonNode mapping) {
        if (mapping.isEmpty()) {
            throw new TemplateException("Template format error: Every Mappings member must be a map of maps.");
        }
        mapping.properties().forEach(element -> {
            if (!element.getValue().isObject()) {
                throw new TemplateException(
                        "Template format error: Every Mappings member " + element.getKey() + " must be a map");
            }
            if (!ELEMENT.matcher(element.getKey()).matches()) {
                throw new TemplateException("Template format error: Mappings element name '" + element.getKey()
                        + "' must be non-empty and can contain only alphanumerics, '-' or '.'");
            }
            element.getValue().properties().forEach(Mappings::checkAttribute);
        });
    }

    private static void checkAttribute(Map.Entry<String, JsonNode> attribute) {
        if (!Template.ALPHANUMERIC.matcher(attribute.getKey()).matches()) {
            throw new TemplateException("Template format error: Mappings attribute name '" + attribute.getKey()
                    + "' must contain only alphanumeric characters.");
        }
        JsonNode value = attribute.getValue();
        if (value.isObject() || !value.valueStream().allMatch(JsonNode::isValueNode)) {
            throw new TemplateException("Template format error: Every Mappings attribute must be a String or a List.");
        }
    }
}
