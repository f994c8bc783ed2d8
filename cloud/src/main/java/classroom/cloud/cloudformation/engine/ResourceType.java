package classroom.cloud.cloudformation.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * A resource type of CloudFormation: its properties with their allowed values, and its attributes. The build makes the
 * files beside this class, one for each service, from AWS's own database ({@code ReduceTypes} describes their content,
 * docs/decisions/0030 their source). A file is read when a template first needs it.
 *
 * <p>Violations have the words of CloudFormation's events, after "Properties validation failed for resource".
 */
final class ResourceType {
    /**
     * CloudFormation Template Reference, {@code AWS::CloudFormation::CustomResource}: these have the properties they
     * like.
     */
    private static final String CUSTOM = "AWS::CloudFormation::CustomResource";

    /**
     * CloudFormation's template reference, "AWS::CloudFormation::CustomResource": "Specifying a custom resource type
     * name".
     */
    private static final Pattern CUSTOM_NAME = Pattern.compile("Custom::[A-Za-z0-9_@-]{1,52}");

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]{2,64}(::[A-Za-z0-9]{2,64}){2}(::MODULE)?");

    /** What CloudFormation says of types whose names are none. */
    static final String NAMES = "Member must satisfy constraint: [Member must have length less than or equal to 204,"
            + " Member must have length greater than or equal to 10, Member must satisfy regular expression pattern:"
            + " [A-Za-z0-9]{2,64}::[A-Za-z0-9]{2,64}::[A-Za-z0-9]{2,64}(::MODULE){0,1}]";

    /** What CloudFormation takes a text for as well: parameters and {@code Ref} give nothing else. */
    private static final Map<String, Pattern> AS_TEXT = Map.of(
            "boolean", Pattern.compile("(?i)true|false"),
            "integer", Pattern.compile("[+-]?\\d+"),
            "number", Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?"));

    private static final Map<String, String> EXPECTED =
            Map.of("boolean", "Boolean", "integer", "Integer", "number", "Number", "string", "String");

    private static final JsonNode TAG = JsonNodeFactory.instance
            .objectNode()
            .setAll(Map.of(
                    "properties",
                    JsonNodeFactory.instance.objectNode().put("Key", "string").put("Value", "string"),
                    "required",
                    JsonNodeFactory.instance.arrayNode().add("Key")));

    /** AWS General Reference, "Tagging your AWS resources". */
    private static final int LONGEST_KEY = 128;

    private static final int LONGEST_VALUE = 256;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, JsonNode> SERVICES = new ConcurrentHashMap<>();

    private final JsonNode type;
    private final JsonNode definitions;
    private final boolean open;

    private ResourceType(JsonNode type, JsonNode definitions, boolean open) {
        this.type = type;
        this.definitions = definitions;
        this.open = open;
    }

    /** Whether a template gives the type its name. */
    static boolean isCustom(String name) {
        return CUSTOM_NAME.matcher(name).matches();
    }

    /** Whether a type of CloudFormation may have that name. */
    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /** The type of that name; empty if CloudFormation knows none. */
    static Optional<ResourceType> of(String name) {
        String known = isCustom(name) ? CUSTOM : name;
        if (!isName(known)) {
            return Optional.empty();
        }
        String service = known.substring(0, known.lastIndexOf("::")).replace("::", "-");
        JsonNode file = SERVICES.computeIfAbsent(service, ResourceType::read);
        return Optional.of(file.path("types").path(known))
                .filter(JsonNode::isObject)
                .map(type -> new ResourceType(type, file.path("definitions"), known.equals(CUSTOM)));
    }

    private static JsonNode read(String service) {
        try (InputStream file = ResourceType.class.getResourceAsStream("types/" + service + ".json")) {
            return file == null ? MissingNode.getInstance() : JSON.readTree(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What its properties may be. */
    JsonNode structure() {
        return type;
    }

    /**
     * What the members or elements of a value may be.
     *
     * @param wanted what the value may be
     * @param value chooses between alternatives
     */
    JsonNode definition(JsonNode wanted, JsonNode value) {
        if (wanted.isInt()) {
            return definitions.get(wanted.asInt());
        }
        for (JsonNode alternative : wanted.path("or")) {
            if (value.isArray()
                    ? alternative.isArray()
                    : alternative.isInt() || alternative.asText().equals("json")) {
                return definition(alternative, value);
            }
        }
        return wanted;
    }

    /** Whether {@code Fn::GetAtt} may use it; the names of a nested stack's outputs are in that stack. */
    boolean hasAttribute(String name) {
        JsonNode attributes = type.path("attributes");
        return open || attributes.has(name) || name.startsWith("Outputs.") && attributes.has("Outputs");
    }

    /** The properties and attributes that identify one resource; none if the database does not know. */
    List<String> identifier() {
        return type.path("identifier").valueStream().map(JsonNode::asText).toList();
    }

    /** The value in place of an attribute of a resource that does not exist: that text, or a list with it. */
    JsonNode mark(String attribute, String text) {
        return type.path("attributes").path(attribute).isArray()
                ? JsonNodeFactory.instance.arrayNode().add(text)
                : TextNode.valueOf(text);
    }

    /**
     * Returns the violations for which CloudFormation would refuse these properties.
     *
     * @param marks texts in place of values that do not exist: any of them may be a valid value
     */
    List<InvalidProperty> violations(JsonNode properties, Set<String> marks) {
        Violations violations = new Violations(marks);
        violations.structure("#", type, open, properties);
        return violations.found;
    }

    /** Collects the violations. */
    private final class Violations {
        private final Set<String> marks;
        private final List<InvalidProperty> found = new ArrayList<>();

        private Violations(Set<String> marks) {
            this.marks = marks;
        }

        private void structure(String place, JsonNode definition, boolean open, JsonNode value) {
            if (!value.isObject()) {
                found.add(expected(place, "JSONObject", value));
                return;
            }
            for (JsonNode name : definition.path("required")) {
                if (!value.has(name.asText())) {
                    found.add(InvalidProperty.missing(place, name.asText()));
                }
            }
            JsonNode known = definition.path("properties");
            value.properties().forEach(member -> {
                if (known.has(member.getKey())) {
                    check(place + "/" + member.getKey(), known.get(member.getKey()), member.getValue());
                } else if (!open) {
                    found.add(InvalidProperty.unknown(place, member.getKey()));
                }
            });
        }

        private void check(String place, JsonNode wanted, JsonNode value) {
            if (value.isTextual() && marks.stream().anyMatch(value.textValue()::contains)) {
                return;
            }
            if (wanted.isInt()) {
                structure(place, definitions.get(wanted.asInt()), false, value);
            } else if (wanted.isArray()) {
                if (value.isArray()) {
                    for (int i = 0; i < value.size(); i++) {
                        check(place + "/" + i, wanted.get(0), value.get(i));
                    }
                    if (wanted.get(0).asText().equals("tag")) {
                        tags(place, value);
                    }
                } else {
                    found.add(expected(place, "JSONArray", value));
                }
            } else if (wanted.has("map")) {
                if (value.isObject()) {
                    value.properties()
                            .forEach(entry -> check(place + "/" + entry.getKey(), wanted.get("map"), entry.getValue()));
                } else {
                    found.add(expected(place, "JSONObject", value));
                }
            } else if (wanted.has("or")) {
                alternatives(place, wanted.get("or"), value);
            } else if (wanted.has("of")) {
                if (!value.isValueNode()) {
                    found.add(expected(place, "String", value));
                } else if (!contains(wanted.get("of"), value.asText())) {
                    found.add(new InvalidProperty(place, value.asText() + " is not a valid enum value"));
                }
            } else if (wanted.asText().equals("tag")) {
                structure(place, TAG, false, value);
            } else if (!isScalar(wanted.asText(), value)) {
                found.add(expected(place, EXPECTED.get(wanted.asText()), value));
            }
        }

        private void tags(String place, JsonNode tags) {
            if (tags.size() > TagRules.MOST) {
                found.add(new InvalidProperty(
                        place, "expected maximum item count: " + TagRules.MOST + ", found: " + tags.size()));
            }
            List<String> keys =
                    tags.valueStream().map(tag -> tag.path("Key").asText()).toList();
            for (int i = 0; i < tags.size(); i++) {
                length(place + "/" + i + "/Key", keys.get(i), 1, LONGEST_KEY);
                length(place + "/" + i + "/Value", tags.get(i).path("Value").asText(), 0, LONGEST_VALUE);
            }
            TagRules.problems(keys).forEach(problem -> found.add(new InvalidProperty(place, problem)));
        }

        private void length(String place, String text, int least, int most) {
            int length = text.codePointCount(0, text.length());
            if (length < least) {
                found.add(new InvalidProperty(place, "expected minLength: " + least + ", actual: " + length));
            } else if (length > most) {
                found.add(new InvalidProperty(place, "expected maxLength: " + most + ", actual: " + length));
            }
        }

        /**
         * If there are alternatives, the value may match any of them; if one of them is free JSON, the value must be an
         * object.
         */
        private void alternatives(String place, JsonNode alternatives, JsonNode value) {
            List<InvalidProperty> first = null;
            for (JsonNode alternative : alternatives) {
                Violations its = new Violations(marks);
                if (!alternative.asText().equals("json")) {
                    its.check(place, alternative, value);
                } else if (!value.isObject()) {
                    its.found.add(expected(place, "JSONObject", value));
                }
                if (its.found.isEmpty()) {
                    return;
                }
                first = first == null ? its.found : first;
            }
            found.addAll(first);
        }
    }

    private static boolean contains(JsonNode values, String text) {
        for (JsonNode value : values) {
            if (value.asText().equals(text)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isScalar(String kind, JsonNode value) {
        return switch (kind) {
            case "json" -> true;
            case "string" -> value.isValueNode();
            default ->
                value.isBoolean() && kind.equals("boolean")
                        || value.isNumber() && kind.equals("number")
                        || value.isValueNode()
                                && AS_TEXT.get(kind).matcher(value.asText()).matches();
        };
    }

    private static InvalidProperty expected(String place, String kind, JsonNode value) {
        String found = value.isArray()
                ? "JSONArray"
                : value.isObject()
                        ? "JSONObject"
                        : value.isBoolean()
                                ? "Boolean"
                                : value.isIntegralNumber() ? "Integer" : value.isNumber() ? "Double" : "String";
        return new InvalidProperty(place, "expected type: " + kind + ", found: " + found);
    }
}
