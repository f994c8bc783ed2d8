package classroom.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file of AWS's models is what its command makes of the botocore that it names. */
@Tag("clients")
class ModelsClientIT {
    private static final Path ROOT = ClassProcess.root();
    private static final Path MODELS = ROOT.resolve("template/src/main/resources/classroom/template/api/services.json");

    @Test
    void command_makesTheFileAgain(@TempDir Path folder) throws Exception {
        Path made = folder.resolve("services.json");
        Process process = new ProcessBuilder(
                        "python3",
                        ROOT.resolve("template/src/main/build/reduce_models.py").toString())
                .redirectOutput(made.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(process.waitFor()).isZero();

        ObjectMapper json = new ObjectMapper();
        String source = json.readTree(MODELS.toFile()).path("source").asText();
        assumeTrue(json.readTree(made.toFile()).path("source").asText().equals(source), "another botocore");
        assertThat(Files.mismatch(made, MODELS)).isEqualTo(-1);
    }
}
