package classroom.cloud.cloudformation.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import classroom.cloud.cloudformation.engine.Lookups;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemplateSourceTest {
    private static final String TEMPLATE = "{\"Resources\": {\"A\": {\"Type\": \"AWS::SNS::Topic\"}}}";

    @TempDir
    private Path folder;

    private final TemplateSource templates = new TemplateSource(new Lookups() {
        @Override
        public Optional<Path> asset(String bucket, String key) {
            return Optional.of(folder.resolve(key)).filter(file -> bucket.equals("assets") && Files.exists(file));
        }

        @Override
        public Optional<String> parameter(String name) {
            return Optional.empty();
        }
    });

    @Test
    void body_isTheTemplate() {
        assertThat(source(Map.of("TemplateBody", TEMPLATE))).isEqualTo(TEMPLATE);
    }

    @Test
    void object_isReadWhateverTheHost_andIsWhatPermissionsName() throws Exception {
        Files.writeString(folder.resolve("a b.json"), TEMPLATE);
        Map<String, String> request = Map.of("TemplateURL", "https://s3.us-east-2.amazonaws.com/assets/a%20b.json");

        assertThat(source(request)).isEqualTo(TEMPLATE);
        assertThat(TemplateSource.object(Forms.of("CreateChangeSet", request)))
                .hasValue("arn:aws:s3:::assets/a b.json");
    }

    @Test
    void objectThatIsNone_orIsTooLarge_isRefused() throws Exception {
        Files.write(folder.resolve("large"), new byte[1_000_001]);

        refused(Map.of("TemplateURL", "https://s3/assets/none"), "The specified key does not exist");
        refused(Map.of("TemplateURL", "https://s3/assets/large"), "Template may not exceed 1000000 bytes in size.");
        refused(Map.of("TemplateURL", "ftp://s3/assets/none"), "is not a valid S3 domain");
    }

    @Test
    void oneTemplate_isWanted() {
        refused(Map.of(), "Either Template URL or Template Body must be specified.");
        refused(
                Map.of("TemplateBody", TEMPLATE, "TemplateURL", "https://s3/a/b"),
                "Either Template URL or Template Body must be specified.");
        refused(Map.of("UsePreviousTemplate", "true"), "There is no previous template to use");
    }

    private String source(Map<String, String> request) {
        return templates.source(Forms.of("CreateChangeSet", request), null).body();
    }

    private void refused(Map<String, String> request, String message) {
        assertThatThrownBy(() -> source(request)).hasMessageContaining(message);
    }
}
