package classroom.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A CloudFormation template in JSON as data, in the order in which it is written. Literal values are here; values from
 * intrinsic functions, conditions and parameters are read through {@link #resolver}.
 *
 * <p>Source: AWS CloudFormation User Guide, "CloudFormation template sections" and "Understand CloudFormation quotas".
 * Errors are refused in CloudFormation's words. Valid parts that are not carried out here ({@code Transform}, {@code
 * Hooks}, {@code CreationPolicy}, {@code UpdatePolicy}) are refused with their place. {@code Rules} are not read.
 */
public final class Template {
    private static final Set<String> SECTIONS = Set.of(
            "AWSTemplateFormatVersion",
            "Description",
            "Metadata",
            "Parameters",
            "Rules",
            "Mappings",
            "Conditions",
            "Resources",
            "Outputs");
    private static final Set<String> OTHER_SECTIONS = Set.of("Transform", "Hooks");
    private static final Set<String> RESOURCE_ATTRIBUTES =
            Set.of("Type", "Properties", "DependsOn", "DeletionPolicy", "UpdateReplacePolicy", "Metadata", "Condition");
    private static final Set<String> OTHER_ATTRIBUTES = Set.of("CreationPolicy", "UpdatePolicy");
    private static final Set<String> OUTPUT_MEMBERS = Set.of("Value", "Description", "Export", "Condition");

    private static final int MOST_RESOURCES = 500;
    private static final int MOST_OTHERS = 200;
    private static final int LONGEST_NAME = 255;
    private static final int LONGEST_DESCRIPTION = 1024;
    static final Pattern ALPHANUMERIC = Pattern.compile("[A-Za-z0-9]+");

    /** What CloudFormation says of a section with too many members: it counts each in other words. */
    private static final Map<String, String> TOO_MANY = Map.of(
            "Resource", "Number of resources, %d, is greater than maximum allowed, %d",
            "Mapping", "Number of mappings, %d, is greater than maximum allowed, %d",
            "Parameter", "Parameter count %d is greater than max allowed %d",
            "Output", "Outputs count %d is greater than max allowed %d");

    /** What an export must have. */
    static final String EXPORT =
            "every Export member must be specified and consist only of alphanumeric characters, colons, or hyphens";

    private final Map<String, Parameter> parameters;
    private final Map<String, JsonNode> conditions;
    private final Map<String, Resource> resources;
    private final Map<String, Output> outputs;
    private final ObjectNode mappings;
    private final String description;
    private final JsonNode metadata;

    private Template(ObjectNode root) {
        parameters = Collections.unmodifiableMap(parameters(root));
        conditions = Collections.unmodifiableMap(members(root, "Conditions"));
        resources = Collections.unmodifiableMap(resources(root));
        outputs = Collections.unmodifiableMap(outputs(root));
        mappings = object(root.path("Mappings"), new Place("Mappings"));
        description = description(root.path("Description"));
        metadata = root.path("Metadata");
        limit(mappings, "Mapping", MOST_OTHERS);
        mappings.forEach(mapping -> {
            count(mapping, "Number of attributes of a mapping, %d, is greater than maximum allowed, %d", MOST_OTHERS);
            Mappings.check(mapping);
        });
        Set<String> common = new TreeSet<>(parameters.keySet());
        common.retainAll(resources.keySet());
        if (!common.isEmpty()) {
            throw new TemplateException(
                    "Template error: all resources and parameters must have unique names. Common name(s):" + common);
        }
    }

    /** @throws TemplateException if this is not a template, or if it needs something that is not supported */
    public static Template parse(JsonNode root) {
        if (!(root instanceof ObjectNode object)) {
            throw new TemplateException("Template format error: unsupported structure.");
        }
        List<String> unknown = new ArrayList<>();
        root.fieldNames().forEachRemaining(section -> {
            if (OTHER_SECTIONS.contains(section)) {
                throw new TemplateException(section + ": this section of a template is not supported here");
            }
            if (!SECTIONS.contains(section)) {
                unknown.add(section);
            }
        });
        if (!unknown.isEmpty()) {
            throw new TemplateException("Invalid template property or properties " + unknown);
        }
        checkNulls(root, "");
        if (root.has("AWSTemplateFormatVersion")
                && !root.get("AWSTemplateFormatVersion").asText().equals("2010-09-09")) {
            throw new TemplateException("Template format error: unsupported value for AWSTemplateFormatVersion.");
        }
        if (object.path("Resources").isEmpty()) {
            throw new TemplateException("Template format error: At least one Resources member must be defined.");
        }
        return new Template(object);
    }

    private static void checkNulls(JsonNode node, String path) {
        if (node.isNull()) {
            throw new TemplateException("[" + path + "] 'null' values are not allowed in templates");
        }
        node.properties().forEach(member -> checkNulls(member.getValue(), path + "/" + member.getKey()));
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            checkNulls(node.get(i), path + "/" + i);
        }
    }

    /** The description; empty if it has none. */
    public String description() {
        return description;
    }

    /** What its {@code Metadata} section says; missing if it has none. */
    public JsonNode metadata() {
        return metadata;
    }

    /** By name. */
    public Map<String, Parameter> parameters() {
        return parameters;
    }

    /** By logical id, those under a condition included. */
    public Map<String, Resource> resources() {
        return resources;
    }

    /** By name, values as written. */
    public Map<String, Output> outputs() {
        return outputs;
    }

    /**
     * This template for one stack.
     *
     * @param values of the parameters; those absent take their default
     * @throws TemplateException if a value is missing, unknown or not allowed, a condition cannot be evaluated, or
     *     a resource depends on a missing resource or on itself
     */
    public Resolver resolver(StackIdentity stack, Map<String, String> values) {
        return new Resolver(this, stack, values);
    }

    /** @throws TemplateException if it is wrong whatever values its parameters have, in CloudFormation's words */
    public void check() {
        TemplateCheck.run(this);
    }

    /**
     * The values of all parameters, by name.
     *
     * @param given those that are not the default
     * @throws TemplateException if one is missing, unknown or not allowed
     */
    public Map<String, String> parameterValues(Map<String, String> given) {
        Set<String> unknown = new TreeSet<>(given.keySet());
        unknown.removeAll(parameters.keySet());
        if (parameters.isEmpty() && !unknown.isEmpty()) {
            throw new TemplateException("Parameter values specified for a template which does not require them.");
        }
        if (!unknown.isEmpty()) {
            throw new TemplateException("Parameters: " + unknown + " do not exist in the template");
        }
        Map<String, String> values = new LinkedHashMap<>();
        parameters.forEach((name, parameter) -> values.put(name, given.getOrDefault(name, parameter.defaultValue())));
        Set<String> missing = new TreeSet<>();
        values.forEach((name, value) -> {
            if (value == null) {
                missing.add(name);
            }
        });
        missing.stream()
                .filter(name -> parameters.get(name).isSsmValue())
                .findFirst()
                .ifPresent(name -> {
                    throw new TemplateException(
                            "Parameter " + name + " should either have input value or default value");
                });
        if (!missing.isEmpty()) {
            throw new TemplateException("Parameters: " + missing + " must have values");
        }
        values.forEach((name, value) -> parameters.get(name).check(value));
        return values;
    }

    /** What values of this template can come to, before anybody deploys it. */
    public Outlook outlook() {
        return new Outlook(this);
    }

    Map<String, JsonNode> conditions() {
        return conditions;
    }

    ObjectNode mappings() {
        return mappings;
    }

    private static Map<String, Parameter> parameters(ObjectNode root) {
        Map<String, Parameter> parameters = new LinkedHashMap<>();
        limit(root.path("Parameters"), "Parameter", MOST_OTHERS);
        members(root, "Parameters").forEach((name, node) -> parameters.put(name, Parameter.of(name, node)));
        return parameters;
    }

    private static Map<String, Resource> resources(ObjectNode root) {
        Map<String, Resource> resources = new LinkedHashMap<>();
        limit(root.path("Resources"), "Resource", MOST_RESOURCES);
        members(root, "Resources").forEach((id, node) -> {
            Place place = Place.of("Resources", id);
            node.fieldNames().forEachRemaining(attribute -> {
                if (OTHER_ATTRIBUTES.contains(attribute)) {
                    throw new TemplateException(
                            place.member(attribute), "this resource attribute is not supported here");
                }
                if (!RESOURCE_ATTRIBUTES.contains(attribute)) {
                    throw new TemplateException("Invalid template resource property '" + attribute + "'");
                }
            });
            if (!node.path("Type").isTextual()) {
                throw new TemplateException("Template format error: [/Resources/" + id + "] "
                        + (node.has("Type")
                                ? "Every Type member must be a string."
                                : "Every Resources object must contain a Type member."));
            }
            resources.put(
                    id,
                    new Resource(
                            id,
                            node.get("Type").textValue(),
                            object(node.path("Properties"), place.member("Properties")),
                            dependsOn(node.path("DependsOn")),
                            Retentions.of(id, node, "DeletionPolicy"),
                            Retentions.of(id, node, "UpdateReplacePolicy"),
                            object(node.path("Metadata"), place.member("Metadata")),
                            optionalText(node, "Condition")));
        });
        return resources;
    }

    private static List<String> dependsOn(JsonNode node) {
        if (node.isMissingNode()) {
            return List.of();
        }
        if (node.isTextual()) {
            return List.of(node.textValue());
        }
        if (!node.isArray() || !node.valueStream().allMatch(JsonNode::isTextual)) {
            throw new TemplateException("Template format error: DependsOn must be a string or list of strings.");
        }
        return node.valueStream().map(JsonNode::textValue).toList();
    }

    private static Map<String, Output> outputs(ObjectNode root) {
        Map<String, Output> outputs = new LinkedHashMap<>();
        limit(root.path("Outputs"), "Output", MOST_OTHERS);
        members(root, "Outputs").forEach((name, node) -> {
            if (!node.has("Value")) {
                throw new TemplateException("Template format error: Every Outputs member must contain a Value object");
            }
            node.fieldNames().forEachRemaining(member -> {
                if (!OUTPUT_MEMBERS.contains(member)) {
                    throw new TemplateException("Invalid template output property '" + member + "'");
                }
            });
            outputs.put(
                    name,
                    new Output(
                            name,
                            node.get("Value"),
                            description(node.path("Description")),
                            exportName(name, node),
                            optionalText(node, "Condition")));
        });
        return outputs;
    }

    private static JsonNode exportName(String output, JsonNode node) {
        JsonNode export = node.path("Export");
        if (!export.isMissingNode() && !(export.size() == 1 && export.has("Name"))) {
            throw malformed(output, EXPORT);
        }
        return export.get("Name");
    }

    /** Returns the error in an export's name. */
    static TemplateException malformed(String output, String rule) {
        return new TemplateException(
                "Template format error: Output " + output + " is malformed. The Name field of " + rule + ".");
    }

    private static String description(JsonNode node) {
        if (!node.isMissingNode() && !node.isTextual()) {
            throw new TemplateException("Template format error: every Description member must be a string.");
        }
        if (node.asText().getBytes(StandardCharsets.UTF_8).length > LONGEST_DESCRIPTION) {
            throw new TemplateException(
                    "Template format error: 'Description' length is greater than " + LONGEST_DESCRIPTION + ".");
        }
        return node.asText();
    }

    private static Map<String, JsonNode> members(ObjectNode root, String section) {
        Map<String, JsonNode> members = new LinkedHashMap<>();
        object(root.path(section), new Place(section)).properties().forEach(member -> {
            if (!member.getValue().isObject()) {
                throw new TemplateException("Template format error: Any " + section + " member must be an object.");
            }
            members.put(member.getKey(), member.getValue());
        });
        return members;
    }

    private static ObjectNode object(JsonNode node, Place place) {
        if (node.isMissingNode()) {
            return JsonNodeFactory.instance.objectNode();
        }
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw new TemplateException(place, "must be an object");
    }

    private static void count(JsonNode members, String words, int most) {
        if (members.size() > most) {
            throw new TemplateException("Template format error: " + String.format(words, members.size(), most));
        }
    }

    /** How many a section may have, and what each may be called. */
    private static void limit(JsonNode section, String kind, int most) {
        count(section, TOO_MANY.get(kind), most);
        section.fieldNames().forEachRemaining(name -> {
            if (!ALPHANUMERIC.matcher(name).matches()) {
                throw new TemplateException(
                        "Template format error: " + kind + " name " + name + " is non alphanumeric.");
            }
            if (name.length() > LONGEST_NAME) {
                throw new TemplateException("Template format error: " + kind + " name " + name + " is longer than "
                        + LONGEST_NAME + " characters.");
            }
        });
    }

    /** @throws TemplateException if the member is there and no text */
    static String optionalText(JsonNode node, String member) {
        JsonNode value = node.get(member);
        if (value == null) {
            return null;
        }
        if (!value.isTextual()) {
            throw new TemplateException("Template format error: Every " + member + " member must be a string.");
        }
        return value.textValue();
    }
}
