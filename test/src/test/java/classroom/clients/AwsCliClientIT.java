package classroom.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The course's commands, with the AWS CLI as it is installed here, version 1 or 2. */
@Tag("clients")
class AwsCliClientIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static ClassProcess local;

    @TempDir
    private Path directory;

    @BeforeAll
    static void start() throws IOException {
        ClassProcess.require("aws", "--version");
        local = ClassProcess.start();
    }

    @AfterAll
    static void stop() {
        if (local != null) {
            local.close();
        }
    }

    // Lambda

    @Test
    void invoke_hello_answersIntoTheFile() throws IOException {
        JsonNode called = json(invoke("hello", "{\"nome\":\"Ana\",\"sobrenome\":\"Souza\"}"));

        assertThat(called.path("StatusCode").intValue()).isEqualTo(200);
        assertThat(called.path("ExecutedVersion").textValue()).isEqualTo("$LATEST");
        assertThat(called.has("FunctionError")).isFalse();
        assertThat(answer().path("statusCode").intValue()).isEqualTo(200);
        assertThat(answer().path("body").textValue()).isEqualTo("\"Oi Ana Souza\"");
    }

    @Test
    void invoke_nonAsciiNames_keepTheirLetters() throws IOException {
        json(invoke("hello", "{\"nome\":\"José\",\"sobrenome\":\"Eça 🐋\"}"));

        assertThat(answer().path("body").textValue()).isEqualTo("\"Oi José Eça 🐋\"");
    }

    @Test
    void invoke_withQualifier_answers() throws IOException {
        json(invoke("hello", "{\"nome\":\"Ana\",\"sobrenome\":\"Souza\"}", "--qualifier", "$LATEST"));

        assertThat(answer().path("statusCode").intValue()).isEqualTo(200);
    }

    @Test
    void invoke_logTypeTail_bringsTheEndOfTheLog() throws IOException {
        JsonNode called = json(invoke("hello", "{\"nome\":\"Ana\",\"sobrenome\":\"Souza\"}", "--log-type", "Tail"));

        String tail =
                new String(Base64.getDecoder().decode(called.path("LogResult").textValue()), StandardCharsets.UTF_8);
        assertThat(tail).contains("START RequestId: ", "END RequestId: ", "REPORT RequestId: ", "Memory Size: 512 MB");
    }

    @Test
    void invoke_event_isAcceptedAndCarriedOut() throws Exception {
        JsonNode called = json(invoke(
                "account-create",
                "{\"id\":77,\"email\":\"event@example.com\",\"nome\":\"Later\"}",
                "--invocation-type",
                "Event"));

        assertThat(called.path("StatusCode").intValue()).isEqualTo(202);
        assertThat(Files.size(directory.resolve("out.json"))).isZero();
        String key = "{\"id\":{\"N\":\"77\"},\"email\":{\"S\":\"event@example.com\"}}";
        JsonNode item = JSON.missingNode();
        for (int i = 0; i < 30 && item.isMissingNode(); i++) {
            item = json(aws("dynamodb", "get-item", "--table-name", "account", "--key", key))
                    .at("/Item/nome/S");
        }
        assertThat(item.textValue()).isEqualTo("Later");
    }

    @Test
    void invoke_dryRun_runsNothing() throws IOException {
        JsonNode called = json(invoke("hello", "{}", "--invocation-type", "DryRun"));

        assertThat(called.path("StatusCode").intValue()).isEqualTo(204);
        assertThat(Files.size(directory.resolve("out.json"))).isZero();
    }

    @Test
    void invoke_functionThatFails_saysUnhandled() throws IOException {
        JsonNode called = json(invoke("books-changes", "{\"no\":\"stream event\"}"));

        assertThat(called.path("StatusCode").intValue()).isEqualTo(200);
        assertThat(called.path("FunctionError").textValue()).isEqualTo("Unhandled");
        assertThat(answer().path("errorMessage").textValue()).isNotEmpty();
        assertThat(answer().path("errorType").textValue()).isNotEmpty();
    }

    @Test
    void invoke_unknownFunction_isNotFound() {
        assertThat(invoke("nobody", "{}"))
                .satisfies(refusedWith("ResourceNotFoundException"))
                .satisfies(result -> assertThat(result.err()).contains("function:nobody"));
    }

    @Test
    void invoke_payloadThatIsNoJson_isRefused() {
        assertThat(invoke("hello", "no json")).satisfies(refusedWith("InvalidRequestContentException"));
    }

    @Test
    void functions_areListedAndDescribed() {
        JsonNode functions = json(aws("lambda", "list-functions")).path("Functions");
        JsonNode hello = json(aws("lambda", "get-function", "--function-name", "hello"));

        assertThat(functions.findValuesAsText("FunctionName"))
                .contains("hello", "account-create", "books-load", "books-changes");
        assertThat(hello.at("/Configuration/Runtime").textValue()).isEqualTo("java25");
        assertThat(hello.at("/Configuration/MemorySize").intValue()).isEqualTo(512);
        assertThat(hello.at("/Configuration/Timeout").intValue()).isEqualTo(10);
        assertThat(hello.at("/Tags/class").textValue()).isEqualTo("classroom");
    }

    @Test
    void mapping_isListedWithTheTemplatesSettings() {
        JsonNode mappings = json(aws("lambda", "list-event-source-mappings", "--function-name", "books-changes"))
                .path("EventSourceMappings");

        assertThat(mappings).hasSize(1);
        JsonNode mapping = mappings.get(0);
        assertThat(mapping.path("State").textValue()).isEqualTo("Enabled");
        assertThat(mapping.path("StartingPosition").textValue()).isEqualTo("TRIM_HORIZON");
        assertThat(mapping.path("BisectBatchOnFunctionError").booleanValue()).isTrue();
        assertThat(mapping.path("FunctionResponseTypes").toString()).isEqualTo("[\"ReportBatchItemFailures\"]");
        assertThat(mapping.at("/DestinationConfig/OnFailure/Destination").textValue())
                .startsWith("arn:aws:sqs:us-east-2:000000000000:");
        JsonNode same = json(aws(
                "lambda",
                "get-event-source-mapping",
                "--uuid",
                mapping.path("UUID").textValue()));
        assertThat(same.path("EventSourceArn")).isEqualTo(mapping.path("EventSourceArn"));
    }

    // Logs

    @Test
    void logs_showWhatAFunctionPrinted() {
        json(invoke("hello", "{\"nome\":\"Ana\",\"sobrenome\":\"Souza\"}"));
        String group = json(aws("lambda", "get-function", "--function-name", "hello"))
                .at("/Configuration/LoggingConfig/LogGroup")
                .asText("/aws/lambda/hello");

        JsonNode events = json(aws("logs", "filter-log-events", "--log-group-name", group))
                .path("events");
        JsonNode streams = json(aws("logs", "describe-log-streams", "--log-group-name", group))
                .path("logStreams");
        String stream = streams.path(0).path("logStreamName").asText();
        JsonNode log = json(aws(
                "logs", "get-log-events", "--log-group-name", group, "--log-stream-name", stream, "--start-from-head"));

        assertThat(events.findValuesAsText("message"))
                .anySatisfy(line -> assertThat(line).startsWith("REPORT RequestId: "));
        assertThat(log.path("events").findValuesAsText("message"))
                .anySatisfy(line -> assertThat(line).startsWith("START RequestId: "));
        assertThat(log.path("nextForwardToken").textValue()).isNotEmpty();
    }

    @Test
    void logs_filterPattern_keepsWhatMatches() {
        json(invoke("hello", "{\"nome\":\"Ana\",\"sobrenome\":\"Souza\"}"));

        JsonNode events = json(aws(
                        "logs",
                        "filter-log-events",
                        "--log-group-name",
                        logGroup("hello"),
                        "--filter-pattern",
                        "REPORT"))
                .path("events");

        assertThat(events.findValuesAsText("message"))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).contains("REPORT"));
    }

    @Test
    void logs_unknownGroup_isNotFound() {
        assertThat(aws("logs", "filter-log-events", "--log-group-name", "/aws/lambda/nobody"))
                .satisfies(refusedWith("ResourceNotFoundException"));
    }

    // DynamoDB and its Streams, the function on the stream, the queue for records that it cannot handle

    @Test
    void poison_goesToTheOnFailureQueue() throws Exception {
        String item = "{\"Author\":{\"S\":\"Poison\"},\"Title\":{\"S\":\"Poison\"},\"Rating\":{\"N\":\"11\"}}";
        assertThat(aws("dynamodb", "put-item", "--table-name", "books", "--item", item)
                        .status())
                .isZero();
        String arn = json(aws("lambda", "list-event-source-mappings", "--function-name", "books-changes"))
                .at("/EventSourceMappings/0/DestinationConfig/OnFailure/Destination")
                .asText();
        String url = json(aws("sqs", "get-queue-url", "--queue-name", arn.substring(arn.lastIndexOf(':') + 1)))
                .path("QueueUrl")
                .asText();

        JsonNode message = JSON.missingNode();
        for (int i = 0; i < 10 && message.isMissingNode(); i++) {
            ClassProcess.Result received =
                    aws("sqs", "receive-message", "--queue-url", url, "--wait-time-seconds", "5");
            message = received.out().isBlank() ? message : json(received).at("/Messages/0");
        }
        JsonNode body = JSON.readTree(message.path("Body").asText());
        assertThat(body.at("/requestContext/condition").textValue()).isEqualTo("RetryAttemptsExhausted");
        assertThat(body.at("/DDBStreamBatchInfo/batchSize").intValue()).isEqualTo(1);

        JsonNode counts = json(aws("sqs", "get-queue-attributes", "--queue-url", url, "--attribute-names", "All"))
                .path("Attributes");
        assertThat(counts.path("QueueArn").textValue()).isEqualTo(arn);
        assertThat(counts.path("ApproximateNumberOfMessagesNotVisible").textValue())
                .isEqualTo("1");

        assertThat(aws(
                                "sqs",
                                "delete-message",
                                "--queue-url",
                                url,
                                "--receipt-handle",
                                message.path("ReceiptHandle").asText())
                        .status())
                .isZero();
        assertThat(json(aws("sqs", "get-queue-attributes", "--queue-url", url, "--attribute-names", "All"))
                        .at("/Attributes/ApproximateNumberOfMessagesNotVisible")
                        .textValue())
                .isEqualTo("0");
    }

    @Test
    void tables_areListedDescribedAndTagged() {
        assertThat(json(aws("dynamodb", "list-tables")).path("TableNames").toString())
                .contains("\"account\"", "\"books\"");

        JsonNode books =
                json(aws("dynamodb", "describe-table", "--table-name", "books")).path("Table");
        assertThat(books.path("TableArn").textValue()).isEqualTo("arn:aws:dynamodb:us-east-2:000000000000:table/books");
        assertThat(books.at("/ProvisionedThroughput/WriteCapacityUnits").intValue())
                .isEqualTo(5);

        JsonNode tags = json(aws(
                        "dynamodb",
                        "list-tags-of-resource",
                        "--resource-arn",
                        books.path("TableArn").textValue()))
                .path("Tags");
        assertThat(tags.toString()).contains("{\"Key\":\"class\",\"Value\":\"classroom\"}");
    }

    @Test
    void items_arePutReadQueriedAndScanned() {
        String item =
                "{\"id\":{\"N\":\"5\"},\"email\":{\"S\":\"cli@example.com\"},\"nome\":{\"S\":\"Linha de comando\"}}";
        String key = "{\"id\":{\"N\":\"5\"},\"email\":{\"S\":\"cli@example.com\"}}";

        JsonNode put = json(aws(
                "dynamodb",
                "put-item",
                "--table-name",
                "account",
                "--item",
                item,
                "--return-consumed-capacity",
                "TOTAL"));
        assertThat(put.at("/ConsumedCapacity/CapacityUnits").intValue()).isEqualTo(1);
        assertThat(json(aws("dynamodb", "get-item", "--table-name", "account", "--key", key))
                        .at("/Item/nome/S")
                        .textValue())
                .isEqualTo("Linha de comando");
        assertThat(json(aws(
                                "dynamodb",
                                "query",
                                "--table-name",
                                "account",
                                "--key-condition-expression",
                                "id = :id",
                                "--expression-attribute-values",
                                "{\":id\":{\"N\":\"5\"}}"))
                        .path("Count")
                        .intValue())
                .isEqualTo(1);
        assertThat(json(aws("dynamodb", "scan", "--table-name", "account", "--page-size", "1"))
                        .path("Items")
                        .toString())
                .contains("Linha de comando");
        assertThat(aws(
                        "dynamodb",
                        "put-item",
                        "--table-name",
                        "account",
                        "--item",
                        item,
                        "--condition-expression",
                        "attribute_not_exists(id)"))
                .satisfies(refusedWith("ConditionalCheckFailedException"));
    }

    @Test
    void stream_isListedDescribedAndRead() {
        String item = "{\"Author\":{\"S\":\"Stream\"},\"Title\":{\"S\":\"Stream\"}}";
        assertThat(aws("dynamodb", "put-item", "--table-name", "books", "--item", item)
                        .status())
                .isZero();

        String arn = json(aws("dynamodbstreams", "list-streams", "--table-name", "books"))
                .at("/Streams/0/StreamArn")
                .asText();
        JsonNode stream = json(aws("dynamodbstreams", "describe-stream", "--stream-arn", arn))
                .path("StreamDescription");
        assertThat(stream.path("StreamStatus").textValue()).isEqualTo("ENABLED");
        List<JsonNode> records = new ArrayList<>();
        for (JsonNode shard : stream.path("Shards")) {
            String iterator = json(aws(
                            "dynamodbstreams",
                            "get-shard-iterator",
                            "--stream-arn",
                            arn,
                            "--shard-id",
                            shard.path("ShardId").textValue(),
                            "--shard-iterator-type",
                            "TRIM_HORIZON"))
                    .path("ShardIterator")
                    .asText();
            json(aws("dynamodbstreams", "get-records", "--shard-iterator", iterator))
                    .path("Records")
                    .forEach(records::add);
        }

        assertThat(records).anySatisfy(record -> {
            assertThat(record.at("/dynamodb/NewImage/Title/S").textValue()).isEqualTo("Stream");
            assertThat(record.path("awsRegion").textValue()).isEqualTo("us-east-2");
        });
    }

    @Test
    void unknownTable_isNotFound() {
        assertThat(aws("dynamodb", "describe-table", "--table-name", "nobody"))
                .satisfies(refusedWith("ResourceNotFoundException"));
    }

    // S3 and parameters

    /** Nine megabytes: over the size from which the CLI sends a file in parts. */
    @Test
    void files_areCopiedToABucketAndBackInParts() throws IOException {
        byte[] content = new byte[9 << 20];
        new Random(1).nextBytes(content);
        Path there = Files.write(directory.resolve("there"), content);
        Path back = directory.resolve("back");

        done(aws("s3", "mb", "s3://lesson"));
        done(aws("s3", "cp", "--no-progress", there.toString(), "s3://lesson/a folder/file"));
        done(aws("s3", "cp", "--no-progress", "s3://lesson/a folder/file", back.toString()));

        assertThat(back).hasSameBinaryContentAs(there);
        assertThat(done(aws("s3", "ls", "s3://lesson"))).contains("PRE a folder/");
        assertThat(done(aws("s3", "ls", "--recursive", "s3://lesson"))).contains("9437184 a folder/file");
        assertThat(aws("s3", "rb", "s3://lesson").err()).contains("(BucketNotEmpty)");
        done(aws("s3", "rb", "--force", "s3://lesson"));
        assertThat(done(aws("s3", "ls"))).doesNotContain("lesson");
    }

    @Test
    void parameter_isPutReadAndDeleted() {
        json(aws("ssm", "put-parameter", "--name", "/lesson/one", "--type", "String", "--value", "1"));

        assertThat(json(aws("ssm", "get-parameter", "--name", "/lesson/one"))
                        .at("/Parameter/Value")
                        .textValue())
                .isEqualTo("1");
        json(aws("ssm", "delete-parameter", "--name", "/lesson/one"));
        assertThat(aws("ssm", "get-parameter", "--name", "/lesson/one")).satisfies(refusedWith("ParameterNotFound"));
    }

    // The first steps of AWS's "getting started with Lambda"

    @Test
    void tutorial_isToldTheWay() throws IOException {
        Path zip = Files.write(directory.resolve("function.zip"), Arrays.copyOf(new byte[] {'P', 'K', 5, 6}, 22));
        String trust = "{\"Version\":\"2012-10-17\",\"Statement\":[]}";
        String arn = "arn:aws:iam::000000000000:role/lambda-ex";
        List<List<String>> commands = List.of(
                List.of("iam", "create-role", "--role-name", "lambda-ex", "--assume-role-policy-document", trust),
                List.of("iam", "attach-role-policy", "--role-name", "lambda-ex", "--policy-arn", arn),
                List.of("iam", "put-role-policy", "--role-name", "x", "--policy-name", "y", "--policy-document", trust),
                List.of("iam", "create-policy", "--policy-name", "y", "--policy-document", trust),
                List.of(
                        "lambda",
                        "create-function",
                        "--function-name",
                        "my-function",
                        "--runtime",
                        "python3.13",
                        "--handler",
                        "index.handler",
                        "--role",
                        arn,
                        "--zip-file",
                        "fileb://" + zip),
                List.of(
                        "lambda",
                        "add-permission",
                        "--function-name",
                        "hello",
                        "--statement-id",
                        "s",
                        "--action",
                        "lambda:InvokeFunction",
                        "--principal",
                        "apigateway.amazonaws.com"),
                List.of("lambda", "create-function-url-config", "--function-name", "hello", "--auth-type", "NONE"),
                List.of("lambda", "delete-function", "--function-name", "hello"),
                List.of("apigateway", "create-rest-api", "--name", "api"),
                List.of("apigatewayv2", "create-api", "--name", "api", "--protocol-type", "HTTP"),
                List.of("events", "put-rule", "--name", "daily", "--schedule-expression", "rate(1 day)"),
                List.of("sns", "create-topic", "--name", "topic"));
        for (List<String> command : commands) {
            ClassProcess.Result result = aws(command.toArray(String[]::new));
            assertThat(result.status()).as(command.toString()).isNotZero();
            assertThat(result.err())
                    .as(command.toString())
                    .contains("\"How to add a function\" in CONTRIBUTING.md is the recipe for one of your own.")
                    .doesNotContain("Unable to determine");
        }
    }

    // Who asks

    @Test
    void unknownAccessKey_isRefused() {
        Map<String, String> stranger = Map.of("AWS_ACCESS_KEY_ID", "AKIASTRANGER");

        assertThat(aws(stranger, "dynamodb", "list-tables")).satisfies(refusedWith("UnrecognizedClientException"));
        assertThat(aws(stranger, "lambda", "list-functions")).satisfies(refusedWith("UnrecognizedClientException"));
    }

    private ClassProcess.Result invoke(String function, String payload, String... more) {
        List<String> arguments =
                new ArrayList<>(List.of("lambda", "invoke", "--function-name", function, "--payload", payload));
        arguments.addAll(List.of(more));
        arguments.add(directory.resolve("out.json").toString());
        return aws(arguments.toArray(String[]::new));
    }

    private JsonNode answer() throws IOException {
        return JSON.readTree(directory.resolve("out.json").toFile());
    }

    private static String logGroup(String function) {
        return json(aws("lambda", "get-function", "--function-name", function))
                .at("/Configuration/LoggingConfig/LogGroup")
                .asText("/aws/lambda/" + function);
    }

    private static ClassProcess.Result aws(String... arguments) {
        return aws(Map.of(), arguments);
    }

    private static ClassProcess.Result aws(Map<String, String> variables, String... arguments) {
        List<String> command = new ArrayList<>(List.of("aws"));
        command.addAll(List.of(arguments));
        return local.run(variables, command.toArray(String[]::new));
    }

    private static String done(ClassProcess.Result result) {
        assertThat(result.status()).as(result.err()).isZero();
        return result.out();
    }

    private static JsonNode json(ClassProcess.Result result) {
        assertThat(result.status()).as(result.err()).isZero();
        try {
            return result.out().isBlank() ? JSON.createObjectNode() : JSON.readTree(result.out());
        } catch (JsonProcessingException e) {
            throw new AssertionError("The client printed no JSON: " + result.out(), e);
        }
    }

    private static Consumer<ClassProcess.Result> refusedWith(String code) {
        return result -> {
            assertThat(result.status()).isNotZero();
            assertThat(result.err()).contains("(" + code + ")");
        };
    }
}
