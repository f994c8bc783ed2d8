package classroom.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.cli.client.Answer;
import classroom.cli.client.Loopback;
import classroom.cli.client.Request;
import classroom.cloud.identity.Identities;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * First steps of AWS's "getting started" pages and of the course's console pages that the local class does not have:
 * each is refused in one sentence that names the way here, and no SDK repeats it.
 */
class TutorialTest {
    private static Cloud local;

    @BeforeAll
    static void start() {
        local = Cloud.start(0, line -> {});
    }

    @AfterAll
    static void stop() {
        local.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CreateRole",
                "AttachRolePolicy",
                "PutRolePolicy",
                "CreatePolicy",
                "UpdateAssumeRolePolicy",
                "DetachRolePolicy",
                "GetPolicy",
                "ListPolicies",
                "CreateServiceLinkedRole",
                "CreateInstanceProfile",
                "CreateUser",
                "AttachUserPolicy",
                "CreateAccessKey",
                "GetUser"
            })
    void identityByHand_isRefusedWithTheWay(String action) throws Exception {
        refused(action, "InvalidAction", form("iam", action));
    }

    /** Lambda API reference, by method and path. */
    @ParameterizedTest
    @CsvSource({
        "CreateFunction, POST /2015-03-31/functions",
        "CreateFunction, POST /2015-03-31/functions/",
        "DeleteFunction, DELETE /2015-03-31/functions/hello",
        "AddPermission, POST /2015-03-31/functions/hello/policy",
        "RemovePermission, DELETE /2015-03-31/functions/hello/policy/sid",
        "CreateAlias, POST /2015-03-31/functions/hello/aliases",
        "CreateFunctionUrlConfig, POST /2021-10-31/functions/hello/url",
        "PutFunctionConcurrency, PUT /2017-10-31/functions/hello/concurrency",
        "PublishLayerVersion, POST /2018-10-31/layers/library/versions",
        "ListLayers, GET /2018-10-31/layers",
        "TagResource, POST /2017-03-31/tags/arn",
        "InvokeAsync, POST /2014-11-13/functions/hello/invoke-async",
        "InvokeWithResponseStream, POST /2021-11-15/functions/hello/response-streaming-invocations"
    })
    void functionByHand_isRefusedWithTheWay(String operation, String request) throws Exception {
        Answer response = rest("lambda", request, "{}");

        assertThat(response.headers().firstValue("x-amzn-errortype"))
                .as(operation)
                .hasValue("UnknownOperationException");
        refused(operation, "", response);
    }

    @ParameterizedTest
    @CsvSource({
        "sqs, AmazonSQS.CreateQueue",
        "dynamodb, DynamoDB_20120810.CreateBackup",
        "dynamodb, DynamoDBStreams_20120810.PutRecord",
        "logs, Logs_20140328.StartQuery",
        "ssm, AmazonSSM.SendCommand"
    })
    void resourceByHand_isRefusedWithTheWay(String service, String target) throws Exception {
        refused(
                target.substring(target.indexOf('.') + 1),
                "UnknownOperationException",
                wire().send(Request.json(service, target, "{}".getBytes(StandardCharsets.UTF_8))));
    }

    @ParameterizedTest
    @CsvSource({"cloudformation, CreateStackSet", "sts, GetSessionToken", "sqs, CreateQueue"})
    void actionByHand_isRefusedWithTheWay(String service, String action) throws Exception {
        refused(action, "InvalidAction", form(service, action));
    }

    /** The triggers, charts and sign-in of the console's pages. */
    @ParameterizedTest
    @ValueSource(strings = {"apigateway", "events", "scheduler", "monitoring", "sns", "cognito-idp", "ec2", "xray"})
    void serviceThatTheClassHasNot_isRefusedWithTheWay(String service) throws Exception {
        assertThat(sentence(400, "UnknownOperationException", form(service, "CreateRestApi")))
                .contains("The local class has no service '" + service + "': its functions")
                .containsPattern(WAY);
        assertThat(sentence(400, "", rest(service, "POST /restapis", ""))).containsPattern(WAY);
    }

    @ParameterizedTest
    @CsvSource({
        "sqs, Other.X",
        "logs, Other.X",
        "ssm, Other.X",
        "classroom, Other.X",
        // One of the service's own, but not as clients name it.
        "sqs, ListQueues",
        "logs, DescribeLogGroups",
        "ssm, DescribeParameters"
    })
    void targetOfAnotherService_isNamedWhole(String service, String target) throws Exception {
        refused(
                target,
                "UnknownOperationException",
                wire().send(Request.json(service, target, "{}".getBytes(StandardCharsets.UTF_8))));
    }

    private static final String WAY =
            "How to add a function.{0,6} in CONTRIBUTING\\.md is the recipe for one of your own\\.";

    /** Of those above, which make nothing: no recipe helps, but a list of what there is. */
    private static final Set<String> READS = Set.of(
            "GetPolicy",
            "ListPolicies",
            "GetUser",
            "ListLayers",
            "InvokeAsync",
            "InvokeWithResponseStream",
            "StartQuery",
            "GetSessionToken",
            "ListQueues",
            "DescribeLogGroups",
            "DescribeParameters");

    private static void refused(String operation, String code, Answer response) {
        assertThat(sentence(400, code, response))
                .contains("The local class does not carry out " + operation + ": ")
                .containsPattern(
                        READS.contains(operation) ? "docs/differences\\.md lists what it carries out\\." : WAY);
    }

    private static String sentence(int status, String code, Answer response) {
        String text = response.text();
        assertThat(response.status()).as(text).isEqualTo(status);
        assertThat(text).contains(code).doesNotContain("Unable to determine");
        return text;
    }

    private static Answer form(String service, String action) throws Exception {
        return wire().send(Request.form(service, "Action=" + action + "&Version=2010-05-08"));
    }

    private static Answer rest(String service, String request, String body) {
        String[] line = request.split(" ", 2);
        return wire().send(new Request(service, line[0], line[1], Map.of(), body.getBytes(StandardCharsets.UTF_8)));
    }

    private static Loopback wire() {
        return new Loopback(local.port(), Cloud.REGION, Identities.TEACHER);
    }
}
