package classroom.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The permissions of the workflows; a pull request cannot give the commenting workflow more. */
class WorkflowsTest {
    private static final Path FOLDER = Project.ROOT.resolve(Path.of(".github", "workflows"));

    @TempDir
    private Path folder;

    static List<Path> workflows() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void everyAction_isPinnedToACommitAndNamesItsVersion(Path workflow) throws IOException {
        assertThat(Files.readAllLines(workflow).stream()
                        .map(String::strip)
                        .filter(line -> line.matches("(- )?uses:.*")))
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
                    .isNotEmpty()
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

    /** Else a slow run of an older commit, or of older labels, has the last word. */
    @ParameterizedTest
    @MethodSource("workflows")
    void newerRun_endsTheOlder(Path workflow) throws IOException {
        JsonNode concurrency = read(workflow).path("concurrency");

        assertThat(concurrency.path("cancel-in-progress").asBoolean()).isTrue();
        // Of one pull request each, and of main's commits none ends another.
        assertThat(concurrency.path("group").asText())
                .isIn(
                        "ci-${{ github.event.pull_request.number || github.sha }}",
                        "diff-${{ github.event.pull_request.number }}",
                        "diff-comment-${{ github.event.workflow_run.head_repository.full_name }}:"
                                + "${{ github.event.workflow_run.head_branch }}");
    }

    /** GitHub counts a job as passed that is skipped, because it needs one that failed: then it is nobody's check. */
    @ParameterizedTest
    @MethodSource("workflows")
    void jobThatNeedsAnother_isNoCheckOfAPullRequest(Path workflow) throws IOException {
        JsonNode yaml = read(workflow);

        if (yaml.path("on").has("pull_request")) {
            assertThat(yaml.path("jobs")).isNotEmpty().allMatch(job -> !job.has("needs") && !job.has("if"));
        }
    }

    @Test
    void diff_givesThePullRequestNothing_andJudgesNothing() throws IOException {
        JsonNode diff = read(FOLDER.resolve("diff.yml"));

        assertThat(diff.at("/on").fieldNames()).toIterable().containsExactly("pull_request");
        assertThat(diff.path("jobs")).isNotEmpty().allMatch(job -> !job.has("permissions"));
        assertThat(diff.toString()).doesNotContain("./classroom review");
    }

    @Test
    void check_isSetWhateverBecameOfTheReview_byTheDefaultBranchsFile() throws IOException {
        JsonNode comment = read(FOLDER.resolve("diff-comment.yml"));

        assertThat(comment.at("/jobs/comment/if").asText())
                .isEqualTo("${{ !cancelled() && needs.find.outputs.number != '' }}");
        JsonNode first = comment.at("/jobs/comment/steps/0");
        assertThat(first.path("run").asText()).contains("/statuses/$SHA\"", "-f context=review");
        assertThat(first.has("if")).isFalse();
        assertThat(first.at("/env/STATE").asText())
                .isEqualTo("${{ needs.review.outputs.verdict == 'success' && 'success' || 'failure' }}");
        assertThat(scripts(comment, "find")).contains("-f base=\"$BASE\"");
    }

    /** The script itself, with our own reviewer: it passes only a synthesized pull request that the review accepts. */
    @ParameterizedTest
    @CsvSource({
        "success, 0, success",
        "success, 1, failure",
        "failure, 0, failure",
        "timed_out, 0, failure",
        "'', 0, failure"
    })
    @DisabledOnOs(OS.WINDOWS)
    void verdict_isSuccess_onlyOfASynthAndAReviewThatSucceed(String synth, int review, String verdict)
            throws Exception {
        Path reviewer = Files.writeString(folder.resolve("classroom"), "#!/bin/sh\nexit " + review + "\n");
        assertThat(reviewer.toFile().setExecutable(true)).isTrue();
        ProcessBuilder builder = new ProcessBuilder(
                        "bash",
                        "-e",
                        "-o",
                        "pipefail",
                        "-c",
                        scripts(read(FOLDER.resolve("diff-comment.yml")), "review", "Review"))
                .directory(folder.toFile())
                .redirectErrorStream(true);
        builder.environment()
                .putAll(Map.of("RUNNER_TEMP", folder.toString(), "SYNTH", synth, "GITHUB_OUTPUT", folder + "/output"));
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(said).isZero();
        assertThat(folder.resolve("output")).hasContent("verdict=" + verdict + "\n");
    }

    @Test
    void comment_checksOutNothingOfThePullRequestAndRunsNothingOfIt() throws IOException {
        JsonNode comment = read(FOLDER.resolve("diff-comment.yml"));

        assertThat(comment.at("/on").fieldNames()).toIterable().containsExactly("workflow_run");
        assertThat(comment.path("permissions")).isEmpty();
        // Only the job that posts may write, and it has no checkout.
        assertThat(comment.path("jobs").findValues("permissions").toString())
                .isEqualTo("[{\"pull-requests\":\"read\"}, {\"contents\":\"read\",\"actions\":\"read\"}, "
                        + "{\"pull-requests\":\"write\",\"statuses\":\"write\"}]");
        assertThat(comment.at("/jobs/comment/steps").toString()).doesNotContain("checkout", "./", "templates.zip");
        // The checkout is the base that GitHub names.
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
        return scripts(workflow, job, "");
    }

    /** The scripts of the steps in a job whose name begins with this text. */
    private static String scripts(JsonNode workflow, String job, String name) {
        StringBuilder scripts = new StringBuilder();
        for (JsonNode step : workflow.path("jobs").path(job).path("steps")) {
            if (step.path("name").asText().startsWith(name)) {
                scripts.append(step.path("run").asText());
            }
        }
        return scripts.toString();
    }
}
