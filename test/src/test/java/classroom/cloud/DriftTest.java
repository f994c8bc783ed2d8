package classroom.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import classroom.cli.client.Answer;
import classroom.cli.client.Loopback;
import classroom.cloud.cloudformation.engine.Change;
import classroom.cloud.cloudformation.engine.Difference;
import classroom.cloud.cloudformation.engine.Drift;
import classroom.cloud.cloudformation.engine.Lookups;
import classroom.cloud.cloudformation.engine.ResourceDrift;
import classroom.cloud.cloudformation.engine.ResourceDrift.Status;
import classroom.cloud.cloudformation.engine.Source;
import classroom.cloud.cloudformation.engine.Stack;
import classroom.cloud.cloudformation.engine.StackResource;
import classroom.cloud.cloudformation.providers.Services;
import classroom.cloud.iam.Role;
import classroom.cloud.identity.Identities;
import classroom.cloud.lambda.environment.Function;
import classroom.template.assembly.CloudAssembly;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Changes resources of a stack by hand, of each type and property, and back; drift detection shows each change. */
class DriftTest {
    private static final Path FILES = Path.of("src/test/resources/classroom/cloud/cloudformation");

    private static final String GONE = """
            {"Resources": {
              "Table": {"Type": "AWS::DynamoDB::Table", "Properties": {
                "TableName": "gone", "BillingMode": "PAY_PER_REQUEST",
                "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
                "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
                "StreamSpecification": {"StreamViewType": "KEYS_ONLY"}}},
              "Queue": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "gone"}},
              "Bucket": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "gone"}},
              "Role": {"Type": "AWS::IAM::Role", "Properties": {
                "RoleName": "gone",
                "AssumeRolePolicyDocument": {"Statement": {
                  "Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "lambda.amazonaws.com"}}},
                "Policies": [{"PolicyName": "all", "PolicyDocument": {"Statement": {
                  "Effect": "Allow", "Action": "dynamodb:*", "Resource": "*"}}}]}},
              "Function": {"Type": "AWS::Lambda::Function", "Properties": {
                "FunctionName": "gone", "Handler": "a.B", "Runtime": "java25",
                "Role": {"Fn::GetAtt": ["Role", "Arn"]}, "Code": {"S3Bucket": "b", "S3Key": "k"}}},
              "One": {"Type": "AWS::Lambda::Version", "Properties": {"FunctionName": {"Ref": "Function"}}},
              "Live": {"Type": "AWS::Lambda::Alias", "Properties": {
                "FunctionName": {"Ref": "Function"}, "FunctionVersion": {"Fn::GetAtt": ["One", "Version"]},
                "Name": "live"}},
              "Reads": {"Type": "AWS::Lambda::EventSourceMapping", "Properties": {
                "FunctionName": {"Ref": "Function"}, "StartingPosition": "LATEST",
                "EventSourceArn": {"Fn::GetAtt": ["Table", "StreamArn"]}}}}}
            """;

    @TempDir
    static Path folder;

    private static Cloud local;
    private static Services services;
    private static Stack stack;
    private static Map<String, String> ids;

    @BeforeAll
    static void deploy() throws Exception {
        local = Cloud.start(0, line -> {});
        services = Inside.services(local);
        String resources = Files.readString(FILES.resolve("drift.json")).strip();
        SmallAssembly.write(folder, resources.substring(1, resources.length() - 1), SmallAssembly.noCode(folder));
        local.deploy(CloudAssembly.read(folder, Cloud.ENVIRONMENT));
        stack = local.stacks().find("Small").orElseThrow();
        ids = stack.resources().stream().collect(Collectors.toMap(StackResource::logicalId, StackResource::physicalId));
    }

    @AfterAll
    static void stop() {
        local.close();
    }

    /**
     * A line of drift.txt.
     *
     * @param shown {@code DELETED}, or the differences
     */
    record ByHand(String resource, List<String> requests, List<String> shown, List<String> back) {
        static ByHand parse(String line) {
            String[] cells = filled(line).split("\\s*\\|\\s*", -1);
            assertThat(cells).as(line).hasSize(4);
            return new ByHand(cells[0], list(cells[1]), list(cells[2]), list(cells[3]));
        }

        private static List<String> list(String cell) {
            return cell.isEmpty() ? List.of() : List.of(cell.split(" ;; "));
        }

        @Override
        public String toString() {
            return resource + " " + shown;
        }
    }

    /** Fills in what only the running class knows. */
    private static String filled(String line) {
        String filled = line.replace("{arn}", "arn:aws")
                .replace("{place}", Cloud.REGION + ":" + Identities.ACCOUNT)
                .replace("{Failed}", "arn:aws:sqs:" + Cloud.REGION + ":" + Identities.ACCOUNT + ":" + name("Failed"))
                .replace("{Lend}", services.functions().arn("lend"));
        return Stream.of("Mapping", "Queue").reduce(filled, (text, id) -> text.replace("{" + id + "}", ids.get(id)));
    }

    private static String name(String queue) {
        return ids.get(queue).substring(ids.get(queue).lastIndexOf('/') + 1);
    }

    static Stream<ByHand> changes() throws IOException {
        return Files.readAllLines(FILES.resolve("drift.txt")).stream()
                .filter(line -> !line.startsWith("#"))
                .map(ByHand::parse);
    }

    @ParameterizedTest
    @MethodSource("changes")
    void change_isShown_untilItIsTakenBack(ByHand change) throws Exception {
        assertThat(detect(change.resource())).isEmpty();

        send(change.requests());
        List<String> shown = detect(change.resource());
        send(change.back());

        assertThat(shown).containsExactlyInAnyOrderElementsOf(change.shown());
        assertThat(detect(change.resource())).isEmpty();
    }

    private static void send(List<String> requests) throws Exception {
        Loopback teacher = new Loopback(local.port(), Cloud.REGION, Identities.TEACHER);
        for (String request : requests) {
            Answer answer = teacher.send(DifferencesTest.request(request));
            assertThat(answer.status()).as(request + ": " + answer.text()).isLessThan(300);
        }
    }

    /** What drift detection shows of a resource; nothing if it is in sync. */
    private static List<String> detect(String resource) {
        ResourceDrift drift = stack.detectDrift(resource);
        return drift.status() == Status.MODIFIED
                ? drift.differences().stream().map(DriftTest::line).toList()
                : drift.status() == Status.IN_SYNC
                        ? List.of()
                        : List.of(drift.status().toString());
    }

    private static String line(Difference difference) {
        return (difference.kind() + " " + difference.path() + " " + text(difference.expected()) + " "
                        + text(difference.actual()))
                .replace("\\\"", "\\'")
                .replace('"', '\'');
    }

    private static String text(JsonNode value) {
        return value.isValueNode() ? value.asText() : value.toString();
    }

    @Test
    void function_isComparedButForItsCode() {
        Function before = services.functions().find("lend").orElseThrow();
        services.functions()
                .put(new Function(
                        "lend",
                        "",
                        "classroom.hello.Other",
                        "java21",
                        before.code(),
                        Map.of("TERM", "autumn", "NEW", "x"),
                        1024,
                        Duration.ofSeconds(20),
                        before.role(),
                        "/other",
                        Map.of("class", "classroom"),
                        null,
                        new Function.Shown("x86_64", 1024, "Active"),
                        true));
        List<String> shown = detect("Function");
        services.functions().put(before);

        assertThat(shown)
                .containsExactlyInAnyOrder(
                        "NOT_EQUAL /Description lends ",
                        "NOT_EQUAL /Architectures/0 arm64 x86_64",
                        "REMOVE /DeadLetterConfig " + filled("{'TargetArn':'{Failed}'} null"),
                        "REMOVE /Environment/Variables/TABLE_NAME loans null",
                        "NOT_EQUAL /Environment/Variables/TERM spring autumn",
                        "ADD /Environment/Variables/NEW null x",
                        "NOT_EQUAL /EphemeralStorage/Size 512 1024",
                        "NOT_EQUAL /Handler classroom.hello.Hello classroom.hello.Other",
                        "NOT_EQUAL /LoggingConfig/LogGroup /aws/lambda/hello /other",
                        "NOT_EQUAL /MemorySize 512 1024",
                        "NOT_EQUAL /Runtime java25 java21",
                        "NOT_EQUAL /SnapStart/ApplyOn None PublishedVersions",
                        "NOT_EQUAL /Timeout 10 20",
                        "NOT_EQUAL /TracingConfig/Mode PassThrough Active");
        assertThat(stack.detectDrift("Function").status()).isEqualTo(Status.IN_SYNC);
        assertThat(stack.detectDrift("Function").reason())
                .isEqualTo("Not compared: /Code, /LoggingConfig/LogFormat, /PackageType");
        assertThat(stack.detectDrift("Function").expected().has("Code")).isFalse();
    }

    @Test
    void otherCodeOfAFunction_isNoDrift() throws Exception {
        Function before = services.functions().find("lend").orElseThrow();
        String code = Base64.getEncoder().encodeToString(Files.readAllBytes(before.code()));
        send(List.of("lambda PUT /2015-03-31/functions/lend/code {'ZipFile':'" + code + "'}"));

        assertThat(services.functions().find("lend").orElseThrow().code()).isNotEqualTo(before.code());
        assertThat(detect("Function")).isEmpty();
        services.functions().put(before);
    }

    @Test
    void role_isComparedWithItsOwnPoliciesOnly() {
        Role before = services.roles().named("reader").orElseThrow();
        ObjectNode fewer = before.policies().get("reads").deepCopy();
        ((ArrayNode) fewer.at("/Statement/0/Action")).remove(1);
        ((ObjectNode) fewer.at("/Statement/0")).put("Sid", "Reads").put("Effect", "Deny");
        services.roles()
                .put(new Role(
                        before.arn(),
                        TextNode.valueOf("nobody"),
                        Map.of("reads", fewer, "another", fewer),
                        Map.of(),
                        Duration.ofHours(2)));
        List<String> shown = detect("OwnRole");
        services.roles().put(before);

        assertThat(shown)
                .containsExactlyInAnyOrder(
                        "NOT_EQUAL /MaxSessionDuration 3600 7200",
                        "NOT_EQUAL /AssumeRolePolicyDocument {'Statement':{'Effect':'Allow','Action':'sts:AssumeRole',"
                                + "'Principal':{'Service':'lambda.amazonaws.com'}}} nobody",
                        "NOT_EQUAL /Policies/0/PolicyDocument/Statement/0/Effect Allow Deny",
                        "REMOVE /Policies/0/PolicyDocument/Statement/0/Action/1 dynamodb:Query null",
                        "ADD /Policies/0/PolicyDocument/Statement/0/Sid null Reads",
                        "REMOVE /Policies/1 {'PolicyName':'logs','PolicyDocument':{'Statement':[{'Effect':'Allow',"
                                + "'Action':'logs:PutLogEvents','Resource':'*'}]}} null",
                        "REMOVE /Tags/0 {'Key':'class','Value':'classroom'} null");
        assertThat(detect("OwnRole")).isEmpty();
    }

    @Test
    void aliasBucketAndParameter_areCompared() {
        Function before = services.functions().find("lend").orElseThrow();
        services.functions().put(withHandler(before, "classroom.hello.Other"));
        String second = services.functions().publish("lend", "two");
        services.functions().putAlias("lend:" + second, "live");
        services.buckets().retag("handouts", Map.of("class", "other"));
        services.parameters().retag("/term", Map.of("class", "classroom", "new", "x"));
        List<List<String>> shown = Stream.of("Live", "Bucket", "Term", "First")
                .map(DriftTest::detect)
                .toList();
        services.functions().put(before);
        services.functions().putAlias("lend:1", "live");
        services.buckets().retag("handouts", Map.of("class", "classroom"));
        services.parameters().retag("/term", Map.of("class", "classroom", "team", "a"));

        assertThat(shown)
                .containsExactly(
                        List.of("NOT_EQUAL /FunctionVersion 1 2"),
                        List.of("NOT_EQUAL /Tags/0/Value classroom other"),
                        List.of("REMOVE /Tags/team a null", "ADD /Tags/new null x"),
                        List.of());
        assertThat(Stream.of("Live", "Bucket", "Term").flatMap(id -> detect(id).stream()))
                .isEmpty();
    }

    @Test
    void deletedResource_isShown() throws Exception {
        Path code = SmallAssembly.noCode(folder);
        Stack gone = local.stacks().draft("Gone");
        gone.deploy(new Change(Source.read(GONE), Map.of(), Map.of("class", "classroom"), new Lookups() {
            @Override
            public Optional<Path> asset(String bucket, String key) {
                return Optional.of(code);
            }

            @Override
            public Optional<String> parameter(String name) {
                return Optional.empty();
            }
        }));
        assertThat(gone.detectDrift(List.of()).status()).isEqualTo(Drift.Status.IN_SYNC);

        services.mappings().delete(id(gone, "Reads"));
        services.functions().deleteAlias("gone", "live");
        List<ResourceDrift> first = found(gone.detectDrift(List.of()), Status.DELETED);
        services.functions().deleteVersion("gone", "1");
        List<ResourceDrift> second = found(gone.detectDrift(List.of()), Status.DELETED);
        services.functions().delete("gone");
        services.queues().delete("gone");
        services.buckets().delete("gone");
        services.roles().delete("gone");
        send(List.of("dynamodb DeleteTable {'TableName':'gone'}"));
        Drift last = gone.detectDrift(List.of());

        assertThat(first).extracting(drift -> drift.resource().logicalId()).containsExactlyInAnyOrder("Live", "Reads");
        assertThat(second).hasSize(3);
        assertThat(found(last, Status.DELETED)).hasSize(gone.resources().size()).allSatisfy(drift -> {
            assertThat(drift.expected()).isNull();
            assertThat(drift.actual()).isNull();
            assertThat(drift.differences()).isEmpty();
        });
        assertThat(last.drifted()).isEqualTo(8);
        gone.delete();
    }

    private static String id(Stack of, String logicalId) {
        return of.resources().stream()
                .filter(resource -> resource.logicalId().equals(logicalId))
                .findFirst()
                .orElseThrow()
                .physicalId();
    }

    private static List<ResourceDrift> found(Drift drift, Status status) {
        return drift.resources().values().stream()
                .filter(resource -> resource.status() == status)
                .toList();
    }

    private static Function withHandler(Function function, String handler) {
        return new Function(
                function.name(),
                function.description(),
                handler,
                function.runtime(),
                function.code(),
                function.environment(),
                function.memoryMb(),
                function.timeout(),
                function.role(),
                function.logGroup(),
                function.tags(),
                function.deadLetters(),
                function.shown(),
                function.snapStart());
    }

    @Test
    void policiesAndWhatIsNotCarriedOut_areNotChecked() {
        Drift drift = stack.detectDrift(List.of());

        assertThat(drift.resources().keySet())
                .containsExactlyInAnyOrderElementsOf(ids.keySet().stream()
                        .filter(id ->
                                !List.of("Policy", "FailedPolicy", "Ignored").contains(id))
                        .toList());
        assertThat(drift.resources().values())
                .allSatisfy(found -> assertThat(found.status()).isEqualTo(Status.IN_SYNC));
        assertThat(drift.resources().get("Table").reason())
                .isEqualTo("Not compared: /PointInTimeRecoverySpecification");
        assertThatThrownBy(() -> stack.detectDrift("Policy"))
                .hasMessageContaining("Drift detection is not supported for the specified ResourceType");
    }
}
