package classroom.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.cli.client.Client;
import classroom.cli.client.Loopback;
import classroom.cli.client.Request;
import classroom.cli.command.Program.Result;
import classroom.cli.synth.Cdk;
import classroom.cli.synth.Home;
import classroom.cli.synth.Synthesis;
import classroom.cloud.Cloud;
import classroom.cloud.host.Child;
import classroom.cloud.identity.Identities;
import classroom.hello.Hello;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The unmodified CDK CLI against the local class: a teacher's usual commands, with the CLI's own exit statuses. */
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
        // A copy, because some tests let the CLI run the app with other settings, and that writes the checkout's
        // cdk.out again.
        Path synthesized = new Synthesis(new Home(Program.ROOT), () -> {}).assembly(List.of());
        assembly = EditedAssembly.copy(synthesized, folder.resolve("assembly")).folder();
        serve();
        succeed(cdk("bootstrap"));
    }

    private void serve() throws Exception {
        up = Program.start(folder, "up", "--empty", "--port", "0");
        port = up.line("ready ").replaceAll(".*:", "");
        client = new Client(Integer.parseInt(port), Cloud.REGION, Identities.TEACHER);
    }

    @AfterAll
    void stop() throws InterruptedException {
        assertThat(up.terminate().output()).endsWith("nothing is left");
        up.close();
    }

    @BeforeEach
    void clear() throws Exception {
        Loopback wire = new Loopback(Integer.parseInt(port), Cloud.REGION, Identities.TEACHER);
        wire.send(Request.form("cloudformation", "Action=DeleteStack&StackName=Classroom"));
        long deadline = System.nanoTime() + Program.PATIENCE.toNanos();
        Request ask = Request.form("cloudformation", "Action=DescribeStacks&StackName=Classroom");
        while (wire.send(ask).status() == 200) {
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

    /** As README prints it: both stacks, with settings kept in a file that the CLI itself reads. */
    @Test
    void allStacks_withBudgetAndEnd_areDeployedComparedAndDestroyed() throws Exception {
        String end = Instant.now()
                .plus(1, ChronoUnit.DAYS)
                .truncatedTo(ChronoUnit.SECONDS)
                .toString()
                .replace("Z", "");
        Path project = Files.createDirectories(folder.resolve("project"));
        Files.writeString(
                project.resolve("cdk.json"),
                Files.readString(Program.ROOT.resolve("cdk.json"))
                        .replace("node infra/app.mjs", "node '" + Program.ROOT.resolve("infra/app.mjs") + "'"));
        Files.writeString(
                project.resolve("cdk.context.json"),
                "{\"student\": \"ana\", \"budgetEmail\": \"ana@example.com\", \"selfDestruct\": \"" + end + "\"}");

        Result deploy = inFolder(project, "deploy", "--all", "--require-approval", "never");
        succeed(deploy);
        assertThat(deploy.output())
                .contains("Classroom-ana.ClassEndsUtc = " + end)
                .doesNotContain("warning: selfDestruct");
        Result diff = inFolder(project, "diff", "--fail");
        succeed(diff);
        assertThat(diff.output()).contains("Number of stacks with differences: 0");

        Result other = cdk("destroy", "--force"); // Without the settings: that is another class.
        succeed(other);
        Result leftovers = Program.run(folder, "leftovers", "--port", port);
        assertThat(leftovers.status()).isEqualTo(1);
        assertThat(leftovers.output())
                .contains(
                        "stack Classroom-ana: CREATE_COMPLETE, ends " + end + " UTC, with ",
                        "stack Classroom-ana-Budget");

        Files.writeString(
                project.resolve("cdk.context.json"),
                "{\"student\": \"ana\", \"budgetEmail\": \"ana@example.com\", \"selfDestruct\": \"2020-01-01T00:00:00\"}");
        Result destroy = inFolder(project, "destroy", "--all", "--force");
        succeed(destroy);
        assertThat(destroy.output()).contains("warning: selfDestruct=2020-01-01T00:00:00 (UTC) is past");
        assertNothingIsLeft();
        succeed(Program.run(folder, "leftovers", "--port", port));
    }

    @Test
    void anotherRegion_isRefusedWithTheWay() throws Exception {
        Result result = cdk("deploy", with(UNASKED, "-c", "region=sa-east-1"));

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.output()).contains("in us-east-2 alone: deploy into it with -c region=us-east-2");
        succeed(cdk("deploy", with(UNASKED, "-c", "region=us-east-2")));
    }

    private Result inFolder(Path project, String... arguments) throws Exception {
        ProcessBuilder builder = new Cdk(new Home(Program.ROOT))
                .at(URI.create("http://127.0.0.1:" + port), List.of(arguments))
                .directory(project.toFile());
        Child.Outcome outcome = Child.run(builder);
        return new Result(outcome.status(), outcome.output());
    }

    @Test
    void budget_needsNoBootstrapAndEverythingIsDeployedAndDestroyedTogether() throws Exception {
        stop();
        serve();
        String[] budget = {"-c", "budgetEmail=ana@example.com"};
        succeed(cdk("deploy", with(UNASKED, "Classroom-Budget", budget[0], budget[1])));
        succeed(cdk("bootstrap"));

        succeed(cdk("deploy", with(UNASKED, "--all", budget[0], budget[1])));
        Result diff = cdk("diff", "--fail", "--all", budget[0], budget[1]);
        succeed(diff);
        assertThat(diff.output()).contains("Stack Classroom-Budget (aws://000000000000/us-east-1)");
        succeed(cdk("destroy", "--force", "--all", budget[0], budget[1]));

        assertNothingIsLeft();
    }

    private static String[] with(String[] some, String... others) {
        return Stream.concat(Stream.of(some), Stream.of(others)).toArray(String[]::new);
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
        assertThat(failed.output())
                .contains("The specified log group already exists", "-c student=NAME gives the class other names");
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
    void driftByHand_isShownPropertyByProperty_untilItIsTakenBack() throws Exception {
        succeed(deploy(assembly));
        Result none = cdk("drift", "--fail", "--app", assembly.toString());
        succeed(none);
        assertThat(none.output())
                .contains("No drift detected", "Number of resources with drift: 0 (1 unchecked)")
                .doesNotContain("[~]", "[-]");

        String account = "{\"TableName\": \"account\", ";
        call("dynamodb", "DynamoDB_20120810.UpdateTable", account + "\"BillingMode\": \"PAY_PER_REQUEST\"}");
        call("dynamodb", "DynamoDB_20120810.UpdateTable", account + "\"DeletionProtectionEnabled\": true}");
        call("logs", "Logs_20140328.DeleteLogGroup", "{\"logGroupName\": \"/aws/lambda/hello\"}");
        Result drift = cdk("drift", "--fail", "--app", assembly.toString());
        assertThat(drift.status()).as(drift.output()).isEqualTo(1);
        assertThat(drift.output().lines().map(String::strip))
                .containsSubsequence(
                        "Modified Resources",
                        "[~] AWS::DynamoDB::Table Accounts/Table AccountsTableF2DFB3F6",
                        "├─ [~] /DeletionProtectionEnabled",
                        "├─ [-] false",
                        "└─ [+] true",
                        "└─ [~] /ProvisionedThroughput",
                        "├─ [-] {\"ReadCapacityUnits\":5,\"WriteCapacityUnits\":5}",
                        "└─ [+] null",
                        "Deleted Resources",
                        "[-] AWS::Logs::LogGroup Greeting/Hello/Log GreetingHelloLogFCA4D935",
                        "2 resources have drifted from their expected configuration");
        succeed(cdk("drift", "--app", assembly.toString()));

        call("dynamodb", "DynamoDB_20120810.UpdateTable", account + "\"DeletionProtectionEnabled\": false}");
        call("dynamodb", "DynamoDB_20120810.UpdateTable", account + """
                "BillingMode": "PROVISIONED", "ProvisionedThroughput": {"ReadCapacityUnits": 5, "WriteCapacityUnits": 5}}
                """);
        call("logs", "Logs_20140328.CreateLogGroup", """
                {"logGroupName": "/aws/lambda/hello", "tags": {"class": "classroom"}}""");
        call("logs", "Logs_20140328.PutRetentionPolicy", """
                {"logGroupName": "/aws/lambda/hello", "retentionInDays": 7}""");
        succeed(cdk("drift", "--fail", "--app", assembly.toString()));
    }

    @Test
    void classThatUpStarted_isTheOneThatTheCliDeploys() throws Exception {
        try (Program other = Program.start(folder, "up", "--port", "0")) {
            String otherPort = other.line("ready ").replaceAll(".*:", "");

            Result diff = Program.cdk(folder, otherPort, "diff", "--fail");
            Result bootstrap = Program.cdk(folder, otherPort, "bootstrap");
            Result deploy = Program.cdk(folder, otherPort, "deploy", "--require-approval", "never");

            succeed(diff);
            succeed(bootstrap);
            succeed(deploy);
            assertThat(deploy.output()).contains("no changes");
            other.terminate();
        }
    }

    /** Ends the CLI as a power cut would, once it has said so much. */
    private void killed(String moment, String... arguments) throws Exception {
        try (Program program = Program.start(folder, Program.cdkArguments(folder, port, arguments))) {
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
        return Program.cdk(folder, port, with(new String[] {command}, arguments));
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
