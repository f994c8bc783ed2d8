package classroom.cloud.lambda.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import classroom.cloud.identity.Identities;
import classroom.cloud.lambda.environment.TestAsset;
import classroom.cloud.lambda.environment.TestClass;
import classroom.cloud.lambda.environment.TestFunction;
import classroom.cloud.lambda.handlers.Actor;
import classroom.cloud.lambda.handlers.Echo;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.model.CreateEventSourceMappingResponse;
import software.amazon.awssdk.services.lambda.model.EventSourceMappingConfiguration;
import software.amazon.awssdk.services.lambda.model.Filter;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.FunctionResponseType;
import software.amazon.awssdk.services.lambda.model.GetEventSourceMappingResponse;
import software.amazon.awssdk.services.lambda.model.GetFunctionResponse;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.LambdaException;
import software.amazon.awssdk.services.lambda.model.ListFunctionsResponse;

/** The Lambda API on the wire, as AWS's own client and a plain HTTP client see it. */
@Timeout(120)
class LambdaApiIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ARN = "arn:aws:lambda:us-east-2:000000000000:function:";
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    private static Path folder;

    private static TestClass room;

    @BeforeAll
    static void start() throws IOException {
        Path code = TestAsset.jar(folder);
        room = new TestClass(folder, List.of());
        room.put(TestFunction.of(Echo.class, code)
                .named("echo")
                .with(Map.of("ONE", "1"))
                .build());
        room.put(TestFunction.of(Actor.class, code)
                .named("actor")
                .with(Duration.ofSeconds(30))
                .build());
        room.put(TestFunction.of(Echo.class, code).named("zebra").build());
    }

    @AfterAll
    static void stop() {
        room.close();
    }

    private static HttpResponse<String> send(String method, String path, Map<String, String> headers, byte[] body)
            throws IOException, InterruptedException {
        return sendAs(Identities.TEACHER, method, path, headers, body);
    }

    private static HttpResponse<String> sendAs(
            String key, String method, String path, Map<String, String> headers, byte[] body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(room.gateway.uri() + path))
                .method(method, HttpRequest.BodyPublishers.ofByteArray(body))
                .header(
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=" + key
                                + "/20261122/us-east-2/lambda/aws4_request, SignedHeaders=host, Signature=0");
        headers.forEach(request::header);
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> invoke(String function, String event) throws Exception {
        return send("POST", "/2015-03-31/functions/" + function + "/invocations", Map.of(), event.getBytes());
    }

    private static void assertRefused(ThrowingCallable call, int status, String code, String message) {
        assertThatThrownBy(call).isInstanceOfSatisfying(LambdaException.class, e -> {
            assertThat(e.statusCode()).isEqualTo(status);
            assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
            assertThat(e.awsErrorDetails().errorMessage()).isEqualTo(message);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "echo",
                "function:echo",
                "000000000000:function:echo",
                "arn:aws:lambda:us-east-2:000000000000:function:echo",
                "arn:aws:lambda:us-east-2:000000000000:function:echo:$LATEST"
            })
    void functionIsFound_byEveryFormOfItsName(String name) {
        assertThat(room.answer(name, "[1]")).isEqualTo("[1]");
    }

    @Test
    void latestAsQualifier_isTheFunction_andEveryOtherIsUnknown() {
        assertThat(room.lambda
                        .invoke(r -> r.functionName("echo").qualifier("$LATEST"))
                        .statusCode())
                .isEqualTo(200);
        assertRefused(
                () -> room.lambda.invoke(r -> r.functionName("echo").qualifier("live")),
                404,
                "ResourceNotFoundException",
                "Function not found: " + ARN + "echo:live");
    }

    @Test
    void unknownFunction_isNotFound_inLambdasWords() throws Exception {
        assertRefused(
                () -> room.invoke("nobody", "{}"),
                404,
                "ResourceNotFoundException",
                "Function not found: " + ARN + "nobody:$LATEST");
        HttpResponse<String> response = invoke("nobody", "{}");
        assertThat(response.body())
                .isEqualTo("{\"Type\":\"User\",\"Message\":\"Function not found: " + ARN + "nobody:$LATEST\"}");
        assertThat(response.headers().firstValue("x-amzn-ErrorType")).hasValue("ResourceNotFoundException");
        assertThat(response.headers().firstValue("x-amzn-RequestId")).isPresent();
    }

    @Test
    void absentEvent_isAnEmptyObject() throws Exception {
        assertThat(invoke("echo", "").body()).isEqualTo("{}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "hello", "{\"a\":1}}", "{} {}", "nul", " ", "{'a':1}"})
    void eventThatIsNoJson_isRefused(String event) throws Exception {
        HttpResponse<String> response = invoke("echo", event);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("x-amzn-ErrorType")).hasValue("InvalidRequestContentException");
        assertThat(JSON.readTree(response.body()).get("message").asText())
                .startsWith("Could not parse request body into json: ");
        assertThat(JSON.readTree(response.body()).get("Type").asText()).isEqualTo("User");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "1", "\"x\"", "[]", " {} "})
    void everyJsonValue_isAnEvent(String event) throws Exception {
        assertThat(invoke("echo", event).body()).isEqualTo(event);
    }

    @ParameterizedTest
    @CsvSource({
        "RequestResponse, 6291456, Request must be smaller than 6291456 bytes for the InvokeFunction operation",
        "DryRun, 6291456, Request must be smaller than 6291456 bytes for the InvokeFunction operation",
        "Event, 1048576, 1048577 byte payload is too large for the Event invocation type (limit 1048576 bytes)"
    })
    void eventOverTheLimit_isTooLarge(String type, int limit, String words) throws Exception {
        byte[] largest = ("\"" + "x".repeat(limit - 2) + "\"").getBytes();
        Map<String, String> header = Map.of("X-Amz-Invocation-Type", type);
        String path = "/2015-03-31/functions/echo/invocations";
        assertThat(send("POST", path, header, largest).statusCode()).isIn(200, 202, 204);
        byte[] larger = ("\"" + "x".repeat(limit - 1) + "\"").getBytes();
        HttpResponse<String> response = send("POST", path, header, larger);
        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(response.headers().firstValue("x-amzn-ErrorType")).hasValue("RequestEntityTooLargeException");
        assertThat(response.body()).isEqualTo("{\"Message\":\"" + words + "\"}");
    }

    @Test
    void dryRun_checksAndRunsNothing() {
        InvokeResponse response = room.lambda.invoke(r -> r.functionName("actor")
                .invocationType(InvocationType.DRY_RUN)
                .payload(SdkBytes.fromUtf8String("{\"do\":\"exit\",\"code\":1}")));
        assertThat(response.statusCode()).isEqualTo(204);
        assertRefused(
                () -> room.lambda.invoke(r -> r.functionName("nobody").invocationType(InvocationType.DRY_RUN)),
                404,
                "ResourceNotFoundException",
                "Function not found: " + ARN + "nobody:$LATEST");
    }

    @Test
    void emptyClientContext_isNone() throws Exception {
        HttpResponse<String> response = send(
                "POST", "/2015-03-31/functions/echo/invocations", Map.of("X-Amz-Client-Context", ""), "{}".getBytes());
        assertThat(response.statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"!", "bm8ganNvbg==", "MQ=="})
    void clientContextThatIsNoObject_isRefused(String context) throws Exception {
        HttpResponse<String> response = send(
                "POST",
                "/2015-03-31/functions/echo/invocations",
                Map.of("X-Amz-Client-Context", context),
                "{}".getBytes());
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("Client context must be a valid Base64-encoded JSON object.");
    }

    @ParameterizedTest
    @CsvSource({"X-Amz-Invocation-Type, Later", "X-Amz-Log-Type, Head"})
    void unknownHeaderValue_isRefused(String header, String value) throws Exception {
        HttpResponse<String> response =
                send("POST", "/2015-03-31/functions/echo/invocations", Map.of(header, value), "{}".getBytes());
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("x-amzn-ErrorType")).hasValue("ValidationException");
    }

    @ParameterizedTest
    @CsvSource({
        "DELETE, /2015-03-31/functions/echo, DeleteFunction",
        "POST, /2015-03-31/functions, CreateFunction",
        "POST, /2015-03-31/functions/, CreateFunction",
        "GET, /2018-10-31/layers?find=LayerVersion&Arn=x, GetLayerVersionByArn",
        "GET, /2018-10-31/layers, ListLayers",
        "GET, /2015-03-31/functions/echo/invocations, GET /2015-03-31/functions/echo/invocations",
        "GET, /, GET /",
        "GET, /2015-03-31/event-source-mappings/a/b, GET /2015-03-31/event-source-mappings/a/b"
    })
    void operationThatTheClassHasNot_isNamed(String method, String path, String name) throws Exception {
        HttpResponse<String> response = send(method, path, Map.of(), new byte[0]);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("x-amzn-ErrorType")).hasValue("UnknownOperationException");
        assertThat(response.body()).contains("The local class does not carry out " + name + ": ");
    }

    @ParameterizedTest
    @CsvSource({
        "DELETE, /2015-03-31/functions/echo, '', lambda:DeleteFunction",
        "PUT, /2015-03-31/functions/echo/code?Qualifier=7, '', lambda:UpdateFunctionCode",
        "POST, /2015-03-31/functions, {\"FunctionName\":\"new\"}, lambda:CreateFunction",
        "GET, /2018-10-31/layers?find=LayerVersion&Arn=x, '', lambda:GetLayerVersion"
    })
    void operationThatTheClassHasNot_isDeniedToWhomMayNot(String method, String path, String body, String action)
            throws Exception {
        room.denied.add(action);
        HttpResponse<String> response = sendAs(
                room.identities.issue("some-role", "echo").accessKeyId(), method, path, Map.of(), body.getBytes());
        room.denied.clear();
        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(response.headers().firstValue("x-amzn-ErrorType")).hasValue("AccessDeniedException");
        assertThat(response.body()).contains(action);
    }

    @Test
    void getFunction_tellsConfigurationCodeAndTags() {
        GetFunctionResponse response = room.lambda.getFunction(r -> r.functionName("echo"));
        FunctionConfiguration configuration = response.configuration();
        assertThat(configuration.functionArn()).isEqualTo(ARN + "echo");
        assertThat(configuration.runtimeAsString()).isEqualTo("java25");
        assertThat(configuration.handler()).isEqualTo(Echo.class.getName());
        assertThat(configuration.role()).isEqualTo("arn:aws:iam::000000000000:role/echo-role");
        assertThat(configuration.memorySize()).isEqualTo(256);
        assertThat(configuration.timeout()).isEqualTo(60);
        assertThat(configuration.environment().variables()).isEqualTo(Map.of("ONE", "1"));
        assertThat(configuration.stateAsString()).isEqualTo("Active");
        assertThat(configuration.codeSize()).isPositive();
        assertThat(configuration.loggingConfig().logGroup()).isEqualTo("/aws/lambda/echo");
        assertThat(configuration.lastModified()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}\\+0000");
        assertThat(response.code().location()).startsWith("file:");
        assertThat(response.tags()).isEqualTo(Map.of("class", "classroom"));
        assertThat(room.lambda
                        .getFunctionConfiguration(r -> r.functionName("echo"))
                        .handler())
                .isEqualTo(Echo.class.getName());
        assertThat(room.lambda.listTags(r -> r.resource(ARN + "echo")).tags()).isEqualTo(Map.of("class", "classroom"));
    }

    /** The members that LocalStack's test_function_lifecycle recorded on AWS on 2025-11-25, and their values. */
    @Test
    void getFunction_hasTheMembersThatAwsHas() throws Exception {
        ObjectNode shown = (ObjectNode) JSON.readTree(
                send("GET", "/2015-03-31/functions/echo", Map.of(), new byte[0]).body());
        assertThat(shown.at("/Code/RepositoryType").asText()).isEqualTo("S3");
        ObjectNode configuration = (ObjectNode) shown.get("Configuration");
        assertThat(Base64.getDecoder().decode(configuration.remove("CodeSha256").asText()))
                .hasSize(32);
        assertThat(configuration.remove("CodeSize").asLong()).isPositive();
        assertThat(configuration.remove("LastModified").asText()).isNotEmpty();
        assertThat(UUID.fromString(configuration.remove("RevisionId").asText())).isNotNull();
        assertThat(((ObjectNode) configuration.remove("RuntimeVersionConfig"))
                        .remove("RuntimeVersionArn")
                        .asText())
                .matches("arn:aws:lambda:us-east-2::runtime:[0-9a-f]{64}");
        assertThat(configuration).isEqualTo(JSON.readTree("""
                {"Architectures": ["x86_64"], "Description": "a test", "Environment": {"Variables": {"ONE": "1"}},
                 "EphemeralStorage": {"Size": 512}, "FunctionArn": "%secho", "FunctionName": "echo",
                 "Handler": "%s", "LastUpdateStatus": "Successful",
                 "LoggingConfig": {"LogFormat": "Text", "LogGroup": "/aws/lambda/echo"}, "MemorySize": 256,
                 "PackageType": "Zip", "Role": "arn:aws:iam::000000000000:role/echo-role", "Runtime": "java25",
                 "SnapStart": {"ApplyOn": "None", "OptimizationStatus": "Off"}, "State": "Active", "Timeout": 60,
                 "TracingConfig": {"Mode": "PassThrough"}, "Version": "$LATEST"}
                """.formatted(ARN, Echo.class.getName())));
    }

    @Test
    void listFunctions_pagesByName() {
        ListFunctionsResponse first = room.lambda.listFunctions(r -> r.maxItems(2));
        assertThat(first.functions())
                .extracting(FunctionConfiguration::functionName)
                .containsExactly("actor", "echo");
        ListFunctionsResponse second = room.lambda.listFunctions(r -> r.marker(first.nextMarker()));
        assertThat(second.functions())
                .extracting(FunctionConfiguration::functionName)
                .containsExactly("zebra");
        assertThat(second.nextMarker()).isNull();
    }

    @Test
    void mapping_isCreatedReadChangedAndDeleted() throws Exception {
        String stream = room.dynamoDb
                .call(room.identities.teacher(), "DynamoDB_20120810.CreateTable", JSON.readTree("""
                                {"TableName": "mapped", "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
                                 "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
                                 "BillingMode": "PAY_PER_REQUEST",
                                 "StreamSpecification": {"StreamEnabled": true, "StreamViewType": "KEYS_ONLY"}}
                                """))
                .at("/TableDescription/LatestStreamArn")
                .asText();
        room.queues.create("q", Map.of());
        String pattern = "{\"eventName\": [\"REMOVE\"]}";
        CreateEventSourceMappingResponse created = room.lambda.createEventSourceMapping(r -> r.functionName("zebra")
                .eventSourceArn(stream)
                .startingPosition("TRIM_HORIZON")
                .batchSize(7)
                .parallelizationFactor(3)
                .filterCriteria(f -> f.filters(Filter.builder().pattern(pattern).build()))
                .functionResponseTypes(FunctionResponseType.REPORT_BATCH_ITEM_FAILURES)
                .destinationConfig(d -> d.onFailure(f -> f.destination("arn:aws:sqs:us-east-2:000000000000:q")))
                .tags(Map.of("class", "classroom")));
        assertThat(created.state()).isEqualTo("Creating");
        GetEventSourceMappingResponse got = room.lambda.getEventSourceMapping(r -> r.uuid(created.uuid()));
        assertThat(got.state()).isEqualTo("Enabled");
        assertThat(got.lastProcessingResult()).isEqualTo("No records processed");
        assertThat(got.batchSize()).isEqualTo(7);
        assertThat(got.functionArn()).isEqualTo(ARN + "zebra");
        assertThat(got.functionResponseTypes()).containsExactly(FunctionResponseType.REPORT_BATCH_ITEM_FAILURES);
        assertThat(got.destinationConfig().onFailure().destination()).isEqualTo("arn:aws:sqs:us-east-2:000000000000:q");
        assertThat(got.maximumRetryAttempts()).isEqualTo(-1);
        assertThat(got.parallelizationFactor()).isEqualTo(3);
        assertThat(got.tumblingWindowInSeconds()).isZero();
        assertThat(got.stateTransitionReason()).isEqualTo("User action");
        ObjectNode members = (ObjectNode)
                JSON.readTree(send("GET", "/2015-03-31/event-source-mappings/" + created.uuid(), Map.of(), new byte[0])
                        .body());
        assertThat(members.remove("LastModified").isNumber()).isTrue();
        // The members that LocalStack's test_event_source_mapping_lifecycle recorded on AWS on 2025-11-25.
        assertThat(members).isEqualTo(JSON.readTree("""
                {"BatchSize": 7, "BisectBatchOnFunctionError": false,
                 "DestinationConfig": {"OnFailure": {"Destination": "arn:aws:sqs:us-east-2:000000000000:q"}},
                 "EventSourceArn": "%s", "FilterCriteria": {"Filters": [{"Pattern": "{\\"eventName\\": [\\"REMOVE\\"]}"}]},
                 "EventSourceMappingArn": "arn:aws:lambda:us-east-2:000000000000:event-source-mapping:%s",
                 "FunctionArn": "%szebra", "FunctionResponseTypes": ["ReportBatchItemFailures"],
                 "LastProcessingResult": "No records processed", "MaximumBatchingWindowInSeconds": 0,
                 "MaximumRecordAgeInSeconds": -1, "MaximumRetryAttempts": -1, "ParallelizationFactor": 3,
                 "StartingPosition": "TRIM_HORIZON", "State": "Enabled", "StateTransitionReason": "User action",
                 "TumblingWindowInSeconds": 0, "UUID": "%s"}
                """.formatted(stream, created.uuid(), ARN, created.uuid())));
        assertThat(got.filterCriteria().filters())
                .singleElement()
                .satisfies(f -> assertThat(f.pattern()).isEqualTo(pattern));
        assertThat(room.lambda
                        .listTags(r -> r.resource(got.eventSourceMappingArn()))
                        .tags())
                .isEqualTo(Map.of("class", "classroom"));
        assertRefused(
                () -> room.lambda.createEventSourceMapping(
                        r -> r.functionName("zebra").eventSourceArn(stream).startingPosition("LATEST")),
                409,
                "ResourceConflictException",
                "The event source arn (\" " + stream + " \") and function (\" zebra \") provided mapping already "
                        + "exists. Please update or delete the existing mapping with UUID " + created.uuid());
        assertThat(room.lambda
                        .listEventSourceMappings(r -> r.functionName("zebra"))
                        .eventSourceMappings())
                .extracting(EventSourceMappingConfiguration::uuid)
                .containsExactly(created.uuid());
        assertThat(room.lambda
                        .listEventSourceMappings(r -> r.functionName("echo"))
                        .eventSourceMappings())
                .isEmpty();
        assertThat(room.lambda
                        .listEventSourceMappings(r -> r.eventSourceArn(stream))
                        .eventSourceMappings())
                .hasSize(1);
        room.lambda.updateEventSourceMapping(r -> r.uuid(created.uuid())
                .enabled(false)
                .batchSize(9)
                .parallelizationFactor(1)
                .tumblingWindowInSeconds(30)
                .filterCriteria(f -> f.filters(List.of())));
        assertThat(room.lambda.getEventSourceMapping(r -> r.uuid(created.uuid())))
                .satisfies(m -> assertThat(m.state()).isEqualTo("Disabled"))
                .satisfies(m -> assertThat(m.batchSize()).isEqualTo(9))
                .satisfies(m -> assertThat(m.tumblingWindowInSeconds()).isEqualTo(30))
                .satisfies(m -> assertThat(m.filterCriteria()).isNull())
                .satisfies(m -> assertThat(m.functionResponseTypes()).hasSize(1));
        assertThat(room.lambda
                        .deleteEventSourceMapping(r -> r.uuid(created.uuid()))
                        .state())
                .isEqualTo("Deleting");
        assertRefused(
                () -> room.lambda.getEventSourceMapping(r -> r.uuid(created.uuid())),
                404,
                "ResourceNotFoundException",
                "The resource you requested does not exist.");
    }

    @Test
    void functionsIdentity_mayDoWhatItsRoleAllows() throws Exception {
        room.denied.add("lambda:InvokeFunction");
        HttpResponse<String> response = sendAs(
                room.identities.issue("some-role", "echo").accessKeyId(),
                "POST",
                "/2015-03-31/functions/echo/invocations",
                Map.of(),
                new byte[0]);
        room.denied.clear();
        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(response.headers().firstValue("x-amzn-ErrorType")).hasValue("AccessDeniedException");
    }

    @Test
    void environmentsKey_isWorthNothing_whenTheEnvironmentIsGone() throws Exception {
        HttpResponse<String> response = send(
                "GET",
                "/env/00000000000000000000000000000000/2018-06-01/runtime/invocation/next",
                Map.of(),
                new byte[0]);
        assertThat(response.statusCode()).isEqualTo(410);
    }

    /** Lambda API Reference, the operations on FunctionEventInvokeConfig. */
    @Test
    void whatBecomesOfEvents_isSetChangedShownAndDeleted() {
        String none = "The function " + ARN + "echo:$LATEST doesn't have an EventInvokeConfig";
        assertRefused(
                () -> room.lambda.getFunctionEventInvokeConfig(r -> r.functionName("echo")),
                404,
                "ResourceNotFoundException",
                none);
        assertRefused(
                () -> room.lambda.putFunctionEventInvokeConfig(r -> r.functionName("echo")),
                400,
                "InvalidParameterValueException",
                "You must specify at least one of error handling or destination setting.");
        assertRefused(
                () -> room.lambda.putFunctionEventInvokeConfig(
                        r -> r.functionName("echo").maximumRetryAttempts(3)),
                400,
                "ValidationException",
                "1 validation error detected: Value '3' at 'maximumRetryAttempts' failed to satisfy constraint: Member"
                        + " must have value less than or equal to 2");

        assertThat(room.lambda
                        .putFunctionEventInvokeConfig(
                                r -> r.functionName("echo").maximumRetryAttempts(1))
                        .functionArn())
                .isEqualTo(ARN + "echo:$LATEST");
        room.lambda.updateFunctionEventInvokeConfig(r -> r.functionName("echo").maximumEventAgeInSeconds(60));
        var shown = room.lambda.getFunctionEventInvokeConfig(r -> r.functionName("echo"));
        assertThat(shown.maximumRetryAttempts()).isEqualTo(1);
        assertThat(shown.maximumEventAgeInSeconds()).isEqualTo(60);
        assertThat(shown.destinationConfig().onFailure().destination()).isNull();
        assertThat(room.lambda
                        .listFunctionEventInvokeConfigs(r -> r.functionName("echo"))
                        .functionEventInvokeConfigs())
                .hasSize(1);

        room.lambda.deleteFunctionEventInvokeConfig(r -> r.functionName("echo"));
        assertRefused(
                () -> room.lambda.deleteFunctionEventInvokeConfig(r -> r.functionName("echo")),
                404,
                "ResourceNotFoundException",
                none);
    }
}
