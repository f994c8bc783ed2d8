package classroom.cloud.cloudformation.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import classroom.cloud.cloudformation.engine.Change;
import classroom.cloud.cloudformation.engine.NoLookups;
import classroom.cloud.iam.Roles;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChangeRequestTest {
    private static final String TEMPLATE = """
            {"Parameters": {"Term": {"Type": "String"}, "Room": {"Type": "String", "Default": "1"}},
             "Resources": {"A": {"Type": "AWS::SNS::Topic"}}}
            """;

    private final ChangeRequest changes =
            new ChangeRequest(new NoLookups(), new Roles(), new TemplateSource(new NoLookups()));

    @Test
    void change_hasTheParametersAndTagsOfTheRequest() {
        Change change = read(Map.of(
                "Parameters.member.1.ParameterKey", "Term",
                "Parameters.member.1.ParameterValue", "spring",
                "Tags.member.1.Key", "class",
                "Tags.member.1.Value", "one",
                "ImportExistingResources", "true"));

        assertThat(change.parameters()).containsExactly(Map.entry("Term", "spring"));
        assertThat(change.tags()).containsExactly(Map.entry("class", "one"));
        assertThat(change.adopts()).isTrue();
    }

    @Test
    void parameterThatIsMissing_orThatTheTemplateDoesNotHave_isRefused() {
        refused(Map.of(), "Parameters: [Term] must have values");
        refused(
                Map.of("Parameters.member.1.ParameterKey", "Odd", "Parameters.member.1.ParameterValue", "1"),
                "Parameters: [Odd] do not exist in the template");
        refused(
                Map.of("Parameters.member.1.ParameterKey", "Term", "Parameters.member.1.UsePreviousValue", "true"),
                "Invalid input for parameter key Term.");
    }

    @Test
    void wayThatIsNotCarriedOut_isRefused() {
        refused(Map.of("DeploymentConfig.Mode", "EXPRESS"), "The local class has no deployment mode EXPRESS");
        refused(
                Map.of("RoleARN", "arn:aws:iam::000000000000:role/none"),
                "Role arn:aws:iam::000000000000:role/none is invalid or cannot be assumed.");
    }

    @Test
    void storedParameterThatIsMissing_isRefused() {
        refused(
                Map.of("TemplateBody", """
                        {"Parameters": {"P": {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/none"}},
                         "Resources": {"A": {"Type": "AWS::SNS::Topic"}}}
                        """),
                "Unable to fetch parameters [/none] from parameter store for this account.");
    }

    private Change read(Map<String, String> request) {
        Map<String, String> values = new HashMap<>(Map.of("TemplateBody", TEMPLATE));
        values.putAll(request);
        return changes.read(Forms.of("CreateChangeSet", values), null);
    }

    private void refused(Map<String, String> request, String message) {
        assertThatThrownBy(() -> read(request)).hasMessageContaining(message);
    }
}
