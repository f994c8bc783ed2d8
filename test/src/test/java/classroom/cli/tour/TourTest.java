package classroom.cli.tour;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.cli.terminal.Terminal;
import classroom.template.language.Texts;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The tour's lessons are those of the pages, and a wrong number is refused before anything starts. */
class TourTest {
    private static final Path PAGES = Path.of("").toAbsolutePath().getParent().resolve("docs/lessons");

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Terminal terminal = new Terminal(new PrintStream(bytes, true, StandardCharsets.UTF_8), false, false);

    @Test
    void lessons_haveTheNumbersAndTitlesOfThePages() throws IOException {
        assertThat(Tour.LESSONS)
                .extracting(lesson -> lesson.number() + ". " + lesson.title())
                .isEqualTo(titles("en"));
    }

    @Test
    void lessons_inPortuguese_haveTheTitlesOfThePages() throws IOException {
        JsonNode portuguese = new ObjectMapper().readTree(Texts.class.getResourceAsStream("pt-BR.json"));

        assertThat(Tour.LESSONS)
                .extracting(lesson ->
                        lesson.number() + ". " + portuguese.path(lesson.title()).asText())
                .isEqualTo(titles("pt-BR"));
    }

    private static List<String> titles(String language) throws IOException {
        try (Stream<Path> files = Files.list(PAGES.resolve(language))) {
            return files.filter(file -> file.getFileName().toString().matches("\\d-.*"))
                    .sorted()
                    .map(TourTest::title)
                    .toList();
        }
    }

    private static String title(Path page) {
        try {
            return Files.readAllLines(page).get(0).replaceFirst("^# ", "");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "10", "two", "2,5", "5-locking-and-transactions"})
    void number_thatIsNoLesson_isWrongUsage(String number) {
        int status = new CommandLine(new Tour(terminal, Tour.LESSONS))
                .setParameterExceptionHandler((failure, arguments) -> {
                    terminal.out().print(failure.getMessage());
                    return CommandLine.ExitCode.USAGE;
                })
                .execute("2", number);

        assertThat(status).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .isEqualTo("there is no lesson " + number + ": say one or more of 1 to 9");
    }
}
