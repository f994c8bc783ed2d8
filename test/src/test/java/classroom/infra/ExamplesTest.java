package classroom.infra;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.template.Resource;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The events that come with each function; what it answers to them, the browser's tests see. */
class ExamplesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void examples_standInTheTemplate_inBothLanguages() throws IOException {
        for (Resource function : functions()) {
            JsonNode examples = function.metadata().path("classroom:examples");
            assertThat(examples).as(function.id()).hasSizeGreaterThan(1);
            for (JsonNode example : examples) {
                assertThat(example.path("en").asText()).as(example.toString()).isNotEmpty();
                assertThat(example.path("pt").asText()).as(example.toString()).isNotEmpty();
                assertThat(JSON.readTree(example.path("event").textValue()).isObject())
                        .isTrue();
            }
        }
    }

    /** A file of another name would be of no function. */
    @Test
    void files_areOfFunctions() throws IOException {
        Path folder = Project.ROOT.resolve("infra/src/main/resources/classroom/infra/examples");
        Set<String> functions = functions().stream()
                .map(function -> function.properties().path("FunctionName").asText() + ".json")
                .collect(Collectors.toSet());
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString())).isSubsetOf(functions);
        }
    }

    private static List<Resource> functions() {
        return Synthesis.plain().resources().stream()
                .filter(resource -> resource.type().equals("AWS::Lambda::Function"))
                .toList();
    }
}
