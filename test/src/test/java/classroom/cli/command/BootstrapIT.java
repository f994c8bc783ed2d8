package classroom.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.cli.synth.Cdk;
import classroom.cli.synth.Home;
import classroom.cloud.Cloud;
import classroom.cloud.cloudformation.engine.Deployment;
import classroom.cloud.cloudformation.engine.LeftOut;
import classroom.cloud.cloudformation.engine.StackResource;
import classroom.cloud.host.Child;
import classroom.template.assembly.CloudAssembly;
import classroom.template.assembly.CloudAssembly.StackArtifact;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bootstrap stack of the pinned CDK CLI: its template in the engine, and the CLI's own command against the class. */
class BootstrapIT {
    private static final String PLACE = "000000000000-us-east-2";
    private static final String BUCKET = "cdk-hnb659fds-assets-" + PLACE;
    private static final String VERSION = "/cdk-bootstrap/hnb659fds/version";

    @TempDir
    private Path temporary;

    private Cloud local;

    @BeforeEach
    void start() {
        local = Cloud.start(0, line -> {});
    }

    @AfterEach
    void stop() {
        local.close();
    }

    /** With the parameters that the CLI gives by default: no key of the user's own. */
    @Test
    void templateAsTheCliDeploysIt_isMadeAndTheRestNamed() throws IOException {
        Deployment deployment = deploy(Map.of("FileAssetsBucketKmsKeyId", "AWS_MANAGED_KEY"));

        assertThat(deployment.leftOut())
                .containsExactlyInAnyOrder(
                        new LeftOut("ContainerAssetsRepository", "AWS::ECR::Repository", List.of()),
                        new LeftOut(
                                "StagingBucket",
                                "AWS::S3::Bucket",
                                List.of(
                                        "BucketEncryption",
                                        "PublicAccessBlockConfiguration",
                                        "VersioningConfiguration",
                                        "LifecycleConfiguration")),
                        new LeftOut("LookupRole", "AWS::IAM::Role", List.of("ManagedPolicyArns")),
                        new LeftOut("DeploymentActionRole", "AWS::IAM::Role", List.of("ManagedPolicyArns")),
                        new LeftOut("CloudFormationExecutionRole", "AWS::IAM::Role", List.of("ManagedPolicyArns")));
        assertThat(deployment.outputs().get("BucketName").value().asText()).isEqualTo(BUCKET);
        assertThat(deployment.outputs().get("BucketDomainName").value().asText())
                .isEqualTo(BUCKET + ".s3.us-east-2.amazonaws.com");
        assertThat(local.services().parameters().find(VERSION))
                .contains(deployment.outputs().get("BootstrapVersion").value().asText());
        assertThat(local.services().buckets().names()).containsExactly(BUCKET);
    }

    @Test
    void everyConditionOfTheTemplate_canBeTurned() throws IOException {
        Deployment deployment = deploy(Map.of(
                "TrustedAccounts", "111111111111",
                "TrustedAccountsForLookup", "111111111111,222222222222",
                "CloudFormationExecutionPolicies", "arn:aws:iam::aws:policy/ReadOnlyAccess",
                "FileAssetsBucketName", "my-assets",
                "ContainerAssetsRepositoryName", "my-images",
                "UseExamplePermissionsBoundary", "true",
                "InputPermissionsBoundary", "my-boundary",
                "ApplyPermissionsBoundaryToAllRoles", "true",
                "PublicAccessBlockConfiguration", "false",
                "DenyExternalId", "false"));

        assertThat(deployment.leftOut())
                .extracting(LeftOut::type)
                .contains("AWS::KMS::Key", "AWS::KMS::Alias", "AWS::IAM::ManagedPolicy");
        assertThat(local.services().buckets().names()).containsExactly("my-assets");
    }

    @Test
    void deletedStack_leavesItsBucketAndNothingElse() throws IOException {
        deploy(Map.of());

        local.stacks().find("CDKToolkit").orElseThrow().delete();

        assertThat(local.services().buckets().names()).containsExactly(BUCKET);
        assertThat(local.services().parameters().names()).isEmpty();
        assertThat(local.services().roles().list()).isEmpty();
    }

    @Test
    @Tag("long")
    void cli_bootstrapsAndFindsNothingToDoTheSecondTime() throws Exception {
        Program.Result first = bootstrap();
        assertThat(first.output()).contains("Environment aws://000000000000/us-east-2 bootstrapped.");
        assertThat(first.status()).isZero();
        List<StackResource> made =
                local.stacks().find("CDKToolkit").orElseThrow().resources();

        Program.Result second = bootstrap();

        assertThat(second.output()).contains("bootstrapped (no changes)");
        assertThat(second.status()).isZero();
        assertThat(local.stacks().find("CDKToolkit").orElseThrow().resources())
                .extracting(StackResource::physicalId)
                .containsExactlyElementsOf(
                        made.stream().map(StackResource::physicalId).toList());
    }

    @Test
    @Tag("long")
    void cli_bootstrapsWithAQualifierAndAKeyOfItsOwn() throws Exception {
        Program.Result result =
                bootstrap("--qualifier", "ana", "--toolkit-stack-name", "Ana", "--bootstrap-customer-key");

        assertThat(result.status()).as(result.output()).isZero();
        assertThat(local.services().parameters().names()).containsExactly("/cdk-bootstrap/ana/version");
        assertThat(local.services().buckets().names()).containsExactly("cdk-ana-assets-" + PLACE);
    }

    private Program.Result bootstrap(String... options) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("bootstrap"));
        arguments.addAll(List.of(options));
        return Program.cdk(temporary, Integer.toString(local.port()), arguments.toArray(String[]::new));
    }

    private Deployment deploy(Map<String, String> parameters) throws IOException {
        Child.Outcome shown = new Cdk(new Home(Program.ROOT)).run(List.of("bootstrap", "--show-template", "--json"));
        JsonNode template = new ObjectMapper().readTree(shown.output());
        StackArtifact toolkit = new StackArtifact("CDKToolkit", template, parameters, Map.of());
        return local.stacks().deploy(new CloudAssembly(List.of(toolkit), Map.of()), toolkit);
    }
}
