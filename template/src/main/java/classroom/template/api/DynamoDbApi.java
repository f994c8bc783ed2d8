package classroom.template.api;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The requests of DynamoDB and of its Streams, as AWS describes them (docs/decisions/0025).
 *
 * <p>DynamoDB's are reduced at build time from the model that AWS publishes,
 * {@code software.amazon.api.models:dynamodb}. That of its Streams is in the generated file of the other services
 * (docs/decisions/0040). {@code dynamodb-recorded.json} has what answers of AWS were seen to differ in, each with its
 * source: the order of enumerations, patterns, constraints that AWS tells in other words.
 */
public final class DynamoDbApi {
    private static final Api TABLES = Api.of("dynamodb");
    private static final Map<String, Operation> OPERATIONS = new TreeMap<>(TABLES.operations());

    static {
        Api.of("dynamodbstreams").operations().forEach((name, operation) -> OPERATIONS.put(name, ofStreams(operation)));
    }

    private DynamoDbApi() {}

    /** An operation of the Streams with what names its resource, which their model does not say. */
    private static Operation ofStreams(Operation operation) {
        List<String> resource = Stream.of("StreamArn", "ShardIterator", "TableName")
                .filter(operation.input().members()::containsKey)
                .limit(1)
                .toList();
        return new Operation(operation.name(), operation.input(), resource, null);
    }

    /** The names of all operations, those that the local class does not serve among them. */
    public static Set<String> operations() {
        return Collections.unmodifiableSet(OPERATIONS.keySet());
    }

    /** The operation of that name, such as {@code GetItem}, which must be one of {@link #operations()}. */
    public static Operation operation(String name) {
        return OPERATIONS.get(name);
    }

    /** The constraints of a table's name. */
    public static Shape tableName() {
        return TABLES.shape("TableName");
    }
}
