package classroom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.infra.Project;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.StreamSupport;

/** The examples in docs/json.md, which commands must answer so. */
public final class JsonExample {
    private static final ObjectMapper JSON = new ObjectMapper();

    private JsonExample() {}

    /** Fails unless standard output is the example of this heading, with any text in the place of each ellipsis. */
    public static void assertIs(String heading, String output) throws IOException {
        String page = Files.readString(Project.ROOT.resolve("docs/json.md"));
        String section = page.substring(page.indexOf("\n## " + heading + "\n"));
        String example = section.substring(section.indexOf("```json\n") + 8);
        same(heading, JSON.readTree(example.substring(0, example.indexOf("```"))), JSON.readTree(output));
    }

    private static void same(String where, JsonNode example, JsonNode answer) {
        if (example.isObject()) {
            assertThat(names(answer)).as(where).isEqualTo(names(example));
            names(example).forEach(name -> same(where + "." + name, example.get(name), answer.get(name)));
        } else if (isAny(example) || isAny(example.path(0))) {
            assertThat(answer.isArray()).as(where).isEqualTo(example.isArray());
        } else if (example.isArray() && example.path(0).properties().stream().anyMatch(one -> isAny(one.getValue()))) {
            answer.forEach(one -> assertThat(names(one)).as(where).isEqualTo(names(example.get(0))));
        } else if (example.isArray()) {
            assertThat(answer).as(where).hasSameSizeAs(example);
            for (int i = 0; i < example.size(); i++) {
                same(where + "[" + i + "]", example.get(i), answer.get(i));
            }
        } else if (example.asText().endsWith("…")) {
            assertThat(answer.textValue()).as(where).startsWith(example.asText().replaceFirst("…$", ""));
        } else {
            assertThat(answer).as(where).isEqualTo(example);
        }
    }

    private static boolean isAny(JsonNode example) {
        return example.asText().equals("…");
    }

    private static List<String> names(JsonNode object) {
        Iterable<String> names = object::fieldNames;
        return StreamSupport.stream(names.spliterator(), false).toList();
    }
}
