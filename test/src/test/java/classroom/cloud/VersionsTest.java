package classroom.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import classroom.cli.client.ServiceException;
import classroom.cloud.cloudformation.engine.Deployment;
import classroom.cloud.cloudformation.engine.StackException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Versions and aliases as a template has them, seen as clients see them. No function is invoked. */
class VersionsTest extends SmallClass {
    private static final String VERSION = """
            "First": {"Type": "AWS::Lambda::Version", "Properties": {"FunctionName": {"Ref": "Hello"}}}
            """;
    private static final String ALIAS = """
            "Live": {"Type": "AWS::Lambda::Alias", "Properties": {"FunctionName": {"Ref": "Hello"}, "Name": "live",
              "FunctionVersion": {"Fn::GetAtt": ["%s", "Version"]}}}
            """;
    private static final String ARN = "arn:aws:lambda:us-east-2:000000000000:function:hello";

    @Test
    void versionAndAlias_areWhatTheirNamesSay() throws IOException {
        Deployment deployment = deploy(VERSION + "," + ALIAS.formatted("First"));

        assertThat(configuration("hello:live").path("Version").asText()).isEqualTo("1");
        assertThat(configuration("hello:live").path("FunctionArn").asText()).isEqualTo(ARN + ":live");
        assertThat(configuration("hello:1").path("FunctionArn").asText()).isEqualTo(ARN + ":1");
        assertThat(configuration("hello").path("Version").asText()).isEqualTo("$LATEST");
        assertThat(configuration("hello").path("FunctionArn").asText()).isEqualTo(ARN);
        assertThat(deployment.steps())
                .extracting(step -> step.resource().physicalId())
                .contains(ARN + ":1", ARN + ":live");
    }

    @Test
    void publishedVersion_staysAsItWas_andTheAliasMovesOn() throws IOException {
        deploy(VERSION + "," + ALIAS.formatted("First"));

        change("\"MemorySize\": 256", """
                %s, "Second": {"Type": "AWS::Lambda::Version", "DependsOn": "First",
                  "Properties": {"FunctionName": {"Ref": "Hello"}}}, %s
                """.formatted(VERSION, ALIAS.formatted("Second")));

        assertThat(configuration("hello:1").path("MemorySize").asInt()).isEqualTo(512);
        assertThat(configuration("hello:2").path("MemorySize").asInt()).isEqualTo(256);
        assertThat(configuration("hello:live").path("Version").asText()).isEqualTo("2");
    }

    @Test
    void versionThatIsReplaced_isGone_andItsNumberIsNotGivenAgain() throws IOException {
        deploy(VERSION + "," + ALIAS.formatted("First"));

        change("\"MemorySize\": 256", VERSION.replace("First", "Second") + "," + ALIAS.formatted("Second"));
        assertThat(configuration("hello:live").path("Version").asText()).isEqualTo("2");
        assertNotFound("hello:1");
        change("\"MemorySize\": 512", VERSION.replace("First", "Third"));

        assertThat(configuration("hello:3").path("MemorySize").asInt()).isEqualTo(512);
        assertNotFound("hello:2");
        assertNotFound("hello:live");
        change("\"MemorySize\": 512", SmallAssembly.LAST);
        assertNotFound("hello:3");
        change("\"MemorySize\": 512", VERSION);
        assertThat(configuration("hello:4").path("Version").asText()).isEqualTo("4");
    }

    @Test
    void secondVersionOfTheSame_isRefusedInCloudFormationsWords() {
        assertThatThrownBy(() -> deploy(VERSION + "," + VERSION.replace("First", "Second")))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("A version for this Lambda function exists ( 1 ). Modify the function to create a"
                        + " new version.");
        assertNotFound("hello");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            7       | Function not found: arn:aws:lambda:us-east-2:000000000000:function:hello:7
            $LATEST | FunctionVersion $LATEST is not carried out
            """)
    void aliasOfNoPublishedVersion_isRefused(String version, String message) {
        assertThatThrownBy(() -> deploy("""
                        "Live": {"Type": "AWS::Lambda::Alias", "Properties": {"FunctionName": {"Ref": "Hello"},
                          "Name": "live", "FunctionVersion": "%s"}}
                        """.formatted(version))).hasMessageContaining(message);
    }

    @Test
    void whatWouldChangeWhatAnAliasDoes_isRefusedByName() {
        assertThatThrownBy(() -> deploy(VERSION + """
                        , "Live": {"Type": "AWS::Lambda::Alias", "Properties": {"FunctionName": {"Ref": "Hello"},
                          "Name": "live", "FunctionVersion": {"Fn::GetAtt": ["First", "Version"]},
                          "RoutingConfig": {"AdditionalVersionWeights": []}}}
                        """)).hasMessageContaining("RoutingConfig");
    }

    @Test
    void snapStart_isCarriedOutButForItsSnapshot() throws IOException {
        deploy(VERSION);
        Deployment deployment = change("""
                "MemorySize": 512, "SnapStart": {"ApplyOn": "PublishedVersions"}""", VERSION.replace("First", "Second"));

        assertThat(deployment.leftOut().toString()).contains("SnapStart's snapshot");
        assertThat(configuration("hello:2").at("/SnapStart/OptimizationStatus").asText())
                .isEqualTo("On");
        assertThat(configuration("hello").at("/SnapStart/ApplyOn").asText()).isEqualTo("PublishedVersions");
        assertThat(configuration("hello").at("/SnapStart/OptimizationStatus").asText())
                .isEqualTo("Off");
    }

    @Test
    void function_isDescribedAsItsTemplateSays() throws IOException {
        deploy(SmallAssembly.LAST);
        JsonNode usual = configuration("hello");

        change("""
                "MemorySize": 512, "EphemeralStorage": {"Size": 1024}, "TracingConfig": {"Mode": "Active"},
                "Description": "greets\"""", SmallAssembly.LAST);

        JsonNode changed = configuration("hello");
        assertThat(changed.at("/EphemeralStorage/Size").asInt()).isEqualTo(1024);
        assertThat(changed.at("/TracingConfig/Mode").asText()).isEqualTo("Active");
        assertThat(changed.path("Description").asText()).isEqualTo("greets");
        assertThat(changed.path("RevisionId")).isNotEqualTo(usual.path("RevisionId"));
        assertThat(changed.path("CodeSha256")).isEqualTo(usual.path("CodeSha256"));
        assertThat(usual.path("Architectures").toString()).isEqualTo("[\"x86_64\"]");
    }

    @Test
    void deletedStack_leavesNoVersion() throws IOException {
        deploy(VERSION + "," + ALIAS.formatted("First"));

        local.stacks().find("Small").orElseThrow().delete();

        assertNotFound("hello:live");
        assertNotFound("hello:1");
        assertNotFound("hello");
    }

    private JsonNode configuration(String function) {
        return client.get("lambda", "/2015-03-31/functions/" + function + "/configuration");
    }

    private void assertNotFound(String function) {
        assertThatThrownBy(() -> configuration(function))
                .isInstanceOfSatisfying(
                        ServiceException.class, e -> assertThat(e.code()).isEqualTo("ResourceNotFoundException"))
                .hasMessageContaining("Function not found: arn:aws:lambda:us-east-2:000000000000:function:" + function);
    }

    /** Deploys the template again, with this in place of the function's memory and with other last resources. */
    private Deployment change(String memory, String lastResources) throws IOException {
        SmallAssembly.write(folder, lastResources, folder.resolve("code.jar"));
        Path template = folder.resolve("small.template.json");
        Files.writeString(template, Files.readString(template).replace("\"MemorySize\": 512", memory));
        return deployWhatIsThere();
    }
}
