package classroom.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A template for one stack: parameters have values and conditions are decided, so it is settled which resources there
 * are and in which order they can be made.
 */
public final class Resolver {
    private static final Pattern EXPORT_NAME = Pattern.compile("[A-Za-z0-9:-]+");

    private final Template template;
    private final Intrinsics intrinsics;
    private final Map<String, Resource> included = new LinkedHashMap<>();
    private final Map<String, Set<String>> dependencies = new LinkedHashMap<>();
    private final Map<String, Set<String>> outputDependencies = new LinkedHashMap<>();
    private final Set<Attribute> attributes = new LinkedHashSet<>();
    private final List<Resource> creationOrder;

    /** An attribute of a resource that the template uses. */
    public record Attribute(String id, String name) {}

    Resolver(Template template, StackIdentity stack, Map<String, String> values) {
        this.template = template;
        template.check();
        this.intrinsics = new Intrinsics(template, stack, template.parameterValues(values));
        intrinsics.decideConditions();
        template.resources().values().stream()
                .filter(resource -> holds(resource.condition()))
                .forEach(resource -> included.put(resource.id(), resource));
        included.values().forEach(resource -> dependencies.put(resource.id(), dependenciesOf(resource)));
        template.outputs().values().forEach(output -> {
            Place place = Place.of("Outputs", output.name());
            if (!holds(output.condition())) {
                return;
            }
            outputDependencies.put(output.name(), references(output.value(), place.member("Value")));
            if (output.exportName() != null
                    && !references(output.exportName(), place.member("Export.Name"))
                            .isEmpty()) {
                throw Template.malformed(
                        output.name(), "Export must not depend on any resources, imported values, or Fn::GetAZs");
            }
        });
        this.creationOrder = List.copyOf(creationOrderOf());
    }

    /**
     * The resources of this stack, each after everything that it refers to or depends on; otherwise in the template's
     * order. Deletion is the reverse. A resource whose condition is false is not among them.
     */
    public List<Resource> inCreationOrder() {
        return creationOrder;
    }

    /** The attributes of resources that resources and outputs of this stack use. */
    public Set<Attribute> attributes() {
        return attributes;
    }

    /** Logical ids of the resources that this one refers to or depends on. */
    public Set<String> dependencies(Resource resource) {
        return dependencies.get(resource.id());
    }

    /** The value of every parameter, by name; for one of AWS Systems Manager, the name that is looked up there. */
    public Map<String, String> parameterValues() {
        return intrinsics.parameterValues();
    }

    /**
     * The properties of a resource with every intrinsic function carried out.
     *
     * @throws TemplateException naming resource and property path, if a function is malformed or not supported, or if
     *     the scope has no answer
     */
    public ObjectNode properties(Resource resource, Scope scope) {
        JsonNode properties = intrinsics.resolve(
                resource.properties(),
                scope,
                Place.of("Resources", resource.id()).member("Properties"));
        return properties instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode();
    }

    /** A part of a resource's properties, likewise; missing if it comes to {@code AWS::NoValue}. */
    public JsonNode value(Resource resource, JsonNode part, Scope scope) {
        return intrinsics.resolve(
                part, scope, Place.of("Resources", resource.id()).member("Properties"));
    }

    /** The outputs whose condition holds, by name, resolved. */
    public Map<String, Output> outputs(Scope scope) {
        Map<String, Output> outputs = new LinkedHashMap<>();
        outputDependencies.keySet().forEach(name -> outputs.put(name, output(name, scope)));
        return outputs;
    }

    /** The outputs whose condition holds, with the logical ids of the resources that each refers to. */
    public Map<String, Set<String>> outputDependencies() {
        return outputDependencies;
    }

    /** One of these outputs, resolved. */
    public Output output(String name, Scope scope) {
        Output output = template.outputs().get(name);
        Place place = Place.of("Outputs", name);
        JsonNode value = intrinsics.resolve(output.value(), scope, place.member("Value"));
        if (!value.isValueNode()) {
            throw new TemplateException(
                    "Template format error: The Value field of every Outputs member must evaluate to a String.");
        }
        JsonNode exportName = output.exportName() == null
                ? null
                : intrinsics.resolve(output.exportName(), scope, place.member("Export.Name"));
        if (exportName != null && !EXPORT_NAME.matcher(exportName.asText()).matches()) {
            throw Template.malformed(name, Template.EXPORT);
        }
        return new Output(name, value, output.description(), exportName, output.condition());
    }

    /** Whether a condition holds; {@code null} always does. */
    private boolean holds(String condition) {
        return condition == null || intrinsics.condition(condition);
    }

    private Set<String> dependenciesOf(Resource resource) {
        Set<String> found = new LinkedHashSet<>();
        Place place = Place.of("Resources", resource.id());
        // As CloudFormation does: depending on a resource that a condition leaves out is no error.
        resource.dependsOn().stream().filter(included::containsKey).forEach(found::add);
        found.addAll(references(resource.properties(), place.member("Properties")));
        return found;
    }

    /** The resources that a value refers to. */
    private Set<String> references(JsonNode value, Place place) {
        Set<String> found = new LinkedHashSet<>();
        intrinsics.references(value, place, (id, attribute) -> {
            if (!included.containsKey(id)) {
                throw leftOut(id, place.section());
            }
            found.add(id);
            if (attribute != null) {
                attributes.add(new Attribute(id, attribute));
            }
        });
        return found;
    }

    /** The error in a reference to a resource that a condition leaves out: in Outputs it has no prefix. */
    private static TemplateException leftOut(String id, String block) {
        String unresolved = "Unresolved resource dependencies [" + id + "] in the " + block + " block of the template";
        return new TemplateException(block.equals("Outputs") ? unresolved : "Template format error: " + unresolved);
    }

    private List<Resource> creationOrderOf() {
        Map<String, Resource> left = new LinkedHashMap<>(included);
        List<Resource> order = new ArrayList<>();
        while (!left.isEmpty()) {
            Resource next = left.values().stream()
                    .filter(resource -> dependencies.get(resource.id()).stream().noneMatch(left::containsKey))
                    .findFirst()
                    .orElseThrow(() -> new TemplateException("Circular dependency between resources: ["
                            + String.join(", ", cycle(left.keySet())) + "]"));
            order.add(left.remove(next.id()));
        }
        return order;
    }

    /** Each of those left depends on another of them, so following dependencies from any one comes round. */
    private List<String> cycle(Set<String> left) {
        List<String> path = new ArrayList<>();
        String id = left.iterator().next();
        while (!path.contains(id)) {
            path.add(id);
            id = dependencies.get(id).stream()
                    .filter(left::contains)
                    .findFirst()
                    .orElseThrow();
        }
        return path.subList(path.indexOf(id), path.size());
    }
}
