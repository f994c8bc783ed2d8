package classroom.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import classroom.cli.client.Answer;
import classroom.cli.client.Loopback;
import classroom.cli.client.Request;
import classroom.cloud.cloudformation.providers.Services;
import classroom.cloud.iam.Role;
import classroom.cloud.identity.Identities;
import classroom.template.api.Api;
import classroom.template.api.Operation;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.client.builder.SdkClientBuilder;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.sts.StsClient;

/** Every operation that AWS's models have: carried out, or refused by its name to whom may use it. */
class EveryOperationTest {
    private static final byte[] NO_MEMBERS = "{}".getBytes(StandardCharsets.UTF_8);

    private static final ObjectMapper JSON = new ObjectMapper();

    /** AWS asks no policy about them (AWS STS API Reference). */
    private static final Set<String> FREE =
            Set.of("AssumeRoleWithSAML", "AssumeRoleWithWebIdentity", "GetAccessKeyInfo", "GetSessionToken");

    /** Service Authorization Reference, "AWS Lambda". */
    private static final Map<String, String> OTHER_ACTIONS =
            Map.of("InvokeWithResponseStream", "InvokeFunction", "GetLayerVersionByArn", "GetLayerVersion");

    private static Cloud local;
    private static Services services;
    private static String nobody;
    private static String everybody;

    @BeforeAll
    static void start() throws Exception {
        local = Cloud.start(0, line -> {});
        services = Inside.services(local);
        nobody = key("Nobody", statement("s3:GetObject", "arn:aws:s3:::none/x"));
        everybody = key("Everybody", statement("*", "*"));
    }

    @AfterAll
    static void stop() {
        local.close();
    }

    private static String statement(String action, String resource) {
        return "{\"Effect\": \"Allow\", \"Action\": \"" + action + "\", \"Resource\": \"" + resource + "\"}";
    }

    /** An access key of a role with this statement. */
    private static String key(String role, String statement) throws Exception {
        JsonNode trust = JSON.readTree("""
                {"Statement": {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"},
                               "Action": "sts:AssumeRole"}}
                """);
        JsonNode policy = JSON.readTree("{\"Statement\": [" + statement + "]}");
        services.roles()
                .put(new Role(Role.arn("/" + role), trust, Map.of("own", policy), Map.of(), Duration.ofHours(1)));
        return services.identities().issue(Role.arn("/" + role), "actor").accessKeyId();
    }

    record Asked(String service, Operation operation, Request request, String action) {
        @Override
        public String toString() {
            return service + " " + operation.name();
        }
    }

    static Stream<Asked> everyOperation() {
        return Stream.of("dynamodb", "dynamodbstreams", "lambda", "sqs", "logs", "sts", "ssm", "cloudformation", "iam")
                .flatMap(service ->
                        Api.of(service).operations().values().stream().map(operation -> asked(service, operation)));
    }

    /** A request for an operation, without members. */
    static Asked asked(String service, Operation operation) {
        String name = operation.name();
        String signing = service.equals("dynamodbstreams") ? "dynamodb" : service;
        Request request = switch (service) {
            case "dynamodb" -> Request.json(signing, "DynamoDB_20120810." + name, NO_MEMBERS);
            case "dynamodbstreams" -> Request.json(signing, "DynamoDBStreams_20120810." + name, NO_MEMBERS);
            case "sqs" -> Request.json(signing, "AmazonSQS." + name, NO_MEMBERS);
            case "logs" -> Request.json(signing, "Logs_20140328." + name, NO_MEMBERS);
            case "ssm" -> Request.json(signing, "AmazonSSM." + name, NO_MEMBERS);
            case "lambda" ->
                new Request(
                        signing,
                        operation.route().method(),
                        "/"
                                + String.join("/", operation.route().path()).replaceAll("\\{\\w+}", "x")
                                + (operation.route().query().isEmpty()
                                        ? ""
                                        : "?" + operation.route().query()),
                        Map.of(),
                        "{}".getBytes(StandardCharsets.UTF_8));
            default -> Request.form(signing, "Version=x&Action=" + name);
        };
        return new Asked(service, operation, request, signing + ":" + OTHER_ACTIONS.getOrDefault(name, name));
    }

    private static Answer send(String key, Request request) throws Exception {
        return new Loopback(local.port(), Cloud.REGION, key).send(request);
    }

    @ParameterizedTest
    @MethodSource("everyOperation")
    void operation_isCarriedOut_orRefusedByNameToWhomMayUseIt(Asked asked) throws Exception {
        String sentence =
                "The local class does not carry out " + asked.operation().name() + ": ";

        Answer toEverybody = send(everybody, asked.request());
        assertThat(toEverybody.status()).as(toEverybody.text()).isLessThan(500).isNotEqualTo(429);
        assertThat(toEverybody.text()).doesNotContain("Unable to determine", "Could not find operation");
        if (!toEverybody.text().contains(sentence)) {
            assertThat(toEverybody.text()).doesNotContain("does not carry out");
            return;
        }
        assertThat(toEverybody.status()).isEqualTo(400);
        assertThat(toEverybody.text() + toEverybody.headers().firstValue("x-amzn-errortype"))
                .containsAnyOf("UnknownOperationException", "<Code>InvalidAction</Code>")
                .containsAnyOf("How to add a function", "docs/differences.md lists what it carries out.");
        Answer toNobody = send(nobody, asked.request());
        if (FREE.contains(asked.operation().name())) {
            assertThat(toNobody.text()).contains(sentence);
        } else {
            assertThat(toNobody.status()).isIn(400, 403);
            assertThat(toNobody.text())
                    .contains("is not authorized to perform: " + asked.action() + " on resource: ")
                    .doesNotContain("does not carry out");
        }
    }

    /** A permission for one resource is enough to be told, and one for another is not. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            dynamodb       | DynamoDB_20120810.UpdateContributorInsights | {"TableName": "mine"}                                      | dynamodb:UpdateContributorInsights | arn:aws:dynamodb:us-east-2:000000000000:table/mine
            dynamodb       | DynamoDB_20120810.DeleteBackup              | {"BackupArn": "arn:aws:dynamodb:us-east-2:000000000000:table/mine/backup/1"} | dynamodb:DeleteBackup | arn:aws:dynamodb:us-east-2:000000000000:table/mine/backup/1
            lambda         | DELETE /2015-03-31/functions/mine           | `` | lambda:DeleteFunction       | arn:aws:lambda:us-east-2:000000000000:function:mine
            lambda         | PUT /2017-10-31/functions/arn:aws:lambda:us-east-2:000000000000:function:mine/concurrency | {} | lambda:PutFunctionConcurrency | arn:aws:lambda:us-east-2:000000000000:function:mine
            lambda         | POST /2015-03-31/functions                  | {"FunctionName": "mine"} | lambda:CreateFunction | arn:aws:lambda:us-east-2:000000000000:function:mine
            lambda         | POST /2017-03-31/tags/arn:aws:lambda:us-east-2:000000000000:function:mine | {} | lambda:TagResource | arn:aws:lambda:us-east-2:000000000000:function:mine
            sqs            | AmazonSQS.DeleteQueue                       | {"QueueUrl": "http://x/000000000000/mine"}                 | sqs:DeleteQueue                    | arn:aws:sqs:us-east-2:000000000000:mine
            sqs            | AmazonSQS.CreateQueue                       | {"QueueName": "mine"}                                      | sqs:CreateQueue                    | arn:aws:sqs:us-east-2:000000000000:mine
            logs           | Logs_20140328.PutSubscriptionFilter         | {"logGroupName": "mine"}                                   | logs:PutSubscriptionFilter         | arn:aws:logs:us-east-2:000000000000:log-group:mine:*
            ssm            | AmazonSSM.GetParameterHistory               | {"Name": "/mine"}                                          | ssm:GetParameterHistory            | arn:aws:ssm:us-east-2:000000000000:parameter/mine
            cloudformation | CancelUpdateStack                           | StackName=mine                                             | cloudformation:CancelUpdateStack   | arn:aws:cloudformation:us-east-2:000000000000:stack/mine/*
            iam            | PutRolePolicy                               | RoleName=mine                                              | iam:PutRolePolicy                  | arn:aws:iam::000000000000:role/mine
            iam            | GetUser                                     | UserName=mine                                              | iam:GetUser                        | arn:aws:iam::000000000000:user/mine
            iam            | GetPolicy                                   | PolicyArn=arn:aws:iam::000000000000:policy/mine            | iam:GetPolicy                      | arn:aws:iam::000000000000:policy/mine
            """)
    void operationThatIsNotCarriedOut_isAskedAboutItsResource(
            String service, String what, String input, String action, String resource) throws Exception {
        String[] line = what.split(" ");
        Request request = service.equals("lambda")
                ? new Request(service, line[0], line[1], Map.of(), input.getBytes(StandardCharsets.UTF_8))
                : what.contains(".")
                        ? Request.json(service, what, input.getBytes(StandardCharsets.UTF_8))
                        : Request.form(service, "Version=x&Action=" + what + "&" + input);

        assertThat(send(key("Owner", statement(action, resource)), request).text())
                .contains("does not carry out");
        assertThat(send(key("Owner", statement(action, resource + "-not")), request)
                        .text())
                .contains("is not authorized to perform: " + action);
    }

    @Test
    void actionThatAwsHasNot_isNoOperation() throws Exception {
        Answer answer = send(Identities.TEACHER, Request.form("iam", "Version=2010-05-08&Action=ListRolls"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text())
                .contains("<Code>InvalidAction</Code>")
                .contains("<Message>Could not find operation ListRolls for version 2010-05-08</Message>");
    }

    private static final AtomicInteger SENT = new AtomicInteger();

    private static <B extends AwsClientBuilder<B, C> & SdkClientBuilder<B, C>, C extends SdkClient> C client(
            B builder, String key) {
        return builder.endpointOverride(URI.create("http://127.0.0.1:" + local.port()))
                .region(Region.of(Cloud.REGION))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(key, "none")))
                .overrideConfiguration(c -> c.addExecutionInterceptor(new ExecutionInterceptor() {
                    @Override
                    public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
                        SENT.incrementAndGet();
                    }
                }))
                .build();
    }

    /** AWS's own clients try it once, and tell who may not from what is not there. */
    @Test
    void sdk_triesOnce() {
        for (String key : List.of(everybody, nobody)) {
            List<Runnable> calls = List.of(
                    () -> client(LambdaClient.builder(), key).deleteFunction(r -> r.functionName("hello")),
                    () -> client(LambdaClient.builder(), key)
                            .putFunctionConcurrency(r -> r.functionName("hello").reservedConcurrentExecutions(1)),
                    () -> client(DynamoDbClient.builder(), key).listBackups(),
                    () -> client(DynamoDbClient.builder(), key).describeContinuousBackups(r -> r.tableName("books")),
                    () -> client(SqsClient.builder(), key).deleteQueue(r -> r.queueUrl("http://x/000000000000/q")),
                    () -> client(SsmClient.builder(), key).getParameterHistory(r -> r.name("x")),
                    () -> client(StsClient.builder(), key).decodeAuthorizationMessage(r -> r.encodedMessage("x")));
            for (Runnable call : calls) {
                SENT.set(0);
                assertThatThrownBy(call::run).isInstanceOfSatisfying(SdkServiceException.class, e -> {
                    assertThat(e.statusCode()).isIn(400, 403);
                    assertThat(e)
                            .hasMessageContaining(
                                    key.equals(nobody)
                                            ? "is not authorized to perform: "
                                            : "The local class does not carry out ");
                });
                assertThat(SENT).hasValue(1);
            }
        }
    }
}
