package classroom.template.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import classroom.template.AwsEnvironment;
import classroom.template.assembly.CloudAssembly.StackArtifact;
import classroom.template.assembly.CloudAssembly.Unusable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CloudAssemblyTest {
    private static final AwsEnvironment HERE = new AwsEnvironment("000000000000", "us-east-2");

    @TempDir
    private Path folder;

    @BeforeEach
    void writeAssembly() throws IOException {
        write("manifest.json", """
                {"artifacts": {
                  "Second": {"type": "aws:cloudformation:stack", "dependencies": ["First", "Second.assets"],
                    "properties": {"templateFile": "second.json", "stackName": "Named", "tags": {"class": "x"},
                      "parameters": {"P": "1"}}},
                  "First": {"type": "aws:cloudformation:stack", "properties": {"templateFile": "first.json"}},
                  "Second.assets": {"type": "cdk:asset-manifest", "properties": {"file": "assets.json"}},
                  "Tree": {"type": "cdk:tree", "properties": {"file": "tree.json"}},
                  "Stage": {"type": "cdk:cloud-assembly", "properties": {"directoryName": "stage"}}}}
                """);
        write("first.json", "{\"Resources\": {}}");
        write("second.json", "{\"Resources\": {\"A\": {}}}");
        write("assets.json", """
                {"files": {"abc": {"source": {"path": "asset.abc.jar"}, "destinations": {"here": {
                  "bucketName": "cdk-${AWS::AccountId}-${AWS::Region}", "objectKey": "abc.jar"}}}}}
                """);
        write("stage/manifest.json", """
                {"artifacts": {"Third": {"type": "aws:cloudformation:stack",
                  "properties": {"templateFile": "third.json"}}}}
                """);
        write("stage/third.json", "{\"Resources\": {}}");
    }

    @Test
    void stacks_comeAfterThoseTheyDependOnWithStages() {
        assertThat(CloudAssembly.read(folder, HERE).stacks())
                .extracting(StackArtifact::name)
                .containsExactly("First", "Named", "Third");
    }

    @Test
    void stack_hasItsTemplateParametersAndTags() {
        StackArtifact second = CloudAssembly.read(folder, HERE).stacks().get(1);

        assertThat(second.template().path("Resources").has("A")).isTrue();
        assertThat(second.parameters()).containsEntry("P", "1");
        assertThat(second.tags()).containsEntry("class", "x");
    }

    @Test
    void asset_isFoundByBucketAndKey() {
        assertThat(CloudAssembly.read(folder, HERE).assets())
                .containsEntry("cdk-000000000000-us-east-2/abc.jar", folder.resolve("asset.abc.jar"));
    }

    @Test
    void folderWithoutManifest_saysSo() {
        Path elsewhere = folder.resolve("elsewhere");

        assertThatThrownBy(() -> CloudAssembly.read(elsewhere, HERE))
                .isInstanceOf(Unusable.class)
                .hasMessage(elsewhere + " is not a cloud assembly: it has no manifest.json. Name the folder that cdk"
                        + " synth writes");
    }

    @Test
    void brokenTemplate_isNamedInOneLine() throws IOException {
        write("second.json", "{\"Resources\": ");

        assertThatThrownBy(() -> CloudAssembly.read(folder, HERE))
                .isInstanceOf(Unusable.class)
                .hasMessageContaining("second.json")
                .hasMessageNotContaining("\n");
    }

    @Test
    void missingTemplateFile_isNamed() throws IOException {
        Files.delete(folder.resolve("first.json"));

        assertThatThrownBy(() -> CloudAssembly.read(folder, HERE))
                .isInstanceOf(Unusable.class)
                .hasMessageContaining("first.json");
    }

    @Test
    void assemblyOfANewerSchema_isRefusedInOneLine() throws IOException {
        write("manifest.json", "{\"version\": \"999.1.0\", \"artifacts\": {}}");

        assertThatThrownBy(() -> CloudAssembly.read(folder, HERE))
                .isInstanceOf(Unusable.class)
                .hasMessageContaining("manifest.json has version 999.1.0")
                .hasMessageContaining("take a newer class")
                .hasMessageNotContaining("\n");
    }

    @Test
    void assemblyWithoutStack_isUnusable() throws IOException {
        write("manifest.json", "{\"artifacts\": {}}");

        assertThatThrownBy(() -> CloudAssembly.read(folder, HERE))
                .isInstanceOf(Unusable.class)
                .hasMessageContaining("names no stack");
    }

    private void write(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }
}
