package classroom.cloud.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import classroom.cli.client.Answer;
import classroom.cli.client.Client;
import classroom.cli.client.Loopback;
import classroom.cli.client.Request;
import classroom.cli.client.ServiceException;
import classroom.cloud.Cloud;
import classroom.cloud.Inside;
import classroom.cloud.SmallAssembly;
import classroom.cloud.access.AccessApi;
import classroom.cloud.cloudformation.engine.StackException;
import classroom.cloud.cloudformation.providers.Services;
import classroom.cloud.identity.Identities;
import classroom.cloud.identity.Identity;
import classroom.template.assembly.CloudAssembly;
import classroom.template.assembly.CloudAssembly.StackArtifact;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * Who becomes whom: trusts, denies, paths and sessions, each with the page of the IAM User Guide that decides it.
 *
 * <p>The actor is a function whose role is {@code /app/Actor}. Each row is judged twice: with the identity of {@code
 * ./classroom env --as actor}, and with a session of the role that the teacher got by AssumeRole.
 */
class WhoBecomesWhomTest {
    private static final String ACTOR = "/app/Actor";
    private static final String TARGET = "/dev/Target";
    private static final String SESSION = "arn:aws:sts::000000000000:assumed-role/Actor/actor";

    /** Whom the actor's role itself trusts, so that both ways to be its session are open. */
    private static final String OPEN = "Allow lambda; Allow account";

    private static final Map<String, String> PRINCIPALS = Map.ofEntries(
            Map.entry("account", "{'AWS': '000000000000'}"),
            Map.entry("root", "{'AWS': 'arn:aws:iam::000000000000:root'}"),
            Map.entry("stranger", "{'AWS': '111111111111'}"),
            Map.entry("teacher", "{'AWS': 'arn:aws:iam::000000000000:user/teacher'}"),
            Map.entry("role", "{'AWS': '" + Role.arn(ACTOR) + "'}"),
            Map.entry("session", "{'AWS': '" + SESSION + "'}"),
            Map.entry("another-session", "{'AWS': '" + SESSION + "2'}"),
            Map.entry("everybody", "'*'"),
            Map.entry("any-aws", "{'AWS': '*'}"),
            Map.entry("lambda", "{'Service': 'lambda.amazonaws.com'}"),
            Map.entry("lambda-as-aws", "{'AWS': 'lambda.amazonaws.com'}"),
            Map.entry("cloudformation", "{'Service': 'cloudformation.amazonaws.com'}"),
            Map.entry("events", "{'Service': 'events.amazonaws.com'}"),
            Map.entry("federated", "{'Federated': 'cognito-identity.amazonaws.com'}"));

    private static final Map<String, String> CONDITIONS = Map.of(
            "over-tls", "'Bool': {'aws:SecureTransport': 'true'}",
            "not-over-tls", "'Bool': {'aws:SecureTransport': 'false'}",
            "with-external-id", "'StringEquals': {'sts:ExternalId': 'deputy'}",
            "without-external-id", "'Null': {'sts:ExternalId': 'true'}",
            "from-an-address", "'IpAddress': {'aws:SourceIp': '10.0.0.0/8'}",
            "of-an-account", "'StringEquals': {'aws:SourceAccount': '000000000000'}");

    private static final String REFUSED = "is not authorized to perform: sts:AssumeRole on resource: ";

    private static final Map<String, String> OUTCOMES = Map.of(
            "trust", "%s",
            "own", "%s because no identity-based policy allows the sts:AssumeRole action",
            "own deny", "%s with an explicit deny in an identity-based policy",
            "trust deny", "%s with an explicit deny in a resource-based policy",
            "unreadable", "%s: the local class cannot read its trust policy: ");

    @TempDir
    private static Path folder;

    private static Cloud local;
    private static Services services;
    private static Path code;
    private static Client teacher;

    @BeforeAll
    static void start() throws IOException {
        local = Cloud.start(0, line -> {});
        services = Inside.services(local);
        code = SmallAssembly.noCode(folder);
        teacher = new Client(local.port(), Cloud.REGION, Identities.TEACHER);
    }

    @AfterAll
    static void stop() {
        local.close();
    }

    @BeforeEach
    void makeActor() {
        List.copyOf(services.roles().list()).forEach(role -> services.roles().delete(role.name()));
        services.functions().list().forEach(function -> services.functions().delete(function.name()));
        put(ACTOR, OPEN, "");
        deploy(ACTOR);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            # the actor's own policies   | the trust policy                                    | asked for     | decided by   | IAM User Guide
            ``                           | Allow role                                          | /dev/Target   | granted      | AWS JSON policy elements: Principal (IAM role principals)
            ``                           | Allow session                                       | /dev/Target   | granted      | AWS JSON policy elements: Principal (role session principals)
            ``                           | Allow another-session                               | /dev/Target   | trust        | AWS JSON policy elements: Principal (role session principals)
            ``                           | Allow everybody                                     | /dev/Target   | granted      | AWS JSON policy elements: Principal (all principals)
            ``                           | Allow any-aws                                       | /dev/Target   | granted      | AWS JSON policy elements: Principal (all principals)
            ``                           | Allow account                                       | /dev/Target   | own          | AWS JSON policy elements: Principal (AWS account principals)
            ``                           | Allow root                                          | /dev/Target   | own          | AWS JSON policy elements: Principal (AWS account principals)
            Allow /dev/Target            | Allow account                                       | /dev/Target   | granted      | AWS JSON policy elements: Principal (AWS account principals)
            Allow *                      | Allow root                                          | /dev/Target   | granted      | AWS JSON policy elements: Principal (AWS account principals)
            Allow *                      | Allow stranger                                      | /dev/Target   | trust        | AWS JSON policy elements: Principal (AWS account principals)
            Allow *                      | Allow lambda                                        | /dev/Target   | trust        | Policy evaluation for requests within a single account (role trust policies)
            Allow *                      | Allow teacher                                       | /dev/Target   | trust        | Policy evaluation for requests within a single account (role trust policies)
            Deny *                       | Allow role                                          | /dev/Target   | own deny     | The difference between explicit and implicit denies
            Allow *; Deny /dev/*         | Allow session                                       | /dev/Target   | own deny     | The difference between explicit and implicit denies
            Deny /dev/Target             | Allow everybody                                     | /dev/Target   | own deny     | The difference between explicit and implicit denies
            Allow *; Deny /dev/Target    | Allow account                                       | /dev/Target   | own deny     | The difference between explicit and implicit denies
            Allow *; Deny /Target        | Allow account                                       | /dev/Target   | granted      | IAM identifiers (paths)
            Allow *                      | Allow role; Deny account                            | /dev/Target   | trust deny   | The difference between explicit and implicit denies
            Allow *                      | Allow session; Deny root                            | /dev/Target   | trust deny   | The difference between explicit and implicit denies
            Allow *                      | Allow account; Deny role                            | /dev/Target   | trust deny   | The difference between explicit and implicit denies
            Allow *                      | Allow everybody; Deny session                       | /dev/Target   | trust deny   | The difference between explicit and implicit denies
            Allow *                      | Allow role; Deny everybody                          | /dev/Target   | trust deny   | The difference between explicit and implicit denies
            Allow *                      | Allow account; Deny teacher                         | /dev/Target   | granted      | AWS JSON policy elements: Principal (IAM user principals)
            Allow *                      | Allow role; Deny account over-tls                   | /dev/Target   | trust deny   | IAM JSON policy elements: Condition
            Allow *                      | Allow role; Deny account not-over-tls               | /dev/Target   | granted      | IAM JSON policy elements: Condition
            Allow *                      | Allow account without-external-id                   | /dev/Target   | granted      | The confused deputy problem
            Allow *                      | Allow account with-external-id                      | /dev/Target   | trust        | The confused deputy problem
            Allow *                      | Allow role; Deny everybody from-an-address          | /dev/Target   | unreadable   | none: the class does not guess at what it does not know
            Allow *                      | Allow role; Allow federated                         | /dev/Target   | unreadable   | none: the class does not guess at what it does not know
            Allow *                      | Allow role                                          | /Target       | trust        | IAM identifiers (paths)
            Allow *                      | Allow role                                          | /app/Target   | trust        | IAM identifiers (paths)
            Allow *                      | Allow role                                          | /DEV/Target   | trust        | IAM identifiers (paths)
            Allow /Target                | Allow account                                       | /dev/Target   | own          | IAM identifiers (paths)
            Allow /dev/*                 | Allow account                                       | /dev/Target   | granted      | IAM identifiers (paths)
            Allow /app/*                 | Allow account                                       | /dev/Target   | own          | IAM identifiers (paths)
            """)
    void actor_becomesWhomTrustAndOwnPoliciesAllow(
            String own, String trust, String asked, String outcome, String page) {
        put(ACTOR, OPEN, own == null ? "" : own);
        put(TARGET, trust, "");

        for (String key : List.of(lent(), assumed())) {
            judge(key, asked, outcome, SESSION);
        }
        assertThat(page).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Allow account                 | granted    | AWS JSON policy elements: Principal (AWS account principals)
            Allow teacher                 | granted    | AWS JSON policy elements: Principal (IAM user principals)
            Allow everybody               | granted    | AWS JSON policy elements: Principal (all principals)
            Allow role                    | trust      | Policy evaluation for requests within a single account (role trust policies)
            Allow stranger                | trust      | AWS JSON policy elements: Principal (AWS account principals)
            Allow teacher; Deny account   | trust deny | The difference between explicit and implicit denies
            Allow account; Deny teacher   | trust deny | The difference between explicit and implicit denies
            """)
    void teacher_becomesWhomTheTrustPolicyAllows(String trust, String outcome, String page) {
        put(TARGET, trust, "");

        judge(Identities.TEACHER, TARGET, outcome, "arn:aws:iam::000000000000:user/teacher");
        assertThat(page).isNotEmpty();
    }

    /**
     * Lambda User Guide, "Defining Lambda function permissions with an execution role", and the pages above. It applies
     * when the function is created, when {@code env --as} uses its identity, and when it is called.
     */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Allow lambda                           | granted
            Allow everybody                        | granted
            Allow events; Allow lambda             | granted
            Allow lambda; Deny account             | granted
            Allow account                          | does not allow sts:AssumeRole to lambda.amazonaws.com
            Allow events                           | does not allow sts:AssumeRole to lambda.amazonaws.com
            Allow lambda; Deny lambda              | does not allow sts:AssumeRole to lambda.amazonaws.com
            Allow lambda; Deny everybody           | does not allow sts:AssumeRole to lambda.amazonaws.com
            Allow lambda not-over-tls              | does not allow sts:AssumeRole to lambda.amazonaws.com
            Allow lambda; Deny everybody over-tls  | does not allow sts:AssumeRole to lambda.amazonaws.com
            Allow lambda-as-aws                    | Invalid principal in policy: "AWS":"lambda.amazonaws.com"
            Allow lambda of-an-account             | the condition key aws:SourceAccount is not supported
            Allow lambda; Deny lambda of-an-account | the condition key aws:SourceAccount is not supported
            """)
    void function_isWhomItsRolesTrustPolicyLetsLambdaBe(String trust, String outcome) {
        put("/app/Other", trust, "");
        put(ACTOR, trust, "");

        Throwable made = catchThrowable(() -> deploy("/app/Other"));
        Throwable lent = catchThrowable(WhoBecomesWhomTest::lent);
        Throwable called = catchThrowable(() -> teacher.invoke("actor", new byte[] {'{', '}'}));

        if (outcome.equals("granted")) {
            assertThat(made).isNull();
            assertThat(lent).isNull();
            return;
        }
        String words = "The role defined for the function cannot be assumed by Lambda.";
        assertThat(made).isInstanceOf(StackException.class).hasMessageContainingAll(words, outcome);
        assertThat(lent).isInstanceOf(ServiceException.class).hasMessageContainingAll(words, outcome);
        assertThat(called).isInstanceOf(ServiceException.class).hasMessageContainingAll(words, outcome);
    }

    /** The local class makes a stack's resources as the teacher, so only an administrator may call this. */
    @ParameterizedTest
    @ValueSource(strings = {"CreateStack", "UpdateStack", "DeleteStack", "CreateChangeSet", "ExecuteChangeSet"})
    void sessionThatMayDoAllInCloudFormation_makesNoResources(String action) throws Exception {
        services.roles()
                .put(new Role(
                        Role.arn(TARGET),
                        trust("Allow account"),
                        Map.of("own", json("""
                                {'Statement': [{'Effect': 'Allow', 'Action': '*', 'Resource': '*'}]}""")),
                        Map.of(),
                        Duration.ofHours(1)));

        assertThat(form(
                        assume(Identities.TEACHER, TARGET),
                        "cloudformation",
                        "Action=" + action + "&Version=2010-05-15&StackName=Actor&ChangeSetName=c&TemplateBody=%7B%7D"))
                .contains("<Code>AccessDenied</Code>", "so that only the teacher may");
        assertThat(local.stacks().find("Actor")).isPresent();
    }

    /** It would not be held to the role's policies, as on AWS. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /dev/Target                                               | Allow cloudformation | takes the CDK bootstrap's roles only
            /dev/Target                                               | Allow account        | does not allow sts:AssumeRole to cloudformation
            /cdk-mine-cfn-exec-role-000000000000-us-east-2            | Allow account        | does not allow sts:AssumeRole to cloudformation
            /dev/cdk-hnb659fds-cfn-exec-role-000000000000-us-east-2   | Allow cloudformation | takes the CDK bootstrap's roles only
            """)
    void cloudFormation_takesNoOtherRoleThanTheBootstraps(String role, String trust, String words) throws Exception {
        put(role, trust, "");

        assertThat(form(
                        Identities.TEACHER,
                        "cloudformation",
                        "Action=CreateStack&Version=2010-05-15&StackName=Mine&TemplateBody=%7B%7D&RoleARN="
                                + Role.arn(role)))
                .contains("<Code>ValidationError</Code>", "is invalid or cannot be assumed", words);
        assertThat(local.stacks().find("Mine")).isEmpty();
    }

    /**
     * Every operation of every service except DynamoDB (DynamoDbQuestionsTest): IAM decides whether a role may call it.
     */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            sqs  | ListQueues                   | {}
            sqs  | GetQueueUrl                  | {"QueueName": "q"}
            sqs  | GetQueueAttributes           | {"QueueUrl": "http://h/000000000000/q"}
            sqs  | SetQueueAttributes           | {"QueueUrl": "http://h/000000000000/q"}
            sqs  | ListQueueTags                | {"QueueUrl": "http://h/000000000000/q"}
            sqs  | TagQueue                     | {"QueueUrl": "http://h/000000000000/q"}
            sqs  | UntagQueue                   | {"QueueUrl": "http://h/000000000000/q"}
            sqs  | PurgeQueue                   | {"QueueUrl": "http://h/000000000000/q"}
            sqs  | SendMessage                  | {"QueueUrl": "http://h/000000000000/q", "MessageBody": "b"}
            sqs  | SendMessageBatch             | {"QueueUrl": "http://h/000000000000/q", "Entries": []}
            sqs  | ReceiveMessage               | {"QueueUrl": "http://h/000000000000/q"}
            sqs  | DeleteMessage                | {"QueueUrl": "http://h/000000000000/q", "ReceiptHandle": "r"}
            sqs  | DeleteMessageBatch           | {"QueueUrl": "http://h/000000000000/q", "Entries": []}
            sqs  | ChangeMessageVisibility      | {"QueueUrl": "http://h/000000000000/q", "ReceiptHandle": "r"}
            sqs  | ChangeMessageVisibilityBatch | {"QueueUrl": "http://h/000000000000/q", "Entries": []}
            logs | DescribeLogGroups            | {}
            logs | DescribeLogStreams           | {"logGroupName": "g"}
            logs | FilterLogEvents              | {"logGroupIdentifier": "g"}
            logs | GetLogEvents                 | {"logGroupName": "g", "logStreamName": "s"}
            logs | PutLogEvents                 | {"logGroupName": "g", "logStreamName": "s", "logEvents": [{"timestamp": 1, "message": "m"}]}
            logs | CreateLogGroup               | {"logGroupName": "g"}
            logs | DeleteLogGroup               | {"logGroupName": "g"}
            logs | CreateLogStream              | {"logGroupName": "g", "logStreamName": "s"}
            logs | DeleteLogStream              | {"logGroupName": "g", "logStreamName": "s"}
            logs | PutRetentionPolicy           | {"logGroupName": "g", "retentionInDays": 1}
            logs | DeleteRetentionPolicy        | {"logGroupName": "g"}
            logs | ListTagsForResource          | {"resourceArn": "g"}
            logs | TagResource                  | {"resourceArn": "g", "tags": {"a": "b"}}
            logs | UntagResource                | {"resourceArn": "g", "tagKeys": ["a"]}
            ssm  | GetParameter                 | {"Name": "p"}
            ssm  | GetParameters                | {"Names": ["p"]}
            ssm  | PutParameter                 | {"Name": "p", "Value": "v", "Type": "String"}
            ssm  | DeleteParameter              | {"Name": "p"}
            ssm  | DescribeParameters           | {}
            classroom | DescribeAccess          | {}
            classroom | ExplainAccess           | {"FunctionName": "actor", "Action": "a:b", "Resource": "*"}
            classroom | AssumeFunction          | {"FunctionName": "actor"}
            form | iam            | ListRoles
            form | iam            | GetRole&RoleName=Actor
            form | iam            | ListRoleTags&RoleName=Actor
            form | iam            | ListRolePolicies&RoleName=Actor
            form | iam            | ListAttachedRolePolicies&RoleName=Actor
            form | iam            | GetRolePolicy&RoleName=Actor&PolicyName=own
            form | iam            | DeleteRolePolicy&RoleName=Actor&PolicyName=own
            form | iam            | DeleteRole&RoleName=Actor
            form | cloudformation | CreateStack&StackName=Actor
            form | cloudformation | UpdateStack&StackName=Actor
            form | cloudformation | DeleteStack&StackName=Actor
            form | cloudformation | DescribeStacks
            form | cloudformation | ListStacks
            form | cloudformation | DescribeStackEvents&StackName=Actor
            form | cloudformation | DescribeStackResources&StackName=Actor
            form | cloudformation | ListStackResources&StackName=Actor
            form | cloudformation | GetTemplate&StackName=Actor
            form | cloudformation | UpdateTerminationProtection&StackName=Actor&EnableTerminationProtection=true
            form | cloudformation | CreateChangeSet&StackName=Actor&ChangeSetName=c
            form | cloudformation | DescribeChangeSet&StackName=Actor&ChangeSetName=c
            form | cloudformation | ExecuteChangeSet&StackName=Actor&ChangeSetName=c
            form | cloudformation | DeleteChangeSet&StackName=Actor&ChangeSetName=c
            form | cloudformation | ListChangeSets&StackName=Actor
            rest | lambda | POST /2015-03-31/functions/actor/invocations
            rest | lambda | GET /2015-03-31/functions/
            rest | lambda | GET /2015-03-31/functions/actor
            rest | lambda | GET /2015-03-31/functions/actor/configuration
            rest | lambda | GET /2017-03-31/tags/arn:aws:lambda:us-east-2:000000000000:function:actor
            rest | lambda | GET /2015-03-31/event-source-mappings/
            rest | lambda | POST /2015-03-31/event-source-mappings/ {"FunctionName": "actor"}
            rest | lambda | GET /2015-03-31/event-source-mappings/u
            rest | lambda | PUT /2015-03-31/event-source-mappings/u
            rest | lambda | DELETE /2015-03-31/event-source-mappings/u
            rest | s3     | GET /
            rest | s3     | PUT /bucket
            rest | s3     | HEAD /bucket
            rest | s3     | DELETE /bucket
            rest | s3     | GET /bucket?location
            rest | s3     | GET /bucket?encryption
            rest | s3     | GET /bucket?versioning
            rest | s3     | GET /bucket?policy
            rest | s3     | GET /bucket?tagging
            rest | s3     | GET /bucket?list-type=2
            rest | s3     | PUT /bucket/k
            rest | s3     | GET /bucket/k
            rest | s3     | HEAD /bucket/k
            rest | s3     | DELETE /bucket/k
            rest | s3     | POST /bucket/k?uploads
            rest | s3     | PUT /bucket/k?partNumber=1&uploadId=u
            rest | s3     | POST /bucket/k?uploadId=u
            rest | s3     | DELETE /bucket/k?uploadId=u
            """)
    void operation_isRefusedToARoleThatMayNothing(String kind, String which, String request) throws Exception {
        put(TARGET, "Allow account", "");
        Identity nobody =
                services.identities().find(assume(Identities.TEACHER, TARGET)).orElseThrow();
        Map<String, String> targets = Map.of("sqs", "AmazonSQS.", "logs", "Logs_20140328.", "ssm", "AmazonSSM.");

        String[] line = request.split(" ", 3);
        byte[] body = line.length == 3 ? line[2].getBytes(StandardCharsets.UTF_8) : new byte[0];
        Answer answer = wire(nobody.accessKeyId())
                .send(
                        switch (kind) {
                            case "form" -> Request.form(which, "Version=x&Action=" + request);
                            case "rest" -> new Request(which, line[0], line[1], Map.of(), body);
                            default ->
                                Request.json(
                                        kind,
                                        targets.getOrDefault(kind, "classroom.") + which,
                                        request.getBytes(StandardCharsets.UTF_8));
                        });

        assertThat(answer.status()).isBetween(400, 403);
        if (answer.status() != 403) {
            assertThat(answer.text()).contains("AccessDenied");
        }
    }

    /**
     * A permission for one resource does not open another through a parameter that the operation does not have. Tags of
     * a new resource need their own permission.
     */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            form | cloudformation | DescribeStacks&StackName=Actor&ChangeSetName=CHANGES
            form | cloudformation | DescribeStacks&ChangeSetName=CHANGES
            form | cloudformation | ListStacks&StackName=mine
            form | cloudformation | UpdateTerminationProtection&StackName=Actor&EnableTerminationProtection=true&ChangeSetName=CHANGES
            form | cloudformation | ListStackResources&StackName=Actor&ChangeSetName=CHANGES
            form | cloudformation | ValidateTemplate&TemplateURL=https://s3.us-east-2.amazonaws.com/bucket/key
            logs | DeleteLogGroup      | {"logGroupName": "theirs", "logStreamName": "mine"}
            logs | FilterLogEvents     | {"logGroupName": "theirs", "logStreamName": "mine"}
            logs | DescribeLogStreams  | {"logGroupName": "theirs", "logStreamName": "mine"}
            logs | PutRetentionPolicy  | {"logGroupName": "theirs", "logStreamName": "mine", "retentionInDays": 1}
            logs | TagResource         | {"resourceArn": "theirs", "logStreamName": "mine", "tags": {"a": "b"}}
            logs | ListTagsForResource | {"resourceArn": "denied"}
            logs | CreateLogGroup      | {"logGroupName": "new", "tags": {"a": "b"}}
            ssm  | PutParameter        | {"Name": "new", "Type": "String", "Value": "v", "Tags": [{"Key": "a", "Value": "b"}]}
            """)
    void parameterThatAnOperationLacks_andTagsOfSomethingNew_openNothing(String service, String operation, String input)
            throws Exception {
        services.roles()
                .put(new Role(
                        Role.arn(TARGET),
                        trust("Allow account"),
                        Map.of("own", json("""
                                {'Statement': [
                                 {'Effect': 'Allow', 'Action': 'cloudformation:*',
                                  'Resource': 'arn:aws:cloudformation:us-east-2:000000000000:stack/mine*'},
                                 {'Effect': 'Allow', 'Action': 'cloudformation:ValidateTemplate', 'Resource': '*'},
                                 {'Effect': 'Allow', 'Action': 'logs:*',
                                  'Resource': 'arn:aws:logs:us-east-2:000000000000:log-group:theirs:log-stream:mine'},
                                 {'Effect': 'Allow', 'Action': 'logs:ListTagsForResource', 'Resource': '*'},
                                 {'Effect': 'Deny', 'Action': 'logs:*', 'Resource': 'arn:aws:logs:*:*:log-group:denied'},
                                 {'Effect': 'Allow', 'Action': ['logs:CreateLogGroup', 'ssm:PutParameter'], 'Resource': '*'}]}""")),
                        Map.of(),
                        Duration.ofHours(1)));
        String key = assume(Identities.TEACHER, TARGET);
        if (service.equals("form")) {
            String made = form(
                    Identities.TEACHER,
                    "cloudformation",
                    "Action=CreateChangeSet&Version=2010-05-15&StackName=mine&ChangeSetName=c" + System.nanoTime()
                            + "&ChangeSetType=CREATE&TemplateBody=%7B%22Resources%22%3A%7B%22A%22%3A%7B%22Type%22%3A"
                            + "%22AWS%3A%3ASQS%3A%3AQueue%22%7D%7D%7D");
            String changes = made.substring(made.indexOf("<Id>") + "<Id>".length(), made.indexOf("</Id>"));
            assertThat(form(key, operation, "Action=DescribeChangeSet&Version=2010-05-15&ChangeSetName=" + changes))
                    .as("what the role may do")
                    .contains("DescribeChangeSetResult");

            assertThat(form(key, operation, "Version=2010-05-15&Action=" + input.replace("CHANGES", changes)))
                    .contains("AccessDenied");
            return;
        }
        Map<String, String> targets = Map.of("logs", "Logs_20140328.", "ssm", "AmazonSSM.");
        assertThat(wire(key)
                        .send(Request.json(
                                service, targets.get(service) + operation, input.getBytes(StandardCharsets.UTF_8)))
                        .text())
                .contains("AccessDenied");
    }

    /**
     * A session may do what its role's policies allow, in whatever way it was created. A path is part of the names in
     * policies.
     */
    @Test
    void session_mayDoWhatItsRoleAllowsHoweverItWasGot() throws Exception {
        put(TARGET, "Allow role", "");
        services.roles()
                .put(new Role(
                        Role.arn(TARGET),
                        trust("Allow role"),
                        Map.of("own", json("""
                                {'Statement': [{'Effect': 'Allow', 'Action': ['iam:*', 'cloudformation:*'], 'Resource': '*'},
                                 {'Effect': 'Deny', 'Action': 'iam:*', 'Resource': 'arn:aws:iam::*:role/app/*'}]}""")),
                        Map.of(),
                        Duration.ofHours(1)));

        for (String key : List.of(lent(), assumed())) {
            String session = assume(key, TARGET);

            assertThat(form(session, "iam", "Action=GetRole&Version=2010-05-08&RoleName=Target"))
                    .contains("<Path>/dev/</Path>");
            assertThat(form(session, "iam", "Action=GetRole&Version=2010-05-08&RoleName=Actor"))
                    .contains("<Code>AccessDenied</Code>", "with an explicit deny in an identity-based policy");
            assertThat(catchThrowable(() -> tables(client(session)))).hasMessageContaining("dynamodb:ListTables");
            assertThat(form(session, "cloudformation", "Action=DescribeStacks&Version=2010-05-15"))
                    .contains("DescribeStacksResult");
        }
    }

    private static void judge(String key, String asked, String outcome, String caller) {
        if (outcome.equals("granted")) {
            Client session = client(assume(key, asked));
            assertThat(catchThrowable(() -> tables(session)))
                    .hasMessageContaining(
                            "assumed-role/Target/actor is not authorized to perform: dynamodb:ListTables");
            return;
        }
        String message = "User: " + caller + " " + OUTCOMES.get(outcome).formatted(REFUSED + Role.arn(asked));
        Throwable refusal = catchThrowable(() -> assume(key, asked));
        assertThat(refusal).isInstanceOfSatisfying(SdkServiceException.class, refused -> {
            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(refused.getMessage())
                    .startsWith(message + (outcome.equals("unreadable") ? "" : " (Service: Sts"));
        });
    }

    private static String form(String key, String service, String form) throws Exception {
        return wire(key).send(Request.form(service, form)).text();
    }

    private static Loopback wire(String key) {
        return new Loopback(local.port(), Cloud.REGION, key);
    }

    private static void tables(Client client) {
        client.call("dynamodb", "DynamoDB_20120810.ListTables", JsonNodeFactory.instance.objectNode());
    }

    /** As {@code ./classroom env --as actor} does. */
    private static String lent() {
        return teacher.call(
                        AccessApi.SIGNING_NAME,
                        AccessApi.SIGNING_NAME + ".AssumeFunction",
                        JsonNodeFactory.instance.objectNode().put("FunctionName", "actor"))
                .path("AccessKeyId")
                .asText();
    }

    private static String assumed() {
        return assume(Identities.TEACHER, ACTOR);
    }

    private static String assume(String key, String role) {
        try (StsClient sts = StsClient.builder()
                .endpointOverride(URI.create("http://127.0.0.1:" + local.port()))
                .region(Region.of(Cloud.REGION))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(key, "x")))
                .httpClient(UrlConnectionHttpClient.create())
                .build()) {
            return sts.assumeRole(request -> request.roleArn(Role.arn(role)).roleSessionName("actor"))
                    .credentials()
                    .accessKeyId();
        }
    }

    private static Client client(String key) {
        return new Client(local.port(), Cloud.REGION, key);
    }

    private static void put(String role, String trust, String own) {
        List<String> statements = statements(own)
                .map(words -> "{'Effect': '" + words[0] + "', 'Action': 'sts:*', 'Resource': '"
                        + (words[1].equals("*") ? "*" : Role.arn(words[1])) + "'}")
                .toList();
        services.roles()
                .put(new Role(
                        Role.arn(role),
                        trust(trust),
                        statements.isEmpty() ? Map.of() : Map.of("own", document(statements)),
                        Map.of(),
                        Duration.ofHours(1)));
    }

    private static JsonNode trust(String trust) {
        return document(statements(trust)
                .map(words -> "{'Effect': '" + words[0] + "', 'Action': 'sts:AssumeRole', 'Principal': "
                        + PRINCIPALS.get(words[1])
                        + (words.length < 3 ? "" : ", 'Condition': {" + CONDITIONS.get(words[2]) + "}") + "}")
                .toList());
    }

    private static Stream<String[]> statements(String text) {
        return Arrays.stream(text.split(";"))
                .map(String::strip)
                .filter(statement -> !statement.isEmpty())
                .map(statement -> statement.split(" "));
    }

    private static JsonNode document(List<String> statements) {
        return json("{'Version': '2012-10-17', 'Statement': ["
                + statements.stream().collect(Collectors.joining(", ")) + "]}");
    }

    private static JsonNode json(String text) {
        return Behaviours.json(text);
    }

    /** Makes a function with that role as CloudFormation does; it has the role's name in small letters. */
    private static void deploy(String role) {
        String name = role.substring(role.lastIndexOf('/') + 1);
        JsonNode template = json("""
                {'Resources': {'Function': {'Type': 'AWS::Lambda::Function', 'Properties': {'FunctionName': '%s',
                  'Handler': 'h', 'Runtime': 'java25', 'Role': '%s', 'Code': {'S3Bucket': 'b', 'S3Key': 'k'}}}}}""".formatted(name.toLowerCase(Locale.ROOT), Role.arn(role)));
        StackArtifact stack = new StackArtifact(name, template, Map.of(), Map.of());
        local.stacks().find(name).ifPresent(found -> found.delete());
        local.stacks().deploy(new CloudAssembly(List.of(stack), Map.of("b/k", code)), stack);
    }
}
