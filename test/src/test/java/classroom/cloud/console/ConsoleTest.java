package classroom.cloud.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import classroom.cloud.Cloud;
import classroom.cloud.gateway.AwsError;
import classroom.cloud.gateway.Call;
import classroom.cloud.gateway.Reply;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConsoleTest {
    /** What a page may take before a slow network or a projector's laptop feels it. */
    private static final int MOST_BYTES = 200 * 1024;

    private static final Pattern NAMED =
            Pattern.compile("(?:from|import|href=|src=|\":) ?[\"'](?:\\./)?([^\"']+)[\"']");

    private final Console console = new Console(Cloud.ENVIRONMENT, "CLASSROOM", "secret");

    @Test
    void page_runsNothingButItsOwnFiles() {
        Reply index = get("");

        assertThat(index.headers()).containsEntry("Content-Type", "text/html; charset=utf-8");
        assertThat(index.headers().get("Content-Security-Policy"))
                .contains("default-src 'none'", "script-src 'self' 'sha256-", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
    }

    @Test
    void session_saysWhereTheClassIs() {
        Reply session = get("session.json");

        assertThat(text(session)).isEqualTo("""
                {"account":"000000000000","region":"us-east-2","accessKeyId":"CLASSROOM","token":"secret"}""");
        assertThat(session.headers()).containsEntry("Cache-Control", "no-store");
    }

    @Test
    void answer_isAsItIsWhenItIsAskedFor() {
        AtomicInteger count = new AtomicInteger();
        console.serve("count.json", () -> JsonNodeFactory.instance.objectNode().put("count", count.incrementAndGet()));

        assertThat(text(get("count.json"))).isEqualTo("{\"count\":1}");
        assertThat(text(get("count.json"))).isEqualTo("{\"count\":2}");
        assertThat(get("count.json").headers()).containsEntry("Content-Type", "application/json");
    }

    @Test
    void pathWithoutItsSlash_leadsToThePage() {
        Reply reply = console.answer(call("GET", Console.PREFIX));

        assertThat(reply.status()).isEqualTo(302);
        assertThat(reply.headers()).containsEntry("Location", Console.PATH);
        assertThatThrownBy(() -> console.answer(call("GET", Console.PREFIX + "sindex.html")))
                .hasMessage("The console has no file '/_classroom/consolesindex.html'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nothing.js",
                "../cloud/Cloud.class",
                "..%2Fx.js",
                "views/",
                "vendor/preact/LICENSE",
                "/etc/x.js",
                "a/..b.js"
            })
    void otherFile_isNotFound(String name) {
        assertThatThrownBy(() -> get(name))
                .isInstanceOfSatisfying(
                        AwsError.class, e -> assertThat(e.status()).isEqualTo(404))
                .hasMessage("The console has no file '" + name + "'");
    }

    @Test
    void browser_getsFilesZipped() throws IOException {
        Reply file = zipped("app.js");

        assertThat(file.headers()).containsEntry("Content-Encoding", "gzip");
        assertThat(new GZIPInputStream(new ByteArrayInputStream(file.body())).readAllBytes())
                .isEqualTo(get("app.js").body());
        assertThat(get("app.js").headers()).doesNotContainKey("Content-Encoding");
    }

    @ParameterizedTest
    @CsvSource({"POST", "PUT", "DELETE"})
    void otherMethod_isRefused(String method) {
        assertThatThrownBy(() -> console.answer(call(method, Console.PATH)))
                .hasMessage("The console takes GET, not " + method);
    }

    /** Every file that a file names is there, and all of them together are small. */
    @Test
    void files_areAllThere_andSmall() {
        List<String> files = new ArrayList<>(List.of("index.html"));
        int bytes = 0;
        for (int i = 0; i < files.size(); i++) {
            Reply file = get(files.get(i));
            bytes += zipped(files.get(i)).body().length;
            if (!files.get(i).startsWith("vendor/")) {
                Path page = Path.of(files.get(i));
                NAMED.matcher(text(file))
                        .results()
                        .map(found -> found.group(1))
                        .filter(name -> name.matches("[\\w./-]+\\.(js|mjs|css|svg)"))
                        .map(name -> page.resolveSibling(name).normalize().toString())
                        .filter(name -> !files.contains(name))
                        .forEach(files::add);
            }
        }

        assertThat(files).contains("app.js", "style.css", "vendor/preact/dist/preact.mjs", "views/tables.js");
        assertThat(bytes).isLessThan(MOST_BYTES);
    }

    /** Where a brace is lost, a browser reads every rule after it as a part of the one before, and says nothing. */
    @Test
    void styles_areRulesSideBySide() {
        String styles = text(get("style.css"));

        assertThat(styles.replaceAll("(?s)@[^{]*\\{(\\s*[^{}]+\\{[^{}]*})*\\s*}|[^{}]+\\{[^{}]*}", ""))
                .isBlank();
    }

    /** A word in one language only would show as "undefined" in the other. */
    @Test
    void words_areTheSameInBothLanguages() {
        List<String> parts = NAMED.matcher(text(get("words.js")))
                .results()
                .map(found -> found.group(1))
                .toList();

        assertThat(parts).hasSizeGreaterThan(3);
        List<String> all = new ArrayList<>();
        for (String part : parts) {
            String[] languages = text(get(part)).split("\n  pt: \\{");
            assertThat(keys(languages[1]))
                    .as(part)
                    .isEqualTo(keys(languages[0]))
                    .isNotEmpty();
            all.addAll(keys(languages[0]));
        }
        assertThat(all).as("one view's word would replace another's").doesNotHaveDuplicates();
    }

    private static List<String> keys(String words) {
        return Pattern.compile("^    (\\w+):", Pattern.MULTILINE)
                .matcher(words)
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    /** As every browser asks for it. */
    private Reply zipped(String name) {
        return console.answer(new Call(
                "GET", Console.PATH + name, "", Map.of("accept-encoding", "gzip, br"), new byte[0], null, "id"));
    }

    private Reply get(String name) {
        return console.answer(call("GET", Console.PATH + name));
    }

    private static Call call(String method, String path) {
        return new Call(method, path, "", Map.of(), new byte[0], null, "id");
    }

    private static String text(Reply reply) {
        return new String(reply.body(), StandardCharsets.UTF_8);
    }
}
