package classroom.cloud.cloudformation.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import classroom.cli.client.Client;
import classroom.cli.client.Loopback;
import classroom.cli.client.Request;
import classroom.cli.client.ServiceException;
import classroom.cloud.Cloud;
import classroom.cloud.Inside;
import classroom.cloud.cloudformation.engine.Change;
import classroom.cloud.cloudformation.engine.NoLookups;
import classroom.cloud.cloudformation.engine.Source;
import classroom.cloud.cloudformation.engine.Stack;
import classroom.cloud.iam.Role;
import classroom.cloud.identity.Identities;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Drift as clients of CloudFormation see it; DriftTest has each type and property. */
class DriftOperationsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TEMPLATE = """
            {"Resources": {
              "Log": {"Type": "AWS::Logs::LogGroup", "Properties": {"LogGroupName": "one", "RetentionInDays": 7}},
              "Queue": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "one", "DelaySeconds": 1}},
              "Topic": {"Type": "AWS::SNS::Topic"}}}
            """;

    private static Cloud local;
    private static Client client;

    private Stack stack;

    @BeforeAll
    static void start() {
        local = Cloud.start(0, line -> {});
        client = new Client(local.port(), Cloud.REGION, Identities.TEACHER);
    }

    @AfterAll
    static void stop() {
        local.close();
    }

    @BeforeEach
    void deploy() {
        stack = local.stacks().draft("Class");
        stack.deploy(change(TEMPLATE));
        local.stacks().add(stack);
    }

    private static Change change(String template) {
        return new Change(Source.read(template), Map.of(), Map.of(), new NoLookups());
    }

    @AfterEach
    void clear() {
        stack.delete();
    }

    @Test
    void drift_isDescribedEverywhere_untilTheNextDeployment() throws Exception {
        assertThat(query("DescribeStacks", "{\"StackName\": \"Class\"}")
                        .at("/Stacks/0/DriftInformation")
                        .toString())
                .isEqualTo("{\"StackDriftStatus\":\"NOT_CHECKED\"}");
        Inside.services(local).logs().retain("one", 1);

        String id = query("DetectStackDrift", "{\"StackName\": \"Class\"}")
                .path("StackDriftDetectionId")
                .asText();
        JsonNode status = query("DescribeStackDriftDetectionStatus", "{\"StackDriftDetectionId\": \"" + id + "\"}");
        JsonNode drifts = query("DescribeStackResourceDrifts", "{\"StackName\": \"Class\"}")
                .path("StackResourceDrifts");

        assertThat(status.path("StackId").asText()).isEqualTo(stack.identity().id());
        assertThat(status.path("DetectionStatus").asText()).isEqualTo("DETECTION_COMPLETE");
        assertThat(status.path("StackDriftStatus").asText()).isEqualTo("DRIFTED");
        assertThat(status.path("DriftedStackResourceCount").asInt()).isEqualTo(1);
        assertThat(drifts).hasSize(2);
        JsonNode log = drifts.get(0);
        assertThat(log.path("PropertyDifferences").toString())
                .isEqualTo("[{\"PropertyPath\":\"/RetentionInDays\",\"ExpectedValue\":\"7\",\"ActualValue\":\"1\","
                        + "\"DifferenceType\":\"NOT_EQUAL\"}]");
        assertThat(log.path("ExpectedProperties").asText())
                .isEqualTo("{\"LogGroupName\":\"one\",\"RetentionInDays\":7}");
        assertThat(log.path("ActualProperties").asText()).isEqualTo("{\"LogGroupName\":\"one\",\"RetentionInDays\":1}");
        assertThat(drifts.get(1).path("StackResourceDriftStatus").asText()).isEqualTo("IN_SYNC");
        assertThat(drifts.get(1).path("PropertyDifferences")).isEmpty();

        String checked = status.path("Timestamp").asText();
        assertThat(query("DescribeStacks", "{\"StackName\": \"Class\"}")
                        .at("/Stacks/0/DriftInformation/LastCheckTimestamp")
                        .asText())
                .isEqualTo(checked);
        for (String operation : new String[] {"DescribeStackResources", "ListStackResources"}) {
            JsonNode resources =
                    query(operation, "{\"StackName\": \"Class\"}").elements().next();
            assertThat(resources)
                    .extracting(resource -> resource.at("/DriftInformation/StackResourceDriftStatus")
                            .asText())
                    .containsExactlyInAnyOrder("MODIFIED", "IN_SYNC", "NOT_CHECKED");
        }
        assertThat(query("DescribeStackResource", "{\"StackName\": \"Class\", \"LogicalResourceId\": \"Log\"}")
                        .at("/StackResourceDetail/DriftInformation/StackResourceDriftStatus")
                        .asText())
                .isEqualTo("MODIFIED");

        stack.deploy(change(TEMPLATE.replace("\"DelaySeconds\": 1", "\"DelaySeconds\": 2")));
        assertThat(query("DescribeStackResourceDrifts", "{\"StackName\": \"Class\"}")
                        .path("StackResourceDrifts"))
                .isEmpty();
    }

    @Test
    void oneResource_saysNothingOfTheOthers() throws Exception {
        JsonNode queue = query(
                        "DetectStackResourceDrift", "{\"StackName\": \"Class\", \"LogicalResourceId\": \"Queue\"}")
                .path("StackResourceDrift");

        assertThat(queue.path("StackResourceDriftStatus").asText()).isEqualTo("IN_SYNC");
        JsonNode information =
                query("DescribeStacks", "{\"StackName\": \"Class\"}").at("/Stacks/0/DriftInformation");
        assertThat(information.path("StackDriftStatus").asText()).isEqualTo("NOT_CHECKED");
        assertThat(information.path("LastCheckTimestamp").asText()).isNotEmpty();

        query("DetectStackDrift", "{\"StackName\": \"Class\", \"LogicalResourceIds.member.1\": \"Queue\"}");
        assertThat(stack.drift().resources()).containsOnlyKeys("Queue");
        Inside.services(local).logs().deleteGroup("one");
        query("DetectStackResourceDrift", "{\"StackName\": \"Class\", \"LogicalResourceId\": \"Log\"}");
        assertThat(stack.drift().drifted()).isEqualTo(1);
    }

    @Test
    void drifts_comeFilteredAndInPages() throws Exception {
        stack.detectDrift(List.of());
        String name = "{\"StackName\": \"Class\"";

        JsonNode first = query("DescribeStackResourceDrifts", name + ", \"MaxResults\": 1}");
        assertThat(first.path("StackResourceDrifts")).hasSize(1);
        JsonNode second =
                query("DescribeStackResourceDrifts", name + ", \"NextToken\": " + first.path("NextToken") + "}");
        assertThat(second.path("StackResourceDrifts")).hasSize(1);
        assertThat(second.has("NextToken")).isFalse();
        assertThat(query(
                                "DescribeStackResourceDrifts",
                                name + ", \"StackResourceDriftStatusFilters.member.1\": \"MODIFIED\"}")
                        .path("StackResourceDrifts"))
                .isEmpty();
    }

    @Test
    void wrongRequest_isRefused() {
        assertRefused(
                "DescribeStackDriftDetectionStatus",
                "{\"StackDriftDetectionId\": \"x\"}",
                "Drift detection operation with id x does not exist");
        assertRefused("DetectStackDrift", "{\"StackName\": \"No\"}", "Stack with id No does not exist");
        assertRefused(
                "DetectStackDrift",
                "{\"StackName\": \"Class\", \"LogicalResourceIds.member.1\": \"No\"}",
                "Resource No does not exist for stack Class");
        assertRefused(
                "DetectStackResourceDrift",
                "{\"StackName\": \"Class\", \"LogicalResourceId\": \"Topic\"}",
                "Drift detection is not supported for the specified ResourceType");
        assertRefused(
                "DescribeStackResourceDrifts",
                "{\"StackName\": \"Class\", \"StackResourceDriftStatusFilters.member.1\": \"ODD\"}",
                "Member must satisfy enum value set: ");
        assertRefused(
                "DescribeStackResourceDrifts",
                "{\"StackName\": \"Class\", \"MaxResults\": 101}",
                "Member must have value less than or equal to 100");
        Stack failed = local.stacks().draft("Failed");
        assertThatThrownBy(() -> failed.deploy(change(TEMPLATE.replace("\"one\"", "\"?\""))))
                .isNotNull();
        local.stacks().add(failed);
        assertRefused("DetectStackDrift", "{\"StackName\": \"Failed\"}", "in the state ROLLBACK_COMPLETE");
    }

    private static void assertRefused(String operation, String input, String words) {
        assertThatThrownBy(() -> query(operation, input))
                .isInstanceOf(ServiceException.class)
                .hasMessageContaining(words);
    }

    /** What is read belongs to nobody's permissions, so that no role may, and none is asked. */
    @Test
    void roles_mayReadResultsButNotDetect_andAreNotAskedForWhatIsRead() throws Exception {
        String role = Role.arn("/Curious");
        JsonNode trust = JSON.readTree(
                "{\"Statement\": {\"Effect\": \"Allow\", \"Principal\": \"*\", \"Action\": \"sts:AssumeRole\"}}");
        JsonNode everything =
                JSON.readTree("{\"Statement\": {\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\"}}");
        Inside.services(local)
                .roles()
                .put(new Role(role, trust, Map.of("all", everything), Map.of(), Duration.ofHours(1)));
        Loopback curious = new Loopback(
                local.port(),
                Cloud.REGION,
                Inside.services(local).identities().issue(role, "x").accessKeyId());
        query("DetectStackDrift", "{\"StackName\": \"Class\"}");
        assertThat(Inside.authorizer(local).uses().of(role)).isEmpty();

        assertThat(curious.send(Request.form("cloudformation", "Action=DetectStackDrift&StackName=Class"))
                        .text())
                .contains(
                        "<Code>AccessDenied</Code>",
                        "is not authorized to perform: cloudformation:DetectStackDrift on resource: "
                                + stack.identity().id() + ": the local class reads a stack's resources");
        assertThat(curious.send(Request.form("cloudformation", "Action=DescribeStackResourceDrifts&StackName=Class"))
                        .status())
                .isEqualTo(200);
        assertThat(Inside.authorizer(local).uses().of(role))
                .extracting(use -> use.action() + " " + use.resource())
                .containsExactly(
                        "cloudformation:DescribeStackResourceDrifts "
                                + stack.identity().id(),
                        "cloudformation:DetectStackDrift " + stack.identity().id());
    }

    private static JsonNode query(String operation, String input) throws Exception {
        return client.query("cloudformation", "Action=" + operation + "&Version=2010-05-15", JSON.readTree(input));
    }
}
