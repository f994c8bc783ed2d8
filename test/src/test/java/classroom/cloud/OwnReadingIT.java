package classroom.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.cli.client.Answer;
import classroom.cli.client.Client;
import classroom.cli.client.Loopback;
import classroom.cli.client.Request;
import classroom.cloud.cloudformation.engine.Deployment;
import classroom.cloud.console.Console;
import classroom.cloud.gateway.Live;
import classroom.cloud.identity.Identities;
import classroom.cloud.lambda.environment.TestAsset;
import classroom.template.assembly.CloudAssembly;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the console's page reads by itself leaves no trace; everything else does, whoever shows the token with it. */
class OwnReadingIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TABLES = "DynamoDB_20120810.";
    private static final String HEADER = "x-classroom-console";

    private static Cloud local;
    private static Client teacher;
    private static String role;
    private static String token;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        local = Cloud.start(0, line -> {});
        SmallAssembly.write(folder, """
                "Watcher": {"Type": "AWS::Lambda::Function", "Properties": {
                  "Code": {"S3Bucket": {"Fn::Sub": "assets-${AWS::AccountId}-${AWS::Region}"}, "S3Key": "code.jar"},
                  "FunctionName": "watcher", "Handler": "classroom.cloud.lambda.handlers.Watcher",
                  "Role": {"Fn::GetAtt": ["Role", "Arn"]}, "Runtime": "java25", "Timeout": 60}}
                """, TestAsset.jar(folder));
        Deployment deployment =
                local.deploy(CloudAssembly.read(folder, Cloud.ENVIRONMENT)).get("Small");
        role = deployment.outputs().get("RoleArn").value().asText();
        teacher = new Client(local.port(), Cloud.REGION, Identities.TEACHER);
        token = JSON.readTree(teacher.send(Request.get("sts", Console.PATH + "session.json"))
                        .body())
                .path("token")
                .asText();
    }

    @AfterAll
    static void stop() {
        local.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "dynamodb       | DynamoDB_20120810.DescribeTable        | {\"TableName\": \"books\"}",
                "dynamodb       | DynamoDBStreams_20120810.ListStreams   | {}",
                "logs           | Logs_20140328.FilterLogEvents          | {\"logGroupName\": \"/aws/lambda/hello\"}",
                "sqs            | AmazonSQS.ListQueues                   | {}",
                "classroom      | classroom.DescribeAccess               | {}",
                "cloudformation | Action=DescribeStacks&Version=2010-05-15 |",
                "iam            | Action=ListRoles&Version=2010-05-08    |",
                "sts            | Action=GetCallerIdentity&Version=2011-06-15 |",
                "lambda         | /2015-03-31/functions                  |",
            })
    void reading_ofThePage_isToldToNobody(String service, String operation, String input) throws Exception {
        Request reading = operation.startsWith("/")
                ? Request.get(service, operation)
                : input == null ? Request.form(service, operation) : json(service, operation, input);

        assertThat(told(() -> {
                    Answer answer = send(Identities.TEACHER, marked(reading, token));
                    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
                }))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Scan", "Query", "GetItem", "PutItem"})
    void whatAPersonDoes_onThePage_isTold(String operation) throws Exception {
        Request request = json("dynamodb", TABLES + operation, "{\"TableName\": \"books\"}");

        assertThat(told(() -> send(Identities.TEACHER, marked(request, token))))
                .containsExactly(operation + " of teacher");
    }

    /** The service takes a form by its parameter and a path by its method, whatever a header says. */
    @Test
    void write_underTheNameOfAReading_isTold() throws Exception {
        Request invocation = new Request(
                "lambda",
                "POST",
                "/2015-03-31/functions/nobody/invocations",
                Map.of("X-Amz-Target", TABLES + "DescribeTable"),
                "{}".getBytes(StandardCharsets.UTF_8));
        Request form = Request.form("iam", "Action=ListRoles&Version=2010-05-08&Action=DeleteRole&RoleName=nobody");

        assertThat(told(() -> send(Identities.TEACHER, marked(invocation, token))))
                .hasSize(1);
        assertThat(told(() -> send(Identities.TEACHER, marked(form, token)))).hasSize(1);
    }

    @Test
    void reading_ofThePageAsAFunction_isDecidedByIam_andLeavesNoTrace() throws Exception {
        String key = key(token);
        Answer answer = describe(key, token, "seen-by-none");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text())
                .contains("AccessDeniedException", "assumed-role", "to perform: dynamodb:DescribeTable");
        assertThat(refused("seen-by-none")).isZero();
    }

    @Test
    void whatAPersonDoes_onThePageAsAFunction_counts() throws Exception {
        send(key(token), marked(json("dynamodb", TABLES + "Scan", "{\"TableName\": \"scanned\"}"), token));
        send(key(token), marked(json("dynamodb", TABLES + "DeleteTable", "{\"TableName\": \"deleted\"}"), token));

        assertThat(refused("scanned")).isOne();
        assertThat(refused("deleted")).isOne();
    }

    @Test
    void mark_withAnotherKey_isIgnored() throws Exception {
        describe(key(null), token, "another-key");

        assertThat(refused("another-key")).isOne();
    }

    @Test
    void mark_withAnotherToken_isIgnored() throws Exception {
        String key = key(token);
        describe(key, "0".repeat(32), "another-token");
        send(key, json("dynamodb", TABLES + "DescribeTable", "{\"TableName\": \"no-token\"}"));

        assertThat(refused("another-token")).isOne();
        assertThat(refused("no-token")).isOne();
    }

    @Test
    void keyOfThePage_isGivenForItsTokenOnly() throws Exception {
        Answer answer = send(
                Identities.TEACHER,
                json("classroom", "classroom.AssumeFunction", "{\"FunctionName\": \"watcher\", \"Token\": \"0\"}"));

        assertThat(answer.text()).contains("AccessDeniedException", "Token must be the console's");
    }

    @Test
    void function_thatMarksItsCalls_isRecorded() throws Exception {
        List<String> calls = told(() -> {
            byte[] event = "{\"table\": \"watched\"}".getBytes(StandardCharsets.UTF_8);
            assertThat(new String(teacher.invoke("watcher", event).payload(), StandardCharsets.UTF_8))
                    .contains("AccessDeniedException", "dynamodb:DescribeTable");
        });

        assertThat(refused("watched")).isOne();
        assertThat(calls).contains("DescribeTable of watcher");
    }

    private static Answer describe(String key, String shown, String table) {
        return send(
                key, marked(json("dynamodb", TABLES + "DescribeTable", "{\"TableName\": \"" + table + "\"}"), shown));
    }

    /** How often the functions' role was refused something on a table. */
    private static long refused(String table) {
        return Inside.authorizer(local).uses().of(role).stream()
                .filter(use -> use.resource().endsWith("table/" + table))
                .mapToLong(use -> use.refused())
                .sum();
    }

    /** A new key of the function; {@code shown} is the token, {@code null} for none. */
    private static String key(String shown) throws IOException {
        String input = shown == null
                ? "{\"FunctionName\": \"watcher\"}"
                : "{\"FunctionName\": \"watcher\", \"Token\": \"" + shown + "\"}";
        return JSON.readTree(send(Identities.TEACHER, json("classroom", "classroom.AssumeFunction", input))
                        .body())
                .path("AccessKeyId")
                .asText();
    }

    private static Request json(String service, String target, String input) {
        return Request.json(service, target, input.getBytes(StandardCharsets.UTF_8));
    }

    private static Request marked(Request request, String shown) {
        Map<String, String> headers = new HashMap<>(request.headers());
        headers.put(HEADER, shown);
        return new Request(request.service(), request.method(), request.path(), headers, request.body());
    }

    private static Answer send(String key, Request request) {
        return new Loopback(local.port(), Cloud.REGION, key).send(request);
    }

    /** The calls that a page is told while this is done: the operation and the last name of the caller of each. */
    private static List<String> told(Runnable deed) throws Exception {
        HttpRequest follow = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + local.port() + Live.PATH))
                .header(HEADER, token)
                .build();
        List<String> calls = new ArrayList<>();
        try (Stream<String> lines =
                HttpClient.newHttpClient().send(follow, BodyHandlers.ofLines()).body()) {
            deed.run();
            send(Identities.TEACHER, json("dynamodb", TABLES + "ListTables", "{}")); // The last one that is told.
            Iterator<String> events =
                    lines.filter(line -> line.startsWith("data: ")).iterator();
            for (String call = ""; !call.equals("ListTables of teacher"); ) {
                JsonNode event = JSON.readTree(events.next().substring("data: ".length()));
                call = event.path("operation").asText() + " of "
                        + event.path("caller").asText().replaceAll(".*/", "");
                if (event.path("kind").asText().equals("call")) {
                    calls.add(call);
                }
            }
        }
        calls.remove(calls.size() - 1);
        return calls;
    }
}
