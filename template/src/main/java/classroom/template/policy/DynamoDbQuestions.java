package classroom.template.policy;

import classroom.template.api.DynamoDbApi;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The questions that AWS asks IAM for a request to DynamoDB or its Streams; all of them must be allowed.
 *
 * <p>Sources: Service Authorization Reference, "Actions, resources, and condition keys for Amazon DynamoDB" (actions
 * and resource types; below "the reference"); DynamoDB Developer Guide, "Using IAM with DynamoDB transactions", "IAM
 * security policies with PartiQL for DynamoDB", "Using IAM policy conditions for fine-grained access control".
 *
 * <p>Each operation asks about its own members, from {@link DynamoDbApi}. All other members must have been removed
 * before ({@link classroom.template.api.Operation#dropUnknown}), here and from the request that is passed on.
 *
 * <p>The context of a question is computed from its request when a condition needs it. So the request must not be
 * changed before the decision, and exactly this request must be passed on.
 */
public final class DynamoDbQuestions {
    private final String arnPrefix;
    private final Function<String, Optional<String>> partitionKeys;
    private final Map<String, List<String>> ambient;

    /**
     * Questions about the tables of one account and region.
     *
     * @param arnPrefix the beginning of every ARN, such as {@code arn:aws:dynamodb:us-east-2:000000000000:}
     * @param partitionKeys the name of the partition key of {@code table/NAME} or {@code table/NAME/index/NAME};
     *     empty only if there is no such table or index
     * @param ambient the condition keys that every request has, such as {@link ConditionKeys#SECURE_TRANSPORT}
     */
    public DynamoDbQuestions(
            String arnPrefix, Function<String, Optional<String>> partitionKeys, Map<String, List<String>> ambient) {
        this.arnPrefix = arnPrefix;
        this.partitionKeys = partitionKeys;
        this.ambient = Map.copyOf(ambient);
    }

    /**
     * Returns the questions of one request.
     *
     * @param operation such as {@code TransactWriteItems}, one that the local class serves
     * @param request the parsed body
     * @throws UnreadableRequest if its resources are unclear
     */
    public List<Question> of(String operation, JsonNode request) {
        return switch (operation) {
            case "GetItem" -> List.of(get(request, this::context));
            case "PutItem" -> List.of(write(operation, request, "Item", this::context));
            case "UpdateItem", "DeleteItem" -> List.of(write(operation, request, "Key", this::context));
            case "Query" -> List.of(query(request));
            case "Scan" -> List.of(scan(request));
            case "BatchGetItem", "BatchWriteItem" -> batch(operation, request.path("RequestItems"));
            case "TransactGetItems" ->
                each(request.path("TransactItems"), item -> get(item.path("Get"), within(operation)));
            case "TransactWriteItems" ->
                each(request.path("TransactItems"), item -> transactWrite(item, within(operation)));
            case "ExecuteStatement" -> List.of(statement(request, this::context));
            case "BatchExecuteStatement" ->
                each(request.path("Statements"), statement -> statement(statement, this::context));
            case "ExecuteTransaction" ->
                each(request.path("TransactStatements"), statement -> statement(statement, within(operation)));
            case "CreateTable" -> createTable(request);
            case "DeleteTable",
                    "DescribeTable",
                    "DescribeTimeToLive",
                    "ListTagsOfResource",
                    "TagResource",
                    "UntagResource",
                    "UpdateTable",
                    "UpdateTimeToLive" -> List.of(plain(operation, resource(operation, request)));
            // The reference gives it no resource type.
            case "DescribeLimits" -> List.of(plain(operation, "*"));
            // The reference gives it no resource type, so a policy must say *; AWS's refusals name table/*.
            case "ListTables" -> List.of(plain(operation, arnPrefix + "table/*"));
            case "ListStreams" -> List.of(plain(operation, streams(request)));
            case "DescribeStream", "GetShardIterator" -> List.of(plain(operation, resource(operation, request)));
            case "GetRecords" -> List.of(plain(operation, streamOf(request.path("ShardIterator"))));
            default -> throw new IllegalArgumentException("The local class does not serve " + operation);
        };
    }

    /**
     * Returns the questions for an operation that the local class does not serve: about what it names, or {@code *}.
     */
    public List<Question> leftOut(String operation, JsonNode request) {
        List<Question> questions = DynamoDbApi.operation(operation).resources(request).stream()
                .map(named -> plain(operation, named.startsWith("arn:") ? named : arnPrefix + "table/" + named))
                .toList();
        return questions.isEmpty() ? List.of(plain(operation, "*")) : questions;
    }

    /**
     * Returns the tables, by name or ARN, that a request needs; for an unreadable PartiQL statement, the first table
     * that it mentions.
     *
     * @param operation one on items or on tables
     */
    public static List<String> tables(String operation, JsonNode request) {
        return switch (operation) {
            case "CreateTable" -> List.of();
            case "ExecuteStatement" -> PartiQl.tables(request.path("Statement").asText());
            case "ExecuteTransaction" -> {
                List<String> tables = new ArrayList<>();
                request.path("TransactStatements")
                        .forEach(statement -> tables.addAll(tables("ExecuteStatement", statement)));
                yield tables;
            }
            default -> DynamoDbApi.operation(operation).resources(request);
        };
    }

    private Question question(String operation, String resource, Supplier<DynamoDbContext> context) {
        return new Question("dynamodb:" + operation, resource, new LazyContext(context));
    }

    private Question plain(String operation, String resource) {
        return new Question("dynamodb:" + operation, resource, ambient);
    }

    private DynamoDbContext context() {
        return new DynamoDbContext(ambient);
    }

    private Supplier<DynamoDbContext> within(String transaction) {
        return () -> context().within(transaction);
    }

    private static List<Question> each(JsonNode items, Function<JsonNode, Question> question) {
        if (!items.isArray() || items.isEmpty()) {
            throw new UnreadableRequest("the request names no items");
        }
        List<Question> questions = new ArrayList<>();
        items.forEach(item -> questions.add(question.apply(item)));
        return questions;
    }

    private Question get(JsonNode request, Supplier<DynamoDbContext> context) {
        String table = table(request);
        return question(
                "GetItem",
                table,
                () -> context.get()
                        .attributesOf(request)
                        .leadingKeyOf(request.path("Key"), partitionKey(table))
                        .projection(request));
    }

    private Question write(String action, JsonNode request, String item, Supplier<DynamoDbContext> context) {
        String table = table(request);
        return question(
                action,
                table,
                () -> context.get()
                        .attributesOf(request)
                        .leadingKeyOf(request.path(item), partitionKey(table))
                        .returnValues(request)
                        .oldItemOnFailure(request));
    }

    private Question query(JsonNode request) {
        String resource = tableOrIndex(request);
        return question(
                "Query",
                resource,
                () -> context()
                        .attributesOf(request)
                        .leadingKeyOfQuery(request, partitionKey(resource))
                        .select(request));
    }

    /** Of a scan the reference lists no dynamodb:LeadingKeys: it "returns all items regardless of the leading keys". */
    private Question scan(JsonNode request) {
        return question(
                "Scan",
                tableOrIndex(request),
                () -> context().attributesOf(request).select(request));
    }

    private List<Question> batch(String operation, JsonNode tables) {
        if (!tables.isObject() || tables.isEmpty()) {
            throw new UnreadableRequest("the request names no tables");
        }
        List<Question> questions = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : tables.properties()) {
            String table = tableArn(entry.getKey());
            JsonNode requests = entry.getValue();
            questions.add(question(
                    operation,
                    table,
                    operation.equals("BatchGetItem")
                            ? () -> batchGet(requests, partitionKey(table))
                            : () -> batchWrite(requests, partitionKey(table))));
        }
        return questions;
    }

    private DynamoDbContext batchGet(JsonNode request, String partitionKey) {
        DynamoDbContext context = context().attributesOf(request).projection(request);
        request.path("Keys").forEach(key -> context.item(key, partitionKey));
        return context;
    }

    private DynamoDbContext batchWrite(JsonNode requests, String partitionKey) {
        DynamoDbContext context = context();
        for (JsonNode request : requests) {
            JsonNode put = request.path("PutRequest").path("Item");
            context.item(put.isMissingNode() ? request.path("DeleteRequest").path("Key") : put, partitionKey);
        }
        return context;
    }

    /**
     * "Permissions for Put, Update, Delete, and Get actions are governed by the permissions used for the underlying
     * PutItem, UpdateItem, DeleteItem, and GetItem operations. For the ConditionCheck action, you can use the
     * dynamodb:ConditionCheckItem permission" ("Using IAM with DynamoDB transactions").
     */
    private Question transactWrite(JsonNode item, Supplier<DynamoDbContext> context) {
        if (!item.isObject() || item.size() != 1) {
            throw new UnreadableRequest("an item of TransactItems is not one action");
        }
        String kind = item.fieldNames().next();
        JsonNode request = item.path(kind);
        return switch (kind) {
            case "Put" -> write("PutItem", request, "Item", context);
            case "Update" -> write("UpdateItem", request, "Key", context);
            case "Delete" -> write("DeleteItem", request, "Key", context);
            case "ConditionCheck" -> write("ConditionCheckItem", request, "Key", context);
            default -> throw new UnreadableRequest("TransactItems has no action " + kind);
        };
    }

    private Question statement(JsonNode request, Supplier<DynamoDbContext> context) {
        PartiQl statement = PartiQl.parse(DynamoDbContext.text(request.path("Statement"), "Statement"));
        String table = tableArn(statement.table());
        String resource = statement.index() == null ? table : table + "/index/" + statement.index();
        return question(statement.action(), resource, () -> context.get().ofPartiQl());
    }

    /** Tags and a resource policy need their own permissions (the reference, operation CreateTable). */
    private List<Question> createTable(JsonNode request) {
        String table = table(request);
        List<Question> questions = new ArrayList<>();
        questions.add(plain("CreateTable", table));
        if (!request.path("Tags").isEmpty()) {
            questions.add(plain("TagResource", table));
        }
        if (DynamoDbContext.isPresent(request.path("ResourcePolicy"))) {
            questions.add(plain("PutResourcePolicy", table));
        }
        return questions;
    }

    /** The resource of an operation that names one in one member: that which AWS's model says. */
    private String resource(String operation, JsonNode request) {
        String member = DynamoDbApi.operation(operation).resources().get(0);
        return member.equals("TableName") ? table(request) : own(DynamoDbContext.text(request.path(member), member));
    }

    /**
     * The reference gives ListStreams no resource type, yet the Developer Guide grants it on {@code
     * table/NAME/stream/*} ("IAM policy to grant read access for a DynamoDB stream only (not for the table)"): that
     * policy and {@code *} both match this resource.
     */
    private String streams(JsonNode request) {
        return DynamoDbContext.isPresent(request.path("TableName"))
                ? table(request) + "/stream/*"
                : arnPrefix + "table/*/stream/*";
    }

    /** A shard iterator contains the ARN of its stream between bars; DynamoDB Local's has another region. */
    private String streamOf(JsonNode iterator) {
        for (String part : DynamoDbContext.text(iterator, "ShardIterator").split("\\|")) {
            int table = part.indexOf(":table/");
            if (part.startsWith("arn:") && table > 0) {
                return arnPrefix + part.substring(table + 1);
            }
        }
        throw new UnreadableRequest("ShardIterator names no stream");
    }

    private String table(JsonNode request) {
        return tableArn(DynamoDbContext.text(request.path("TableName"), "TableName"));
    }

    private String tableOrIndex(JsonNode request) {
        JsonNode index = request.path("IndexName");
        return DynamoDbContext.isPresent(index)
                ? table(request) + "/index/" + DynamoDbContext.text(index, "IndexName")
                : table(request);
    }

    /** A request may name a table by its ARN. A name with more than a table's name would be another resource's. */
    private String tableArn(String nameOrArn) {
        String arn = nameOrArn.startsWith("arn:") ? own(nameOrArn) : arnPrefix + "table/" + nameOrArn;
        if (!DynamoDbApi.tableName().accepts(arn.substring((arnPrefix + "table/").length()))) {
            throw new UnreadableRequest(nameOrArn + " is not the name or the ARN of a table");
        }
        return arn;
    }

    /**
     * DynamoDB Local serves an ARN of any region and account as its own: a policy would be asked of another resource.
     */
    private String own(String arn) {
        if (!arn.startsWith(arnPrefix + "table/")) {
            throw new UnreadableRequest(arn + " is not of this account and region");
        }
        return arn;
    }

    private String partitionKey(String arn) {
        return partitionKeys.apply(arn.substring(arnPrefix.length())).orElse(null);
    }
}
