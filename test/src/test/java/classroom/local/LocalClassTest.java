package classroom.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import classroom.local.client.Client;
import classroom.local.cloudformation.CloudAssembly;
import classroom.local.cloudformation.Deployment;
import classroom.local.cloudformation.LeftOut;
import classroom.local.cloudformation.Stack;
import classroom.local.cloudformation.StackException;
import classroom.local.cloudformation.StackStatus;
import classroom.local.gateway.SignedClient;
import classroom.local.iam.Identities;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A small stack in the real services, seen as clients see it. No function is invoked, so no process starts. */
class LocalClassTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private LocalClass local;
    private Client client;

    @BeforeEach
    void start() {
        local = LocalClass.start(0, line -> {});
        client = new Client(local.port(), LocalClass.REGION, Identities.TEACHER);
    }

    @AfterEach
    void stop() {
        local.close();
    }

    @Test
    void stack_isMadeInEveryService() throws IOException {
        Deployment deployment = deploy(SmallAssembly.LAST);

        JsonNode table = call("dynamodb", "DynamoDB_20120810.DescribeTable", "{\"TableName\": \"books\"}")
                .path("Table");
        assertThat(table.path("TableStatus").asText()).isEqualTo("ACTIVE");
        assertThat(output(deployment, "StreamArn"))
                .isEqualTo(table.path("LatestStreamArn").asText());
        JsonNode mapping = client.get("lambda", "/2015-03-31/event-source-mappings/" + output(deployment, "MappingId"));
        assertThat(mapping.path("EventSourceArn").asText()).isEqualTo(output(deployment, "StreamArn"));
        assertThat(mapping.path("BatchSize").asInt()).isEqualTo(10);
        assertThat(mapping.path("MaximumRetryAttempts").asInt()).isEqualTo(2);
        assertThat(mapping.at("/DestinationConfig/OnFailure/Destination").asText())
                .isEqualTo(output(deployment, "QueueArn"));
        JsonNode hello = client.get("lambda", "/2015-03-31/functions/hello").path("Configuration");
        assertThat(hello.path("FunctionArn").asText()).isEqualTo(output(deployment, "HelloArn"));
        assertThat(hello.path("Role").asText()).isEqualTo(output(deployment, "RoleArn"));
        assertThat(hello.path("MemorySize").asInt()).isEqualTo(512);
        assertThat(hello.at("/LoggingConfig/LogGroup").asText()).isEqualTo("/aws/lambda/hello");
        assertThat(groups().path(0).path("retentionInDays").asInt()).isEqualTo(7);
        assertThat(call(
                                "sqs",
                                "AmazonSQS.GetQueueAttributes",
                                "{\"QueueUrl\": \"" + output(deployment, "QueueUrl")
                                        + "\", \"AttributeNames\": [\"All\"]}")
                        .at("/Attributes/MessageRetentionPeriod")
                        .asText())
                .isEqualTo("1209600");
    }

    @Test
    void stackTags_reachEveryServiceThatHasTags() throws IOException {
        Deployment deployment = deploy(SmallAssembly.LAST);

        assertThat(call(
                                "dynamodb",
                                "DynamoDB_20120810.ListTagsOfResource",
                                "{\"ResourceArn\": \"arn:aws:dynamodb:us-east-2:000000000000:table/books\"}")
                        .toString())
                .contains("{\"Key\":\"class\",\"Value\":\"classroom\"}");
        assertThat(client.get("lambda", "/2015-03-31/functions/hello")
                        .at("/Tags/class")
                        .asText())
                .isEqualTo("classroom");
        assertThat(call("sqs", "AmazonSQS.ListQueueTags", "{\"QueueUrl\": \"" + output(deployment, "QueueUrl") + "\"}")
                        .at("/Tags/class")
                        .asText())
                .isEqualTo("classroom");
        assertThat(call(
                                "logs",
                                "Logs_20140328.ListTagsForResource",
                                "{\"resourceArn\": \"arn:aws:logs:us-east-2:000000000000:log-group:/aws/lambda/hello\"}")
                        .at("/tags/class")
                        .asText())
                .isEqualTo("classroom");
    }

    @Test
    void whatIsNotCarriedOut_isNamed() throws IOException {
        assertThat(deploy(SmallAssembly.LAST).leftOut())
                .containsExactlyInAnyOrder(
                        new LeftOut("Hello", "AWS::Lambda::Function", List.of("Architectures")),
                        new LeftOut("Ignored", "AWS::Odd::Thing", List.of()));
    }

    @Test
    void deletedStack_leavesNothing() throws IOException {
        deploy(SmallAssembly.LAST);
        Stack stack = local.stacks().find("Small").orElseThrow();

        stack.delete();

        assertNothingIsLeft();
        assertThat(local.stacks().find("Small")).isEmpty();
        assertThat(local.stacks().find(stack.identity().id())).contains(stack);
    }

    @Test
    void failureInTheMiddle_leavesNothing() {
        assertThatThrownBy(() -> deploy("""
                        "Again": {"Type": "AWS::Logs::LogGroup", "DependsOn": "Changes",
                          "Properties": {"LogGroupName": "/aws/lambda/hello"}}
                        """))
                .isInstanceOfSatisfying(
                        StackException.class, e -> assertThat(e.status()).isEqualTo(StackStatus.ROLLBACK_COMPLETE))
                .hasMessage("Stack Small: Again (AWS::Logs::LogGroup): The specified log group already exists");
        assertNothingIsLeft();
    }

    @Test
    void codeThatIsNowhere_isNamedAsLambdaNamesIt() {
        assertThatThrownBy(() -> deploy("""
                        "Lost": {"Type": "AWS::Lambda::Function", "Properties": {
                          "Code": {"S3Bucket": "here", "S3Key": "lost.jar"}, "Handler": "x.X", "Runtime": "java25",
                          "Role": {"Fn::GetAtt": ["Role", "Arn"]}}}
                        """))
                .isInstanceOf(StackException.class)
                .hasMessageEndingWith("Error occurred while GetObject. S3 Error Code: NoSuchKey."
                        + " There is no object s3://here/lost.jar");
    }

    @Test
    void functionWithLayers_isRefusedByName() {
        assertThatThrownBy(() -> deploy("""
                        "Layered": {"Type": "AWS::Lambda::Function", "Properties": {"Layers": ["arn:aws:lambda:x"]}}
                        """))
                .hasMessageContaining("Layered (AWS::Lambda::Function)")
                .hasMessageContaining("Layers");
        assertNothingIsLeft();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"ManagedPolicyArns\": [\"arn:aws:iam::aws:policy/ReadOnlyAccess\"]",
                "\"PermissionsBoundary\": \"arn:aws:iam::000000000000:policy/boundary\""
            })
    void policyThatTheClassLacks_refusesAFunctionsRoleAndIsNamedOfOthers(String property) throws IOException {
        String role = """
                "Other": {"Type": "AWS::IAM::Role", "Properties": {%s, "AssumeRolePolicyDocument": {"Statement":
                  {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "%s.amazonaws.com"}}}}}
                """;
        String name = property.substring(1, property.indexOf('"', 1));

        assertThatThrownBy(() -> deploy(role.formatted(property, "lambda")))
                .hasMessageContaining("Other (AWS::IAM::Role)")
                .hasMessageContaining("the class cannot carry out " + name + " of a function's role");
        assertNothingIsLeft();
        local.stacks().find("Small").orElseThrow().delete();
        assertThat(deploy(role.formatted(property, "cloudformation")).leftOut())
                .contains(new LeftOut("Other", "AWS::IAM::Role", List.of(name)));
    }

    @Test
    void bucketThatIsNotEmpty_failsTheDeletionInTheWordsOfS3() throws IOException {
        deploy("\"Files\": {\"Type\": \"AWS::S3::Bucket\"}");
        String bucket = local.services().buckets().names().get(0);
        assertThat(bucket).matches("small-files-[0-9a-z]{12}");
        object("PUT", bucket);

        assertThatThrownBy(() -> local.stacks().find("Small").orElseThrow().delete())
                .hasMessageContaining("The bucket you tried to delete is not empty");
        assertThat(local.services().buckets().names()).containsExactly(bucket);

        object("DELETE", bucket);
        local.stacks().find("Small").orElseThrow().delete();
        assertThat(local.services().buckets().names()).isEmpty();
    }

    @Test
    void bucketAndParameter_changeInPlace() throws IOException {
        String resources = """
                "Files": {"Type": "AWS::S3::Bucket",
                  "Properties": {"BucketName": "files", "Tags": [{"Key": "a", "Value": "%1$s"}]}},
                "FilesPolicy": {"Type": "AWS::S3::BucketPolicy",
                  "Properties": {"Bucket": {"Ref": "Files"}, "PolicyDocument": {"Id": "%1$s"}}},
                "Parameter": {"Type": "AWS::SSM::Parameter",
                  "Properties": {"Type": "String", "Name": "/p", "Value": "%1$s", "Tags": {"a": "%1$s"}}}
                """;
        deploy(resources.formatted("one"));

        Deployment second = deploy(resources.formatted("two"));

        assertThat(second.steps()).extracting(Deployment.Step::kind).containsOnly(Deployment.Kind.UPDATED);
        assertThat(local.services().buckets().tags("files"))
                .containsEntry("a", "two")
                .containsEntry("class", "classroom");
        assertThat(local.services().buckets().policy("files")).contains("{\"Id\":\"two\"}");
        assertThat(local.services().parameters().find("/p")).contains("two");
        assertThat(local.services().parameters().tags("/p"))
                .containsEntry("a", "two")
                .containsEntry("class", "classroom");
        local.stacks().find("Small").orElseThrow().delete();
        assertThat(local.services().parameters().names()).isEmpty();
    }

    @Test
    void functionWhoseAssetIsMissing_isRefused() {
        assertThatThrownBy(() -> deploy("""
                        "Lost": {"Type": "AWS::Lambda::Function", "Properties": {"Handler": "h", "Runtime": "java25",
                          "Role": {"Fn::GetAtt": ["Role", "Arn"]}, "Code": {"S3Bucket": "b", "S3Key": "k"}}}
                        """))
                .hasMessageContaining("Lost (AWS::Lambda::Function)")
                .hasMessageContaining("s3://b/k");
    }

    @Test
    void functionWithoutItsRole_isRefusedAsLambdaRefusesIt() {
        assertThatThrownBy(() -> deploy("""
                        "Alone": {"Type": "AWS::Lambda::Function", "Properties": {"Handler": "h", "Runtime": "java25",
                          "Role": "arn:aws:iam::000000000000:role/nobody", "Code": {"S3Bucket": "b", "S3Key": "k"}}}
                        """))
                .hasMessageContaining("The role defined for the function cannot be assumed by Lambda");
    }

    @Test
    void secondDeployment_changesQueueAndLogGroupInPlace() throws IOException {
        String url = output(deploy(SmallAssembly.LAST), "QueueUrl");
        Path template = folder.resolve("small.template.json");
        Files.writeString(
                template,
                Files.readString(template)
                        .replace("\"MessageRetentionPeriod\": 1209600", "\"VisibilityTimeout\": 5")
                        .replace("\"RetentionInDays\": 7", "\"RetentionInDays\": 1"));

        Deployment deployment = deployWhatIsThere();

        assertThat(output(deployment, "QueueUrl")).isEqualTo(url);
        JsonNode attributes = call(
                        "sqs",
                        "AmazonSQS.GetQueueAttributes",
                        "{\"QueueUrl\": \"" + url + "\", \"AttributeNames\": [\"All\"]}")
                .path("Attributes");
        assertThat(attributes.path("VisibilityTimeout").asText()).isEqualTo("5");
        assertThat(attributes.path("MessageRetentionPeriod").asText()).isEqualTo("345600");
        assertThat(groups().path(0).path("retentionInDays").asInt()).isEqualTo(1);
        assertThat(deployment.steps())
                .extracting(Deployment.Step::kind)
                .containsExactly(Deployment.Kind.UPDATED, Deployment.Kind.UPDATED);
    }

    private void object(String method, String bucket) throws IOException {
        try {
            assertThat(new SignedClient(URI.create("http://127.0.0.1:" + local.port()), "s3")
                            .rest(local.services().identities().teacher(), method + " /" + bucket + "/k", new byte[1])
                            .statusCode())
                    .isBetween(200, 204);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private Deployment deploy(String lastResource) throws IOException {
        SmallAssembly.write(folder, lastResource, SmallAssembly.noCode(folder));
        return deployWhatIsThere();
    }

    private Deployment deployWhatIsThere() {
        return local.deploy(CloudAssembly.read(folder, LocalClass.REGION)).get("Small");
    }

    private void assertNothingIsLeft() {
        assertThat(call("dynamodb", "DynamoDB_20120810.ListTables", "{}").path("TableNames"))
                .isEmpty();
        assertThat(client.get("lambda", "/2015-03-31/functions").path("Functions"))
                .isEmpty();
        assertThat(client.get("lambda", "/2015-03-31/event-source-mappings").path("EventSourceMappings"))
                .isEmpty();
        assertThat(groups()).isEmpty();
        assertThat(call("sqs", "AmazonSQS.ListQueues", "{}").path("QueueUrls")).isEmpty();
    }

    private JsonNode groups() {
        return call("logs", "Logs_20140328.DescribeLogGroups", "{}").path("logGroups");
    }

    private JsonNode call(String service, String target, String request) {
        try {
            return client.call(service, target, JSON.readTree(request));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String output(Deployment deployment, String name) {
        return deployment.outputs().get(name).value().asText();
    }
}
