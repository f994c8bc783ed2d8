package classroom.template.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The requests of DynamoDB and of its Streams, as AWS describes them (docs/decisions/0025).
 *
 * <p>DynamoDB's are reduced at build time from the model that AWS publishes,
 * {@code software.amazon.api.models:dynamodb}. Of its Streams AWS publishes none there: their four operations are
 * written by hand, from the API Reference.
 */
public final class DynamoDbApi {
    private static final Map<String, Operation> OPERATIONS = new TreeMap<>();
    private static final Map<String, Shape> SHAPES = new HashMap<>();

    static {
        read("dynamodb-streams.json");
        read("dynamodb.json");
    }

    private DynamoDbApi() {}

    private static void read(String file) {
        JsonNode model;
        try (InputStream in = DynamoDbApi.class.getResourceAsStream(file)) {
            model = new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, Shape> shapes = new HashMap<>();
        model.path("shapes")
                .properties()
                .forEach(shape -> shapes.put(shape.getKey(), new Shape(shape.getKey(), shape.getValue())));
        shapes.values().forEach(shape -> shape.link(shapes));
        model.path("operations").properties().forEach(operation -> {
            List<String> resources = new ArrayList<>();
            operation.getValue().path("resources").forEach(path -> resources.add(path.asText()));
            Shape input = shapes.get(operation.getValue().path("input").asText());
            OPERATIONS.put(operation.getKey(), new Operation(input, List.copyOf(resources)));
        });
        SHAPES.putAll(shapes);
    }

    /** The names of all operations, those that the local class does not serve among them. */
    public static Set<String> operations() {
        return Set.copyOf(OPERATIONS.keySet());
    }

    /** The operation of that name, such as {@code GetItem}, which must be one of {@link #operations()}. */
    public static Operation operation(String name) {
        return OPERATIONS.get(name);
    }

    /** The constraints of a table's name. */
    public static Shape tableName() {
        return SHAPES.get("TableName");
    }
}
