package classroom.cloud.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the next class finds of a table's settings. */
class TableSettingsTest {
    private static final ObjectNode SET = JsonNodeFactory.instance.objectNode().put("TableClass", "STANDARD");

    @TempDir
    private Path folder;

    private TableSettings settings() {
        TableSettings settings = new TableSettings();
        settings.in(folder, Set.of("books", "accounts"));
        return settings;
    }

    @Test
    void settings_areThereAtOnce() {
        settings().keep("books", SET);

        assertThat(settings().of("books")).isEqualTo(SET);
        assertThat(settings().of("accounts")).isEmpty();
    }

    @Test
    void settingsOfATableThatIsThereNoMore_areNotFound() {
        settings().keep("gone", SET);

        assertThat(settings().of("gone")).isEmpty();
    }

    @Test
    void settingsThatWereForgotten_areNotFound() {
        TableSettings first = settings();
        first.keep("books", SET);
        first.forget("books");

        assertThat(first.of("books")).isEmpty();
        assertThat(settings().of("books")).isEmpty();
    }
}
