package classroom.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** docs/pinned.md names everything that is pinned, and .github/dependabot.yml proposes new versions where it can. */
class PinnedTest {
    private final String page = read("docs/pinned.md");

    @Test
    void everyVersionOfThePom_isOnThePage() {
        Set<String> pinned = all("<([\\w-]+\\.version)>", read("pom.xml"));
        pinned.removeIf(name -> name.endsWith("-plugin.version"));
        pinned.removeAll(all("`([\\w-]+\\.version)`", page));

        assertThat(pinned)
                .as("docs/pinned.md: add these properties of pom.xml to a row")
                .isEmpty();
    }

    @Test
    void everyVersionOfPackageJson_isOnThePage() throws IOException {
        Set<String> pinned = new TreeSet<>();
        new YAMLMapper()
                .readTree(read("package.json"))
                .path("devDependencies")
                .fieldNames()
                .forEachRemaining(pinned::add);
        pinned.removeIf(name -> page.contains("`" + name + "`"));

        assertThat(pinned)
                .as("docs/pinned.md: add these packages of package.json to a row")
                .isEmpty();
    }

    @Test
    void everythingThatThePageNames_isThere() {
        Set<String> gone = all("`([\\w-]+\\.version)`", page);
        gone.removeAll(all("<([\\w-]+\\.version)>", read("pom.xml")));
        all("`((?:[\\w.-]+/)*[\\w.-]+\\.(?:xml|json|mjs|txt|java|properties|svg)|\\.github/workflows/)`", page).stream()
                .filter(path -> path.contains("/") || path.matches("pom.xml|package(-lock)?.json|cdk.json|build.mjs"))
                .filter(path -> !Files.exists(Project.ROOT.resolve(path)))
                .forEach(gone::add);

        assertThat(gone).as("docs/pinned.md: these are gone").isEmpty();
    }

    /** They would be old with the next pull request. */
    @Test
    void page_holdsNoVersion() {
        assertThat(all("(\\d+\\.\\d+\\.\\d+)", page)).isEmpty();
    }

    @Test
    void dependabot_proposesAllInGroups() throws IOException {
        JsonNode updates =
                new YAMLMapper().readTree(read(".github/dependabot.yml")).path("updates");

        assertThat(StreamSupport.stream(updates.spliterator(), false)
                        .map(update -> update.path("package-ecosystem").asText()))
                .containsExactly("maven", "npm", "github-actions");
        for (JsonNode update : updates) {
            List<JsonNode> groups = new ArrayList<>();
            update.path("groups").forEach(groups::add);
            String ecosystem = update.path("package-ecosystem").asText();
            assertThat(update.path("directory").asText()).as(ecosystem).isEqualTo("/");
            assertThat(update.path("schedule").path("interval").asText())
                    .as(ecosystem)
                    .isEqualTo("monthly");
            // Dependencies outside of a group would each have their own pull request.
            assertThat(groups.get(groups.size() - 1).path("patterns").toString())
                    .as(ecosystem)
                    .isEqualTo("[\"*\"]");
            update.path("groups")
                    .fieldNames()
                    .forEachRemaining(group -> assertThat(page.contains("`" + group + "`"))
                            .as("docs/pinned.md: name the group " + group)
                            .isTrue());
        }
    }

    private static Set<String> all(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map((MatchResult result) -> result.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String read(String path) {
        try {
            return Files.readString(Project.ROOT.resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
