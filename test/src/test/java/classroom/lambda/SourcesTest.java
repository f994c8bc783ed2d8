package classroom.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.infra.Project;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Constructs that the functions' sources must not have. */
class SourcesTest {
    private static final Path SOURCES = Project.ROOT.resolve("functions/src/main/java");

    /** A field of a lesson that SnapStart's part knew would have to be in its code. */
    @ParameterizedTest
    @ValueSource(strings = {"placa", "Author", "email", "ratePerHour", "nome"})
    void snapStart_knowsNoFieldOfALesson(String field) {
        assertThat(sources().filter(source -> source.getParent().endsWith("snapstart")))
                .hasSizeGreaterThan(3)
                .noneMatch(source -> read(source).contains(field));
    }

    /** Only a method's result may be absent. */
    @Test
    void sources_haveNoOptionalFieldAndNoOptionalParameter() {
        Pattern optional = Pattern.compile("(private|final) Optional<[^(]*;|[(,] ?Optional<.*\\{");
        assertThat(sources()).allSatisfy(source -> {
            List<String> lines = Files.readAllLines(source);
            assertThat(lines).noneMatch(line -> optional.matcher(line).find());
        });
    }

    private static String read(Path source) {
        try {
            return Files.readString(source);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Path> sources() {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
