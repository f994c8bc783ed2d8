package classroom.infra.guard;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.infra.Project;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The guard and the settings through the real CDK CLI, as a teacher's terminal shows them. */
class CostGuardIT {
    private record Result(int status, String output) {}

    @TempDir
    private Path folder;

    /** A deployment is refused like a synth, before the CLI looks for credentials. */
    @ParameterizedTest
    @CsvSource({"synth, billing=on-demand, maxMonthlyUsd=44.20", "deploy, students=2, maxMonthlyUsd=11.03"})
    void classThatCosts_isRefusedInWordsOfItsOwn(String command, String setting, String consent) throws Exception {
        Result result = cdk(command, "-c", setting);

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.output())
                .contains("classroom: the cost guard refuses Classroom (./classroom cost shows the month):")
                .contains("consent with -c " + consent)
                .doesNotContain("Exception", "\tat ", "credentials");
        assertThat(folder.resolve("cdk.out/manifest.json")).doesNotExist();
    }

    @Test
    void refusedAssembly_cannotBeDeployedEither() throws Exception {
        cdk("synth", "-c", "students=2");

        Result result = cdk("deploy", "--app", folder.resolve("cdk.out").toString());

        assertThat(result.status()).isNotZero();
        assertThat(result.output()).contains("cdk.out").doesNotContain("credentials");
    }

    @Test
    void classThatCosts_withConsentByAmount_passes() throws Exception {
        Result result = cdk("synth", "-c", "billing=on-demand", "-c", "maxMonthlyUsd=44.20");

        assertThat(result).isEqualTo(new Result(0, ""));
        assertThat(folder.resolve("cdk.out/manifest.json")).exists();
    }

    @Test
    void settingThatIsNotAllowed_isOneLine() throws Exception {
        Result result = cdk("synth", "-c", "selfDestruct=true");

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.output().lines())
                .startsWith(
                        "classroom: -c selfDestruct=true: selfDestruct must be the moment in UTC when the class ends, without a Z or zone,"
                                + " such as 2027-03-31T18:00:00")
                .hasSize(2); // The second is the CLI's: the app's exit status.
    }

    private Result cdk(String command, String... options) throws IOException, InterruptedException {
        File output = folder.resolve("output").toFile();
        List<String> line = new ArrayList<>(List.of(
                "node",
                Project.ROOT
                        .resolve(Path.of("node_modules", "aws-cdk", "bin", "cdk"))
                        .toString(),
                command,
                "--output",
                folder.resolve("cdk.out").toString(),
                "--build",
                "node -e 0"));
        line.addAll(command.equals("synth") ? List.of("--quiet") : List.of("--require-approval", "never"));
        line.addAll(List.of(options));
        ProcessBuilder builder = new ProcessBuilder(line)
                .directory(Project.ROOT.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output);
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("AWS_") || name.startsWith("CDK_"));
        // If it came that far, it would find no account and get no answer.
        environment.put("AWS_EC2_METADATA_DISABLED", "true");
        environment.put("AWS_ENDPOINT_URL", "http://127.0.0.1:9");
        environment.put("AWS_CONFIG_FILE", folder.resolve("none").toString());
        environment.put("AWS_SHARED_CREDENTIALS_FILE", folder.resolve("none").toString());
        environment.put("CDK_DISABLE_CLI_TELEMETRY", "true");
        environment.put("CDK_HOME", folder.resolve("home").toString());
        Process process = builder.start();
        process.getOutputStream().close();
        int status = process.waitFor();
        return new Result(
                status,
                Files.readString(output.toPath(), StandardCharsets.UTF_8).strip());
    }
}
