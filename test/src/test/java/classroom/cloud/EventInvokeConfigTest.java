package classroom.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import classroom.cli.client.Request;
import classroom.cli.client.ServiceException;
import classroom.cloud.cloudformation.engine.Deployment;
import classroom.cloud.cloudformation.engine.StackException;
import classroom.cloud.cloudformation.engine.StackStatus;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a template says of a function's asynchronous invocations, seen as clients see it. No function is invoked. */
class EventInvokeConfigTest extends SmallClass {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FUNCTION = "arn:aws:lambda:us-east-2:000000000000:function:hello:$LATEST";
    private static final String ALL = """
            "DestinationConfig": {"OnFailure": {"Destination": {"Fn::GetAtt": ["Failed", "Arn"]}}},
            "MaximumEventAgeInSeconds": 60, "MaximumRetryAttempts": 1""";
    private static final String FAILS = """
            , "Bad": {"Type": "AWS::Logs::LogGroup", "DependsOn": "Events", "Properties": {"LogGroupName": "a b"}}""";

    /** A configuration with these settings, as a template's last resource. */
    private static String events(String settings) {
        return """
                "Events": {"Type": "AWS::Lambda::EventInvokeConfig", "DependsOn": ["Policy"],
                  "Properties": {"FunctionName": {"Ref": "Hello"}, "Qualifier": "$LATEST", %s}}
                """.formatted(settings);
    }

    private JsonNode shown() {
        return client.get("lambda", "/2019-09-25/functions/hello/event-invoke-config");
    }

    private void assertNone() {
        assertThatThrownBy(this::shown)
                .isInstanceOfSatisfying(
                        ServiceException.class, e -> assertThat(e.code()).isEqualTo("ResourceNotFoundException"))
                .hasMessageContaining("The function " + FUNCTION + " doesn't have an EventInvokeConfig");
    }

    private void assertShown(String settings) throws IOException {
        JsonNode shown = shown();
        assertThat(shown.path("LastModified").isNumber()).isTrue();
        assertThat(((ObjectNode) shown).without("LastModified").toString())
                .isEqualTo(JSON.readTree(settings).toString());
    }

    private String all() {
        String queue = local.stacks()
                .find("Small")
                .orElseThrow()
                .outputs()
                .get("QueueArn")
                .value()
                .asText();
        return """
                {"FunctionArn": "%s", "MaximumRetryAttempts": 1, "MaximumEventAgeInSeconds": 60,
                 "DestinationConfig": {"OnSuccess": {}, "OnFailure": {"Destination": "%s"}}}
                """.formatted(FUNCTION, queue);
    }

    private static void assertRolledBack(ThrowingCallable deployment, StackStatus status) {
        assertThatThrownBy(deployment)
                .isInstanceOfSatisfying(
                        StackException.class, e -> assertThat(e.status()).isEqualTo(status));
    }

    @Test
    void settings_areThoseOfTheTemplate_andOfItsUpdates_andGoWithTheirResource() throws IOException {
        Deployment deployment = deploy(events(ALL));
        assertThat(deployment.steps())
                .extracting(step -> step.resource().physicalId())
                .contains("hello|$LATEST");
        assertThat(deployment.leftOut().toString()).doesNotContain("EventInvokeConfig");
        assertShown(all());

        deploy(events("\"MaximumRetryAttempts\": 0"));
        assertShown("""
                {"FunctionArn": "%s", "MaximumRetryAttempts": 0, "DestinationConfig": {"OnSuccess": {}, "OnFailure": {}}}
                """.formatted(FUNCTION));

        deploy(SmallAssembly.LAST);
        assertNone();
    }

    @Test
    void updateThatFails_bringsBackTheSettings() throws IOException {
        deploy(events(ALL));

        assertRolledBack(
                () -> deploy(events("\"MaximumRetryAttempts\": 0") + FAILS), StackStatus.UPDATE_ROLLBACK_COMPLETE);

        assertShown(all());
    }

    @Test
    void additionThatFails_leavesNone() throws IOException {
        deploy(SmallAssembly.LAST);

        assertRolledBack(() -> deploy(events(ALL) + FAILS), StackStatus.UPDATE_ROLLBACK_COMPLETE);

        assertNone();
    }

    @Test
    void settingsMadeByAClient_areNotTakenOver() throws IOException {
        deploy(SmallAssembly.LAST);
        client.send(new Request(
                "lambda",
                "PUT",
                "/2019-09-25/functions/hello/event-invoke-config",
                Map.of(),
                "{\"MaximumRetryAttempts\": 2}".getBytes(StandardCharsets.UTF_8)));

        assertThatThrownBy(() -> deploy(events(ALL))).hasMessageContaining("hello|$LATEST already exists");

        assertThat(shown().path("MaximumRetryAttempts").asInt()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "arn:aws:sns:us-east-2:000000000000:topic",
                "arn:aws:events:us-east-2:000000000000:event-bus/default",
                "arn:aws:s3:::bucket"
            })
    void destinationThatTheClassHasNot_isRefusedByName(String arn) {
        assertThatThrownBy(() ->
                        deploy(events("\"DestinationConfig\": {\"OnFailure\": {\"Destination\": \"" + arn + "\"}}")))
                .hasMessageContaining("The local class sends records of asynchronous invocations to SQS queues and"
                        + " functions only, not to " + arn + ".");
    }
}
