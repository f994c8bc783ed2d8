package classroom.infra;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.Documents;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The budget and the schedule that deletes the stack: their settings add these resources and nothing else. */
class OptionalPartsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String END = "2027-03-31T18:00:00";

    private final Synthesis plain = Synthesis.plain();
    private final JsonNode both = json(of(Map.of("budgetEmail", "ana@example.com", "selfDestruct", END)), "Classroom");

    @Test
    void budgetEmail_addsAStackAndLeavesTheClassAsItIs() throws IOException {
        Path assembly = of(Map.of("budgetEmail", "ana@example.com"));

        assertThat(templates(assembly)).containsExactly("Classroom-Budget.template.json", "Classroom.template.json");
        Documents.assertSame(
                "infra: budgetEmail must leave the class as it is",
                Files.readString(assembly.resolve("Classroom.template.json")),
                Files.readString(plain.assembly().resolve("Classroom.template.json")));
        assertThat(templates(plain.assembly())).containsExactly("Classroom.template.json");
        assertThat(templates(of(Map.of("budgetEmail", "ana@example.com", "student", "ana"))))
                .containsExactly("Classroom-ana-Budget.template.json", "Classroom-ana.template.json");
    }

    @Test
    void budget_isOneDollarAMonthWithMailAtHalfAtAllAndAtTheForecast() throws IOException {
        JsonNode budget = json(of(Map.of("budgetEmail", "ana@example.com")), "Classroom-Budget")
                .at("/Resources/Budget");

        assertThat(budget.path("Type").asText()).isEqualTo("AWS::Budgets::Budget");
        assertThat(budget.path("DeletionPolicy").asText()).isEqualTo("Delete");
        assertThat(budget.path("Properties")).isEqualTo(JSON.readTree("""
                {
                  "Budget": {"BudgetType": "COST", "TimeUnit": "MONTHLY", "BudgetLimit": {"Amount": 1, "Unit": "USD"},
                    "CostTypes": {"IncludeCredit": false, "IncludeRefund": false}},
                  "NotificationsWithSubscribers": [%s, %s, %s],
                  "ResourceTags": [{"Key": "class", "Value": "classroom"}]
                }
                """.formatted(
                        mail("ACTUAL", 50), mail("ACTUAL", 100), mail("FORECASTED", 100))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sa-east-1"})
    void budget_isInUsEast1AndAsksForNoBootstrapThere(String region) throws IOException {
        Map<String, Object> settings = new HashMap<>(Map.of("budgetEmail", "ana@example.com"));
        if (!region.isEmpty()) {
            settings.put("region", region);
        }
        JsonNode budget = artifact(of(settings), "Classroom-Budget");

        assertThat(budget.path("environment").asText()).isEqualTo("aws://unknown-account/us-east-1");
        // Neither a role, nor the parameter of a bootstrap stack, nor a file in its bucket.
        assertThat(budget.path("properties").properties())
                .extracting(Map.Entry::getKey)
                .containsExactlyInAnyOrder("templateFile", "terminationProtection", "tags", "validateOnSynth");
        assertThat(json(of(settings), "Classroom-Budget").path("Parameters").isMissingNode())
                .isTrue();
    }

    @Test
    void region_isThatOfTheStackAndChangesNothingElseOfIt() throws IOException {
        Path assembly = of(Map.of("region", "sa-east-1"));

        assertThat(artifact(assembly, "Classroom").path("environment").asText())
                .isEqualTo("aws://unknown-account/sa-east-1");
        assertThat(artifact(plain.assembly(), "Classroom").path("environment").asText())
                .isEqualTo("aws://unknown-account/unknown-region");
        // The CDK writes it into the name of the bootstrap's bucket, where the deployment would put it.
        String template = Files.readString(assembly.resolve("Classroom.template.json"));
        Documents.assertSame(
                "infra: region must change nothing but where the assets are",
                template.replace("AccountId}-sa-east-1\"", "AccountId}-${AWS::Region}\""),
                Files.readString(plain.assembly().resolve("Classroom.template.json")));
    }

    private static JsonNode artifact(Path assembly, String stack) throws IOException {
        return JSON.readTree(assembly.resolve("manifest.json").toFile())
                .path("artifacts")
                .path(stack);
    }

    @Test
    void selfDestruct_addsAScheduleItsRoleAndTheEndAndChangesNothingElse() {
        JsonNode without = plain.json().deepCopy();
        JsonNode with = both.deepCopy();
        JsonNode added = with.path("Resources").deepCopy();

        without.path("Resources").fieldNames().forEachRemaining(id -> {
            assertThat(with.path("Resources").path(id))
                    .isEqualTo(plain.json().path("Resources").path(id));
            ((ObjectNode) added).remove(id);
        });
        assertThat(added.findValuesAsText("Type")).contains("AWS::Scheduler::Schedule", "AWS::IAM::Role");
        assertThat(added)
                .hasSize(2)
                .allSatisfy(resource ->
                        assertThat(resource.path("DeletionPolicy").asText()).isEqualTo("Delete"));
        assertThat(with.path("Parameters")).isEqualTo(without.path("Parameters"));
        ObjectNode outputs = (ObjectNode) with.path("Outputs");
        assertThat(outputs.remove("ClassEndsUtc").path("Value").asText()).isEqualTo(END);
        assertThat(outputs).isEqualTo(without.path("Outputs"));
    }

    @Test
    void schedule_deletesThisStackAtTheEndOfTheClassAndTriesThreeTimesMore() throws IOException {
        JsonNode schedule = properties("AWS::Scheduler::Schedule");

        assertThat(schedule.path("ScheduleExpression").asText()).isEqualTo("at(" + END + ")");
        assertThat(schedule.path("ScheduleExpressionTimezone").asText()).isEqualTo("UTC");
        assertThat(schedule.at("/FlexibleTimeWindow/Mode").asText()).isEqualTo("OFF");
        assertThat(schedule.at("/Target/Arn").toString())
                .isEqualTo("{\"Fn::Join\":[\"\",[\"arn:\",{\"Ref\":\"AWS::Partition\"},"
                        + "\":scheduler:::aws-sdk:cloudformation:deleteStack\"]]}");
        assertThat(schedule.at("/Target/Input"))
                .isEqualTo(JSON.readTree("{\"Fn::Join\": [\"\", "
                        + "[\"{\\\"StackName\\\":\\\"\", {\"Ref\": \"AWS::StackId\"}, \"\\\"}\"]]}"));
        assertThat(schedule.at("/Target/RetryPolicy/MaximumRetryAttempts").asInt())
                .isEqualTo(3);
    }

    @Test
    void scheduleRole_deletesThisStackAndNothingElseAndOnlySchedulerOfThisAccountTakesIt() throws IOException {
        JsonNode role = resources("AWS::IAM::Role").stream()
                .map(resource -> resource.path("Properties"))
                .filter(properties -> properties.toString().contains("scheduler.amazonaws.com"))
                .findFirst()
                .orElseThrow();

        assertThat(role.path("Policies")).hasSize(1);
        assertThat(role.has("ManagedPolicyArns")).isFalse();
        assertThat(role.at("/Policies/0/PolicyDocument/Statement")).isEqualTo(JSON.readTree("""
                [{"Sid": "Delete", "Effect": "Allow", "Action": "cloudformation:DeleteStack",
                  "Resource": {"Ref": "AWS::StackId"}}]
                """));
        assertThat(role.at("/AssumeRolePolicyDocument/Statement")).isEqualTo(JSON.readTree("""
                [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "scheduler.amazonaws.com"},
                  "Condition": {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}}}]
                """));
    }

    private JsonNode properties(String type) {
        return resources(type).get(0).path("Properties");
    }

    private List<JsonNode> resources(String type) {
        return both.path("Resources")
                .valueStream()
                .filter(resource -> resource.path("Type").asText().equals(type))
                .toList();
    }

    private static String mail(String type, int percent) {
        return """
                {"Notification": {"NotificationType": "%s", "ComparisonOperator": "GREATER_THAN", "Threshold": %d,
                    "ThresholdType": "PERCENTAGE"},
                  "Subscribers": [{"SubscriptionType": "EMAIL", "Address": "ana@example.com"}]}
                """.formatted(type, percent);
    }

    private static Path of(Map<String, Object> settings) {
        try {
            Path jar = Files.createDirectories(Path.of("target", "synthesis").toAbsolutePath())
                    .resolve("functions.jar");
            return Synthesis.assembly(settings, Files.writeString(jar, "not a jar"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode json(Path assembly, String stack) {
        try {
            return JSON.readTree(assembly.resolve(stack + ".template.json").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> templates(Path assembly) throws IOException {
        try (Stream<Path> files = Files.list(assembly)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".template.json"))
                    .sorted()
                    .toList();
        }
    }
}
