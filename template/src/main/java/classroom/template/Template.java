package classroom.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A CloudFormation template in JSON as data, in the order in which it is written. What it says literally is here; what
 * it says through intrinsic functions, conditions and parameters is read through {@link #resolver}.
 *
 * <p>Source: AWS CloudFormation User Guide, "CloudFormation template sections". <code>Rules</code>,
 * <code>Metadata</code> and <code>Hooks</code> do not change what resources are and are not read; a
 * <code>Transform</code> is refused.
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
            "Outputs",
            "Hooks");
    private static final Set<String> RESOURCE_ATTRIBUTES =
            Set.of("Type", "Properties", "DependsOn", "DeletionPolicy", "UpdateReplacePolicy", "Metadata", "Condition");

    private final Map<String, Parameter> parameters;
    private final Map<String, JsonNode> conditions;
    private final Map<String, Resource> resources;
    private final Map<String, Output> outputs;
    private final ObjectNode mappings;

    private Template(ObjectNode root) {
        parameters = Collections.unmodifiableMap(parameters(root));
        conditions = Collections.unmodifiableMap(members(root, "Conditions"));
        resources = Collections.unmodifiableMap(resources(root));
        outputs = Collections.unmodifiableMap(outputs(root));
        mappings = object(root.path("Mappings"), new Place("Mappings"));
    }

    /** @throws TemplateException if this is not a template or it asks for what is not supported */
    public static Template parse(JsonNode root) {
        if (!(root instanceof ObjectNode object)) {
            throw new TemplateException("a template is a JSON object");
        }
        root.fieldNames().forEachRemaining(section -> {
            if (!SECTIONS.contains(section)) {
                throw new TemplateException(section + ": this section of a template is not supported");
            }
        });
        if (object.path("Resources").isEmpty()) {
            throw new TemplateException("Resources: at least one resource is required");
        }
        return new Template(object);
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
     * @throws TemplateException if a value is missing, unknown or not allowed, a condition cannot be evaluated, or a
     *     resource depends on what is not there or on itself
     */
    public Resolver resolver(StackIdentity stack, Map<String, String> values) {
        return new Resolver(this, stack, values);
    }

    Map<String, JsonNode> conditions() {
        return conditions;
    }

    ObjectNode mappings() {
        return mappings;
    }

    private static Map<String, Parameter> parameters(ObjectNode root) {
        Map<String, Parameter> parameters = new LinkedHashMap<>();
        members(root, "Parameters").forEach((name, node) -> {
            Place place = Place.of("Parameters", name);
            List<String> allowed = new ArrayList<>();
            node.path("AllowedValues").forEach(value -> allowed.add(value.asText()));
            parameters.put(
                    name,
                    new Parameter(
                            name,
                            requiredText(node, "Type", place),
                            node.hasNonNull("Default") ? node.get("Default").asText() : null,
                            List.copyOf(allowed),
                            optionalText(node, "AllowedPattern", place),
                            node.path("NoEcho").asBoolean(false)));
        });
        return parameters;
    }

    private static Map<String, Resource> resources(ObjectNode root) {
        Map<String, Resource> resources = new LinkedHashMap<>();
        members(root, "Resources").forEach((id, node) -> {
            Place place = Place.of("Resources", id);
            node.fieldNames().forEachRemaining(attribute -> {
                if (!RESOURCE_ATTRIBUTES.contains(attribute)) {
                    throw new TemplateException(place.member(attribute), "this resource attribute is not supported");
                }
            });
            resources.put(
                    id,
                    new Resource(
                            id,
                            requiredText(node, "Type", place),
                            object(node.path("Properties"), place.member("Properties")),
                            dependsOn(node.path("DependsOn"), place.member("DependsOn")),
                            retention(node, "DeletionPolicy", place),
                            retention(node, "UpdateReplacePolicy", place),
                            object(node.path("Metadata"), place.member("Metadata")),
                            optionalText(node, "Condition", place)));
        });
        return resources;
    }

    private static List<String> dependsOn(JsonNode node, Place place) {
        if (node.isMissingNode()) {
            return List.of();
        }
        if (node.isTextual()) {
            return List.of(node.textValue());
        }
        List<String> ids = new ArrayList<>();
        for (JsonNode id : node) {
            if (!id.isTextual()) {
                throw new TemplateException(place, "a logical id must be a string");
            }
            ids.add(id.textValue());
        }
        return List.copyOf(ids);
    }

    private static Resource.Retention retention(JsonNode node, String attribute, Place place) {
        String text = optionalText(node, attribute, place);
        if (text == null) {
            return Resource.Retention.DELETE;
        }
        for (Resource.Retention retention : Resource.Retention.values()) {
            if (retention.toString().equals(text)) {
                return retention;
            }
        }
        throw new TemplateException(place.member(attribute), "\"" + text + "\" is not a policy");
    }

    private static Map<String, Output> outputs(ObjectNode root) {
        Map<String, Output> outputs = new LinkedHashMap<>();
        members(root, "Outputs").forEach((name, node) -> {
            Place place = Place.of("Outputs", name);
            if (!node.has("Value")) {
                throw new TemplateException(place.member("Value"), "is required");
            }
            outputs.put(
                    name,
                    new Output(
                            name,
                            node.get("Value"),
                            node.path("Description").asText(),
                            node.path("Export").get("Name"),
                            optionalText(node, "Condition", place)));
        });
        return outputs;
    }

    private static Map<String, JsonNode> members(ObjectNode root, String section) {
        Map<String, JsonNode> members = new LinkedHashMap<>();
        object(root.path(section), new Place(section)).properties().forEach(member -> {
            if (!member.getValue().isObject()) {
                throw new TemplateException(Place.of(section, member.getKey()), "must be an object");
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

    private static String requiredText(JsonNode node, String member, Place place) {
        String text = optionalText(node, member, place);
        if (text == null) {
            throw new TemplateException(place.member(member), "is required");
        }
        return text;
    }

    private static String optionalText(JsonNode node, String member, Place place) {
        JsonNode value = node.get(member);
        if (value == null) {
            return null;
        }
        if (!value.isTextual()) {
            throw new TemplateException(place.member(member), "must be a string");
        }
        return value.textValue();
    }
}
