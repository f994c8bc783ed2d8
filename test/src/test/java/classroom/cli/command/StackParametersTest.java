package classroom.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import classroom.cli.terminal.CommandException;
import classroom.template.assembly.CloudAssembly;
import classroom.template.assembly.CloudAssembly.StackArtifact;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StackParametersTest {
    private static final String DATE = "ClassEndsUtc=2027-03-31T18:00:00";

    @Test
    void value_reachesEveryStackThatDeclaresItsParameter() {
        assertThat(values(DATE)).containsExactly(Map.of("ClassEndsUtc", "2027-03-31T18:00:00"), Map.of("Other", "app"));
    }

    @Test
    void value_forOneStack_reachesThatOne() {
        assertThat(values("Classroom:" + DATE, "Second:Other=given"))
                .containsExactly(Map.of("ClassEndsUtc", "2027-03-31T18:00:00"), Map.of("Other", "given"));
    }

    @Test
    void parameterLeftOpen_isAskedForWithItsDescription() {
        assertThatThrownBy(() -> values())
                .isInstanceOf(CommandException.class)
                .hasMessage("the stack Classroom needs a value: --parameters ClassEndsUtc=…  (When it ends)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ClassEndUtc=2027-03-31T18:00:00", "Second:ClassEndsUtc=x", "ClassEndsUtc", "=x", ""})
    void optionThatFitsNoParameter_isRefused(String option) {
        assertThatThrownBy(() -> values(DATE, option))
                .isInstanceOf(CommandException.class)
                .hasMessageStartingWith("--parameters takes [STACK:]NAME=VALUE")
                .hasMessageEndingWith("not " + option);
    }

    private static List<Map<String, String>> values(String... options) {
        CloudAssembly assembly = new CloudAssembly(
                List.of(
                        new StackArtifact(
                                "Classroom",
                                json("{\"Parameters\": {\"ClassEndsUtc\": {\"Type\": \"String\","
                                        + " \"Description\": \"When it ends\"},"
                                        + " \"Version\": {\"Type\": \"String\", \"Default\": \"6\"}}}"),
                                Map.of(),
                                Map.of()),
                        new StackArtifact(
                                "Second",
                                json("{\"Parameters\": {\"Other\": {\"Type\": \"String\"}}}"),
                                Map.of("Other", "app"),
                                Map.of())),
                Map.of());
        return StackParameters.given(assembly, List.of(options)).stacks().stream()
                .map(StackArtifact::parameters)
                .toList();
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
