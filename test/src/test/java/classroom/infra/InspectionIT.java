package classroom.infra;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.cli.command.Program;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Refusals as a terminal shows them: through the CDK CLI and through the program of {@code ./classroom}. */
@Tag("long")
class InspectionIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"cdk, 1", "up, 3"})
    void findings_areLinesWithoutATrace(String command, int status) throws Exception {
        Program.Result result = run(command, 1);

        assertThat(result.status()).isEqualTo(status);
        assertThat(result.output())
                .contains(
                        "cdk-nag refuses Plain:",
                        "Findings.acknowledge(app.getNode().findChild(\"Plain\").getNode().findChild(\"Later\"), \"SQS3\", \"WHY\");",
                        "\"SQS4\"")
                .doesNotContain("\tat ", "    at ", "Exception", "jsii");
        assertThat(folder.resolve("cdk.out/manifest.json")).doesNotExist();
    }

    @Test
    void constructThatTheCdkDoesNotMake_isToldWithItsLineWithoutATrace() throws Exception {
        Program.Result result = run("up", 30);

        assertThat(result.status()).isEqualTo(3);
        assertThat(result.output())
                .contains("the synth failed: ", "message retention period must be between", "(PlainApp.java:")
                .doesNotContain("\tat ", "    at ", "Exception", "jsii");
    }

    private Program.Result run(String command, int days) throws Exception {
        layProject(days);
        if (command.equals("up")) {
            try (Program up = Program.start(folder, folder, Map.of(), "up", "--port", "0")) {
                return up.end();
            }
        }
        List<String> line = new ArrayList<>(List.of("node"));
        line.add(Project.ROOT.resolve("node_modules/aws-cdk/bin/cdk").toString());
        line.addAll(List.of("ls", "--output", folder.resolve("cdk.out").toString()));
        ProcessBuilder cdk = new ProcessBuilder(line).directory(folder.toFile());
        cdk.environment().keySet().removeIf(name -> name.startsWith("AWS_") || name.startsWith("CDK_"));
        cdk.environment().put("CDK_DISABLE_CLI_TELEMETRY", "true");
        cdk.environment().put("CDK_HOME", folder.resolve("home").toString());
        try (Program program = Program.of(cdk)) {
            return program.end();
        }
    }

    private void layProject(int days) throws IOException {
        // A class path is too long for a command line of Windows.
        String classPath = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString().replace("\\", "\\\\"))
                .collect(Collectors.joining(File.pathSeparator));
        Path arguments = Files.writeString(
                folder.resolve("app.txt"),
                "-XX:TieredStopAtLevel=1 -cp \"" + classPath + "\" " + PlainApp.class.getName());
        JsonNode flags =
                JSON.readTree(Project.ROOT.resolve("cdk.json").toFile()).path("context");
        ObjectNode project = JSON.createObjectNode()
                .put("app", "java @" + arguments + " " + days)
                .put("versionReporting", false)
                .put("notices", false);
        JSON.writeValue(folder.resolve("cdk.json").toFile(), project.set("context", flags));
    }
}
