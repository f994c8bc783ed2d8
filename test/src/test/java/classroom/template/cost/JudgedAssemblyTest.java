package classroom.template.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import classroom.template.TemplateException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a class stands in no template. */
class JudgedAssemblyTest {
    private static final String STACK =
            "'S': {'type': 'aws:cloudformation:stack', 'environment': 'aws://unknown-account/%s',"
                    + " 'properties': {'templateFile': 'S.json' %s}}";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ", 'terminationProtection': false, 'validateOnSynth': true",
                ", 'tags': {'class': 'classroom'}, 'parameters': {}, 'notificationArns': []",
                ", 'cloudFormationExecutionRoleArn': 'arn', 'lookupRole': {'arn': 'arn'}, 'stackName': 'Other'"
            })
    void stackAsTheCdkWritesIt_passes(String properties) throws IOException {
        assertThat(read(STACK.formatted("unknown-region", properties)).violations())
                .isEmpty();
        assertThat(read(STACK.formatted("us-east-2", properties)).violations()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'terminationProtection': true        | termination protection of the stack at S.terminationProtection
            'terminationProtection': 'true'      | termination protection of the stack at S.terminationProtection
            'terminationProtection': 1           | termination protection of the stack at S.terminationProtection
            'parameters': {'Size': '10240'}      | the stack's parameters at S.parameters
            'notificationArns': ['arn:aws:sns']  | the stack's notificationArns at S.notificationArns
            'protectedUntil': '2030'             | the stack's protectedUntil at S.protectedUntil
            """)
    void stackPropertyThatCostsOrKeeps_isRefused(String property, String told) throws IOException {
        assertThat(read(STACK.formatted("unknown-region", ", " + property)).violations())
                .singleElement()
                .satisfies(violation -> assertThat(violation.message()).contains(told, "Way out: leave "));
    }

    @ParameterizedTest
    @CsvSource({"sa-east-1, sa-east-1", "us-east-2, us-east-2", "unknown-region, ''", "'', ''"})
    void regionOfTheStacks_isThatOfThePrices(String environment, String region) throws IOException {
        JudgedAssembly assembly = read(STACK.formatted(environment, ""));

        assertThat(assembly.violations()).isEmpty();
        assertThat(assembly.region()).isEqualTo(region);
        assertThat(assembly.judged().path("region").asText()).isEqualTo(region);
    }

    @ParameterizedTest
    @ValueSource(strings = {"unknown-region", "sa-east-1"})
    void stacksInTwoRegions_areRefusedForTheyHaveTwoAllowances(String other) throws IOException {
        String second = STACK.formatted(other, "").replace("'S':", "'T':");

        assertThat(read(STACK.formatted("us-east-1", "") + "," + second).violations())
                .singleElement()
                .satisfies(violation ->
                        assertThat(violation.message()).contains("stacks in several regions at S, T", "one region"));
    }

    @Test
    void budgetInAnotherRegion_isOfNone() throws IOException {
        Files.writeString(folder.resolve("B.json"), "{\"Resources\": {\"B\": {\"Type\": \"AWS::Budgets::Budget\"}}}");
        String budget = STACK.formatted("us-east-1", "").replace("'S':", "'B':").replace("'S.json'", "'B.json'");

        JudgedAssembly assembly = read(STACK.formatted("sa-east-1", "") + "," + budget);

        assertThat(assembly.violations()).isEmpty();
        assertThat(assembly.region()).isEqualTo("sa-east-1");
    }

    @Test
    void secondStackOfOneName_isRefusedForOnlyOneIsJudged() throws IOException {
        String other = STACK.formatted("unknown-region", "")
                .replace("'S':", "'T':")
                .replace("'S.json'", "'S.json', 'stackName': 'S'");

        assertThat(read(STACK.formatted("unknown-region", "") + "," + other).violations())
                .singleElement()
                .satisfies(violation -> assertThat(violation.message()).contains("a second stack of the name S at T"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'A': {'type': 'cdk:cloud-assembly', 'properties': {'directoryName': 'd'}} | a stage, which the guard does not read, at A
            'A': {'type': 'aws:tomorrow'}                                           | an artifact of type aws:tomorrow at A
            """)
    void artifactThatIsNotJudged_isRefused(String artifact, String told) throws IOException {
        assertThat(read(artifact).violations())
                .singleElement()
                .satisfies(violation -> assertThat(violation.message()).contains(told));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'dockerImages': {'i': {'source': {}}}}                                                            | container images
            {'files': {'f': {'destinations': {'d': {'bucketName': 'mine'}}}}}                                  | an asset in the bucket mine
            {'files': {'f': {'destinations': {'d': {'bucketName': 'cdk-q1-assets-1-us-east-2'}}}}, 'dockerImages': {}} |
            """)
    void assetsThatStay_areRefused(String assets, String told) throws IOException {
        Files.writeString(folder.resolve("a.json"), Templates.read(assets).toString());
        JudgedAssembly assembly = read("'A': {'type': 'cdk:asset-manifest', 'properties': {'file': 'a.json'}}");

        assertThat(assembly.violations().stream().map(Violation::what).toList())
                .isEqualTo(told == null ? List.of() : List.of(told));
    }

    @Test
    void templateThatCannotBeJudged_isNamed() throws IOException {
        Files.writeString(folder.resolve("S.json"), "{\"Hooks\": {}, \"Resources\": {\"Q\": {\"Type\": \"T\"}}}");

        assertThatThrownBy(() -> JudgedAssembly.read(manifest(STACK.formatted("", ""))))
                .isInstanceOf(TemplateException.class)
                .hasMessage("S: Hooks: this section of a template is not supported here");
    }

    private JudgedAssembly read(String artifacts) throws IOException {
        Files.writeString(folder.resolve("S.json"), "{\"Resources\": {\"Q\": {\"Type\": \"AWS::SQS::Queue\"}}}");
        return JudgedAssembly.read(manifest(artifacts));
    }

    private Path manifest(String artifacts) throws IOException {
        Files.writeString(
                folder.resolve("manifest.json"),
                Templates.read("{'artifacts': {" + artifacts + "}}").toString());
        return folder;
    }
}
