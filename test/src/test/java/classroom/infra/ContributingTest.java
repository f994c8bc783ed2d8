package classroom.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** CONTRIBUTING.md names what there is. */
class ContributingTest {
    private static final Pattern QUOTED = Pattern.compile("`([^`\\s]+)`");

    /** Files to be written, which do not exist yet. */
    private static final Set<String> EXAMPLES =
            Set.of("functions/src/main/java/classroom/account/CountAccounts.java", "NNNN-title.md");

    private final String text = read();

    @Test
    void everyPath_isThere() {
        Set<String> paths = quoted(".*/.*|.*\\.(md|java|txt)");
        paths.removeAll(EXAMPLES);
        paths.removeIf(path -> path.startsWith("./"));

        assertThat(paths)
                .hasSizeGreaterThan(8)
                .allSatisfy(path -> assertThat(Project.ROOT.resolve(path)).exists());
    }

    @Test
    void everyTest_isThere() throws IOException {
        Set<String> tests;
        try (Stream<Path> files = Files.walk(Project.ROOT.resolve("test/src/test/java"))) {
            tests = files.map(file -> file.getFileName().toString().replaceFirst("\\.java$", ""))
                    .collect(Collectors.toSet());
        }

        assertThat(tests).containsAll(quoted("[A-Z]\\w+(Test|IT)"));
        assertThat(quoted("[A-Z]\\w+(Test|IT)")).hasSizeGreaterThan(2);
    }

    private Set<String> quoted(String pattern) {
        Set<String> words = new TreeSet<>();
        for (Matcher matcher = QUOTED.matcher(text); matcher.find(); ) {
            if (matcher.group(1).matches(pattern)) {
                words.add(matcher.group(1));
            }
        }
        return words;
    }

    private static String read() {
        try {
            return Files.readString(Project.ROOT.resolve("CONTRIBUTING.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
