package classroom.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When the CDK CLI is run and how, with a script in its place that writes down how it was called. */
class SynthesisIT {
    private static final String CLI = """
            const fs = require('fs');
            const args = process.argv.slice(2);
            if (args.includes('billing=free')) {
              console.log('classroom: -c billing=free: billing must be provisioned or on-demand');
              console.log('node infra/app.mjs: Subprocess exited with error 1');
              process.exit(1);
            }
            if (args.includes('crash=yes')) {
              console.log('Exception in thread "main"');
              process.exit(1);
            }
            fs.mkdirSync('cdk.out', {recursive: true});
            fs.writeFileSync('cdk.out/manifest.json', JSON.stringify({args, env: process.env}));
            """;

    @TempDir
    private Path root;

    private int synths;
    private Synthesis synthesis;

    @BeforeEach
    void layProject() throws IOException {
        write("cdk.json", "{}");
        write("infra/target/infra.jar", "app");
        write("infra/target/lib/some-1.0.jar", "library");
        write("functions/target/functions-lambda.jar", "code");
        write("node_modules/aws-cdk/bin/cdk", CLI);
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
        write("functions/target/functions-lambda.jar", "Code");
        synthesis.assembly(List.of());
        write("cdk.json", "{ }");
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
    void cli_getsTheContextAndNothingOfAws() throws Exception {
        Path temporary = Files.createDirectories(root.resolve("tmp"));
        // A process of its own, because this one's environment cannot be changed: its assembly is no good, but written.
        try (Program up = Program.start(
                temporary,
                root,
                Map.of("AWS_PROFILE", "real", "AWS_ENDPOINT_URL", "https://real"),
                "up",
                "--port",
                "0",
                "-c",
                "student=ana")) {
            assertThat(up.end().output()).contains("synthesizing the class").contains("names no stack");
        }

        assertThat(root.resolve("cdk.out/manifest.json"))
                .content()
                .contains("\"synth\"", "\"--context\",\"student=ana\"", "\"CDK_DISABLE_CLI_TELEMETRY\":\"true\"")
                .doesNotContain("AWS_PROFILE", "AWS_ENDPOINT_URL");
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
                .hasMessage("the synth failed: Exception in thread \"main\"");
        synthesis.assembly(List.of());

        assertThat(synths).isEqualTo(3);
    }

    @Test
    void missingCli_saysHowToFetchIt() throws IOException {
        Files.delete(root.resolve("node_modules/aws-cdk/bin/cdk"));

        assertThatThrownBy(() -> synthesis.assembly(List.of())).hasMessageContaining("./classroom prepare");
    }

    private void write(String name, String content) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }
}
