package classroom.local;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.hello.Hello;
import classroom.local.Program.Result;
import classroom.local.client.Client;
import classroom.local.gateway.SignedClient;
import classroom.local.iam.Identities;
import classroom.local.iam.Identity;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The unmodified CDK CLI against the class: what a teacher does to an account, with the CLI's own exit statuses. */
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CdkIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String[] UNASKED = {"--require-approval", "never"};

    @TempDir
    private static Path folder;

    private final AtomicInteger copies = new AtomicInteger();
    private Program up;
    private String port;
    private Client client;
    private Path assembly;

    @BeforeAll
    void start() throws Exception {
        assembly = new Synthesis(new Home(Program.ROOT), () -> {}).assembly(List.of());
        serve();
        succeed(cdk("bootstrap"));
    }

    private void serve() throws Exception {
        up = Program.start(folder, "up", "--empty", "--port", "0");
        port = up.line("ready ").replaceAll(".*:", "");
        client = new Client(Integer.parseInt(port), LocalClass.REGION, Identities.TEACHER);
    }

    @AfterAll
    void stop() throws InterruptedException {
        assertThat(up.terminate().output()).endsWith("nothing is left");
        up.close();
    }

    @BeforeEach
    void clear() throws Exception {
        SignedClient cloudFormation = new SignedClient(URI.create("http://127.0.0.1:" + port), "cloudformation");
        Identity teacher = new Identities().teacher();
        cloudFormation.form(teacher, "/", "Action=DeleteStack&StackName=Classroom");
        long deadline = System.nanoTime() + Program.PATIENCE.toNanos();
        while (cloudFormation
                        .form(teacher, "/", "Action=DescribeStacks&StackName=Classroom")
                        .statusCode()
                == 200) {
            assertThat(System.nanoTime()).as("the stack is still there").isLessThan(deadline);
        }
        assertNothingIsLeft();
    }

    @Test
    void fullCycle_twiceOnOneServer() throws Exception {
        stop();
        serve();
        for (int round = 1; round <= 2; round++) {
            succeed(cdk("bootstrap"));
            succeed(cdk("deploy", UNASKED));
            assertThat(invokeHello()).contains("Oi Ana Souza");
            Result same = cdk("diff", "--fail");
            succeed(same);
            assertThat(same.output()).contains("Number of stacks with differences: 0");

            Path changed = edited().code(Hello.class, "\"Oi \"", "\"Ola \"").folder();
            Result differs = cdk("diff", "--fail", "--app", changed.toString());
            assertThat(differs.status()).as(differs.output()).isEqualTo(1);
            succeed(deploy(changed));
            assertThat(invokeHello()).contains("Ola Ana Souza");

            succeed(cdk("destroy", "--force"));
            Result leftovers = Program.run(folder, "leftovers", "--port", port);
            succeed(leftovers);
            assertNothingIsLeft();
        }
    }

    @Test
    void directMethod_andAgainWithoutChanges() throws Exception {
        succeed(deploy(assembly, "--method=direct"));
        assertThat(invokeHello()).contains("Oi Ana Souza");

        Result again = deploy(assembly, "--method=direct", "--force");

        succeed(again);
        assertThat(again.output()).contains("no changes");
    }

    @Test
    void capacityAndBillingMode_changeInPlaceAndBack() throws Exception {
        succeed(deploy(assembly));
        putAccount();

        succeed(deploy(edited().resource("TableName", "account", table -> {
                    ObjectNode properties = (ObjectNode) table.path("Properties");
                    properties.remove("ProvisionedThroughput");
                    properties.put("BillingMode", "PAY_PER_REQUEST");
                })
                .resource(
                        "TableName",
                        "books",
                        table -> ((ObjectNode) table.at("/Properties/ProvisionedThroughput"))
                                .put("ReadCapacityUnits", 6))
                .folder()));

        assertThat(table("account").at("/BillingModeSummary/BillingMode").asText())
                .isEqualTo("PAY_PER_REQUEST");
        assertThat(table("books").at("/ProvisionedThroughput/ReadCapacityUnits").asInt())
                .isEqualTo(6);
        succeed(deploy(assembly));
        assertThat(table("account")
                        .at("/ProvisionedThroughput/ReadCapacityUnits")
                        .asInt())
                .isEqualTo(5);
        assertThat(accounts()).isEqualTo(1);
    }

    @Test
    void changedKeyOfANamedTable_failsInCloudFormationsWordsAndKeepsTheData() throws Exception {
        succeed(deploy(assembly));
        putAccount();

        Result result = deploy(edited().resource("TableName", "account", table -> {
                    ObjectNode properties = (ObjectNode) table.path("Properties");
                    properties.withArray("KeySchema").remove(1);
                    properties.withArray("AttributeDefinitions").remove(1);
                })
                .resource("FunctionName", "hello", hello -> ((ObjectNode) hello.path("Properties")).put("Timeout", 11))
                .folder());

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.output())
                .contains("CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename"
                        + " account and update the stack again.")
                .contains("UPDATE_ROLLBACK_COMPLET"); // The CLI cuts the word off.
        assertThat(accounts()).isEqualTo(1);
        assertThat(hello().path("Timeout").asInt()).isEqualTo(10);
        Result diff = cdk("diff", "--fail", "--app", assembly.toString());
        succeed(diff);
    }

    @Test
    void removedFunction_isGone() throws Exception {
        succeed(deploy(assembly));

        succeed(deploy(edited().template(template -> {
                    ObjectNode resources = (ObjectNode) template.path("Resources");
                    List<String> gone = new ArrayList<>();
                    resources.properties().forEach(resource -> {
                        if (resource.getKey().startsWith("GreetingHello")) {
                            gone.add(resource.getKey());
                        }
                    });
                    resources.remove(gone);
                    ObjectNode outputs = (ObjectNode) template.path("Outputs");
                    outputs.remove("FunctionNames");
                })
                .folder()));

        assertThat(client.get("lambda", "/2015-03-31/functions").toString())
                .contains("account-get")
                .doesNotContain("\"hello\"");
    }

    @Test
    void failureInTheMiddle_rollsBackAndTheNextRunSucceeds() throws Exception {
        call("logs", "Logs_20140328.CreateLogGroup", "{\"logGroupName\": \"/aws/lambda/books-put\"}");

        Result failed = deploy(assembly);

        assertThat(failed.status()).isEqualTo(1);
        assertThat(failed.output()).contains("The specified log group already exists");
        assertThat(call("dynamodb", "DynamoDB_20120810.ListTables", "{}").path("TableNames"))
                .isEmpty();
        call("logs", "Logs_20140328.DeleteLogGroup", "{\"logGroupName\": \"/aws/lambda/books-put\"}");
        succeed(deploy(assembly));
        assertThat(invokeHello()).contains("Oi Ana Souza");
    }

    @Test
    void failureOfAnUpdate_bringsBackWhatWasThere() throws Exception {
        succeed(deploy(assembly));
        putAccount();
        call("logs", "Logs_20140328.CreateLogGroup", "{\"logGroupName\": \"taken\"}");

        Result failed = deploy(edited().code(Hello.class, "\"Oi \"", "\"Ola \"")
                .template(template -> template.withObject("/Resources/Zzz")
                        .put("Type", "AWS::Logs::LogGroup")
                        .withObject("/Properties")
                        .put("LogGroupName", "taken"))
                .folder());

        assertThat(failed.status()).isEqualTo(1);
        assertThat(invokeHello()).contains("Oi Ana Souza");
        assertThat(accounts()).isEqualTo(1);
        call("logs", "Logs_20140328.DeleteLogGroup", "{\"logGroupName\": \"taken\"}");
    }

    @Test
    void killedDeploymentAndDestruction_areFinishedByTheNextRun() throws Exception {
        // While the change set is made, and while resources are.
        for (String moment : List.of("creating CloudFormation changeset", "CREATE_IN_PROGRESS")) {
            killed(moment, "deploy", "--app", assembly.toString(), "--require-approval", "never");
            succeed(deploy(assembly));
            assertThat(invokeHello()).contains("Oi Ana Souza");
            killed("DELETE_IN_PROGRESS", "destroy", "--app", assembly.toString(), "--force");
            succeed(cdk("destroy", "--force", "--app", assembly.toString()));
            assertNothingIsLeft();
        }
    }

    @Test
    void changeSetThatNobodyCarriedOut_isNoHindrance() throws Exception {
        succeed(deploy(assembly, "--no-execute"));
        assertNothingIsLeft();

        succeed(deploy(assembly));

        assertThat(invokeHello()).contains("Oi Ana Souza");
    }

    @Test
    void driftByHand_breaksNeitherDiffNorDeployNorDestroy() throws Exception {
        succeed(deploy(assembly));
        call(
                "dynamodb",
                "DynamoDB_20120810.UpdateTable",
                "{\"TableName\": \"account\", \"BillingMode\": \"PAY_PER_REQUEST\"}");
        call("dynamodb", "DynamoDB_20120810.DeleteTable", "{\"TableName\": \"books\"}");

        succeed(cdk("diff", "--app", assembly.toString()));
        succeed(deploy(assembly));
        succeed(deploy(edited().resource(
                        "TableName",
                        "account",
                        table -> ((ObjectNode) table.at("/Properties/ProvisionedThroughput"))
                                .put("ReadCapacityUnits", 6))
                .code(Hello.class, "\"Oi \"", "\"Ola \"")
                .folder()));
        assertThat(invokeHello()).contains("Ola Ana Souza");
        assertThat(table("account")
                        .at("/ProvisionedThroughput/ReadCapacityUnits")
                        .asInt())
                .isEqualTo(6);
        succeed(cdk("destroy", "--force", "--app", assembly.toString()));
        assertNothingIsLeft();
    }

    @Test
    void classThatUpStarted_isTheOneThatTheCliDeploys() throws Exception {
        try (Program other = Program.start(folder, "up", "--port", "0")) {
            String otherPort = other.line("ready ").replaceAll(".*:", "");

            Result diff = Program.run(folder, "cdk", "--port", otherPort, "diff", "--fail");
            Result bootstrap = Program.run(folder, "cdk", "--port", otherPort, "bootstrap");
            Result deploy = Program.run(folder, "cdk", "--port", otherPort, "deploy", "--require-approval", "never");

            succeed(diff);
            succeed(bootstrap);
            succeed(deploy);
            assertThat(deploy.output()).contains("no changes");
            other.terminate();
        }
    }

    /** Ends the CLI as a power cut would, once it has said so much. */
    private void killed(String moment, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("cdk", "--port", port));
        command.addAll(List.of(arguments));
        try (Program program = Program.start(folder, command.toArray(String[]::new))) {
            program.lineWith(moment);
            List<ProcessHandle> all = program.handle().descendants().toList();
            program.handle().destroyForcibly();
            for (ProcessHandle each : all) {
                each.destroyForcibly();
                each.onExit().get(10, TimeUnit.SECONDS);
            }
        }
    }

    private EditedAssembly edited() throws IOException {
        return EditedAssembly.copy(assembly, folder.resolve("assembly-" + copies.incrementAndGet()));
    }

    private Result deploy(Path app, String... options) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("--app", app.toString()));
        arguments.addAll(List.of(UNASKED));
        arguments.addAll(List.of(options));
        return cdk("deploy", arguments.toArray(String[]::new));
    }

    private Result cdk(String command, String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of("cdk", "--port", port, command));
        all.addAll(List.of(arguments));
        return Program.run(folder, all.toArray(String[]::new));
    }

    private static void succeed(Result result) {
        assertThat(result.status()).as(result.output()).isZero();
    }

    private String invokeHello() {
        byte[] event = "{\"nome\": \"Ana\", \"sobrenome\": \"Souza\"}".getBytes(StandardCharsets.UTF_8);
        return new String(client.invoke("hello", event).payload(), StandardCharsets.UTF_8);
    }

    private JsonNode hello() {
        return client.get("lambda", "/2015-03-31/functions/hello").path("Configuration");
    }

    private void putAccount() throws IOException {
        call(
                "dynamodb",
                "DynamoDB_20120810.PutItem",
                "{\"TableName\": \"account\", \"Item\": {\"id\": {\"N\": \"1\"}, \"email\": {\"S\": \"a@b.c\"}}}");
    }

    private int accounts() throws IOException {
        return call("dynamodb", "DynamoDB_20120810.Scan", "{\"TableName\": \"account\"}")
                .path("Count")
                .asInt();
    }

    private JsonNode table(String name) throws IOException {
        return call("dynamodb", "DynamoDB_20120810.DescribeTable", "{\"TableName\": \"" + name + "\"}")
                .path("Table");
    }

    private void assertNothingIsLeft() throws IOException {
        assertThat(call("dynamodb", "DynamoDB_20120810.ListTables", "{}").path("TableNames"))
                .isEmpty();
        assertThat(client.get("lambda", "/2015-03-31/functions").path("Functions"))
                .isEmpty();
        assertThat(client.get("lambda", "/2015-03-31/event-source-mappings").path("EventSourceMappings"))
                .isEmpty();
        assertThat(call("logs", "Logs_20140328.DescribeLogGroups", "{}").path("logGroups"))
                .isEmpty();
        assertThat(call("sqs", "AmazonSQS.ListQueues", "{}").path("QueueUrls")).isEmpty();
    }

    private JsonNode call(String service, String target, String request) throws IOException {
        return client.call(service, target, JSON.readTree(request));
    }
}
