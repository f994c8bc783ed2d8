package classroom.template.cost;

import classroom.template.Parameter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A value in a resource's properties, with where it stands. A reference to a parameter is judged at the parameter's
 * default; a value that only the deployment settles is refused when it is read, for nobody can say what it costs.
 */
final class Property {
    private final JsonNode value;
    private final String path;
    private final Context context;
    private final boolean unknown;

    private Property(JsonNode value, String path, Context context, boolean unknown) {
        this.value = value;
        this.path = path;
        this.context = context;
        this.unknown = unknown;
    }

    static Property of(JsonNode written, String path, Map<String, Parameter> parameters, Appraisal appraisal) {
        return new Context(parameters, appraisal).read(written, path);
    }

    String path() {
        return path;
    }

    Property member(String name) {
        Property member = peek(name);
        if (member.unknown && !unknown) {
            refuseUnknown(value.path(name), member.path);
        }
        return member;
    }

    /** A member that is not refused if only the deployment settles it: the caller judges that itself. */
    Property peek(String name) {
        return unknown ? this : context.read(value.path(name), path + "." + name);
    }

    /** The elements of a list; none if it is absent. */
    List<Property> elements() {
        List<Property> elements = new ArrayList<>();
        if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                Property element = context.read(value.get(i), path + "[" + i + "]");
                if (element.unknown) {
                    refuseUnknown(value.get(i), element.path);
                }
                elements.add(element);
            }
        }
        return elements;
    }

    boolean isAbsent() {
        return value.isMissingNode() && !unknown;
    }

    /** Whether something known is written here. */
    boolean isPresent() {
        return !value.isMissingNode();
    }

    boolean isTrue() {
        return value.asText().equalsIgnoreCase("true");
    }

    /** Empty if it is absent or unknown. */
    Optional<String> text() {
        return value.isValueNode() ? Optional.of(value.asText()) : Optional.empty();
    }

    /** Empty if it is absent or unknown; refused if it is no number. */
    Optional<BigDecimal> number() {
        if (value.isMissingNode()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new BigDecimal(value.asText()));
        } catch (NumberFormatException e) {
            context.appraisal.refuse(new Violation(
                    Violation.Kind.UNKNOWN,
                    "a value that must be a number",
                    "\"" + value.asText() + "\" is none",
                    List.of(path),
                    "write a number"));
            return Optional.empty();
        }
    }

    /** Names of the members, as written. */
    List<String> names() {
        List<String> names = new ArrayList<>();
        value.fieldNames().forEachRemaining(names::add);
        return names;
    }

    boolean isUnknown() {
        return unknown;
    }

    private void refuseUnknown(JsonNode written, String where) {
        context.appraisal.refuse(new Violation(
                Violation.Kind.UNKNOWN,
                "a value that only the deployment settles",
                "nobody can say before what " + written + " costs",
                List.of(where),
                "write the value itself, or give the parameter a default"));
    }

    private record Context(Map<String, Parameter> parameters, Appraisal appraisal) {
        Property read(JsonNode written, String path) {
            if (written.isNull() || isNoValue(written)) {
                return new Property(MissingNode.getInstance(), path, this, false);
            }
            if (!isIntrinsic(written)) {
                return new Property(written, path, this, false);
            }
            Parameter parameter = parameters.get(written.path("Ref").asText());
            if (parameter != null
                    && parameter.defaultValue() != null
                    && !parameter.isSsmValue()
                    && !parameter.isList()) {
                appraisal.note(path + " is judged at " + parameter.defaultValue() + ", the default of the parameter "
                        + parameter.name() + ": another value at deployment is not judged");
                return new Property(TextNode.valueOf(parameter.defaultValue()), path, this, false);
            }
            return new Property(MissingNode.getInstance(), path, this, true);
        }

        private static boolean isNoValue(JsonNode node) {
            return node.path("Ref").asText().equals("AWS::NoValue");
        }

        private static boolean isIntrinsic(JsonNode node) {
            if (!node.isObject() || node.size() != 1) {
                return false;
            }
            String name = node.fieldNames().next();
            return name.equals("Ref") || name.startsWith("Fn::");
        }
    }
}
