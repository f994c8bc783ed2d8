package classroom.cloud.lambda.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import classroom.Waiting;
import classroom.cloud.iam.Role;
import classroom.cloud.identity.Identities;
import classroom.cloud.identity.Identity;
import classroom.cloud.lambda.environment.Function;
import classroom.cloud.lambda.environment.TestAsset;
import classroom.cloud.lambda.environment.TestClass;
import classroom.cloud.lambda.environment.TestFunction;
import classroom.cloud.lambda.handlers.Actor;
import classroom.cloud.lambda.handlers.Echo;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.Architecture;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.InvalidParameterValueException;
import software.amazon.awssdk.services.lambda.model.LambdaException;
import software.amazon.awssdk.services.lambda.model.LastUpdateStatus;
import software.amazon.awssdk.services.lambda.model.LogFormat;
import software.amazon.awssdk.services.lambda.model.PublishVersionResponse;
import software.amazon.awssdk.services.lambda.model.Runtime;
import software.amazon.awssdk.services.lambda.model.SnapStartApplyOn;
import software.amazon.awssdk.services.lambda.model.State;
import software.amazon.awssdk.services.lambda.model.TracingMode;
import software.amazon.awssdk.services.lambda.model.UpdateAliasResponse;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionCodeResponse;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionConfigurationResponse;

/** What changes a function without CloudFormation, on the wire and with AWS's own client. */
@Timeout(120)
class FunctionUpdatesIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final String ARN = "arn:aws:lambda:us-east-2:000000000000:function:";

    private static final String TRUST = "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\","
            + " \"Principal\": {\"Service\": \"lambda.amazonaws.com\"}, \"Action\": \"sts:AssumeRole\"}]}";

    @TempDir
    private static Path folder;

    private static TestClass room;
    private static Path code;

    @BeforeAll
    static void start() throws IOException {
        code = TestAsset.jar(folder);
        room = new TestClass(folder, List.of());
        room.buckets.create("assets", Map.of());
        put("words", Echo.class);
        room.functions.publish("words", "");
        room.functions.putAlias("words:1", "live");
    }

    @AfterAll
    static void stop() {
        room.close();
    }

    private static void put(String name, Class<?> handler) {
        Function function = TestFunction.of(handler, code).named(name).build();
        room.put(function);
    }

    private static SdkBytes zip() throws IOException {
        return SdkBytes.fromByteArray(Files.readAllBytes(code));
    }

    /** A package that has the handler Echo and no other. */
    private static byte[] echoAlone() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        String echo = Echo.class.getName().replace('.', '/') + ".class";
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            ZipEntry entry = new ZipEntry(echo);
            entry.setTime(0);
            zip.putNextEntry(entry);
            zip.write(Echo.class.getResourceAsStream("/" + echo).readAllBytes());
        }
        return bytes.toByteArray();
    }

    private static String sha256(byte[] bytes) throws GeneralSecurityException {
        return Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private static FunctionConfiguration configuration(String name) {
        return room.lambda.getFunction(r -> r.functionName(name)).configuration();
    }

    private static HttpResponse<String> send(String service, String method, String path, byte[] body)
            throws IOException, InterruptedException {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create(room.gateway.uri() + path))
                        .method(method, HttpRequest.BodyPublishers.ofByteArray(body))
                        .header(
                                "Authorization",
                                "AWS4-HMAC-SHA256 Credential=" + Identities.TEACHER + "/20261122/us-east-2/" + service
                                        + "/aws4_request, SignedHeaders=host, Signature=0")
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /**
     * What Lambda answers, and where that was recorded. L: LocalStack's tests on AWS as of 2026-03: test_lambda_api.py,
     * test_function_revisions_basic, test_function_revisions_version_and_alias, test_lambda_code_location_s3_errors,
     * test_publish_with_wrong_sha256, test_non_existent_alias_update, test_notfound_and_invalid_routingconfigs,
     * test_update_lambda_exceptions, and for a version's name put_function_concurrency_with_qualified_arn. I: reported
     * in issues: pythonista-chromeless 19 (ImageUri), fog-aws (no source), AWS's own samples (ZipFile with others). M:
     * the form of Lambda's model, and its bounds. O: the class's own words, for what it does not carry out.
     */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            L | words/code | {'S3Bucket':'nobody','S3Key':'k'} | 400 | InvalidParameterValueException | Error occurred while GetObject. S3 Error Code: NoSuchBucket. S3 Error Message: The specified bucket does not exist
            L | words/code | {'S3Bucket':'assets','S3Key':'k'} | 400 | InvalidParameterValueException | Error occurred while GetObject. S3 Error Code: NoSuchKey. S3 Error Message: The specified key does not exist.
            L | words/code | {'ZipFile':'ZIP','RevisionId':'wrong'} | 412 | PreconditionFailedException | The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id
            L | nobody/code | {'ZipFile':'ZIP'} | 404 | ResourceNotFoundException | Function not found: arn:aws:lambda:us-east-2:000000000000:function:nobody
            L | words:1/code | {'ZipFile':'ZIP'} | 400 | InvalidParameterValueException | This operation is permitted on Lambda functions only. Aliases and versions do not support this operation. Please specify either a function name or an unqualified function ARN.
            I | words/code | {} | 400 | InvalidParameterValueException | Please provide a source for function code.
            I | words/code | {'S3Bucket':'assets'} | 400 | InvalidParameterValueException | Please provide a source for function code.
            I | words/code | {'ZipFile':'ZIP','S3Bucket':'assets'} | 400 | InvalidParameterValueException | Please do not provide other FunctionCode parameters when providing a ZipFile.
            I | words/code | {'ImageUri':'000000000000.dkr.ecr.us-east-2.amazonaws.com/i'} | 400 | InvalidParameterValueException | Please don't provide ImageUri when updating a function with packageType Zip.
            M | words/code | {'ZipFile':'ZIP','Architectures':['riscv']} | 400 | ValidationException | 1 validation error detected: Value '[riscv]' at 'architectures' failed to satisfy constraint: Member must satisfy constraint: [Member must satisfy enum value set: [x86_64, arm64]]
            M | words/code | {'S3Bucket':'as','S3Key':'k'} | 400 | ValidationException | 1 validation error detected: Value 'as' at 's3Bucket' failed to satisfy constraint: Member must have length greater than or equal to 3
            O | words/code | {'S3Bucket':'assets','S3Key':'k','S3ObjectVersion':'1'} | 400 | InvalidParameterValueException | The local class does not carry out S3ObjectVersion of a function.
            O | words/code | {'ZipFile':'ZIP','PublishTo':'LATEST_PUBLISHED'} | 400 | InvalidParameterValueException | The local class does not carry out PublishTo of a function.
            L | words/configuration | {'Role':'r1'} | 400 | ValidationException | 1 validation error detected: Value 'r1' at 'role' failed to satisfy constraint: Member must satisfy regular expression pattern: arn:(aws[a-zA-Z-]*)?:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+
            L | words/configuration | {'Timeout':9,'RevisionId':'wrong'} | 412 | PreconditionFailedException | The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id
            L | nobody/configuration | {'Timeout':9} | 404 | ResourceNotFoundException | Function not found: arn:aws:lambda:us-east-2:000000000000:function:nobody
            L | words:live/configuration | {'Timeout':9} | 400 | InvalidParameterValueException | This operation is permitted on Lambda functions only. Aliases and versions do not support this operation. Please specify either a function name or an unqualified function ARN.
            M | words/configuration | {'Timeout':0} | 400 | ValidationException | 1 validation error detected: Value '0' at 'timeout' failed to satisfy constraint: Member must have value greater than or equal to 1
            M | words/configuration | {'Timeout':901} | 400 | ValidationException | 1 validation error detected: Value '901' at 'timeout' failed to satisfy constraint: Member must have value less than or equal to 900
            M | words/configuration | {'MemorySize':127} | 400 | ValidationException | 1 validation error detected: Value '127' at 'memorySize' failed to satisfy constraint: Member must have value greater than or equal to 128
            M | words/configuration | {'Handler':'a b'} | 400 | ValidationException | 1 validation error detected: Value 'a b' at 'handler' failed to satisfy constraint: Member must satisfy regular expression pattern: [^\\s]+
            M | words/configuration | {'Environment':{'Variables':{'AWS_REGION':'x'}}} | 400 | InvalidParameterValueException | Lambda was unable to configure your environment variables because the environment variables you have provided contains reserved keys that are currently not supported for modification. Reserved keys used in this request: AWS_REGION
            O | words/configuration | {'Role':'arn:aws:iam::000000000000:role/nobody'} | 403 | AccessDeniedException | The role defined for the function cannot be assumed by Lambda. There is no role arn:aws:iam::000000000000:role/nobody.
            O | words/configuration | {'Runtime':'python3.12'} | 400 | InvalidParameterValueException | The local class runs Java functions only, not python3.12.
            O | words/configuration | {'DeadLetterConfig':{'TargetArn':'arn:aws:sns:us-east-2:000000000000:t'}} | 400 | InvalidParameterValueException | The local class sends dead letters to SQS queues only, not to arn:aws:sns:us-east-2:000000000000:t.
            O | words/configuration | {'Layers':['arn:aws:lambda:us-east-2:000000000000:layer:l:1']} | 400 | InvalidParameterValueException | The local class does not carry out Layers of a function.
            O | words/configuration | {'TracingConfig':{'Mode':'Active'}} | 400 | InvalidParameterValueException | The local class does not carry out TracingConfig of a function.
            O | words/configuration | {'LoggingConfig':{'LogFormat':'JSON'}} | 400 | InvalidParameterValueException | The local class does not carry out LoggingConfig.LogFormat of a function.
            L | words/versions | {'CodeSha256':'somenonexistentsha256'} | 400 | InvalidParameterValueException | CodeSHA256 (somenonexistentsha256) is different from current CodeSHA256 in $LATEST (SHA). Please try again with the CodeSHA256 in $LATEST.
            L | words/versions | {'RevisionId':'wrong'} | 412 | PreconditionFailedException | The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id
            L | words/aliases/none | {'FunctionVersion':'1'} | 404 | ResourceNotFoundException | Alias not found: arn:aws:lambda:us-east-2:000000000000:function:words:none
            L | words/aliases/live | {'FunctionVersion':'10'} | 404 | ResourceNotFoundException | Function not found: arn:aws:lambda:us-east-2:000000000000:function:words:10
            L | words/aliases/live | {'RevisionId':'wrong'} | 412 | PreconditionFailedException | The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id
            O | words/aliases/live | {'FunctionVersion':'$LATEST'} | 400 | InvalidParameterValueException | The local class does not carry out $LATEST as the version of an alias: an alias names a published version.
            O | words/aliases/live | {'RoutingConfig':{'AdditionalVersionWeights':{'1':0.5}}} | 400 | InvalidParameterValueException | The local class does not carry out RoutingConfig of a function.
            """)
    void changeThatLambdaRefuses_isRefusedInItsWords_andChangesNothing(
            String source, String path, String request, int status, String code, String message) throws Exception {
        FunctionConfiguration before = configuration("words");
        String body =
                request.replace('\'', '"').replace("ZIP", Base64.getEncoder().encodeToString(zip().asByteArray()));
        HttpResponse<String> response = send(
                "lambda",
                path.endsWith("versions") ? "POST" : "PUT",
                "/2015-03-31/functions/" + path,
                body.getBytes(StandardCharsets.UTF_8));

        JsonNode refusal = JSON.readTree(response.body());
        assertThat(refusal.path("message").asText(refusal.path("Message").asText()))
                .as(source)
                .isEqualTo(message.replace("(SHA)", "(" + before.codeSha256() + ")"));
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("x-amzn-ErrorType")).hasValue(code);
        assertThat(configuration("words")).isEqualTo(before);
        assertThat(room.functions.aliases("words")).isEqualTo(Map.of("live", "1"));
    }

    @Test
    void newCode_isRunByTheNextCall_whileOneUnderWayEndsWithTheOld(@TempDir Path meeting) throws Exception {
        put("swapped", Actor.class);
        FunctionConfiguration before = configuration("swapped");
        ExecutorService caller = Executors.newSingleThreadExecutor();
        try {
            String event = "{\"do\":\"meet\",\"folder\":\"" + meeting + "\"}";
            Future<String> underWay = caller.submit(() -> room.answer("swapped", event));
            Waiting.until(() -> isPresent(meeting));

            UpdateFunctionCodeResponse changed = room.lambda.updateFunctionCode(r -> r.functionName("swapped")
                    .zipFile(SdkBytes.fromByteArray(bytes(FunctionUpdatesIT::echoAlone)))
                    .revisionId(before.revisionId()));

            assertThat(changed.lastUpdateStatus()).isEqualTo(LastUpdateStatus.IN_PROGRESS);
            assertThat(changed.lastUpdateStatusReasonCodeAsString()).isEqualTo("Creating");
            assertThat(changed.codeSha256()).isEqualTo(sha256(echoAlone()));
            assertThat(changed.revisionId()).isNotEqualTo(before.revisionId());
            FunctionConfiguration updated = room.lambda
                    .waiter()
                    .waitUntilFunctionUpdatedV2(r -> r.functionName("swapped"))
                    .matched()
                    .response()
                    .orElseThrow()
                    .configuration();
            assertThat(updated.lastUpdateStatus()).isEqualTo(LastUpdateStatus.SUCCESSFUL);
            assertThat(updated.state()).isEqualTo(State.ACTIVE);
            assertThat(updated.codeSha256()).isEqualTo(changed.codeSha256());
            assertThat(room.invoke("swapped", event).payload().asUtf8String())
                    .contains("Class not found: " + Actor.class.getName());
            Files.createFile(meeting.resolve("go"));
            assertThat(underWay.get()).isEqualTo("\"met\"");
        } finally {
            caller.shutdownNow();
        }
    }

    private static boolean isPresent(Path meeting) throws IOException {
        try (Stream<Path> files = Files.list(meeting)) {
            return files.findAny().isPresent();
        }
    }

    private static byte[] bytes(Callable<byte[]> source) {
        try {
            return source.call();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void codeOfABucket_isTaken_asAVersionOfItsOwnIfSoAsked() throws Exception {
        put("fromBucket", Echo.class);
        assertThat(send("s3", "PUT", "/assets/echo.zip", echoAlone()).statusCode())
                .isEqualTo(200);

        for (String number : List.of("1", "1")) { // The second time nothing has changed.
            UpdateFunctionCodeResponse changed = room.lambda.updateFunctionCode(r -> r.functionName("fromBucket")
                    .s3Bucket("assets")
                    .s3Key("echo.zip")
                    .architectures(Architecture.ARM64)
                    .publish(true));

            assertThat(changed.version()).isEqualTo(number);
            assertThat(changed.functionArn()).isEqualTo(ARN + "fromBucket:1");
            assertThat(changed.codeSha256()).isEqualTo(sha256(echoAlone()));
        }
        assertThat(configuration("fromBucket").codeSha256()).isEqualTo(sha256(echoAlone()));
        assertThat(configuration("fromBucket").architectures()).containsExactly(Architecture.ARM64);
        assertThat(room.answer("fromBucket:1", "1")).isEqualTo("1");
    }

    @Test
    void dryRun_refusesWhatACallWould_andChangesNothing() throws IOException {
        put("dry", Echo.class);
        FunctionConfiguration before = configuration("dry");

        UpdateFunctionCodeResponse answer = room.lambda.updateFunctionCode(r -> r.functionName("dry")
                .zipFile(SdkBytes.fromByteArray(bytes(FunctionUpdatesIT::echoAlone)))
                .dryRun(true));

        assertThat(answer.lastUpdateStatus()).isEqualTo(LastUpdateStatus.SUCCESSFUL);
        for (boolean dry : new boolean[] {true, false}) {
            assertThatThrownBy(() -> room.lambda.updateFunctionCode(r -> r.functionName("dry")
                            .zipFile(SdkBytes.fromUtf8String("no archive"))
                            .dryRun(dry)))
                    .isInstanceOf(InvalidParameterValueException.class)
                    .hasMessageContaining(
                            "Could not unzip uploaded file. Please check your file, then try to upload again.");
        }
        assertThat(configuration("dry")).isEqualTo(before);
    }

    @Test
    void configuration_isChangedWhereTheRequestSaysSo_andElsewhereKept() throws Exception {
        put("configured", Actor.class);
        room.queues.create("dead", Map.of());
        room.roles.put(new Role(Role.arn("/other"), JSON.readTree(TRUST), Map.of(), Map.of(), Duration.ofHours(1)));
        String queue = "arn:aws:sqs:us-east-2:000000000000:dead";

        UpdateFunctionConfigurationResponse changed =
                room.lambda.updateFunctionConfiguration(r -> r.functionName("configured")
                        .description("changed")
                        .timeout(7)
                        .memorySize(320)
                        .runtime(Runtime.JAVA21)
                        .role("arn:aws:iam::000000000000:role/other")
                        .environment(e -> e.variables(Map.of("ONE", "1")))
                        .deadLetterConfig(d -> d.targetArn(queue))
                        .loggingConfig(l -> l.logFormat(LogFormat.TEXT).logGroup("/other"))
                        .snapStart(s -> s.applyOn(SnapStartApplyOn.PUBLISHED_VERSIONS))
                        .tracingConfig(t -> t.mode(TracingMode.PASS_THROUGH))
                        .ephemeralStorage(e -> e.size(512))
                        .layers(List.of()));

        assertThat(changed.lastUpdateStatus()).isEqualTo(LastUpdateStatus.IN_PROGRESS);
        FunctionConfiguration now = configuration("configured");
        assertThat(now.description()).isEqualTo("changed");
        assertThat(now.timeout()).isEqualTo(7);
        assertThat(now.memorySize()).isEqualTo(320);
        assertThat(now.runtime()).isEqualTo(Runtime.JAVA21);
        assertThat(now.role()).endsWith("role/other");
        assertThat(now.environment().variables()).isEqualTo(Map.of("ONE", "1"));
        assertThat(now.deadLetterConfig().targetArn()).isEqualTo(queue);
        assertThat(now.loggingConfig().logGroup()).isEqualTo("/other");
        assertThat(now.snapStart().applyOn()).isEqualTo(SnapStartApplyOn.PUBLISHED_VERSIONS);
        assertThat(JSON.readTree(room.answer("configured", "{\"do\":\"context\"}"))
                        .path("memory")
                        .asInt())
                .isEqualTo(320);

        room.lambda.updateFunctionConfiguration(r -> r.functionName("configured")
                .deadLetterConfig(d -> d.targetArn(""))
                .environment(e -> e.variables(Map.of())));

        FunctionConfiguration then = configuration("configured");
        assertThat(then.deadLetterConfig()).isNull();
        assertThat(then.environment()).isNull();
        assertThat(then.timeout()).isEqualTo(7);
        assertThat(then.handler()).isEqualTo(Actor.class.getName());
        assertThat(then.codeSha256()).isEqualTo(sha256(Files.readAllBytes(code)));
        assertThat(room.lambda.getFunction(r -> r.functionName("configured")).tags())
                .isEqualTo(Map.of("class", "classroom"));
    }

    @Test
    void version_isPublishedOnceForEachChange_andAnAliasCanNameIt() {
        put("published", Echo.class);
        String digest = configuration("published").codeSha256();
        PublishVersionResponse first = room.lambda.publishVersion(
                r -> r.functionName("published").description("the first").codeSha256(digest));
        PublishVersionResponse again = room.lambda.publishVersion(r -> r.functionName("published"));
        room.functions.putAlias("published:1", "live");
        room.lambda.updateFunctionConfiguration(r -> r.functionName("published").timeout(9));
        PublishVersionResponse second = room.lambda.publishVersion(r -> r.functionName("published")
                .revisionId(configuration("published").revisionId()));

        assertThat(List.of(first.version(), again.version(), second.version())).isEqualTo(List.of("1", "1", "2"));
        assertThat(first.description()).isEqualTo("the first");
        assertThat(again.revisionId()).isEqualTo(first.revisionId());
        assertThat(second.functionArn()).isEqualTo(ARN + "published:2");
        UpdateAliasResponse moved = room.lambda.updateAlias(
                r -> r.functionName("published").name("live").functionVersion("2"));
        assertThat(moved.functionVersion()).isEqualTo("2");
        assertThat(moved.aliasArn()).isEqualTo(ARN + "published:live");
        assertThat(configuration("published:live").timeout()).isEqualTo(9);
    }

    static Stream<Arguments> actions() {
        return Stream.of(
                action(
                        "lambda:UpdateFunctionCode",
                        lambda -> lambda.updateFunctionCode(
                                r -> r.functionName("words").s3Bucket("assets").s3Key("k"))),
                action(
                        "s3:GetObject",
                        lambda -> lambda.updateFunctionCode(
                                r -> r.functionName("words").s3Bucket("assets").s3Key("k"))),
                action(
                        "lambda:UpdateFunctionConfiguration",
                        lambda -> lambda.updateFunctionConfiguration(
                                r -> r.functionName("words").timeout(9))),
                action(
                        "iam:PassRole",
                        lambda -> lambda.updateFunctionConfiguration(
                                r -> r.functionName("words").role("arn:aws:iam::000000000000:role/other"))),
                action("lambda:PublishVersion", lambda -> lambda.publishVersion(r -> r.functionName("words"))),
                action(
                        "lambda:UpdateAlias",
                        lambda -> lambda.updateAlias(
                                r -> r.functionName("words").name("live").functionVersion("1"))));
    }

    private static Arguments action(String action, Consumer<LambdaClient> call) {
        return Arguments.of(action, call);
    }

    @ParameterizedTest
    @MethodSource("actions")
    void roleThatMayNot_isRefused_andChangesNothing(String action, Consumer<LambdaClient> call) {
        FunctionConfiguration before = configuration("words");
        Identity role = room.identities.issue("arn:aws:iam::000000000000:role/words-role", "words");
        room.denied.add(action);
        try (LambdaClient lambda = room.lambdaOf(role.accessKeyId())) {
            assertThatThrownBy(() -> call.accept(lambda)).isInstanceOfSatisfying(LambdaException.class, e -> {
                assertThat(e.statusCode()).isEqualTo(403);
                assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDeniedException");
                assertThat(e.awsErrorDetails().errorMessage())
                        .contains(
                                action.equals("s3:GetObject")
                                        ? "Your access has been denied by S3, please make sure your request"
                                                + " credentials have permission to GetObject for assets/k. S3"
                                                + " Error Code: AccessDenied. S3 Error Message: Access Denied"
                                        : "may not " + action);
            });
        } finally {
            room.denied.clear();
            room.identities.revoke(role);
        }
        assertThat(configuration("words")).isEqualTo(before);
    }
}
