package classroom.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import classroom.Documents;
import classroom.Permission;
import classroom.template.Resource;
import classroom.template.policy.Evaluator;
import classroom.template.policy.PolicyDocument;
import classroom.template.policy.Question;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.Validations;
import software.amazon.awscdk.services.sqs.Queue;
import software.constructs.IConstruct;
import software.constructs.MetadataEntry;

/** The template allows exactly the reviewed permissions, and nothing else anywhere. */
class PermissionsTest {
    private static final String ROLE = "AWS::IAM::Role";

    private final Synthesis stack = Synthesis.plain();

    @Test
    void permissions_areTheReviewedOnes() {
        List<String> toDo = Permission.toDo(stack.permissions());

        if (!toDo.isEmpty()) {
            fail(String.join("\n", toDo));
        }
    }

    @Test
    void student_isAllowedTheSameOnItsOwnResources() {
        String own = lines(stack.permissions().stream()
                .map(permission -> new Permission(
                        "ana-" + permission.function(),
                        permission.action(),
                        permission.resource().replaceFirst("^(table/|log-group:/aws/lambda/)", "$1ana-"),
                        permission.conditions())));

        Documents.assertSame(
                "infra: what a student's functions are allowed must depend on the names alone",
                lines(Synthesis.of(Map.of("student", "ana")).permissions().stream()),
                own);
    }

    @Test
    void noStatement_allowsEveryResourceOrEveryAction() {
        List<JsonNode> statements = allowing(stack.json().path("Resources"));

        assertThat(statements.size()).isGreaterThanOrEqualTo(stack.functions().size());
        for (JsonNode statement : statements) {
            assertThat(Synthesis.texts(statement.path("Resource")))
                    .as("%s", statement)
                    .doesNotContain("*");
            assertThat(Synthesis.texts(statement.path("Action")))
                    .as("%s", statement)
                    .isNotEmpty()
                    .noneMatch(action -> action.contains("*"));
            assertThat(statement.has("NotResource") || statement.has("NotAction"))
                    .as("%s", statement)
                    .isFalse();
        }
    }

    @Test
    void noManagedPolicy_isMadeOrAttached() {
        assertThat(stack.json().findValues("ManagedPolicyArns")).isEmpty();
        assertThat(stack.json().findValues("PermissionsBoundary")).isEmpty();
        assertThat(stack.json().toString()).doesNotContain(":policy/");
        assertThat(stack.resources())
                .extracting(Resource::type)
                .doesNotContain("AWS::IAM::ManagedPolicy", "AWS::IAM::Policy");
    }

    /**
     * If a function logs while its stack is being deleted, it must not create its log group again, without a tag and
     * for ever.
     */
    @Test
    void lateFunction_cannotMakeItsLogGroupAgain() {
        for (Synthesis each : List.of(stack, Synthesis.of(Map.of("student", "ana")))) {
            List<String> groups = each.properties("AWS::Logs::LogGroup").stream()
                    .map(group -> "arn:aws:logs:REGION:ACCOUNT:log-group:"
                            + group.path("LogGroupName").asText())
                    .toList();
            assertThat(each.properties(ROLE).size()).isEqualTo(each.functions().size());
            Synthesis.every(each.properties(ROLE), role -> {
                List<PolicyDocument> documents = new ArrayList<>();
                role.path("Policies")
                        .forEach(
                                policy -> documents.add(PolicyDocument.parse("inline", policy.path("PolicyDocument"))));
                Evaluator evaluator = new Evaluator(documents);
                for (String group : groups) {
                    assertThat(evaluator
                                    .decide(new Question("logs:CreateLogGroup", group, Map.of()))
                                    .isAllowed())
                            .isFalse();
                    assertThat(evaluator
                                    .decide(new Question("logs:CreateLogGroup", group + ":*", Map.of()))
                                    .isAllowed())
                            .isFalse();
                }
            });
        }
    }

    /** Every synthesis here would fail as this one does, were one of its findings not acknowledged. */
    @Test
    void findingThatNobodyAcknowledged_failsTheSynthesis() throws IOException {
        App app = app();
        Queue.Builder.create((Stack) app.getNode().findChild("Classroom"), "Careless")
                .build();

        assertThatThrownBy(() -> Synthesis.inspect(app))
                .hasMessageContainingAll("Classroom/Careless", "SQS3", "SQS4")
                .hasMessageNotContainingAny("DDB3", "IAM5");
    }

    @Test
    void acknowledgements_areOfThreeKindsAtMostAndGiveTheirReasons() throws IOException {
        Set<String> kinds = new TreeSet<>();
        for (IConstruct construct : app().getNode().findAll()) {
            for (MetadataEntry entry : construct.getNode().getMetadata()) {
                if (entry.getType().equals(Validations.ACKNOWLEDGED_RULES_METADATA_KEY)) {
                    ((Map<?, ?>) entry.getData()).forEach((rule, reason) -> {
                        kinds.add(rule.toString().replaceFirst("\\[.*", ""));
                        assertThat(reason.toString())
                                .as("the reason of %s", rule)
                                .hasSizeGreaterThan(40);
                    });
                }
            }
        }

        assertThat(kinds).containsExactly("AwsSolutions-DDB3", "AwsSolutions-IAM5", "AwsSolutions-SQS3");
    }

    private static App app() throws IOException {
        Path jar = Files.writeString(Files.createTempDirectory("functions").resolve("functions.jar"), "not a jar");
        jar.toFile().deleteOnExit();
        jar.getParent().toFile().deleteOnExit();
        return Synthesis.app(Map.of(), jar);
    }

    private static String lines(Stream<Permission> permissions) {
        return permissions.map(Permission::toString).sorted().collect(Collectors.joining("\n"));
    }

    /** The allowing statements of a template's roles and policies, trust policies apart: those have no resource. */
    private static List<JsonNode> allowing(JsonNode resources) {
        List<JsonNode> statements = new ArrayList<>();
        for (JsonNode document : resources.findValues("PolicyDocument")) {
            document.path("Statement").forEach(statements::add);
        }
        statements.removeIf(statement -> !statement.path("Effect").asText().equals("Allow"));
        return statements;
    }
}
