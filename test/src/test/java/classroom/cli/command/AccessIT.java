package classroom.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import classroom.cli.JsonExample;
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
import classroom.cloud.identity.Identities;
import classroom.cloud.identity.Identity;
import classroom.infra.RealAssembly;
import classroom.template.assembly.CloudAssembly;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person uses a function's identity: what it may do, and what the local class reports. */
class AccessIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static Cloud local;
    private static String port;
    private static Client teacher;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        local = Cloud.start(0, line -> {});
        local.deploy(CloudAssembly.read(RealAssembly.folder(), Cloud.ENVIRONMENT));
        port = Integer.toString(local.port());
        teacher = new Client(local.port(), Cloud.REGION, Identities.TEACHER);
    }

    @AfterAll
    static void stop() {
        local.close();
    }

    @Test
    void refusal_isAwssOwnToTheByteWithItsChecksum() throws Exception {
        Identity function = function("account-get");

        Answer refusal = new Loopback(Integer.parseInt(port), Cloud.REGION, function.accessKeyId())
                .send(Request.json("dynamodb", "DynamoDB_20120810.PutItem", """
                        {"TableName": "books", "Item": {"Author": {"S": "a"}, "Title": {"S": "t"}}}
                        """.getBytes(StandardCharsets.UTF_8)));

        assertThat(refusal.status()).isEqualTo(400);
        assertThat(refusal.text())
                .isEqualTo("{\"__type\":\"com.amazon.coral.service#AccessDeniedException\",\"Message\":\"User: "
                        + function.arn() + " is not authorized to perform: dynamodb:PutItem on resource: "
                        + "arn:aws:dynamodb:us-east-2:000000000000:table/books because no identity-based policy "
                        + "allows the dynamodb:PutItem action\"}");
        assertThat(function.arn()).matches("arn:aws:sts::000000000000:assumed-role/[^/]+/account-get");
        assertThat(refusal.headers().firstValue("Content-Type")).contains("application/x-amz-json-1.0");
        assertThat(refusal.headers().firstValue("x-amzn-RequestId")).isPresent();
        CRC32 crc = new CRC32();
        crc.update(refusal.body());
        assertThat(refusal.headers().firstValue("x-amz-crc32")).contains(Long.toString(crc.getValue()));
    }

    @Test
    void access_showsWhatIsGrantedBesideWhatWasUsedAndRefused() throws Exception {
        teacher.invoke("books-get", "{\"Author\": \"a\", \"Title\": \"t\"}".getBytes(StandardCharsets.UTF_8));
        Client function =
                new Client(local.port(), Cloud.REGION, function("books-get").accessKeyId());
        catchThrowableOfType(
                ServiceException.class,
                () -> function.call(
                        "dynamodb",
                        "DynamoDB_20120810.Scan",
                        JsonNodeFactory.instance.objectNode().put("TableName", "books")));

        Program.Result shown = Program.run(folder, "access", "books-get", "--port", port);

        assertThat(shown.status()).isZero();
        assertThat(shown.output().lines().map(line -> line.replaceAll(" +", " ")))
                .contains(
                        "books-get",
                        "1 dynamodb:GetItem arn:aws:dynamodb:us-east-2:000000000000:table/books",
                        "1 logs:CreateLogStream arn:aws:logs:us-east-2:000000000000:log-group:/aws/lambda/books-get:*",
                        "1 refused dynamodb:Scan arn:aws:dynamodb:us-east-2:000000000000:table/books")
                .noneMatch(line -> line.contains("account"));
    }

    @Test
    void refusalBecauseOfACondition_isShownWithItsKeyAndValues() throws Exception {
        Client function = new Client(
                local.port(), Cloud.REGION, function("books-transact").accessKeyId());
        catchThrowableOfType(
                ServiceException.class,
                () -> function.call("dynamodb", "DynamoDB_20120810.PutItem", JSON.readTree("""
                        {"TableName": "books", "Item": {"Author": {"S": "a"}, "Title": {"S": "a secret"}}}""")));

        Program.Result shown = Program.run(folder, "access", "books-transact", "--port", port);

        assertThat(shown.output().lines().map(line -> line.strip().replaceAll(" +", " ")))
                .containsSequence(
                        "1 refused dynamodb:PutItem arn:aws:dynamodb:us-east-2:000000000000:table/books",
                        "because statement 2 (Sid Transaction) of Function would, but its condition does not hold:"
                                + " ForAnyValue:StringEquals dynamodb:EnclosingOperation [TransactWriteItems], which"
                                + " is not in the request");
        assertThat(shown.output()).doesNotContain("a secret");

        Program.Apart json = Program.runApart(folder, Map.of(), "access", "books-transact", "--json", "--port", port);

        JsonExample.assertIs("access", json.out());
        assertThat(json.status()).isZero();
        assertThat(json.err()).isEmpty();
    }

    @Test
    void explain_saysWhichStatementDecidesAndWhy() throws Exception {
        String account = "arn:aws:dynamodb:us-east-2:000000000000:table/account";

        assertThat(Program.run(
                                folder,
                                "access",
                                "--explain",
                                "account-get",
                                "dynamodb:GetItem",
                                account,
                                "--port",
                                port)
                        .output())
                .isEqualTo("allowed: dynamodb:GetItem on " + account
                        + " is allowed by statement 1 (Sid Table) of Function.");
        assertThat(JSON.readTree(Program.run(
                                folder,
                                "access",
                                "--explain",
                                "account-get",
                                "dynamodb:GetItem",
                                account,
                                "--json",
                                "--port",
                                port)
                        .output()))
                .isEqualTo(JSON.readTree("{\"version\": 1, \"allowed\": true, \"why\": \"dynamodb:GetItem on " + account
                        + " is allowed by statement 1 (Sid Table) of Function.\"}"));
        assertThat(Program.run(folder, "access", "--explain", "account-get", "dynamodb:Scan", account, "--port", port)
                        .output())
                .isEqualTo("refused: dynamodb:Scan on " + account
                        + " is denied because no statement allows it: none names the action.");
    }

    @Test
    void functionThatIsNotThere_isNamed() throws Exception {
        Program.Result result = Program.run(folder, "env", "--as", "acount-get", "--port", port, "--shell", "sh");

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.output()).contains("there is no function acount-get: did you mean account-get?");
        // The shell's eval still runs the output: it must lead to the local class, without an identity.
        assertThat(result.output()).contains("AWS_ENDPOINT_URL=");
        assertThat(Inside.services(local).identities().find(keyIn(result))).isEmpty();
    }

    @Test
    void envAs_isTheFunctionsIdentity() throws Exception {
        Program.Result env = Program.run(folder, "env", "--as", "account-get", "--port", port, "--shell", "sh");

        assertThat(Inside.services(local).identities().find(keyIn(env)))
                .get()
                .satisfies(identity -> assertThat(identity.arn()).endsWith("/account-get"));
        assertThat(env.output()).contains("AWS_SESSION_TOKEN=");
    }

    private static String keyIn(Program.Result env) {
        return env.output()
                .lines()
                .filter(line -> line.contains("AWS_ACCESS_KEY_ID="))
                .map(line -> line.replaceAll(".*=|['\";]", ""))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void accessOfTheClass_isForTheTeacherAlone() {
        Client function =
                new Client(local.port(), Cloud.REGION, function("hello").accessKeyId());

        assertThat(catchThrowableOfType(
                                ServiceException.class,
                                () -> function.call(
                                        AccessApi.SIGNING_NAME,
                                        "classroom.DescribeAccess",
                                        JsonNodeFactory.instance.objectNode()))
                        .code())
                .isEqualTo("AccessDeniedException");
    }

    @Test
    void policyElementThatIsNotImplemented_refusesTheDeploymentAndNamesItself() throws Exception {
        Path assembly = SmallAssembly.write(folder.resolve("small"), """
                "Limited": {"Type": "AWS::IAM::Role", "DependsOn": ["Changes", "Hello", "FailedPolicy"], "Properties": {
                  "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
                    "Action": "sts:AssumeRole", "Principal": {"Service": "lambda.amazonaws.com"}}]},
                  "Policies": [{"PolicyName": "P", "PolicyDocument": {"Version": "2012-10-17", "Statement": [
                    {"Effect": "Allow", "Action": "dynamodb:Query", "Resource": "arn:aws:dynamodb:*:*:table/books",
                     "Condition": {"NumericLessThan": {"dynamodb:Limit": "5"}}}]}}]}}
                """);
        try (Cloud other = Cloud.start(0, line -> {})) {
            StackException refusal = catchThrowableOfType(
                    StackException.class, () -> other.deploy(CloudAssembly.read(assembly, Cloud.ENVIRONMENT)));

            assertThat(refusal).hasMessageContaining("Limited").hasMessageContaining("NumericLessThan");
            assertThat(Inside.services(other).functions().list()).isEmpty();
            assertThat(Inside.services(other).roles().list()).isEmpty();
            assertThat(Inside.services(other).mappings().list()).isEmpty();
            JsonNode tables = new Client(other.port(), Cloud.REGION, Identities.TEACHER)
                    .call("dynamodb", "DynamoDB_20120810.ListTables", JsonNodeFactory.instance.objectNode());
            assertThat(tables.path("TableNames")).isEmpty();
        }
    }

    private static Identity function(String name) {
        JsonNode key = teacher.call(
                AccessApi.SIGNING_NAME,
                AccessApi.SIGNING_NAME + ".AssumeFunction",
                JsonNodeFactory.instance.objectNode().put("FunctionName", name));
        return Inside.services(local)
                .identities()
                .find(key.path("AccessKeyId").asText())
                .orElseThrow();
    }
}
