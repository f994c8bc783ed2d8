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
        String here = json.readTree(made.toFile()).path("source").asText();
        // Another version makes another file, and pip is no registry of the project.
        assumeTrue(here.equals(source), "not run: the file is of " + source + ", and here is " + here);
        assertThat(Files.mismatch(made, MODELS)).isEqualTo(-1);
    }
}
