package classroom.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the workflows may do, and that a pull request cannot make the one that comments do more. */
class WorkflowsTest {
    private static final Path FOLDER = Project.ROOT.resolve(Path.of(".github", "workflows"));

    static List<Path> workflows() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void everyAction_isPinnedToACommitAndNamesItsVersion(Path workflow) throws IOException {
        assertThat(Files.readAllLines(workflow).stream().map(String::strip).filter(line -> line.contains("uses:")))
                .isNotEmpty()
                .allMatch(line -> line.matches("- uses: actions/[a-z-]+@[0-9a-f]{40} # v\\d+\\.\\d+\\.\\d+"));
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void everyWorkflow_readsAtMostContents_andKeepsNoToken(Path workflow) throws IOException {
        JsonNode yaml = read(workflow);

        assertThat(yaml.path("permissions").toString()).isIn("{}", "{\"contents\":\"read\"}");
        assertThat(Files.readString(workflow)).doesNotContain("secrets.", "pull_request_target");
        if (!workflow.endsWith("ci.yml")) {
            assertThat(steps(yaml).stream()
                            .filter(step -> step.path("uses").asText().startsWith("actions/checkout@")))
                    .allMatch(step ->
                            !step.path("with").path("persist-credentials").asBoolean(true));
        }
    }

    /** Text of the event in a script would be run as one; in an environment variable it is only text. */
    @ParameterizedTest
    @MethodSource("workflows")
    void scripts_holdNoTextOfTheEvent(Path workflow) throws IOException {
        assertThat(steps(read(workflow)).stream().map(step -> step.path("run").asText()))
                .noneMatch(script -> script.contains("${{"));
    }

    @Test
    void diff_givesThePullRequestNothing_andReviewsItWithTheCodeOfItsBase() throws IOException {
        JsonNode diff = read(FOLDER.resolve("diff.yml"));

        assertThat(diff.at("/on").fieldNames()).toIterable().containsExactly("pull_request");
        assertThat(diff.path("jobs")).allMatch(job -> !job.has("permissions"));
        assertThat(diff.path("jobs").findValues("ref").stream().map(JsonNode::asText))
                .containsExactly("${{ github.event.pull_request.base.sha }}");
        assertThat(diff.at("/jobs/review/steps/0/with/ref").isTextual()).isTrue();
        assertThat(scripts(diff, "review")).contains("./classroom review HEAD --app");
        assertThat(scripts(diff, "synth")).doesNotContain("./classroom review");
    }

    @Test
    void comment_checksOutNothingOfThePullRequestAndRunsNothingOfIt() throws IOException {
        JsonNode comment = read(FOLDER.resolve("diff-comment.yml"));

        assertThat(comment.at("/on").fieldNames()).toIterable().containsExactly("workflow_run");
        assertThat(comment.path("permissions")).isEmpty();
        // Only the job that posts may write, and it has no checkout.
        assertThat(comment.path("jobs").findValues("permissions").toString())
                .isEqualTo("[{\"pull-requests\":\"read\"}, {\"contents\":\"read\",\"actions\":\"read\"}, "
                        + "{\"pull-requests\":\"write\"}]");
        assertThat(comment.at("/jobs/comment/steps").toString()).doesNotContain("checkout", "./", "templates.zip");
        // What is checked out is the base that GitHub names.
        assertThat(comment.path("jobs").findValues("ref").stream().map(JsonNode::asText))
                .containsExactly("${{ needs.find.outputs.base }}");
        assertThat(scripts(comment, "find")).contains(".base.sha").doesNotContain("artifact");
        // Of the run only templates are taken, and their size is bounded before they are.
        assertThat(scripts(comment, "review"))
                .containsSubsequence("size_in_bytes <= 1048576", "ulimit -f", "unzip -q -j", "'*.template.json'");
        assertThat(scripts(comment, "comment")).contains("head -c 64000").doesNotContain("RUN/");
    }

    private static JsonNode read(Path workflow) throws IOException {
        return new YAMLMapper().readTree(workflow.toFile());
    }

    private static List<JsonNode> steps(JsonNode workflow) {
        List<JsonNode> steps = new ArrayList<>();
        workflow.path("jobs").forEach(job -> job.path("steps").forEach(steps::add));
        return steps;
    }

    private static String scripts(JsonNode workflow, String job) {
        StringBuilder scripts = new StringBuilder();
        workflow.path("jobs")
                .path(job)
                .path("steps")
                .forEach(step -> scripts.append(step.path("run").asText()));
        return scripts.toString();
    }
}
