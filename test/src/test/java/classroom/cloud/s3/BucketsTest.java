package classroom.cloud.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import classroom.cloud.gateway.AwsError;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BucketsTest {
    @TempDir
    private Path folder;

    private Buckets buckets;

    @BeforeEach
    void make() {
        buckets = new Buckets(folder.resolve("s3"), Clock.systemUTC());
        buckets.create("assets", Map.of());
    }

    @Test
    void object_isFoundByBucketAndKey() {
        put("code.jar", "code");

        assertThat(buckets.find("assets", "code.jar"))
                .hasValueSatisfying(file -> assertThat(file).content().isEqualTo("code"));
        assertThat(buckets.find("assets", "other")).isEmpty();
        assertThat(buckets.find("other", "code.jar")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../escaped", "/etc/escaped", "..\\escaped", "a/../../escaped", "con", "\u0000", "."})
    void key_neverReachesTheFileSystem(String key) throws IOException {
        put(key, "harm");

        assertThat(buckets.find("assets", key).orElseThrow().toRealPath())
                .startsWith(folder.resolve("s3").toRealPath());
        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile)).hasSize(1);
        }
    }

    @Test
    void overwrittenOrDeletedObject_leavesItsFileToWhoReadsIt() {
        put("code.jar", "old");
        Path old = buckets.find("assets", "code.jar").orElseThrow();
        put("code.jar", "new");
        Path now = buckets.find("assets", "code.jar").orElseThrow();
        buckets.bucket("assets").delete("code.jar");

        assertThat(old).content().isEqualTo("old");
        assertThat(now).content().isEqualTo("new");
        assertThat(buckets.find("assets", "code.jar")).isEmpty();
    }

    @Test
    void bucket_isDeletedOnlyWhenItIsEmpty() {
        put("a", "b");
        assertThatThrownBy(() -> buckets.delete("assets"))
                .isInstanceOfSatisfying(
                        AwsError.class, e -> assertThat(e.code()).isEqualTo("BucketNotEmpty"))
                .hasMessage("The bucket you tried to delete is not empty");

        buckets.bucket("assets").delete("a");
        buckets.delete("assets");

        assertThat(buckets.contains("assets")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ab", "..", "A-bucket", "a/b", "-abc", "abc."})
    void nameAgainstTheRules_isRefused(String name) {
        assertThatThrownBy(() -> buckets.create(name, Map.of()))
                .isInstanceOfSatisfying(
                        AwsError.class, e -> assertThat(e.code()).isEqualTo("InvalidBucketName"));
    }

    private void put(String key, String body) {
        buckets.put(
                "assets",
                key,
                buckets.keep(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8))),
                Map.of("etag", "\"x\""));
    }
}
