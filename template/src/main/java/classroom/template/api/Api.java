package classroom.template.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The requests of a service, as AWS describes them: each operation, also those that the local class does not serve, and
 * what its requests may be (docs/decisions/0025 and 0040).
 *
 * <p>A service's model is read when it is first asked for.
 */
public final class Api {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, Api> READ = new ConcurrentHashMap<>();

    private final String version;
    private final Map<String, Operation> operations = new TreeMap<>();
    private final Map<String, Shape> shapes = new HashMap<>();

    private Api(JsonNode model, JsonNode recorded) {
        // By shape: members that are newer, other values of constraints; null for one that AWS does not tell so.
        recorded.path("shapes").properties().forEach(shape -> {
            ObjectNode definition = ((ObjectNode) model.path("shapes")).withObjectProperty(shape.getKey());
            shape.getValue().properties().forEach(part -> {
                if (part.getValue() instanceof ObjectNode members) {
                    definition.withObjectProperty(part.getKey()).setAll(members);
                } else {
                    definition.set(part.getKey(), part.getValue());
                }
            });
            definition.properties().removeIf(member -> member.getValue().isNull());
        });
        version = model.path("version").asText();
        model.path("shapes")
                .properties()
                .forEach(shape -> shapes.put(shape.getKey(), new Shape(shape.getKey(), shape.getValue())));
        Shape.link(shapes);
        model.path("operations")
                .properties()
                .forEach(operation ->
                        operations.put(operation.getKey(), operation(operation.getKey(), operation.getValue())));
    }

    private Operation operation(String name, JsonNode definition) {
        List<String> resources = new ArrayList<>();
        definition.path("resources").forEach(path -> resources.add(path.asText()));
        Shape input = shapes.getOrDefault(definition.path("input").asText(), Shape.NOTHING);
        Route route = definition.has("path")
                ? Route.of(
                        definition.path("method").asText(),
                        definition.path("path").asText())
                : null;
        return new Operation(name, input, List.copyOf(resources), route);
    }

    /**
     * The API of a service: {@code dynamodb}, or one that the generated file has, by the name that AWS's SDKs give its
     * model, such as {@code lambda} or {@code dynamodbstreams}.
     */
    public static Api of(String service) {
        return READ.computeIfAbsent(service, Api::read);
    }

    /** An API of our own, as the generated file has AWS's. */
    public static Api parse(String model) {
        try {
            return new Api(JSON.readTree(model), MissingNode.getInstance());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no model: " + model, e);
        }
    }

    private static Api read(String service) {
        boolean alone = service.equals("dynamodb");
        try (InputStream in = Api.class.getResourceAsStream(alone ? "dynamodb.json" : "services.json");
                JsonParser parser = JSON.createParser(in)) {
            if (alone) {
                return new Api(JSON.readTree(parser), recorded(service));
            }
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean wanted = parser.currentName().equals(service);
                parser.nextToken();
                if (wanted) {
                    return new Api(JSON.readTree(parser), recorded(service));
                }
                parser.skipChildren();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new IllegalArgumentException("no model of " + service);
    }

    /** What answers of AWS were seen to differ in from a service's model, each with its source. */
    private static JsonNode recorded(String service) throws IOException {
        try (InputStream in = Api.class.getResourceAsStream(service + "-recorded.json")) {
            return in == null ? MissingNode.getInstance() : JSON.readTree(in);
        }
    }

    /** The version of the API, such as {@code 2010-05-08}. */
    public String version() {
        return version;
    }

    /** All operations by name, those that the local class does not serve among them. */
    public Map<String, Operation> operations() {
        return Collections.unmodifiableMap(operations);
    }

    /** The shape of that name, which the model must have. */
    public Shape shape(String name) {
        return shapes.get(name);
    }

    /**
     * The operation that an HTTP request asks for, of a service whose requests do not name it.
     *
     * @param path the decoded parts between the slashes of the path
     * @param query the decoded parameters
     */
    public Optional<Operation> routed(String method, List<String> path, Map<String, String> query) {
        return operations.values().stream()
                .filter(operation -> operation.route().matches(method, path, query))
                // One that wants something of the query before one that does not look at it.
                .max(Comparator.comparing(operation -> operation.route().query()));
    }
}
