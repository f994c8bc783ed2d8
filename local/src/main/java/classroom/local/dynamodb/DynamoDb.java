package classroom.local.dynamodb;

import classroom.local.gateway.AwsError;
import classroom.local.gateway.Call;
import classroom.local.gateway.Protocol;
import classroom.local.gateway.Reply;
import classroom.local.gateway.Service;
import classroom.local.iam.Authorizer;
import classroom.local.iam.Identity;
import classroom.template.policy.DynamoDbQuestions;
import classroom.template.policy.Question;
import classroom.template.policy.UnreadableRequest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.CRC32;

/**
 * AWS's DynamoDB Local and its Streams, in this process, behind the class's own rules: IAM is asked first, ARNs have the
 * class's region in both directions, and tags, which DynamoDB Local has not, are kept here.
 *
 * <p>Requests and items pass through as the bytes that they are; only what can carry an ARN is looked into.
 */
public final class DynamoDb implements Service {
    private static final String TABLES = "DynamoDB_20120810.";
    private static final String STREAMS = "DynamoDBStreams_20120810.";

    private static final Set<String> STREAM_OPERATIONS =
            Set.of("DescribeStream", "GetRecords", "GetShardIterator", "ListStreams");
    private static final Set<String> TABLE_OPERATIONS = Set.of(
            "CreateTable",
            "DeleteTable",
            "DescribeLimits",
            "DescribeTable",
            "DescribeTimeToLive",
            "ListTables",
            "UpdateTable",
            "UpdateTimeToLive");
    private static final Set<String> TAG_OPERATIONS = Set.of("ListTagsOfResource", "TagResource", "UntagResource");
    private static final Set<String> READS = Set.of("BatchGetItem", "GetItem", "Query", "Scan", "TransactGetItems");
    /** What may write; a PartiQL statement may do either. */
    private static final Set<String> WRITES = Set.of(
            "BatchExecuteStatement",
            "BatchWriteItem",
            "DeleteItem",
            "ExecuteStatement",
            "ExecuteTransaction",
            "PutItem",
            "TransactWriteItems",
            "UpdateItem");

    private static final Set<String> CORAL_ERRORS = Set.of(
            "AccessDeniedException",
            "ForbiddenException",
            "IncompleteSignatureException",
            "MalformedHttpRequestException",
            "MissingAuthenticationTokenException",
            "RequestEntityTooLargeException",
            "RequestTimeoutException",
            "SerializationException",
            "UnknownOperationException",
            "UnrecognizedClientException");

    private final EmbeddedDynamoDb database;
    private final Authorizer authorizer;
    private final Arns arns;
    private final String region;
    private final DynamoDbQuestions questions;
    private final Tags tags = new Tags();
    private final Optional<Throttle> throttle;
    private final List<Runnable> writeListeners = new CopyOnWriteArrayList<>();

    /** The tables of an earlier class that nobody has taken over, and where they are. */
    private final Set<String> left = new ConcurrentSkipListSet<>();

    private Optional<Path> folder = Optional.empty();

    /** One whose tables take whatever comes, as DynamoDB Local's do. */
    public DynamoDb(EmbeddedDynamoDb database, Authorizer authorizer, String region) {
        this(database, authorizer, region, Optional.empty());
    }

    /** One whose tables have the capacity that they were given and no more. */
    public static DynamoDb throttled(EmbeddedDynamoDb database, Authorizer authorizer, String region) {
        return new DynamoDb(database, authorizer, region, Optional.of(new Throttle(System::nanoTime)));
    }

    DynamoDb(EmbeddedDynamoDb database, Authorizer authorizer, String region, Optional<Throttle> throttle) {
        this.database = database;
        this.throttle = throttle;
        this.authorizer = authorizer;
        this.region = region;
        this.arns = new Arns(region);
        this.questions = new DynamoDbQuestions(
                arns.account(),
                this::partitionKey,
                // Loopback counts as secure: nobody else hears it.
                Authorizer.AMBIENT);
    }

    /** Says that the database is kept in a folder: the tables in it now can be {@linkplain #takeOver taken over}. */
    public void keptIn(Path place) {
        folder = Optional.of(place);
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        JsonNode last;
        do {
            JsonNode page = Protocol.json(database.exchange(TABLES + "ListTables", Protocol.bytes(request))
                    .body());
            page.path("TableNames").forEach(name -> left.add(name.asText()));
            last = page.path("LastEvaluatedTableName");
            request.set("ExclusiveStartTableName", last);
        } while (last.isTextual());
        throttle.ifPresent(meter -> left.forEach(name -> meter.created(name, description(name))));
    }

    /** A table in the words in which it could be created; a maximum is not told as it is, so that it must be set. */
    private ObjectNode description(String table) {
        ObjectNode found = (ObjectNode) Protocol.json(describe(table).body()).path("Table");
        found.set("BillingMode", found.path("BillingModeSummary").path("BillingMode"));
        found.remove("OnDemandThroughput");
        return found;
    }

    /** Whether its tables are there again in the next class. */
    public boolean isKept() {
        return folder.isPresent();
    }

    /** The tables of an earlier class that nobody has taken over. */
    public Set<String> left() {
        return Set.copyOf(left);
    }

    /** The folder in which an earlier class has left that table. Only the first who asks gets it. */
    public Optional<Path> takeOver(String table) {
        return left.remove(table) ? folder : Optional.empty();
    }

    /** Runs {@code listener} after each successful write of an item; it must be quick. */
    public void onWrite(Runnable listener) {
        writeListeners.add(listener);
    }

    /**
     * Calls one operation in process, exactly as if {@code caller} had sent it over HTTP.
     *
     * @param target such as {@code DynamoDB_20120810.CreateTable} or {@code DynamoDBStreams_20120810.GetRecords}
     * @throws AwsError what DynamoDB refuses
     */
    public JsonNode call(Identity caller, String target, JsonNode request) {
        EmbeddedDynamoDb.Answer answer = perform(caller, target, Protocol.bytes(request));
        JsonNode body = Protocol.json(answer.body());
        if (answer.status() == 200) {
            return body;
        }
        String type = body.path("__type").asText();
        throw new AwsError(
                answer.status(),
                type.substring(type.indexOf('#') + 1),
                body.path("Message").asText());
    }

    @Override
    public String signingName() {
        return "dynamodb";
    }

    @Override
    public Reply answer(Call call) {
        EmbeddedDynamoDb.Answer answer =
                perform(call.caller(), call.header("x-amz-target").orElse(""), call.body());
        return reply(answer.status(), answer.body());
    }

    @Override
    public Reply error(Call call, AwsError error) {
        String space = "com.amazonaws.dynamodb.v20120810#";
        if (CORAL_ERRORS.contains(error.code())) {
            space = "com.amazon.coral.service#";
        } else if (error.code().equals("ValidationException")) {
            space = "com.amazon.coral.validate#";
        }
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("__type", space + error.code())
                .put("Message", error.getMessage());
        return reply(error.status() < 500 ? 400 : error.status(), Protocol.bytes(body));
    }

    private static Reply reply(int status, byte[] body) {
        CRC32 crc = new CRC32();
        crc.update(body);
        return new Reply(
                status,
                Map.of("Content-Type", "application/x-amz-json-1.0", "x-amz-crc32", Long.toString(crc.getValue())),
                body);
    }

    private EmbeddedDynamoDb.Answer perform(Identity caller, String target, byte[] body) {
        String operation = operation(target);
        if (!caller.isAdministrator()) {
            ask(caller, operation, Protocol.json(body));
        }
        EmbeddedDynamoDb.Answer answer;
        if (READS.contains(operation) || WRITES.contains(operation)) {
            answer = throttle.isEmpty()
                    ? database.exchange(target, body)
                    : throttle.get()
                            .perform(
                                    operation,
                                    WRITES.contains(operation),
                                    body,
                                    arns::tableName,
                                    request -> database.exchange(target, request));
        } else if (STREAM_OPERATIONS.contains(operation)) {
            answer = stream(target, operation, body);
        } else if (TAG_OPERATIONS.contains(operation)) {
            answer = tag(operation, Protocol.json(body));
        } else {
            answer = table(target, operation, body);
        }
        if (answer.status() != 200) {
            return refusal(answer, body);
        }
        if (WRITES.contains(operation)) {
            writeListeners.forEach(Runnable::run);
        }
        return answer;
    }

    private void ask(Identity caller, String operation, JsonNode request) {
        try {
            for (Question question : questions.of(operation, request)) {
                authorizer.check(caller, question);
            }
        } catch (UnreadableRequest e) {
            throw new AwsError(400, "ValidationException", e.getMessage());
        }
    }

    /** The name of the partition key of {@code table/NAME} or {@code table/NAME/index/NAME}. */
    private Optional<String> partitionKey(String resource) {
        String[] parts = resource.split("/");
        EmbeddedDynamoDb.Answer answer = describe(parts[1]);
        if (answer.status() != 200) {
            return Optional.empty();
        }
        JsonNode table = Protocol.json(answer.body()).path("Table");
        if (parts.length < 4) {
            return Optional.of(partitionKey(table));
        }
        return Stream.of("GlobalSecondaryIndexes", "LocalSecondaryIndexes")
                .flatMap(kind -> StreamSupport.stream(table.path(kind).spliterator(), false))
                .filter(index -> index.path("IndexName").asText().equals(parts[3]))
                .map(DynamoDb::partitionKey)
                .findFirst();
    }

    private static String partitionKey(JsonNode tableOrIndex) {
        for (JsonNode key : tableOrIndex.path("KeySchema")) {
            if (key.path("KeyType").asText().equals("HASH")) {
                return key.path("AttributeName").asText();
            }
        }
        throw new IllegalStateException("a table without a partition key: " + tableOrIndex);
    }

    private EmbeddedDynamoDb.Answer describe(String table) {
        ObjectNode name = JsonNodeFactory.instance.objectNode().put("TableName", table);
        return database.exchange(TABLES + "DescribeTable", Protocol.bytes(name));
    }

    /** The operation of a target that DynamoDB Local, or the gateway in its place, carries out. */
    private static String operation(String target) {
        if (target.startsWith(STREAMS)) {
            String operation = target.substring(STREAMS.length());
            if (STREAM_OPERATIONS.contains(operation)) {
                return operation;
            }
        } else if (target.startsWith(TABLES)) {
            String operation = target.substring(TABLES.length());
            if (READS.contains(operation)
                    || WRITES.contains(operation)
                    || TABLE_OPERATIONS.contains(operation)
                    || TAG_OPERATIONS.contains(operation)) {
                return operation;
            }
        }
        throw new AwsError(400, "UnknownOperationException", "An unknown operation was requested.");
    }

    private EmbeddedDynamoDb.Answer table(String target, String operation, byte[] body) {
        JsonNode request = Protocol.json(body);
        Map<String, String> created = operation.equals("CreateTable") ? Tags.read(request.path("Tags")) : Map.of();
        EmbeddedDynamoDb.Answer answer = database.exchange(target, body);
        if (answer.status() != 200) {
            return answer;
        }
        String table = arns.tableName(request.path("TableName").asText(""));
        switch (operation) {
            case "CreateTable" -> {
                tags.add(table, created);
                throttle.ifPresent(meter -> meter.created(table, request));
            }
            case "DeleteTable" -> {
                tags.forget(table);
                left.remove(table);
                throttle.ifPresent(meter -> meter.deleted(table));
            }
            case "UpdateTable" -> throttle.ifPresent(meter -> meter.updated(table, request));
            default -> {}
        }
        return new EmbeddedDynamoDb.Answer(200, replace(answer.body(), Arns.LOCAL, arns.prefix()));
    }

    /**
     * The Streams API. Neither its requests nor its answers have anything of a user's in them but the records, and a
     * record's attribute is never a bare string, so that what is replaced there is the stream's own.
     */
    private EmbeddedDynamoDb.Answer stream(String target, String operation, byte[] body) {
        JsonNode request = Protocol.json(body);
        if (!operation.equals("ListStreams")) {
            checkStream(request);
        }
        String prefix = '"' + arns.prefix();
        String local = '"' + Arns.LOCAL;
        EmbeddedDynamoDb.Answer answer = database.exchange(target, replace(Protocol.bytes(request), prefix, local));
        if (answer.status() != 200) {
            return answer;
        }
        // A page of records has up to a megabyte: it becomes text once.
        String text = new String(answer.body(), StandardCharsets.UTF_8);
        String translated = operation.equals("GetRecords")
                ? text.replace("\"awsRegion\":\"ddblocal\"", "\"awsRegion\":\"" + region + '"')
                        .replace("\"NextShardIterator\":" + local, "\"NextShardIterator\":" + prefix)
                : text.replace(local, prefix);
        return new EmbeddedDynamoDb.Answer(200, translated.getBytes(StandardCharsets.UTF_8));
    }

    /** A stream of another region, or of {@code ddblocal}, is none of the class's. */
    private void checkStream(JsonNode request) {
        String stream = arns.streamOf(request);
        if (stream.startsWith(arns.prefix())) {
            return;
        }
        if (request.has("ShardIterator")) {
            throw new AwsError(400, "ValidationException", "Invalid ShardIterator");
        }
        if (request.has("StreamArn")) {
            throw new AwsError(
                    400, "ResourceNotFoundException", "Requested resource not found: Stream: " + stream + " not found");
        }
    }

    private EmbeddedDynamoDb.Answer tag(String operation, JsonNode request) {
        String arn = request.path("ResourceArn").asText("");
        if (!arn.startsWith("arn:")) {
            throw new AwsError(
                    400, "ValidationException", "Invalid TableArn: Invalid ResourceArn provided as input " + arn);
        }
        String table = arns.tableName(arn);
        if (describe(table).status() != 200) {
            throw new AwsError(
                    400,
                    "ResourceNotFoundException",
                    "Requested resource not found: ResourcArn: " + arn + " not found"); // AWS spells it so.
        }
        switch (operation) {
            case "TagResource" -> tags.add(table, Tags.read(request.path("Tags")));
            case "UntagResource" -> tags.remove(table, request.path("TagKeys"));
            default -> {
                return new EmbeddedDynamoDb.Answer(200, Protocol.bytes(tags.list(table)));
            }
        }
        return new EmbeddedDynamoDb.Answer(200, new byte[0]);
    }

    /** An error: the ARNs in its message are the class's, and a body that is no JSON object is the client's fault. */
    private EmbeddedDynamoDb.Answer refusal(EmbeddedDynamoDb.Answer answer, byte[] request) {
        if (answer.status() >= 500 && (request.length == 0 || hasHugeNumber(Protocol.json(request)))) {
            throw new AwsError(
                    400, "SerializationException", "The request body is empty or has a number that none can be");
        }
        if (!new String(answer.body(), StandardCharsets.UTF_8).contains(Arns.LOCAL)) {
            return answer;
        }
        ObjectNode body = Protocol.json(answer.body());
        body.put("Message", body.path("Message").asText().replace(Arns.LOCAL, arns.prefix()));
        return new EmbeddedDynamoDb.Answer(answer.status(), Protocol.bytes(body));
    }

    /** Numbers of the API itself are integers; those of items are strings. */
    private static boolean hasHugeNumber(JsonNode node) {
        return node.isNumber() && !node.canConvertToLong()
                || StreamSupport.stream(node.spliterator(), false).anyMatch(DynamoDb::hasHugeNumber);
    }

    private static byte[] replace(byte[] json, String from, String to) {
        String text = new String(json, StandardCharsets.UTF_8);
        return text.contains(from) ? text.replace(from, to).getBytes(StandardCharsets.UTF_8) : json;
    }
}
