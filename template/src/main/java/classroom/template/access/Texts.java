package classroom.template.access;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** Names and ARNs in properties of a template. */
final class Texts {
    private Texts() {}

    /** One value or a list of them. */
    static List<String> all(JsonNode values) {
        if (values.isArray()) {
            return values.valueStream().map(Texts::of).toList();
        }
        return values.isMissingNode() ? List.of() : List.of(of(values));
    }

    /** A function that could not be carried out stands for itself. */
    static String of(JsonNode value) {
        return value.isValueNode() ? value.asText() : value.toString();
    }

    /** The name in a name with a qualifier, an ARN or a URL. */
    static String subject(String text) {
        String name = text.replaceFirst("^.*:(?:function|layer):|^function:", "");
        return !name.equals(text) || !text.contains("/") && !text.startsWith("arn:")
                ? name.replaceFirst(":.*", "")
                : text.replaceFirst(".*[:/]", "");
    }
}
