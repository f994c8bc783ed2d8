package classroom.template.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import classroom.template.assembly.CloudAssembly.Unusable;
import classroom.template.assembly.Manifest.Artifact;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestTest {
    @TempDir
    private Path folder;

    @Test
    void artifacts_areAsWrittenAndInOrderOfTheirDependencies() throws IOException {
        Manifest manifest = read("'A': {'dependencies': ['B', 'not there']}, 'B': {}");

        assertThat(manifest.artifacts().keySet()).containsExactly("A", "B");
        assertThat(manifest.inOrder()).extracting(Artifact::id).containsExactly("B", "A");
    }

    @Test
    void artifactsThatDependOnEachOther_haveNoOrder() throws IOException {
        Manifest manifest = read("'A': {'dependencies': ['B']}, 'B': {'dependencies': ['A']}");

        assertThatThrownBy(manifest::inOrder)
                .isInstanceOf(Unusable.class)
                .hasMessage("The artifacts of the cloud assembly depend on each other in a circle: [A, B]");
    }

    @Test
    void stackWithoutTemplate_namesTheManifestAndTheProperty() throws IOException {
        Manifest manifest = read("'S': {'type': 'aws:cloudformation:stack', 'properties': {}}");

        assertThatThrownBy(() -> manifest.artifacts().get("S").template())
                .isInstanceOf(Unusable.class)
                .hasMessage(
                        Manifest.in(folder) + " lacks the property templateFile of an artifact: synthesize it again");
    }

    @Test
    void brokenManifest_isNamedInOneLine() {
        assertThatThrownBy(() -> read("'A': "))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(Manifest.in(folder) + " cannot be read: ")
                .hasMessageNotContaining("\n");
    }

    private Manifest read(String artifacts) throws IOException {
        Files.writeString(Manifest.in(folder), ("{'artifacts': {" + artifacts + "}}").replace('\'', '"'));
        return Manifest.read(folder);
    }
}
