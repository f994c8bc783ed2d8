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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://s3.us-east-2.amazonaws.com/assets/a%20b.json",
                "https://s3.amazonaws.com/assets/a%20b.json",
                "https://s3-eu-west-1.amazonaws.com/assets/a%20b.json",
                "https://assets.s3.dualstack.us-east-2.amazonaws.com/a%20b.json",
                "http://127.0.0.1/assets/a%20b.json",
                "http://class.example:4566/assets/a%20b.json"
            })
    void object_isReadWhateverItsRegion_andIsWhatPermissionsName(String url) throws Exception {
        Files.writeString(folder.resolve("a b.json"), TEMPLATE);
        Map<String, String> request = Map.of("TemplateURL", url);

        assertThat(source(request)).isEqualTo(TEMPLATE);
        assertThat(TemplateSource.object(Forms.of("CreateChangeSet", request)))
                .hasValue("arn:aws:s3:::assets/a b.json");
    }

    @Test
    void objectThatIsTooLarge_isRefused() throws Exception {
        Files.write(folder.resolve("large"), new byte[1_000_001]);

        refused(
                Map.of("TemplateURL", "https://s3.amazonaws.com/assets/large"),
                "Template may not exceed 1000000 bytes in size.");
    }

    private String source(Map<String, String> request) {
        return templates.source(Forms.of("CreateChangeSet", request), null).body();
    }

    private void refused(Map<String, String> request, String message) {
        assertThatThrownBy(() -> source(request)).hasMessageContaining(message);
    }
}
