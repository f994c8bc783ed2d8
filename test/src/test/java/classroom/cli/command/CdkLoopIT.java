package classroom.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.Waiting;
import classroom.cli.client.Client;
import classroom.cli.command.Program.Result;
import classroom.cli.synth.Cdk;
import classroom.cli.synth.Home;
import classroom.cli.synth.Synthesis;
import classroom.cloud.Cloud;
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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The unmodified CDK CLI's own loop against a class that {@code up} has deployed: edit, deploy, look, again. */
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CdkLoopIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path folder;

    private final AtomicInteger copies = new AtomicInteger();
    private Program up;
    private String port;
    private Client client;
    private Path assembly;

    @BeforeAll
    void start() throws Exception {
        Path synthesized = new Synthesis(new Home(Program.ROOT), () -> {}).assembly(List.of());
        assembly = EditedAssembly.copy(synthesized, folder.resolve("assembly")).folder();
        up = Program.start(folder, "up", "--app", assembly.toString(), "--port", "0");
        port = up.line("ready ").replaceAll(".*:", "");
        client = new Client(Integer.parseInt(port), Cloud.REGION, Identities.TEACHER);
        call(
                "dynamodb",
                "DynamoDB_20120810.PutItem",
                "{\"TableName\": \"account\", \"Item\": {\"id\": {\"N\": \"1\"}, \"email\": {\"S\": \"a@b.c\"}}}");
    }

    @AfterAll
    void stop() throws InterruptedException {
        assertThat(up.terminate().output()).endsWith("nothing is left");
        up.close();
    }

    @Test
    @Order(1)
    void hotswap_givesFunctionsTheirCode_withoutABootstrapFirst_andKeepsTheTables() throws Exception {
        Result result = deploy(greeting("Ola "), "--hotswap");

        assertThat(result.output())
                .contains(
                        "classroom: the class has no CDK bootstrap yet: making it first (cdk bootstrap)",
                        "AWS::Lambda::Function 'hello' hotswapped!",
                        "deliberately introduce CloudFormation drift");
        assertThat(greet()).contains("Ola Ana Souza");
        assertThat(accounts()).isEqualTo(1);
    }

    @Test
    @Order(2)
    void hotswapOfVariablesAndADescription_changesTheConfiguration() throws Exception {
        Path edited = edited().resource("FunctionName", "hello", hello -> {
                    ObjectNode properties = (ObjectNode) hello.path("Properties");
                    properties.put("Description", "hotswapped");
                    properties.withObject("/Environment/Variables").put("GREETING", "Oi");
                })
                .folder();

        Result result = deploy(edited, "--hotswap");

        assertThat(result.output()).contains("AWS::Lambda::Function 'hello' hotswapped!");
        assertThat(hello().path("Description").asText()).isEqualTo("hotswapped");
        assertThat(hello().at("/Environment/Variables/GREETING").asText()).isEqualTo("Oi");
    }

    @Test
    @Order(3)
    void fallback_deploysWhatCannotBeHotswapped_andTakesTheDriftBack() throws Exception {
        Path edited = edited().resource(
                        "FunctionName", "hello", hello -> ((ObjectNode) hello.path("Properties")).put("Timeout", 11))
                .folder();
        Path outputs = folder.resolve("outputs.json");

        Result result = deploy(edited, "--hotswap-fallback", "--outputs-file", outputs.toString());

        assertThat(result.output()).contains("Falling back to doing a full deployment");
        assertThat(hello().path("Timeout").asInt()).isEqualTo(11);
        assertThat(hello().path("Description").asText()).isNotEqualTo("hotswapped");
        assertThat(greet()).contains("Oi Ana Souza");
        assertThat(JSON.readTree(Files.readString(outputs))
                        .at("/Classroom/BooksTableName")
                        .asText())
                .isEqualTo("books");
    }

    @Test
    @Order(4)
    void deploymentWithoutRollback_keepsWhatItChanged_goesOnAndIsRolledBack() throws Exception {
        Path bad = withTwin(edited().code(Hello.class, "\"Oi \"", "\"Hey \""), "/aws/lambda/hello")
                .folder();

        Result failed = cdk(bad, "--no-rollback");

        assertThat(failed.status()).isEqualTo(1);
        assertThat(failed.output()).contains("The specified log group already exists");
        assertThat(greet()).contains("Hey Ana Souza");
        Result refused = cdk(bad, "--rollback", "--no-force");
        assertThat(refused.output()).contains("UPDATE_FAILED");
        Result rolledBack = Program.cdk(folder, port, "rollback", "Classroom", "--app", bad.toString());
        assertThat(rolledBack.status()).as(rolledBack.output()).isZero();
        assertThat(greet()).contains("Oi Ana Souza");
        assertThat(accounts()).isEqualTo(1);

        cdk(bad, "--no-rollback");
        deploy(
                withTwin(edited().code(Hello.class, "\"Oi \"", "\"Hey \""), "twin")
                        .folder(),
                "--no-rollback");
        assertThat(greet()).contains("Hey Ana Souza");
        deploy(assembly);
        assertThat(greet()).contains("Oi Ana Souza");
    }

    /** A log group after the function hello. */
    private static EditedAssembly withTwin(EditedAssembly edited, String name) throws IOException {
        return edited.template(template -> {
            ObjectNode twin = template.withObject("/Resources/Zzz").put("Type", "AWS::Logs::LogGroup");
            twin.withObject("/Properties").put("LogGroupName", name);
            template.path("Resources").properties().stream()
                    .filter(resource -> resource.getValue()
                            .at("/Properties/FunctionName")
                            .asText()
                            .equals("hello"))
                    .forEach(resource -> twin.put("DependsOn", resource.getKey()));
        });
    }

    @Test
    @Order(5)
    void import_isRefusedWithWhatIsTakenOver() throws Exception {
        call("logs", "Logs_20140328.CreateLogGroup", "{\"logGroupName\": \"mine\"}");
        Path importing = edited().template(template -> template.withObject("/Resources/Mine")
                        .put("Type", "AWS::Logs::LogGroup")
                        .put("DeletionPolicy", "Retain")
                        .withObject("/Properties")
                        .put("LogGroupName", "mine"))
                .folder();

        Result refused = Program.cdk(
                folder,
                port,
                "import",
                "--app",
                importing.toString(),
                "--resource-mapping-inline",
                "{\"Mine\": {\"LogGroupName\": \"mine\"}}");

        assertThat(refused.status()).as(refused.output()).isEqualTo(1);
        assertThat(refused.output()).contains("cdk deploy --import-existing-resources");
    }

    /** With what cdk.json says is watched; a stand-in for the app gives the assembly that a file names. */
    @Test
    @Order(6)
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "no SIGINT")
    void watch_bringsThreeEdits_ignoresWhatIsMade_andEndsWithCtrlC() throws Exception {
        Path project = Files.createDirectories(folder.resolve("watched"));
        Path source = Files.createDirectories(project.resolve("functions/src/main/java"))
                .resolve("Edit.java");
        Path made = Files.createDirectories(project.resolve("functions/target")).resolve("Made.class");
        Files.writeString(project.resolve("build.mjs"), "");
        Files.writeString(
                project.resolve("app.mjs"),
                "import * as fs from 'node:fs';\nfs.cpSync(fs.readFileSync('" + source
                        + "', 'utf8'), process.env.CDK_OUTDIR, { recursive: true });\n");
        Files.writeString(
                project.resolve("cdk.json"),
                Files.readString(Program.ROOT.resolve("cdk.json")).replace("infra/app.mjs", "app.mjs"));
        Files.writeString(source, assembly.toString());
        ProcessBuilder watch = new Cdk(new Home(Program.ROOT))
                .at(URI.create("http://127.0.0.1:" + port), List.of("watch", "--no-logs"))
                .directory(project.toFile());
        try (Program program = Program.of(watch)) {
            program.lineWith("Triggering initial 'cdk deploy'");
            awaitDeployments(program, 1);
            int edits = 1;
            for (String greeting : List.of("Hey ", "Bom dia ", "Ola ")) {
                Files.writeString(made, greeting);
                Files.writeString(source, greeting(greeting).toString());
                Waiting.until(() -> greet().contains(greeting + "Ana Souza"));
                awaitDeployments(program, ++edits);
            }
            assertThat(program.output())
                    .contains("functions/src/main/java/Edit.java")
                    .doesNotContain("Made.class");
            assertThat(accounts()).isEqualTo(1);

            List<ProcessHandle> children = program.handle().descendants().toList();
            new ProcessBuilder("kill", "-INT", Long.toString(program.pid()))
                    .start()
                    .waitFor();
            assertThat(program.end().status()).isEqualTo(130);
            assertThat(children).noneMatch(ProcessHandle::isAlive);
        }
    }

    private static void awaitDeployments(Program program, int count) {
        Waiting.until(() -> program.output()
                        .lines()
                        .filter(line -> line.contains("Total time"))
                        .count()
                >= count);
    }

    private Path greeting(String greeting) throws IOException {
        return edited().code(Hello.class, "\"Oi \"", "\"" + greeting + "\"").folder();
    }

    private EditedAssembly edited() throws IOException {
        return EditedAssembly.copy(assembly, folder.resolve("assembly-" + copies.incrementAndGet()));
    }

    private Result deploy(Path app, String... options) throws Exception {
        Result result = cdk(app, options);
        assertThat(result.status()).as(result.output()).isZero();
        return result;
    }

    private Result cdk(Path app, String... options) throws Exception {
        List<String> arguments =
                new ArrayList<>(List.of("deploy", "--app", app.toString(), "--require-approval", "never"));
        arguments.addAll(List.of(options));
        return Program.cdk(folder, port, arguments.toArray(String[]::new));
    }

    private String greet() {
        byte[] event = "{\"nome\": \"Ana\", \"sobrenome\": \"Souza\"}".getBytes(StandardCharsets.UTF_8);
        return new String(client.invoke("hello", event).payload(), StandardCharsets.UTF_8);
    }

    private JsonNode hello() {
        return client.get("lambda", "/2015-03-31/functions/hello").path("Configuration");
    }

    private int accounts() throws IOException {
        return call("dynamodb", "DynamoDB_20120810.Scan", "{\"TableName\": \"account\"}")
                .path("Count")
                .asInt();
    }

    private JsonNode call(String service, String target, String request) throws IOException {
        return client.call(service, target, JSON.readTree(request));
    }
}
