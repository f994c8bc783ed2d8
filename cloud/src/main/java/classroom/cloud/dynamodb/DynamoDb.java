package classroom.cloud.dynamodb;

import classroom.cloud.dynamodb.words.Answers;
import classroom.cloud.dynamodb.words.Requests;
import classroom.cloud.gateway.AwsError;
import classroom.cloud.gateway.Call;
import classroom.cloud.gateway.Live;
import classroom.cloud.gateway.Protocol;
import classroom.cloud.gateway.Reply;
import classroom.cloud.gateway.Service;
import classroom.cloud.iam.Authorizer;
import classroom.cloud.identity.Identities;
import classroom.cloud.identity.Identity;
import classroom.template.AwsEnvironment;
import classroom.template.policy.DynamoDbQuestions;
import classroom.template.policy.Question;
import classroom.template.policy.UnreadableRequest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.zip.CRC32;

/**
 * AWS's DynamoDB Local and its Streams, in this process, behind the local class's own rules: IAM decides first, ARNs
 * have the class's region in both directions, and tags, which DynamoDB Local does not have, are stored here.
 *
 * <p>A request is read once. IAM evaluates exactly the request that DynamoDB Local gets: the known members of its
 * operation, each of them once (docs/decisions/0025). Answers are passed on as bytes; only answers that can contain an
 * ARN are parsed.
 */
public final class DynamoDb implements Service {
    private static final String TABLES = "DynamoDB_20120810.";
    private static final String STREAMS = "DynamoDBStreams_20120810.";

    static final Set<String> STREAM_OPERATIONS =
            Set.of("DescribeStream", "GetRecords", "GetShardIterator", "ListStreams");
    static final Set<String> TABLE_OPERATIONS = Set.of(
            "CreateTable",
            "DeleteTable",
            "DescribeLimits",
            "DescribeTable",
            "DescribeTimeToLive",
            "ListTables",
            "UpdateTable",
            "UpdateTimeToLive");
    private static final Set<String> TABLE_CHANGES =
            Set.of("CreateTable", "DeleteTable", "UpdateTable", "UpdateTimeToLive");
    static final Set<String> TAG_OPERATIONS = Set.of("ListTagsOfResource", "TagResource", "UntagResource");
    static final Set<String> READS = Set.of("BatchGetItem", "GetItem", "Query", "Scan", "TransactGetItems");
    /** What may write; a PartiQL statement may do either. */
    static final Set<String> WRITES = Set.of(
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

    /** Developer Guide, "Quotas": a batch of writes, the largest of all requests, has up to 16 MB. */
    private static final int MAX_REQUEST_BYTES = 16 << 20;

    private final EmbeddedDynamoDb database;
    private final Authorizer authorizer;
    private final Arns arns;
    private final DynamoDbQuestions questions;
    private final Tables tables;
    private final EngineTables engine;
    private final Answers answers;
    private final ItemCollections collections;
    private final LeftOut leftOut;
    private final StreamOperations streams;
    private final KeptTables kept;
    private final Throttle throttle;
    private final Meter meter;
    private final LifeCycle lifeCycle;
    private final TableOperations tableOperations;
    private final Consumed consumed;
    private final List<Consumer<JsonNode>> writeListeners = new CopyOnWriteArrayList<>();

    /** Creates one whose tables never throttle, like DynamoDB Local's. */
    public DynamoDb(EmbeddedDynamoDb database, Authorizer authorizer, String region) {
        this(database, authorizer, region, null);
    }

    /** One whose tables have the capacity that they were given and no more. */
    public static DynamoDb throttled(EmbeddedDynamoDb database, Authorizer authorizer, String region) {
        return new DynamoDb(database, authorizer, region, new Throttle(System::nanoTime));
    }

    /** @param throttle holds tables to their capacity; {@code null} for none */
    DynamoDb(EmbeddedDynamoDb database, Authorizer authorizer, String region, Throttle throttle) {
        this(database, authorizer, region, throttle, new LifeCycle(System::nanoTime));
    }

    DynamoDb(EmbeddedDynamoDb database, Authorizer authorizer, String region, Throttle throttle, LifeCycle lifeCycle) {
        this.database = database;
        this.lifeCycle = lifeCycle;
        this.throttle = throttle;
        this.authorizer = authorizer;
        this.arns = new Arns(region);
        this.tables = new Tables(database.tables(), arns, lifeCycle);
        this.engine = new EngineTables(database, tables, arns);
        this.meter = new Meter(arns, throttle, engine::partitionKey);
        Function<String, JsonNode> described = table -> engine.of(arns.tableName(table));
        this.consumed = new Consumed(
                described, (operation, request) -> exchange(TABLES + operation, request), System::nanoTime);
        this.collections = new ItemCollections(described);
        this.answers = new Answers(described, message -> message.replace(Arns.LOCAL, arns.prefix()));
        this.questions = new DynamoDbQuestions(
                arns.account(),
                engine::partitionKey,
                // Loopback counts as secure: nobody else hears it.
                Authorizer.AMBIENT);
        this.leftOut = new LeftOut(authorizer, questions);
        this.streams = new StreamOperations(database, arns, region);
        this.kept = new KeptTables(questions, arns);
        Descriptions descriptions = new Descriptions(new AwsEnvironment(Identities.ACCOUNT, region));
        this.tableOperations = new TableOperations(
                database, arns, new TableOperations.Known(tables, engine, kept, lifeCycle, descriptions), throttle);
    }

    /**
     * Says that the database is kept in a folder: the tables that are in it now can be {@linkplain #takeOver taken
     * over}. Until the class is {@linkplain #deployed deployed}, clients cannot change other tables, because a rollback
     * may still delete them.
     */
    public void keptIn(Path place) {
        throttle().ifPresent(held -> database.tables().forEach(name -> held.created(name, engine.ofCreation(name))));
        kept.in(place, database.tables());
        tableOperations.keptIn(place);
    }

    /** Says how long the change of a table takes from now on, until it is ACTIVE or gone; 0 seconds until then. */
    public void changesTake(Duration duration) {
        lifeCycle.changesTake(duration);
    }

    /** Says who is told, from now on, of the units that requests use and of what is throttled. */
    public void tell(Live live) {
        meter.tell(live);
    }

    /**
     * The units that are left of each table and index, by the end of its ARN, such as {@code table/books}; empty if
     * nothing holds them to their capacity.
     */
    public Optional<ObjectNode> balances() {
        return throttle().map(Throttle::balances);
    }

    /** Carries out the deletions that are under way, because the class ends. */
    public void end() {
        tableOperations.settle(true);
    }

    private EmbeddedDynamoDb.Answer exchange(String target, ObjectNode request) {
        return database.exchange(target, Protocol.bytes(request));
    }

    /** Says that the next class on the folder finds every table that there is now. */
    public void deployed() {
        kept.deployed();
    }

    /** Whether its tables are there again in the next class. */
    public boolean isKept() {
        return kept.isKept();
    }

    /** The tables of an earlier class that nobody has taken over. */
    public Set<String> left() {
        return kept.left();
    }

    /** The folder in which an earlier class has left that table. Only the first who asks gets it. */
    public Optional<Path> takeOver(String table) {
        return kept.takeOver(table);
    }

    /** Gives {@code listener} the request of each successful write of an item; it must be quick. */
    public void onWrite(Consumer<JsonNode> listener) {
        writeListeners.add(listener);
    }

    /**
     * Calls one operation in process, exactly as if {@code caller} had sent it over HTTP.
     *
     * @param target such as {@code DynamoDB_20120810.CreateTable} or {@code DynamoDBStreams_20120810.GetRecords}
     * @throws AwsError what DynamoDB refuses
     */
    public JsonNode call(Identity caller, String target, JsonNode request) {
        EmbeddedDynamoDb.Answer answer = perform(caller, target, request.deepCopy());
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
        if (call.body().length > MAX_REQUEST_BYTES) {
            return new Reply(413, Map.of(), new byte[0]); // AWS says no more: "Request Entity Too Large".
        }
        String target = call.header("x-amz-target").orElse("");
        String operation = operation(target);
        if (!isServed(target)) {
            throw leftOut.refusal(call, operation);
        }
        if (call.body().length == 0) {
            throw new AwsError(400, "SerializationException", "The request body is empty");
        }
        ObjectNode request = Protocol.json(call.body());
        if (WRITES.contains(operation) || TABLE_CHANGES.contains(operation)) {
            kept.check(operation, request);
        }
        EmbeddedDynamoDb.Answer answer = perform(call.caller(), target, request);
        return reply(answer.status(), answer.body());
    }

    @Override
    public Reply error(Call call, AwsError error) {
        String space = "com.amazonaws.dynamodb.v20120810#";
        if (CORAL_ERRORS.contains(error.code())) {
            space = "com.amazon.coral.service#";
        } else if ("ValidationException".equals(error.code())) {
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

    private EmbeddedDynamoDb.Answer perform(Identity caller, String target, ObjectNode request) {
        String operation = operation(target);
        Requests.normalize(operation, request);
        ByArn byArn = ByArn.translate(arns, operation, request);
        tableOperations.settle(false);
        if (TAG_OPERATIONS.contains(operation)) {
            checkResource(caller, operation, request.path("ResourceArn").asText(""));
        }
        if (!caller.isAdministrator()) {
            ask(caller, operation, request);
        }
        Requests.checkRules(operation, request);
        EmbeddedDynamoDb.Answer answer;
        if (operation.equals("BatchExecuteStatement")) {
            answer = tables.batch(request, rest -> items(operation, rest));
        } else if (READS.contains(operation) || WRITES.contains(operation)) {
            tables.check(operation, request, true);
            lifeCycle.checkIndex(request);
            answer = items(operation, request);
        } else if (STREAM_OPERATIONS.contains(operation)) {
            answer = streams.perform(target, operation, request);
        } else if (TAG_OPERATIONS.contains(operation)) {
            answer = tableOperations.tag(operation, request);
        } else {
            tables.check(operation, request, false);
            answer = tableOperations.perform(operation, request);
            meter.tablesChange();
        }
        if (answer.status() != 200) {
            return refusal(operation, answer, request);
        }
        if (WRITES.contains(operation)) {
            writeListeners.forEach(listener -> listener.accept(request));
            return byArn.restore(operation, collections.add(request, answer));
        }
        return byArn.restore(operation, answer);
    }

    private Optional<Throttle> throttle() {
        return Optional.ofNullable(throttle);
    }

    private EmbeddedDynamoDb.Answer items(String operation, ObjectNode request) {
        return meter.perform(operation, request, metered -> consumed.perform(operation, metered));
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

    /** The operation that a target names. */
    private static String operation(String target) {
        return target.substring(target.indexOf('.') + 1);
    }

    /** Whether DynamoDB Local, or the gateway in its place, carries out the operation of a target. */
    private static boolean isServed(String target) {
        String operation = operation(target);
        return target.startsWith(STREAMS)
                ? STREAM_OPERATIONS.contains(operation)
                : target.startsWith(TABLES)
                        && (READS.contains(operation)
                                || WRITES.contains(operation)
                                || TABLE_OPERATIONS.contains(operation)
                                || TAG_OPERATIONS.contains(operation));
    }

    /** Refuses what is no ARN, and the ARN of a table of another account or region, as AWS does before IAM decides. */
    private void checkResource(Identity caller, String operation, String arn) {
        if (!arn.startsWith("arn:")) {
            throw new AwsError(
                    400, "ValidationException", "Invalid TableArn: Invalid ResourceArn provided as input " + arn);
        }
        if (arns.isOfAnother(arn)) {
            // nubo-db/dynamodb-conformance 0ba4393, tests/tier2/tags, recorded on AWS.
            throw new AwsError(
                    400,
                    "AccessDeniedException",
                    "User: " + caller.arn() + " is not authorized to perform: dynamodb:" + operation + " on resource: "
                            + arn + " because no resource-based policy allows the dynamodb:" + operation + " action");
        }
    }

    /** An error in AWS's words; ARNs in it are the class's, and an invalid token or number is the client's fault. */
    private EmbeddedDynamoDb.Answer refusal(String operation, EmbeddedDynamoDb.Answer answer, JsonNode request) {
        if (answer.status() >= 500 && request.has("NextToken")) {
            throw new AwsError(400, "ValidationException", "Invalid NextToken");
        }
        if (answer.status() >= 500 && request.has("SequenceNumber")) {
            throw new AwsError(
                    400, "ValidationException", "One or more parameter values were invalid: Invalid SequenceNumber");
        }
        return answer.status() >= 500
                ? answer
                : new EmbeddedDynamoDb.Answer(answer.status(), answers.translate(operation, request, answer.body()));
    }
}
