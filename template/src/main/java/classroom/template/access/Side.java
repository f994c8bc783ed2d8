package classroom.template.access;

import classroom.template.AwsEnvironment;
import classroom.template.Output;
import classroom.template.Parameter;
import classroom.template.Resolver;
import classroom.template.Resource;
import classroom.template.Scope;
import classroom.template.StackIdentity;
import classroom.template.Template;
import classroom.template.TemplateException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * One stack, by itself or on one side of a comparison, with those of its functions carried out that need no
 * account: names and ARNs are as AWS forms them, and what only AWS knows has a name that is the same on both sides.
 */
public final class Side {
    private static final List<String> NAMES = List.of(
            "TableName",
            "FunctionName",
            "LogGroupName",
            "QueueName",
            "RoleName",
            "BucketName",
            "TopicName",
            "ManagedPolicyName",
            "UserName",
            "GroupName",
            "InstanceProfileName");

    /** Those whose {@code Ref} is an ARN (AWS CloudFormation Template Reference, "Return values" of each). */
    private static final Set<String> ARNS = Set.of(
            "AWS::IAM::ManagedPolicy",
            "AWS::SNS::Topic",
            "AWS::SecretsManager::Secret",
            "AWS::StepFunctions::StateMachine");

    private final JsonNode json;
    private final Map<String, String> given;
    private final Map<String, String> called;
    private final Template template;
    private final AwsEnvironment place;
    private final Resolver resolver;
    private final Set<String> naming = new HashSet<>();
    private final Map<String, Resource> included = new LinkedHashMap<>();
    private final Map<String, ObjectNode> resolved = new HashMap<>();
    private final Map<String, String> unresolved = new HashMap<>();

    private Side(JsonNode json, Map<String, String> given, Map<String, String> called) {
        this.json = json;
        this.given = given;
        this.called = called;
        this.template = Template.parse(json);
        this.place = new AwsEnvironment(
                given.getOrDefault("AWS::AccountId", AwsEnvironment.UNKNOWN.account()),
                given.getOrDefault("AWS::Region", AwsEnvironment.UNKNOWN.region()));
        String name = given.getOrDefault("AWS::StackName", "STACK");
        StackIdentity stack = new StackIdentity(name, place.arn("cloudformation", "stack/" + name + "/ID"), place);
        Map<String, String> values = new HashMap<>();
        for (Parameter parameter : template.parameters().values()) {
            if (given.containsKey(parameter.name())) {
                values.put(parameter.name(), given.get(parameter.name()));
            } else if (parameter.defaultValue() == null) {
                values.put(parameter.name(), parameter.name());
            }
        }
        this.resolver = template.resolver(stack, values);
        resolver.inCreationOrder().forEach(resource -> included.put(resource.id(), resource));
        for (Resource resource : template.resources().values()) {
            JsonNode properties = carriedOut(resource, resource.properties());
            resolved.put(
                    resource.id(),
                    properties instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode());
        }
    }

    /** @throws TemplateException if this is no template */
    public static Side of(JsonNode json) {
        return of(json, Map.of());
    }

    /**
     * @param given values of parameters and pseudo parameters; of others, the default or, without one, the name; and
     *     whether a condition holds that {@link Worlds} decides
     * @throws TemplateException if this is no template, or if it cannot be deployed with these values
     */
    public static Side of(JsonNode json, Map<String, String> given) {
        JsonNode copy = json.deepCopy();
        if (copy instanceof ObjectNode root) {
            root.remove("Transform");
        }
        // They say how CloudFormation waits, not what there is.
        copy.path("Resources").forEach(resource -> {
            if (resource instanceof ObjectNode object) {
                object.remove(List.of("CreationPolicy", "UpdatePolicy"));
            }
        });
        // A parameter without a default gets its own name for a value, which no pattern may refuse.
        copy.path("Parameters").forEach(parameter -> {
            if (parameter instanceof ObjectNode object) {
                object.remove(List.of("AllowedPattern", "AllowedValues", "MinLength", "MaxLength"));
                if (!object.has("Default") && object.path("Type").asText().equals("Number")) {
                    object.put("Default", "0");
                }
            }
        });
        given.forEach((name, value) -> {
            String condition = name.replaceFirst("^" + Worlds.CONDITIONS, "");
            if (!condition.equals(name) && copy.path("Conditions").path(condition) instanceof ObjectNode decided) {
                decided.removeAll().putArray("Fn::Equals").add(value).add("true");
            }
        });
        return new Side(copy, given, Map.of());
    }

    /**
     * Returns this side with other logical ids in place of some wherever a value is made of them: what AWS names after
     * a resource is then equal to the name of another.
     *
     * @param ids the others, by logical id
     */
    public Side calling(Map<String, String> ids) {
        return new Side(json, given, ids);
    }

    /**
     * A value with its functions carried out. One that cannot be stands as it is written, with what is inside
     * it carried out, so that two sides differ in it if anything differs that it is made of.
     */
    private JsonNode carriedOut(Resource resource, JsonNode value) {
        try {
            return resolver.value(resource, value, new Names());
        } catch (TemplateException e) {
            unresolved.putIfAbsent(resource.id(), e.getMessage());
        }
        if (value.isArray()) {
            ArrayNode elements = JsonNodeFactory.instance.arrayNode();
            value.forEach(element -> elements.add(carriedOut(resource, element)));
            return elements;
        }
        if (!value.isObject()) {
            return value;
        }
        ObjectNode members = JsonNodeFactory.instance.objectNode();
        value.properties().forEach(member -> {
            JsonNode node = carriedOut(resource, member.getValue());
            if (!node.isMissingNode()) {
                members.set(member.getKey(), node);
            }
            if (member.getKey().equals("Fn::FindInMap")) {
                members.set("Mappings", json.path("Mappings"));
            }
        });
        return members;
    }

    public Template template() {
        return template;
    }

    /** By logical id, in the template's order, as they are written. */
    public Map<String, Resource> resources() {
        return template.resources();
    }

    /** Those whose condition holds. */
    public Map<String, Resource> included() {
        return included;
    }

    /** A section of the template as it is written. */
    public JsonNode section(String name) {
        return json.path(name);
    }

    /** A resource as it is written. */
    public JsonNode written(String id) {
        return json.path("Resources").path(id);
    }

    /** Why some of its functions could not be carried out, if so. */
    Optional<String> whyUnresolved(String id) {
        return Optional.ofNullable(unresolved.get(id));
    }

    /** Its properties, with the functions carried out that can be. */
    public ObjectNode bestProperties(String id) {
        return resolved.get(id);
    }

    /** The physical name if the template gives one, else the logical id or what stands in its place. */
    public String name(String id) {
        return nameIn(bestProperties(id)).orElse(called.getOrDefault(id, id));
    }

    String account() {
        return place.account();
    }

    /** The values that other stacks may import, by the names that they are exported as. */
    public Map<String, String> exports() {
        Map<String, String> exports = new TreeMap<>();
        for (Output output : template.outputs().values()) {
            if (output.exportName() != null) {
                ObjectNode properties = JsonNodeFactory.instance.objectNode();
                Resource place = new Resource(
                        "Outputs." + output.name(),
                        "",
                        properties,
                        List.of(),
                        Resource.Retention.DELETE,
                        Resource.Retention.DELETE,
                        properties,
                        output.condition());
                JsonNode value = output.value();
                if (output.condition() != null) {
                    ObjectNode included = JsonNodeFactory.instance.objectNode();
                    included.putArray("Fn::If")
                            .add(output.condition())
                            .add(value)
                            .addObject()
                            .put("Ref", "AWS::NoValue");
                    value = included;
                }
                JsonNode exported = carriedOut(place, value);
                if (!exported.isMissingNode()) {
                    exports.put(carriedOut(place, output.exportName()).toString(), exported.toString());
                }
            }
        }
        return exports;
    }

    /** The ARN of a resource that has one. */
    String arn(String id) {
        return new Names().attribute(id, "Arn").orElseThrow().asText();
    }

    private static Optional<String> nameIn(JsonNode properties) {
        return NAMES.stream()
                .filter(name -> properties.path(name).isTextual())
                .map(name -> properties.path(name).textValue())
                .findFirst();
    }

    private final class Names implements Scope {
        @Override
        public Optional<JsonNode> ref(String id) {
            Resource resource = template.resources().get(id);
            String type = resource.type();
            if (type.equals("AWS::Lambda::Alias") || type.equals("AWS::Lambda::Version")) {
                String function = carriedOut(resource, resource.properties().path("FunctionName"))
                        .asText()
                        .replaceFirst("^arn:aws:lambda:[^:]*:[^:]*:function:", "");
                return Optional.of(TextNode.valueOf(place.arn(
                        "lambda",
                        "function:" + function + ":"
                                + resource.properties().path("Name").asText(idOf(id)))));
            }
            return ARNS.contains(type) ? attribute(id, "Arn") : Optional.of(TextNode.valueOf(nameOf(id)));
        }

        @Override
        public Optional<JsonNode> attribute(String id, String attribute) {
            Resource resource = template.resources().get(id);
            String name = nameOf(id);
            String arn = switch (resource.type() + " " + attribute) {
                case "AWS::DynamoDB::Table Arn" -> place.arn("dynamodb", "table/" + name);
                case "AWS::DynamoDB::Table StreamArn" -> place.arn("dynamodb", "table/" + name + "/stream/LABEL");
                case "AWS::IAM::Role Arn" -> iam(resource, "role", name);
                case "AWS::IAM::User Arn" -> iam(resource, "user", name);
                case "AWS::IAM::Group Arn" -> iam(resource, "group", name);
                case "AWS::IAM::ManagedPolicy Arn", "AWS::IAM::ManagedPolicy PolicyArn" ->
                    iam(resource, "policy", name);
                case "AWS::Lambda::Function Arn" -> place.arn("lambda", "function:" + name);
                case "AWS::Logs::LogGroup Arn" -> place.arn("logs", "log-group:" + name + ":*");
                case "AWS::S3::Bucket Arn" -> AwsEnvironment.bucketArn(name);
                default ->
                    attribute.endsWith("Arn") ? place.arn(service(resource.type()), name) : idOf(id) + "." + attribute;
            };
            return Optional.of(TextNode.valueOf(arn));
        }

        @Override
        public Optional<String> ssmParameter(String name) {
            return Optional.of(name);
        }

        private String iam(Resource resource, String kind, String name) {
            String path =
                    carriedOut(resource, resource.properties().path("Path")).asText();
            return place.global().arn("iam", kind + (path.isEmpty() ? "/" : path) + name);
        }

        /** A name that is made up of the resource's own is the id's. */
        private String nameOf(String id) {
            Resource resource = template.resources().get(id);
            if (!naming.add(id)) {
                return idOf(id);
            }
            try {
                ObjectNode names = JsonNodeFactory.instance.objectNode();
                NAMES.forEach(name -> names.set(
                        name, carriedOut(resource, resource.properties().path(name))));
                return nameIn(names).orElse(idOf(id));
            } finally {
                naming.remove(id);
            }
        }

        private String idOf(String id) {
            return called.getOrDefault(id, id);
        }

        private String service(String type) {
            String[] parts = type.split("::");
            return parts.length > 1 ? parts[1].toLowerCase(Locale.ROOT) : "custom";
        }
    }
}
