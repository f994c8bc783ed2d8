package classroom.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.cli.synth.CdkApp;
import classroom.cli.synth.Home;
import classroom.cloud.Cloud;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code cdk}: the arguments and variables of the CLI, with a script in its place that records its call; and the pinned
 * CLI itself, in surroundings that all lead to an account.
 */
class CdkCommandIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String CLI = """
            const fs = require('fs');
            const args = process.argv.slice(2);
            fs.writeFileSync('called.json', JSON.stringify({args, env: process.env, pid: process.pid}));
            if (args.includes('read')) {
              console.log('read ' + fs.readFileSync(0, 'utf8'));
            }
            if (args.includes('wait')) {
              setInterval(() => {}, 1000);
              console.log('waiting');
            } else {
              process.exitCode = 37;
            }
            """;

    /** Variables that lead to an account or to another service's endpoint, some in the spelling of old tools. */
    private static final Map<String, String> AMBIENT = Map.ofEntries(
            Map.entry("AWS_PROFILE", "real"),
            Map.entry("AWS_DEFAULT_PROFILE", "real"),
            Map.entry("AWS_ACCESS_KEY_ID", "AKIAREAL"),
            Map.entry("AWS_SECRET_ACCESS_KEY", "real"),
            Map.entry("AWS_SESSION_TOKEN", "real"),
            Map.entry("AMAZON_SESSION_TOKEN", "real"),
            Map.entry("AWS_REGION", "eu-west-1"),
            Map.entry("AWS_ENDPOINT_URL", "https://real.example"),
            Map.entry("AWS_ENDPOINT_URL_STS", "https://real.example"),
            Map.entry("AWS_ENDPOINT_URL_CLOUDFORMATION", "https://real.example"),
            Map.entry("AWS_CONFIG_FILE", "/real/config"),
            Map.entry("AWS_ROLE_ARN", "arn:aws:iam::111111111111:role/real"),
            Map.entry("AWS_WEB_IDENTITY_TOKEN_FILE", "/real/token"),
            Map.entry("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://169.254.170.2/real"),
            Map.entry("AWS_USE_FIPS_ENDPOINT", "true"),
            Map.entry("aws_ca_bundle", "/real/ca"),
            Map.entry("CDK_DEFAULT_ACCOUNT", "111111111111"),
            Map.entry("CDK_HOME", "/real/cdk"),
            Map.entry("CDK_DOCKER", "real"),
            Map.entry("HTTP_PROXY", "http://proxy.example:3128"),
            Map.entry("NO_PROXY", "intra"));

    @TempDir
    private Path folder;

    private Path root;
    private Path temporary;
    private Cloud local;

    @BeforeEach
    void start() throws IOException {
        root = folder.resolve("project");
        temporary = Files.createDirectories(folder.resolve("tmp"));
        Files.createDirectories(root.resolve("node_modules/aws-cdk/bin"));
        Files.writeString(root.resolve("cdk.json"), "{}");
        Files.writeString(root.resolve("node_modules/aws-cdk/bin/cdk"), CLI);
        local = Cloud.start(0, line -> {});
    }

    @AfterEach
    void stop() {
        local.close();
    }

    @Test
    void cli_getsTheClassAndNothingElseOfAws() throws Exception {
        cdk(AMBIENT, "deploy");

        Map<String, String> given = new TreeMap<>();
        called().path("env").properties().forEach(variable -> {
            if (variable.getKey().toUpperCase(Locale.ROOT).matches("(AWS|AMAZON|CDK)_.*|NO_PROXY")) {
                given.put(variable.getKey(), variable.getValue().asText());
            }
        });
        String endpoint = "http://127.0.0.1:" + local.port();
        assertThat(given)
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("AWS_ACCESS_KEY_ID", "CLASSROOM"),
                        Map.entry("AWS_CONFIG_FILE", "/dev/null"),
                        Map.entry("AWS_DEFAULT_REGION", "us-east-2"),
                        Map.entry("AWS_EC2_METADATA_DISABLED", "true"),
                        Map.entry("AWS_ENDPOINT_URL", endpoint),
                        Map.entry("AWS_ENDPOINT_URL_S3", endpoint),
                        Map.entry("AWS_ENDPOINT_URL_S3_FOR_CLOUDFORMATION", endpoint),
                        Map.entry("AWS_REGION", "us-east-2"),
                        Map.entry("AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED", "true"),
                        Map.entry("AWS_SECRET_ACCESS_KEY", "classroom"),
                        Map.entry("AWS_SHARED_CREDENTIALS_FILE", "/dev/null"),
                        Map.entry("CDK_DISABLE_CLI_TELEMETRY", "true"),
                        Map.entry("CDK_HOME", root.resolve("target/cdk-home").toString()),
                        Map.entry("NO_PROXY", "intra,127.0.0.1"),
                        Map.entry("no_proxy", "127.0.0.1")));
    }

    @Test
    void argumentsAndExitStatus_areTheClisOwn() throws Exception {
        Program.Result result = cdk(
                Map.of(),
                "deploy",
                "Classroom",
                "-c",
                "student=ana",
                "--parameters",
                "ClassEndsUtc=2026-01-01T10:00:00Z",
                "--method=direct",
                "--require-approval",
                "never",
                "--role-arn",
                "arn:aws:iam::000000000000:role/x",
                "--help");

        assertThat(result.status()).isEqualTo(37);
        assertThat(arguments())
                .containsExactly(
                        "--profile=",
                        "--proxy=",
                        "--build",
                        "node -e 0",
                        "deploy",
                        "Classroom",
                        "-c",
                        "student=ana",
                        "--parameters",
                        "ClassEndsUtc=2026-01-01T10:00:00Z",
                        "--method=direct",
                        "--require-approval",
                        "never",
                        "--role-arn",
                        "arn:aws:iam::000000000000:role/x",
                        "--help");
    }

    @Test
    void optionsBeforeTheCommand_areTheClisToo() throws Exception {
        assertThat(cdk(Map.of(), "-c", "student=ana", "diff", "--fail").status())
                .isEqualTo(37);
        assertThat(arguments()).endsWith("-c", "student=ana", "diff", "--fail");
    }

    @Test
    void endpointOnThisMachine_isTakenInsteadOfTheClass() throws Exception {
        Program.start(temporary, root, Map.of(), "cdk", "--endpoint-url", "http://localhost:5000", "ls")
                .end();

        assertThat(called().at("/env/AWS_ENDPOINT_URL").asText()).isEqualTo("http://localhost:5000");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://sts.amazonaws.com",
                "http://127.0.0.1.example.com:4566",
                "http://127.0.0.1@example.com",
                "http://localhost.example.com",
                "http://10.0.0.1:4566",
                "http://0.0.0.0:4566",
                "http://[::2]:4566",
                "ftp://127.0.0.1",
                "127.0.0.1:4566",
                "http://"
            })
    void endpointElsewhere_isRefused(String url) throws Exception {
        try (Program cdk = Program.start(temporary, root, Map.of(), "cdk", "--endpoint-url", url, "ls")) {
            assertThat(cdk.end().status()).isEqualTo(2);
        }
        assertThat(root.resolve("called.json")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"deploy --profile real", "deploy --profile=real", "--profile real deploy", "ls --proxy=http://x"
            })
    void optionThatLeadsToAnAccount_isRefused(String arguments) throws Exception {
        Program.Result result = cdk(Map.of(), arguments.split(" "));

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.output()).contains("For a real account run npx cdk itself");
        assertThat(root.resolve("called.json")).doesNotExist();
    }

    @Test
    void withoutAClass_itSaysHowToStartOne() throws Exception {
        local.close();

        Program.Result result = cdk(Map.of(), "deploy");

        assertThat(result.status()).isEqualTo(3);
        assertThat(result.output()).contains("./classroom up").contains("--empty");
        assertThat(root.resolve("called.json")).doesNotExist();
    }

    @Test
    void withoutACommand_itIsMisused() throws Exception {
        assertThat(cdk(Map.of()).status()).isEqualTo(2);
    }

    @Test
    void standardInput_isTheClis() throws Exception {
        List<String> command = Program.command(temporary, root);
        command.addAll(List.of("cdk", "--port", Integer.toString(local.port()), "read"));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().write("y\n".getBytes());
        process.getOutputStream().close();

        assertThat(process.inputReader().lines()).contains("read y");
        assertThat(process.waitFor()).isEqualTo(37);
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "no SIGTERM")
    void sigterm_endsTheCliToo() throws Exception {
        try (Program cdk =
                Program.start(temporary, root, Map.of(), "cdk", "--port", Integer.toString(local.port()), "wait")) {
            cdk.line("waiting");
            ProcessHandle cli = ProcessHandle.of(called().path("pid").asLong()).orElseThrow();

            assertThat(cdk.terminate().status()).isEqualTo(143);

            cli.onExit().get(10, TimeUnit.SECONDS);
        }
    }

    /** A home in which everything leads to an account: if the CLI used any of it, it would fail or run the trap. */
    @Test
    void pinnedCli_worksWhateverTheHomeSays() throws Exception {
        Path home = Files.createDirectories(folder.resolve("home"));
        Path trap = folder.resolve("trapped");
        Path assembly = folder.resolve("cdk.out");
        new CdkApp(new Home(Program.ROOT)).synthesize(assembly, List.of());
        Files.createDirectories(home.resolve(".aws"));
        for (String file : List.of("config", "credentials")) {
            Files.writeString(
                    home.resolve(".aws").resolve(file),
                    "[default]\nregion = eu-west-1\nendpoint_url = http://127.0.0.1:9\ncredential_process = touch "
                            + trap + "\n[profile real]\ncredential_process = touch " + trap + "\n");
        }
        Files.writeString(home.resolve(".cdk.json"), "{\"profile\": \"real\", \"proxy\": \"http://127.0.0.1:9\"}");

        try (Program cdk = Program.start(
                temporary,
                Program.ROOT,
                Map.of("HOME", home.toString(), "AWS_PROFILE", "real"),
                "cdk",
                "--port",
                Integer.toString(local.port()),
                "diff",
                "--app",
                assembly.toString(),
                "--no-notices")) {
            Program.Result result = cdk.end();
            assertThat(result.output())
                    .contains("AWS::DynamoDB::Table")
                    .contains("Number of stacks with differences: 1");
            assertThat(result.status()).isZero();
        }
        assertThat(trap).doesNotExist();
        assertThat(home.resolve(".cdk/cache/accounts_partitions.json")).doesNotExist();
    }

    private Program.Result cdk(Map<String, String> environment, String... arguments) throws Exception {
        String[] all = new String[arguments.length + 3];
        System.arraycopy(new String[] {"cdk", "--port", Integer.toString(local.port())}, 0, all, 0, 3);
        System.arraycopy(arguments, 0, all, 3, arguments.length);
        try (Program cdk = Program.start(temporary, root, environment, all)) {
            return cdk.end();
        }
    }

    private JsonNode called() throws IOException {
        return JSON.readTree(root.resolve("called.json").toFile());
    }

    private List<String> arguments() throws IOException {
        return called().path("args").valueStream().map(JsonNode::asText).toList();
    }
}
