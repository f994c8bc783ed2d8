package classroom.local.review;

import classroom.template.Parameter;
import classroom.template.Resolver;
import classroom.template.Resource;
import classroom.template.Scope;
import classroom.template.StackIdentity;
import classroom.template.Template;
import classroom.template.TemplateException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One stack, by itself or on one side of a comparison, its functions carried out as far as that goes without an account:
 * names and ARNs are as AWS forms them, and what only AWS knows has a name that is the same on both sides.
 */
public final class Side {
    private static final List<String> NAMES =
            List.of("TableName", "FunctionName", "LogGroupName", "QueueName", "RoleName", "BucketName", "TopicName");

    private final JsonNode json;
    private final Template template;
    private final Map<String, ObjectNode> resolved = new LinkedHashMap<>();
    private final Map<String, String> unresolved = new HashMap<>();

    private Side(JsonNode json) {
        this.json = json;
        this.template = Template.parse(json);
        Map<String, String> values = new HashMap<>();
        for (Parameter parameter : template.parameters().values()) {
            if (parameter.defaultValue() == null) {
                values.put(parameter.name(), parameter.name());
            }
        }
        Resolver resolver = template.resolver(
                new StackIdentity("STACK", "arn:aws:cloudformation:REGION:ACCOUNT:stack/STACK/ID", "REGION", "ACCOUNT"),
                values);
        for (Resource resource : template.resources().values()) {
            try {
                resolved.put(resource.id(), resolver.properties(resource, new Names()));
            } catch (TemplateException e) {
                unresolved.put(resource.id(), e.getMessage());
            }
        }
    }

    /** @throws TemplateException if this is no template */
    public static Side of(JsonNode json) {
        JsonNode copy = json.deepCopy();
        // A parameter without a default gets its own name for a value, which no pattern may refuse.
        copy.path("Parameters").forEach(parameter -> {
            if (parameter instanceof ObjectNode object) {
                object.remove(List.of("AllowedPattern", "AllowedValues", "MinLength", "MaxLength"));
                if (!object.has("Default") && object.path("Type").asText().equals("Number")) {
                    object.put("Default", "0");
                }
            }
        });
        return new Side(copy);
    }

    /** A stack that is not there. */
    static Optional<Side> ofNullable(JsonNode json) {
        return Optional.ofNullable(json).map(Side::of);
    }

    Template template() {
        return template;
    }

    /** By logical id, in the template's order, as they are written. */
    public Map<String, Resource> resources() {
        return template.resources();
    }

    /** A section of the template as it is written. */
    JsonNode section(String name) {
        return json.path(name);
    }

    /** A resource as it is written. */
    JsonNode written(String id) {
        return json.path("Resources").path(id);
    }

    /** Its properties carried out; empty if they have a function that is not known here. */
    Optional<ObjectNode> properties(String id) {
        return Optional.ofNullable(resolved.get(id));
    }

    /** Why they could not be carried out. */
    String whyUnresolved(String id) {
        return unresolved.get(id);
    }

    /** Its properties carried out, or else as they are written. */
    public ObjectNode bestProperties(String id) {
        return properties(id).orElseGet(() -> template.resources().get(id).properties());
    }

    /** The physical name if the template gives one, else the logical id. */
    public String name(String id) {
        ObjectNode properties = bestProperties(id);
        return NAMES.stream()
                .filter(name -> properties.path(name).isTextual())
                .map(name -> properties.path(name).textValue())
                .findFirst()
                .orElse(id);
    }

    private final class Names implements Scope {
        @Override
        public Optional<JsonNode> ref(String id) {
            // "The ARN of the alias" (AWS CloudFormation Template Reference, "AWS::Lambda::Alias", Ref).
            ObjectNode alias = template.resources().get(id).properties();
            String function = alias.path("FunctionName").path("Ref").asText();
            if (template.resources().get(id).type().equals("AWS::Lambda::Alias")
                    && template.resources().containsKey(function)) {
                return Optional.of(TextNode.valueOf("arn:aws:lambda:REGION:ACCOUNT:function:" + nameOf(function) + ":"
                        + alias.path("Name").asText()));
            }
            return Optional.of(TextNode.valueOf(nameOf(id)));
        }

        @Override
        public Optional<JsonNode> attribute(String id, String attribute) {
            String name = nameOf(id);
            String type = template.resources().get(id).type();
            String arn = switch (type + " " + attribute) {
                case "AWS::DynamoDB::Table Arn" -> "arn:aws:dynamodb:REGION:ACCOUNT:table/" + name;
                case "AWS::DynamoDB::Table StreamArn" ->
                    "arn:aws:dynamodb:REGION:ACCOUNT:table/" + name + "/stream/LABEL";
                case "AWS::IAM::Role Arn" -> "arn:aws:iam::ACCOUNT:role/" + name;
                case "AWS::Lambda::Function Arn" -> "arn:aws:lambda:REGION:ACCOUNT:function:" + name;
                case "AWS::Logs::LogGroup Arn" -> "arn:aws:logs:REGION:ACCOUNT:log-group:" + name + ":*";
                case "AWS::S3::Bucket Arn" -> "arn:aws:s3:::" + name;
                default ->
                    attribute.endsWith("Arn")
                            ? "arn:aws:" + service(type) + ":REGION:ACCOUNT:" + name
                            : id + "." + attribute;
            };
            return Optional.of(TextNode.valueOf(arn));
        }

        @Override
        public Optional<String> ssmParameter(String name) {
            return Optional.of(name);
        }

        /** Names are given literally or as parameters here; one that is made up of references is the id's. */
        private String nameOf(String id) {
            ObjectNode properties = template.resources().get(id).properties();
            return NAMES.stream()
                    .filter(name -> properties.path(name).isTextual())
                    .map(name -> properties.path(name).textValue())
                    .findFirst()
                    .orElse(id);
        }

        private String service(String type) {
            String[] parts = type.split("::");
            return parts.length > 1 ? parts[1].toLowerCase(Locale.ROOT) : "custom";
        }
    }
}
