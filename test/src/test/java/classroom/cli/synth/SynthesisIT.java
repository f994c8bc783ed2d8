package classroom.cli.synth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import classroom.cli.command.Program;
import classroom.cli.terminal.CommandException;
import classroom.cloud.host.Fingerprint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When the CDK app is run and how, with a script in its place that writes down how it was called. */
class SynthesisIT {
    private static final String APP = """
            const fs = require('fs');
            const context = JSON.parse(process.env.CDK_CONTEXT_JSON);
            if (context.billing === 'free') {
              console.log('classroom: -c billing=free: billing must be provisioned or on-demand');
              console.log('node infra/app.mjs: Subprocess exited with error 1');
              process.exit(1);
            }
            if (context.crash === 'yes') {
              console.error('classroom: warning: selfDestruct=2020-01-31T18:00:00 (UTC) is past');
              console.log('Exception in thread "main"');
              process.exit(1);
            }
            fs.mkdirSync(process.env.CDK_OUTDIR, {recursive: true});
            fs.writeFileSync(process.env.CDK_OUTDIR + '/manifest.json', JSON.stringify({context, env: process.env}));
            """;

    @TempDir
    private Path root;

    private int synths;
    private Synthesis synthesis;

    @BeforeEach
    void layProject() throws IOException {
        write("cdk.json", cdkJson(""));
        write("infra/target/infra.jar", "app");
        write("infra/target/lib/some-1.0.jar", "library");
        write("asset/target/functions-lambda.jar", "code");
        write("app.cjs", APP);
        synthesis = new Synthesis(new Home(root), () -> synths++);
    }

    @Test
    void secondTime_nothingIsSynthesized() {
        Path first = synthesis.assembly(List.of());
        Path second = synthesis.assembly(List.of());

        assertThat(synths).isEqualTo(1);
        assertThat(first).isEqualTo(second).isEqualTo(root.resolve("cdk.out")).isNotEmptyDirectory();
    }

    @Test
    void anyChangedInput_isSynthesizedAnew() throws IOException {
        synthesis.assembly(List.of());
        write("infra/target/infra.jar", "App");
        synthesis.assembly(List.of());
        write("asset/target/functions-lambda.jar", "Code");
        synthesis.assembly(List.of());
        write("cdk.json", cdkJson(" "));
        synthesis.assembly(List.of());
        Files.move(root.resolve("infra/target/lib/some-1.0.jar"), root.resolve("infra/target/lib/some-1.1.jar"));
        synthesis.assembly(List.of());
        synthesis.assembly(List.of("student=ana"));

        assertThat(synths).isEqualTo(6);
    }

    @Test
    void alteredOrMissingAssembly_isSynthesizedAnew() throws IOException {
        Path output = synthesis.assembly(List.of());
        Files.writeString(output.resolve("manifest.json"), "{}");
        synthesis.assembly(List.of());
        assertThat(synths).isEqualTo(2);

        Files.delete(output.resolve("manifest.json"));
        Files.delete(output);
        synthesis.assembly(List.of());
        assertThat(synths).isEqualTo(3);
    }

    @Test
    void app_getsTheContextAndNothingOfAws() throws Exception {
        write("cdk.json", cdkJson(", \"context\": {\"from\": \"cdk.json\", \"student\": \"eva\"}"));
        write("cdk.context.json", "{\"from\": \"cdk.context.json\", \"looked-up\": 1}");
        Path temporary = Files.createDirectories(root.resolve("tmp"));
        // A separate process, because this one's environment cannot be changed: its assembly is invalid, but written.
        try (Program up = Program.start(
                temporary,
                root,
                Map.of("AWS_PROFILE", "real", "AWS_ENDPOINT_URL", "https://real", "CDK_DEFAULT_ACCOUNT", "1"),
                "up",
                "--port",
                "0",
                "-c",
                "student=ana")) {
            assertThat(up.end().output()).contains("synthesizing the class").contains("names no stack");
        }

        assertThat(root.resolve("cdk.out/manifest.json"))
                .content()
                .contains("\"student\":\"ana\"", "\"from\":\"cdk.json\"", "\"looked-up\":1")
                .doesNotContain("AWS_PROFILE", "AWS_ENDPOINT_URL", "CDK_DEFAULT_ACCOUNT");
    }

    @Test
    void settingThatIsNotAllowed_isTheAppsOwnLine() {
        assertThatThrownBy(() -> synthesis.assembly(List.of("billing=free")))
                .isInstanceOf(CommandException.class)
                .hasMessage("-c billing=free: billing must be provisioned or on-demand");
    }

    @Test
    void otherFailure_tellsWhatTheCdkSaidAndIsNotTakenForFresh() {
        synthesis.assembly(List.of());

        assertThatThrownBy(() -> synthesis.assembly(List.of("crash=yes")))
                .hasMessage(
                        "the synth failed: the app of cdk.json ended with exit status 1 and said:"
                                + System.lineSeparator()
                                + "classroom: warning: selfDestruct=2020-01-31T18:00:00 (UTC) is past\nException in thread \"main\"");
        synthesis.assembly(List.of());

        assertThat(synths).isEqualTo(3);
    }

    @Test
    void cdkJsonWithoutApp_saysWhatIsMissing() throws IOException {
        write("cdk.json", "{}");

        assertThatThrownBy(() -> synthesis.assembly(List.of())).hasMessageContaining("cdk.json names no app");
    }

    @Test
    void cdkJsonThatIsNoJson_saysWhere() throws IOException {
        write("cdk.json", "{\"app\": ");

        assertThatThrownBy(() -> synthesis.assembly(List.of()))
                .hasMessageMatching(".*cdk.json is not JSON: see its line 1, column \\d+, and mend it");
    }

    /** The real app: the deployed template equals the local one only if no byte depends on who ran the app. */
    @Test
    void realAppOfAStudent_writesWhatTheCdkCliDoes() throws IOException {
        assertSame("student=ana");
    }

    @ParameterizedTest
    @Tag("long")
    @ValueSource(strings = {"of=nobody", "budgetEmail=ana@example.com", "snapStart=true"})
    void realApp_writesWhatTheCdkCliDoes(String option) throws IOException {
        assertSame(option);
    }

    private void assertSame(String option) throws IOException {
        Home project = new Home(Program.ROOT);
        Path ours = root.resolve("ours");
        Path theirs = root.resolve("theirs");

        assertThat(new CdkApp(project).synthesize(ours, List.of(option)).status())
                .isZero();
        assertThat(new Cdk(project)
                        .run(List.of("synth", "--quiet", "--output", theirs.toString(), "--context", option))
                        .status())
                .isZero();

        assertThat(content(ours)).isEqualTo(content(theirs)).containsKey("manifest.json");
    }

    private static Map<String, String> content(Path assembly) throws IOException {
        Map<String, String> content = new TreeMap<>();
        try (Stream<Path> files = Files.list(assembly)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (!name.equals("performance-counters.json") && !name.endsWith(".lock")) {
                    Fingerprint fingerprint = new Fingerprint();
                    fingerprint.add(assembly, file);
                    content.put(name, fingerprint.toString());
                }
            }
        }
        return content;
    }

    private static String cdkJson(String more) {
        return "{\"app\": \"node app.cjs\"" + more + "}";
    }

    private void write(String name, String content) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }
}
