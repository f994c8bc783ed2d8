package classroom.cloud.lambda.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CodeDigestsTest {
    private final CodeDigests digests = new CodeDigests();

    @TempDir
    private Path folder;

    @Test
    void file_hasTheSha256OfItsContentAlone() throws Exception {
        Path code = Files.writeString(folder.resolve("code.jar"), "abc");

        // FIPS 180-2, "SHA-256 Examples".
        assertThat(digests.of(code)).isEqualTo("ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
    }

    @Test
    void folder_changesWithANameInIt() throws Exception {
        Path one = Files.createDirectory(folder.resolve("one"));
        Path other = Files.createDirectory(folder.resolve("other"));
        Files.writeString(one.resolve("A.class"), "abc");
        Files.writeString(other.resolve("B.class"), "abc");

        assertThat(digests.of(one)).hasSize(44).isNotEqualTo(digests.of(other));
    }

    @Test
    void codeThatIsRemoved_keepsItsDigestIfSomebodyHasAsked() throws Exception {
        Path code = Files.writeString(folder.resolve("code.jar"), "abc");
        String digest = digests.of(code);
        Files.delete(code);

        assertThat(digests.of(code)).isEqualTo(digest);
        assertThat(new CodeDigests().of(code)).isEmpty();
    }
}
