import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/**
 * Runs at build time: reduces the database of npm's @aws-cdk/aws-service-spec to the parts of CloudFormation's resource
 * types that ResourceType reads, one file for each service. The same database gives the same bytes
 * (docs/decisions/0030).
 *
 * <p>A file has {@code types} by name and the {@code definitions} that they use. Each has {@code properties} and the
 * {@code required} ones; a type also has {@code attributes} and usually the names of those that identify one resource,
 * its {@code identifier}. A property's shape is a text ({@code string}, {@code json} and so on), a definition's number,
 * a list with the shape of its elements, or an object: {@code map} with the shape of its values, alternatives ({@code
 * or}), or values ({@code of}).
 *
 * <p>Arguments: the database, the folder to write.
 */
final class ReduceTypes {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Map<String, JsonNode> entities;
    private final ObjectNode types = NODES.objectNode();
    private final ArrayNode definitions = NODES.arrayNode();
    private final Map<String, Integer> numbers = new HashMap<>();

    private ReduceTypes(Map<String, JsonNode> entities) {
        this.entities = entities;
    }

    public static void main(String[] arguments) throws IOException {
        JsonNode schema;
        try (InputStream packed = Files.newInputStream(Path.of(arguments[0]))) {
            schema = JSON.readTree(new GZIPInputStream(packed)).path("schema");
        }
        Map<String, JsonNode> entities = new HashMap<>();
        schema.path("typeDefinition")
                .path("entities")
                .forEach(entity -> entities.put(entity.path("$id").asText(), entity));
        TreeMap<String, JsonNode> resources = new TreeMap<>();
        for (JsonNode resource : schema.path("resource").path("entities")) {
            // CloudFormation does not know a type that a transform turns into others.
            if (!resource.has("cloudFormationTransform")) {
                resources.put(resource.path("cloudFormationType").asText(), resource);
            }
        }
        if (resources.isEmpty() || entities.isEmpty()) {
            throw new IOException(arguments[0] + " is not the database that this program knows");
        }
        TreeMap<String, ReduceTypes> services = new TreeMap<>();
        resources.forEach((name, resource) -> services.computeIfAbsent(
                        name.substring(0, name.lastIndexOf("::")).replace("::", "-"), any -> new ReduceTypes(entities))
                .add(name, resource));
        Path folder = Path.of(arguments[1]);
        Files.createDirectories(folder);
        for (Map.Entry<String, ReduceTypes> service : services.entrySet()) {
            ObjectNode file = NODES.objectNode();
            file.set("types", service.getValue().types);
            file.set("definitions", service.getValue().definitions);
            Files.write(folder.resolve(service.getKey() + ".json"), JSON.writeValueAsBytes(file));
        }
    }

    private void add(String name, JsonNode resource) {
        ObjectNode reduced = structure(resource);
        reduced.set("attributes", types(resource.path("attributes")));
        if (resource.has("primaryIdentifier")) {
            reduced.set("identifier", resource.get("primaryIdentifier"));
        }
        types.set(name, reduced);
    }

    private ObjectNode structure(JsonNode entity) {
        ObjectNode reduced = NODES.objectNode();
        reduced.set("properties", types(entity.path("properties")));
        ArrayNode required = NODES.arrayNode();
        sorted(entity.path("properties")).forEach((name, property) -> {
            if (property.path("required").asBoolean()) {
                required.add(name);
            }
        });
        if (!required.isEmpty()) {
            reduced.set("required", required);
        }
        return reduced;
    }

    private ObjectNode types(JsonNode members) {
        ObjectNode reduced = NODES.objectNode();
        sorted(members).forEach((name, member) -> reduced.set(name, type(member.path("type"))));
        return reduced;
    }

    private static TreeMap<String, JsonNode> sorted(JsonNode members) {
        TreeMap<String, JsonNode> sorted = new TreeMap<>();
        members.properties().forEach(member -> sorted.put(member.getKey(), member.getValue()));
        return sorted;
    }

    private JsonNode type(JsonNode type) {
        String kind = type.path("type").asText();
        if (type.has("allowedValues")) {
            ObjectNode values = NODES.objectNode();
            return values.set("of", type.get("allowedValues"));
        }
        return switch (kind) {
            case "ref" -> NODES.numberNode(definition(type.path("reference").path("$ref").asText()));
            case "array" -> NODES.arrayNode().add(type(type.path("element")));
            case "map" -> NODES.objectNode().set("map", type(type.path("element")));
            case "union" -> {
                ArrayNode alternatives = NODES.arrayNode();
                type.path("types").forEach(each -> alternatives.add(type(each)));
                yield NODES.objectNode().set("or", alternatives);
            }
            case "date-time" -> TextNode.valueOf("string");
            case "string", "number", "integer", "boolean", "json", "tag" -> TextNode.valueOf(kind);
            default -> throw new IllegalArgumentException("a kind of type that is not known: " + type);
        };
    }

    /** Its number. It gets the number before its parts are read, because some definitions contain themselves. */
    private int definition(String id) {
        Integer known = numbers.get(id);
        if (known != null) {
            return known;
        }
        int number = definitions.size();
        numbers.put(id, number);
        definitions.addNull();
        definitions.set(number, structure(entities.get(id)));
        return number;
    }
}
