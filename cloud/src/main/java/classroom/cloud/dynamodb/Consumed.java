package classroom.cloud.dynamodb;

import classroom.cloud.gateway.Protocol;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * The capacity that statements and transactions use, where DynamoDB Local says none or another.
 *
 * <p>"ReturnConsumedCapacity" of PartiQL: the units of the items that a statement returns or writes ("DynamoDB read and
 * write operations"). What a filter leaves out, and the indexes that a write changes, are not counted. A transaction
 * says its units as read or write units, too; those of its writes are {@link WriteUnits}. If it is repeated with its
 * token, it is "the number of read capacity units consumed in reading the item" (API Reference, "TransactWriteItems").
 */
final class Consumed {
    private static final Set<String> STATEMENTS =
            Set.of("BatchExecuteStatement", "ExecuteStatement", "ExecuteTransaction");

    private static final int READ_UNIT = 4096;
    private static final int WRITE_UNIT = 1024;

    /** How long a token is valid. */
    private static final long VALID = Duration.ofMinutes(10).toNanos();

    /** The most tokens that are remembered, of the programs of a class; each SDK makes one for each transaction. */
    private static final int TOKENS = 100_000;

    private final Statements statements;
    private final Function<String, JsonNode> describe;
    private final BiFunction<String, ObjectNode, EmbeddedDynamoDb.Answer> database;
    private final LongSupplier nanoTime;
    private final Map<String, Long> tokens = new LinkedHashMap<>();

    /**
     * Creates one.
     *
     * @param describe the description of a table by its name; of one that is not there, an empty object
     * @param database carries out an operation
     * @param nanoTime a clock such as {@link System#nanoTime}
     */
    Consumed(
            Function<String, JsonNode> describe,
            BiFunction<String, ObjectNode, EmbeddedDynamoDb.Answer> database,
            LongSupplier nanoTime) {
        this.statements = new Statements(describe);
        this.describe = describe;
        this.database = database;
        this.nanoTime = nanoTime;
    }

    /** Whether an operation of PartiQL reads: all of its statements read, or all of them write. */
    static boolean isRead(String operation, JsonNode request) {
        return STATEMENTS.contains(operation)
                && list(operation, request).stream()
                        .allMatch(statement ->
                                Select.of(statement.path("Statement").asText()).isPresent());
    }

    private static List<JsonNode> list(String operation, JsonNode request) {
        return switch (operation) {
            case "ExecuteStatement" -> List.of(request);
            case "ExecuteTransaction" ->
                request.path("TransactStatements").valueStream().toList();
            default -> request.path("Statements").valueStream().toList();
        };
    }

    EmbeddedDynamoDb.Answer perform(String operation, ObjectNode request) {
        String wanted = request.path("ReturnConsumedCapacity").asText();
        boolean wants = Set.of("TOTAL", "INDEXES").contains(wanted);
        boolean writes = wants && operation.equals("TransactWriteItems");
        List<JsonNode> before = writes ? items(request) : List.of();
        List<Integer> sizes = new ArrayList<>();
        if (wants && STATEMENTS.contains(operation)) {
            list(operation, request).forEach(statement -> sizes.add(size(statement)));
        }
        EmbeddedDynamoDb.Answer answer = operation.equals("ExecuteStatement")
                ? statements.order(request, each -> database.apply(operation, each))
                : database.apply(operation, request);
        boolean repeated = answer.status() == 200
                && isRepeated(request.path("ClientRequestToken").asText());
        boolean transaction = operation.contains("Transact");
        if (answer.status() != 200 || !wants || sizes.isEmpty() && !transaction) {
            return answer;
        }
        ObjectNode body = Protocol.json(answer.body());
        if (!sizes.isEmpty()) {
            ArrayNode used = ofStatements(operation, request, repeated, sizes, body.path("Responses"));
            body.set("ConsumedCapacity", operation.equals("ExecuteStatement") ? used.path(0) : used);
        } else if (repeated) {
            body.set("ConsumedCapacity", ofReading(request));
        } else if (writes) {
            body.set("ConsumedCapacity", ofWriting(request, before, items(request)));
        }
        if (transaction) {
            boolean reads = repeated || operation.equals("TransactGetItems") || isRead(operation, request);
            body.path("ConsumedCapacity").forEach(used -> name(used, reads));
        }
        return new EmbeddedDynamoDb.Answer(200, Protocol.bytes(body));
    }

    /** Says of the units, at every depth, what they are. */
    private static void name(JsonNode used, boolean reads) {
        used.forEach(part -> name(part, reads));
        if (used.has("CapacityUnits")) {
            ((ObjectNode) used).set(reads ? "ReadCapacityUnits" : "WriteCapacityUnits", used.get("CapacityUnits"));
        }
    }

    /** Whether a transaction with this token has been carried out in the last ten minutes; it has been by now. */
    private synchronized boolean isRepeated(String token) {
        if (token.isEmpty()) {
            return false;
        }
        long now = nanoTime.getAsLong();
        Iterator<Long> oldest = tokens.values().iterator();
        while (oldest.hasNext() && (now - oldest.next() > VALID || tokens.size() >= TOKENS)) {
            oldest.remove();
        }
        return tokens.putIfAbsent(token, now) != null;
    }

    /** The capacity of reading what a TransactWriteItems names. */
    private JsonNode ofReading(ObjectNode request) {
        ObjectNode reading = JsonNodeFactory.instance.objectNode();
        reading.set("ReturnConsumedCapacity", request.get("ReturnConsumedCapacity"));
        gets(request)
                .forEach(get -> reading.withArray("TransactItems").addObject().set("Get", get));
        return Protocol.json(database.apply("TransactGetItems", reading).body()).path("ConsumedCapacity");
    }

    /** A request for each item that a TransactWriteItems names. */
    private List<ObjectNode> gets(JsonNode request) {
        return actions(request)
                .map(action -> {
                    ObjectNode get = JsonNodeFactory.instance.objectNode();
                    get.set("TableName", action.path("TableName"));
                    get.set("Key", action.path("Key"));
                    if (action.path("Item") instanceof ObjectNode item) {
                        ObjectNode key = item.deepCopy();
                        key.retain(describe.apply(action.path("TableName").asText())
                                .path("KeySchema")
                                .valueStream()
                                .map(part -> part.path("AttributeName").asText())
                                .toList());
                        get.set("Key", key);
                    }
                    return get;
                })
                .toList();
    }

    private static Stream<JsonNode> actions(JsonNode request) {
        return request.path("TransactItems").valueStream().flatMap(JsonNode::valueStream);
    }

    /** The items that a TransactWriteItems names, as they are now; an empty one for each that is not there. */
    private List<JsonNode> items(JsonNode request) {
        return gets(request).stream()
                .map(get -> database.apply("GetItem", get.put("ConsistentRead", true)))
                .map(answer ->
                        answer.status() == 200 ? Protocol.json(answer.body()).path("Item") : MissingNode.getInstance())
                .map(item -> item.isObject() ? item : JsonNodeFactory.instance.objectNode())
                .toList();
    }

    private ArrayNode ofWriting(ObjectNode request, List<JsonNode> before, List<JsonNode> after) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        List<JsonNode> actions = actions(request).toList();
        for (int i = 0; i < actions.size(); i++) {
            String table = actions.get(i).path("TableName").asText();
            boolean checks = request.path("TransactItems").path(i).has("ConditionCheck");
            for (WriteUnits.Part part : checks
                    ? List.of(new WriteUnits.Part(null, null, 2))
                    : WriteUnits.of(describe.apply(table), before.get(i), after.get(i))) {
                add(all, request.path("ReturnConsumedCapacity").asText(), table, part);
            }
        }
        return all;
    }

    private static ArrayNode ofStatements(
            String operation, JsonNode request, boolean repeated, List<Integer> sizes, JsonNode responses) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        List<JsonNode> list = list(operation, request);
        for (int i = 0; i < list.size(); i++) {
            if (responses.path(i).has("Error")) {
                continue;
            }
            String text = list.get(i).path("Statement").asText();
            Optional<Select> select = Select.of(text);
            boolean reads = select.isPresent() || repeated;
            double units = Math.ceil(Math.max(1, sizes.get(i)) / (double) (reads ? READ_UNIT : WRITE_UNIT));
            if (operation.equals("ExecuteTransaction")) {
                units *= 2;
            } else if (reads && !list.get(i).path("ConsistentRead").asBoolean()) {
                units /= 2;
            }
            String table = select.map(Select::table).orElseGet(() -> Select.tableOf(text));
            String index = select.map(Select::index).orElse(null);
            add(
                    all,
                    request.path("ReturnConsumedCapacity").asText(),
                    table,
                    new WriteUnits.Part("GlobalSecondaryIndexes", index, units));
        }
        return all;
    }

    private static void add(ArrayNode all, String wanted, String table, WriteUnits.Part part) {
        ObjectNode used = all.valueStream()
                .filter(there -> there.path("TableName").asText().equals(table))
                .map(ObjectNode.class::cast)
                .findFirst()
                .orElseGet(() -> all.addObject().put("TableName", table));
        more(used, part.units());
        if (wanted.equals("INDEXES")) {
            more(used.withObject("/Table"), part.index() == null ? part.units() : 0);
            if (part.index() != null) {
                more(used.withObject("/" + part.kind()).withObjectProperty(part.index()), part.units());
            }
        }
    }

    private static void more(ObjectNode used, double units) {
        used.put("CapacityUnits", used.path("CapacityUnits").asDouble() + units);
    }

    /** The bytes of what a statement reads, or of the larger of what it writes and what is there. */
    private int size(JsonNode statement) {
        String text = statement.path("Statement").asText();
        Optional<Select> select = Select.of(text);
        if (select.isPresent()) {
            return read(statement, select.get().ofAll(), statement.path("Parameters"));
        }
        JsonNode parameters = statement.path("Parameters");
        int said = Select.literals(text)
                + parameters.valueStream().mapToInt(ItemSize::value).sum();
        return Select.reading(text)
                .map(reading -> {
                    ArrayNode last = JsonNodeFactory.instance.arrayNode();
                    parameters.valueStream().skip(reading.before()).forEach(last::add);
                    return Math.max(said, read(JsonNodeFactory.instance.objectNode(), reading.statement(), last));
                })
                .orElse(said);
    }

    /** The bytes of what a SELECT returns. */
    private int read(JsonNode like, String statement, JsonNode parameters) {
        ObjectNode request = JsonNodeFactory.instance.objectNode().put("Statement", statement);
        if (!parameters.isEmpty()) {
            request.set("Parameters", parameters);
        }
        for (String member : List.of("ConsistentRead", "Limit", "NextToken")) {
            if (like.has(member)) {
                request.set(member, like.get(member));
            }
        }
        EmbeddedDynamoDb.Answer answer = statements.order(request, each -> database.apply("ExecuteStatement", each));
        return answer.status() == 200
                ? Protocol.json(answer.body())
                        .path("Items")
                        .valueStream()
                        .mapToInt(ItemSize::of)
                        .sum()
                : 0;
    }
}
