import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Runs at build time: reduces AWS's published model of an API (Smithy 2.0, "JSON AST") to the parts that
 * classroom.template.api reads: the operations, the members that name their resources, and the shapes of their requests
 * with types and constraints. The same model always gives the same bytes.
 *
 * <p>Arguments: the model's name on the class path, the file to write.
 */
final class ReduceModel {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The forms of JMESPath in which models name resources. */
    private static final Pattern KEYS = Pattern.compile("keys\\((\\w+)\\)");

    private static final Pattern SEVERAL = Pattern.compile("(\\w+)\\[\\*]\\.\\[(.+)]\\[]");
    private static final Pattern PATH = Pattern.compile("\\w+(\\[\\*])?(\\.\\w+)*");

    private final JsonNode model;
    private final TreeMap<String, ObjectNode> shapes = new TreeMap<>();

    private ReduceModel(JsonNode model) {
        this.model = model;
    }

    public static void main(String[] arguments) throws IOException {
        try (InputStream model = ReduceModel.class.getClassLoader().getResourceAsStream(arguments[0])) {
            if (model == null) {
                throw new IOException("not on the class path: " + arguments[0]);
            }
            ObjectNode reduced = new ReduceModel(JSON.readTree(model).path("shapes")).reduce();
            Path file = Path.of(arguments[1]);
            Files.createDirectories(file.getParent());
            Files.write(file, JSON.writeValueAsBytes(reduced));
        }
    }

    private ObjectNode reduce() {
        TreeMap<String, ObjectNode> operations = new TreeMap<>();
        for (var shape : model.properties()) {
            if (shape.getValue().path("type").asText().equals("operation")) {
                operations.put(local(shape.getKey()), operation(shape.getValue()));
            }
        }
        ObjectNode reduced = JsonNodeFactory.instance.objectNode();
        reduced.putObject("operations").setAll(operations);
        reduced.putObject("shapes").setAll(shapes);
        return reduced;
    }

    private ObjectNode operation(JsonNode operation) {
        String input = operation.path("input").path("target").asText();
        ObjectNode reduced = JsonNodeFactory.instance.objectNode().put("input", add(input));
        ArrayNode resources = reduced.putArray("resources");
        for (var member : model.path(input).path("members").properties()) {
            if (member.getValue().path("traits").has("smithy.rules#contextParam")) {
                resources.add(member.getKey());
            }
        }
        for (JsonNode parameter : operation.path("traits").path("smithy.rules#operationContextParams")) {
            paths(parameter.path("path").asText()).forEach(resources::add);
        }
        return reduced;
    }

    /** With [] for each element of a list and {} for each key of a map. */
    private static Stream<String> paths(String path) {
        Matcher keys = KEYS.matcher(path);
        if (keys.matches()) {
            return Stream.of(keys.group(1) + ".{}");
        }
        Matcher several = SEVERAL.matcher(path);
        if (several.matches()) {
            return Stream.of(several.group(2).split(", *")).flatMap(rest -> paths(several.group(1) + "[*]." + rest));
        }
        if (!PATH.matcher(path).matches()) {
            throw new IllegalArgumentException("a form of path that is not known: " + path);
        }
        return Stream.of(path.replace("[*]", ".[]"));
    }

    /** Adds a shape and all that it consists of. */
    private String add(String id) {
        String name = local(id);
        JsonNode shape = model.path(id);
        if (shapes.containsKey(name)) {
            return name;
        }
        String type = shape.path("type").asText();
        ObjectNode reduced = JsonNodeFactory.instance.objectNode().put("type", type);
        shapes.put(name, reduced);
        switch (type) {
            case "structure", "union" -> {
                ObjectNode members = reduced.putObject("members");
                ArrayNode required = JsonNodeFactory.instance.arrayNode();
                for (var member : shape.path("members").properties()) {
                    members.put(member.getKey(), add(member.getValue().path("target").asText()));
                    if (member.getValue().path("traits").has("smithy.api#required")) {
                        required.add(member.getKey());
                    }
                }
                if (!required.isEmpty()) {
                    reduced.set("required", required);
                }
            }
            case "list" -> reduced.put("element", add(shape.path("member").path("target").asText()));
            case "map" -> {
                reduced.put("key", add(shape.path("key").path("target").asText()));
                reduced.put("element", add(shape.path("value").path("target").asText()));
            }
            case "enum" -> {
                ArrayNode values = reduced.putArray("values");
                for (JsonNode member : shape.path("members")) {
                    values.add(member.path("traits").path("smithy.api#enumValue").asText());
                }
            }
            default -> {}
        }
        JsonNode traits = shape.path("traits");
        for (String trait : List.of("smithy.api#length", "smithy.api#range")) {
            traits.path(trait).properties().forEach(bound -> reduced.set(bound.getKey(), bound.getValue()));
        }
        if (traits.has("smithy.api#pattern")) {
            reduced.set("pattern", traits.get("smithy.api#pattern"));
        }
        return name;
    }

    private static String local(String id) {
        return id.substring(id.indexOf('#') + 1);
    }
}
