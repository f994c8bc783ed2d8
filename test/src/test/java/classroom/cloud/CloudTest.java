package classroom.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import classroom.cli.client.Loopback;
import classroom.cli.client.Request;
import classroom.cloud.access.AccessApi;
import classroom.cloud.cloudformation.engine.Deployment;
import classroom.cloud.cloudformation.engine.LeftOut;
import classroom.cloud.cloudformation.engine.Stack;
import classroom.cloud.cloudformation.engine.StackException;
import classroom.cloud.cloudformation.engine.StackStatus;
import classroom.cloud.identity.Identities;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A small stack in the real services, seen as clients see it. No function is invoked, so no process starts. */
class CloudTest extends SmallClass {
    private static final ObjectMapper JSON = new ObjectMapper();

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
                        new LeftOut("Ignored", "AWS::SNS::Topic", List.of()));
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
                .hasMessage("Stack Small: Again (AWS::Logs::LogGroup): The specified log group already exists"
                        + " (if that is not the class's, -c student=NAME gives the class other names)");
        assertNothingIsLeft();
    }

    /** DynamoDB Local has its own words for it. */
    @Test
    void tableWhoseNameIsTaken_saysWhatGivesOtherNames() {
        assertThatThrownBy(() -> deploy("""
                        "Again": {"Type": "AWS::DynamoDB::Table", "DependsOn": "Changes",
                          "Properties": {"TableName": "books", "BillingMode": "PAY_PER_REQUEST",
                            "KeySchema": [{"AttributeName": "a", "KeyType": "HASH"}],
                            "AttributeDefinitions": [{"AttributeName": "a", "AttributeType": "S"}]}}
                        """))
                .hasMessageStartingWith("Stack Small: Again (AWS::DynamoDB::Table): ")
                .hasMessageEndingWith("-c student=NAME gives the class other names)");
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
                        "Layered": {"Type": "AWS::Lambda::Function", "Properties": {"Code": {}, "Role": "r",
                          "Layers": ["arn:aws:lambda:x"]}}
                        """))
                .hasMessageContaining("Layered (AWS::Lambda::Function)")
                .hasMessageContaining("Layers");
        assertNothingIsLeft();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            lambda         | other | "ManagedPolicyArns": ["arn:aws:iam::aws:policy/ReadOnlyAccess"]     | ManagedPolicyArns
            lambda         | other | "PermissionsBoundary": "arn:aws:iam::000000000000:policy/boundary"  | PermissionsBoundary
            cloudformation | other | "ManagedPolicyArns": ["arn:aws:iam::aws:policy/ReadOnlyAccess"]     | ManagedPolicyArns
            scheduler      | other | "PermissionsBoundary": "arn:aws:iam::000000000000:policy/boundary"  | PermissionsBoundary
            scheduler      | cdk-hnb659fds-deploy-role-111111111111-us-east-2 | "ManagedPolicyArns": ["a"]  | ManagedPolicyArns
            """)
    void policyThatTheClassLacks_refusesEveryRole(String service, String name, String property, String word) {
        assertThatThrownBy(() -> deploy(role(service, "\"RoleName\": \"" + name + "\", " + property)))
                .hasMessageContaining("Other (AWS::IAM::Role)")
                .hasMessageContaining("the class cannot carry out " + word + " of a role");
        assertNothingIsLeft();
    }

    /** The CDK's bootstrap stack has them; only the teacher may use its roles. */
    @Test
    void policyThatTheClassLacks_isNamedOfARoleOfTheBootstrap() throws IOException {
        assertThat(deploy(role("cloudformation", """
                        "RoleName": "cdk-hnb659fds-cfn-exec-role-000000000000-us-east-2",
                        "ManagedPolicyArns": ["arn:aws:iam::aws:policy/AdministratorAccess"]""")).leftOut())
                .contains(new LeftOut("Other", "AWS::IAM::Role", List.of("ManagedPolicyArns")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            AWS::IAM::ManagedPolicy     | "PolicyDocument": {}, "Roles": [{"Ref": "Role"}] | write it as AWS::IAM::Policy
            AWS::IAM::ManagedPolicy     | "PolicyDocument": {}, "Groups": ["g"]            | write it as AWS::IAM::Policy
            AWS::IAM::ManagedPolicy     | "PolicyDocument": {}, "Users": ["teacher"]       | write it as AWS::IAM::Policy
            AWS::IAM::RolePolicy        | "RoleName": {"Ref": "Role"}, "PolicyName": "p"   | write it as AWS::IAM::Policy
            AWS::IAM::UserPolicy        | "UserName": "teacher", "PolicyName": "p"          | no user except the teacher
            AWS::IAM::GroupPolicy       | "GroupName": "g", "PolicyName": "p"               | no groups
            AWS::IAM::Policy            | "PolicyName": "p", "PolicyDocument": {}, "Users": ["teacher"]  | Users
            AWS::IAM::Policy            | "PolicyName": "p", "PolicyDocument": {}, "Groups": ["g"]       | Groups
            AWS::SQS::QueueInlinePolicy | "Queue": {"Ref": "Failed"}, "PolicyDocument": {} | write it as AWS::SQS::QueuePolicy
            AWS::Logs::ResourcePolicy   | "PolicyName": "p", "PolicyDocument": "{}"        | remove it
            AWS::Logs::LogGroup         | "ResourcePolicyDocument": {}                     | ResourcePolicyDocument
            AWS::SSM::ResourcePolicy    | "ResourceArn": "a", "Policy": {}                 | remove it
            AWS::Organizations::Policy  | "Name": "p", "Type": "TAG_POLICY", "Content": {} | remove it
            AWS::DynamoDB::Table        | "KeySchema": [{"AttributeName": "a", "KeyType": "HASH"}], "ResourcePolicy": {"PolicyDocument": {}} | ResourcePolicy
            """)
    void whatCanHoldADeny_isNotLeftOut(String type, String properties, String way) {
        assertThatThrownBy(
                        () -> deploy("\"Limit\": {\"Type\": \"" + type + "\", \"Properties\": {" + properties + "}}"))
                .hasMessageContaining("Limit (" + type + "): the class cannot carry")
                .hasMessageContaining(way);
        assertNothingIsLeft();
    }

    @Test
    void managedPolicyThatIsAttachedToNobody_isNamedAndRefusedOnceItIs() throws IOException {
        String policy = "\"Limit\": {\"Type\": \"AWS::IAM::ManagedPolicy\", \"Properties\": {%s}}";

        assertThat(deploy(policy.formatted("\"PolicyDocument\": {}")).leftOut())
                .contains(new LeftOut("Limit", "AWS::IAM::ManagedPolicy", List.of()));
        assertThatThrownBy(() -> deploy(policy.formatted("\"PolicyDocument\": {}, \"Roles\": [{\"Ref\": \"Role\"}]")))
                .hasMessageContaining("write it as AWS::IAM::Policy");
    }

    @Test
    void roleWithAPath_keepsItInEveryArn() throws IOException {
        String arn = "arn:aws:iam::000000000000:role/class/of-ana/Pathed";
        Deployment deployment = deploy("""
                "Pathed": {"Type": "AWS::IAM::Role", "Properties": {"RoleName": "Pathed", "Path": "/class/of-ana/",
                  "AssumeRolePolicyDocument": {"Statement": {"Effect": "Allow", "Action": "sts:AssumeRole",
                    "Principal": {"Service": "lambda.amazonaws.com"}}}}},
                "Function": {"Type": "AWS::Lambda::Function", "Properties": {"FunctionName": "pathed", "Handler": "h",
                  "Runtime": "java25", "Role": {"Fn::GetAtt": ["Pathed", "Arn"]},
                  "Code": {"S3Bucket": {"Fn::Sub": "assets-${AWS::AccountId}-${AWS::Region}"}, "S3Key": "code.jar"}}},
                "OtherPolicy": {"Type": "AWS::SQS::QueuePolicy", "Properties": {"Queues": [{"Ref": "Failed"}],
                  "PolicyDocument": {"Statement": {"Effect": "Deny", "Action": "sqs:*", "Resource": "*",
                    "Principal": {"AWS": {"Fn::GetAtt": ["Pathed", "Arn"]}}}}}}
                """);

        assertThat(client.get("lambda", "/2015-03-31/functions/pathed/configuration")
                        .path("Role")
                        .asText())
                .isEqualTo(arn);
        assertThat(explain("pathed", "sqs:SendMessage", output(deployment, "QueueArn")))
                .contains("an explicit deny outweighs every allow");
        assertThat(explain("hello", "sqs:SendMessage", output(deployment, "QueueArn")))
                .contains("is allowed by");
        assertThat(local.services().roles().find(arn)).isPresent();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "Path": "dev"              | at 'path' failed to satisfy constraint
            "Path": "/dev"             | at 'path' failed to satisfy constraint
            "Path": "/a b/"            | at 'path' failed to satisfy constraint
            "RoleName": "a/b"          | at 'roleName' failed to satisfy constraint
            "RoleName": "a:b"          | at 'roleName' failed to satisfy constraint
            "MaxSessionDuration": 3599 | at 'maxSessionDuration' failed to satisfy constraint
            "MaxSessionDuration": "43201" | at 'maxSessionDuration' failed to satisfy constraint
            """)
    void roleThatIamWouldNotTake_isRefused(String property, String words) {
        assertThatThrownBy(() -> deploy(role("lambda", property))).hasMessageContaining(words);
    }

    @Test
    void functionThatNamesARoleWithoutItsPath_isRefused() {
        assertThatThrownBy(() -> deploy("""
                        "Pathed": {"Type": "AWS::IAM::Role", "Properties": {"RoleName": "Pathed", "Path": "/class/",
                          "AssumeRolePolicyDocument": {"Statement": {"Effect": "Allow", "Action": "sts:AssumeRole",
                            "Principal": {"Service": "lambda.amazonaws.com"}}}}},
                        "Function": {"Type": "AWS::Lambda::Function", "DependsOn": "Pathed", "Properties": {
                          "Handler": "h", "Runtime": "java25", "Role": "arn:aws:iam::000000000000:role/Pathed",
                          "Code": {"S3Bucket": {"Fn::Sub": "assets-${AWS::AccountId}-${AWS::Region}"}, "S3Key": "code.jar"}}}
                        """))
                .hasMessageContaining("The role defined for the function cannot be assumed by Lambda");
    }

    /** A new queue or bucket with the name of a deleted one does not get the old policy. */
    @Test
    void policyOfAResource_goesWithIt() throws IOException {
        deploy(SmallAssembly.LAST);
        String queue = "arn:aws:sqs:us-east-2:000000000000:q";
        local.services().queues().create("q", Map.of());
        local.services().buckets().create("files", Map.of());
        object("PUT", "files");
        object("DELETE", "files");
        for (String arn : List.of(queue, "arn:aws:s3:::files")) {
            local.services().roles().putResourcePolicy(arn, JSON.readTree("""
                    {"Statement": {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}}"""));
            assertThat(explain("sqs:PurgeQueue", arn)).contains("is allowed by");
        }

        local.services().queues().delete("q");
        request("DELETE", "/files");

        assertThat(explain("sqs:PurgeQueue", queue)).contains("no statement allows it");
        assertThat(explain("sqs:PurgeQueue", "arn:aws:s3:::files")).contains("no statement allows it");
    }

    private String explain(String action, String resource) {
        return explain("hello", action, resource);
    }

    private String explain(String function, String action, String resource) {
        return client.call(
                        AccessApi.SIGNING_NAME,
                        AccessApi.SIGNING_NAME + ".ExplainAccess",
                        JSON.createObjectNode()
                                .put("FunctionName", function)
                                .put("Action", action)
                                .put("Resource", resource))
                .path("Explanation")
                .asText();
    }

    private static String role(String service, String properties) {
        return """
                "Other": {"Type": "AWS::IAM::Role", "Properties": {%s, "AssumeRolePolicyDocument": {"Statement":
                  {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "%s.amazonaws.com"}}}}}
                """.formatted(properties, service);
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
                  "Properties": {"Bucket": {"Ref": "Files"}, "PolicyDocument": {"Id": "%1$s", "Statement":
                    {"Effect": "Deny", "Principal": "*", "Action": "s3:%1$s", "Resource": "arn:aws:s3:::files/*"}}}},
                "Parameter": {"Type": "AWS::SSM::Parameter",
                  "Properties": {"Type": "String", "Name": "/p", "Value": "%1$s", "Tags": {"a": "%1$s"}}}
                """;
        deploy(resources.formatted("one"));

        Deployment second = deploy(resources.formatted("two"));

        assertThat(second.steps()).extracting(Deployment.Step::kind).containsOnly(Deployment.Kind.UPDATED);
        assertThat(local.services().buckets().tags("files"))
                .containsEntry("a", "two")
                .containsEntry("class", "classroom");
        assertThat(local.services().buckets().policy("files").orElseThrow()).startsWith("{\"Id\":\"two\",");
        assertThat(explain("s3:two", "arn:aws:s3:::files/k")).contains("an explicit deny outweighs every allow");
        assertThat(explain("s3:one", "arn:aws:s3:::files/k")).contains("no statement allows it");
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
    void policyThatNamesAnUnknownRoleToo_isPutOnNone() throws IOException {
        deploy(SmallAssembly.LAST);

        assertThatThrownBy(() -> deploy("""
                        "Second": {"Type": "AWS::IAM::Policy", "Properties": {"PolicyName": "p",
                          "Roles": [{"Ref": "Role"}, "nobody"], "PolicyDocument": {"Version": "2012-10-17",
                          "Statement": [{"Effect": "Allow", "Action": "sqs:ListQueues", "Resource": "*"}]}}}
                        """)).hasMessageContaining("The role with name nobody cannot be found.");

        assertThat(local.services().roles().list())
                .allSatisfy(role -> assertThat(role.policies()).doesNotContainKey("p"));
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
        request(method, "/" + bucket + "/k");
    }

    private void request(String method, String path) throws IOException {
        assertThat(new Loopback(local.port(), Cloud.REGION, Identities.TEACHER)
                        .send(new Request("s3", method, path, Map.of(), new byte[1]))
                        .status())
                .isBetween(200, 204);
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
