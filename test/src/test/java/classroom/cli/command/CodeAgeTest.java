package classroom.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.cli.client.Answer;
import classroom.cli.client.Client;
import classroom.cli.synth.Home;
import classroom.cli.synth.Sources;
import classroom.cli.synth.Sources.Part;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ./classroom invoke} says of the code that runs. */
class CodeAgeTest {
    private static final String BUILT = "ab".repeat(32);
    private static final Path HELLO = Path.of("functions/src/main/java/classroom/hello/Hello.java");

    @TempDir
    private Path root;

    /** What the class has, and what it says of itself. */
    private String code = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(BUILT));

    private String status = "{\"service\":\"classroom\"}";

    @BeforeEach
    void build() throws IOException {
        Files.createDirectories(root.resolve(HELLO).getParent());
        Files.writeString(root.resolve(HELLO), "class Hello {}");
        Files.createDirectories(root.resolve("target"));
        Files.writeString(root.resolve("target/asset.stamp"), new Sources(root).digest(Part.ASSET) + " " + BUILT);
    }

    @Test
    void codeOfTheSources_isNotSpokenOf() {
        assertThat(warning("classroom.hello.Hello")).isEmpty();
    }

    @Test
    void editedSource_isNewerThanTheAsset() throws IOException {
        Files.writeString(root.resolve(HELLO), "class Hello { int edited; }");

        assertThat(warning("classroom.hello.Hello"))
                .hasValueSatisfying(warning -> assertThat(warning)
                        .isEqualTo(
                                "the class runs older code than functions/ has: end it and start it again, or start it with"
                                        + " --watch"));
    }

    @Test
    void assetThatWasBuiltSince_isNewerThanWhatRuns() {
        code = "older";

        assertThat(warning("classroom.hello.Hello::handleRequest")).isPresent();
    }

    @Test
    void functionOfAnotherProject_isNotSpokenOf() {
        code = "its own";

        assertThat(warning("ana.Own")).isEmpty();
    }

    @Test
    void classThatWatches_saysWhichSourcesItRuns() {
        code = "edited";
        status = "{\"sources\":\"" + new Sources(root).digest(Part.ASSET) + "\"}";
        assertThat(warning("classroom.hello.Hello")).isEmpty();

        status = "{\"sources\":\"others\"}";
        assertThat(warning("classroom.hello.Hello"))
                .contains("the class runs older code than functions/ has: the terminal of up says why");
    }

    @Test
    void buildWithoutAStamp_isNotSpokenOf() throws IOException {
        Files.delete(root.resolve("target/asset.stamp"));

        assertThat(warning("classroom.hello.Hello")).isEmpty();
    }

    private Optional<String> warning(String handler) {
        Client client = new Client(request -> new Answer(
                200,
                HttpHeaders.of(Map.of(), (name, value) -> true),
                (request.path().endsWith("/configuration")
                                ? "{\"Handler\":\"" + handler + "\",\"CodeSha256\":\"" + code + "\"}"
                                : status)
                        .getBytes(StandardCharsets.UTF_8)));
        return new CodeAge(new Home(root)).warning(client, "hello");
    }
}
