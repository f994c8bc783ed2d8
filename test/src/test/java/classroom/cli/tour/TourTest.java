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
import org.junit.jupiter.params.provider.CsvSource;
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
    @CsvSource({
        "0, ''",
        "10, ''",
        "quux, ''",
        "'2,5', 2",
        "5-locking-and-transactions, 5",
        "streems, 6",
        "Cost, 8",
        "transactions, 5"
    })
    void word_thatIsNoLesson_isWrongUsageAndTheLessonThatIsMeantIsNamed(String word, String meant) {
        int status = new CommandLine(new Tour(terminal, Tour.LESSONS))
                .setParameterExceptionHandler((failure, arguments) -> {
                    terminal.out().print(failure.getMessage());
                    return CommandLine.ExitCode.USAGE;
                })
                .execute("2", word);

        assertThat(status).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .startsWith("there is no lesson " + word + (meant.isEmpty() ? "" : ": did you mean " + meant + "?")
                        + " (there are 1 A table and its keys; 2 A first function; 3 CRUD and roles; ")
                .endsWith("; 9 Deploy to AWS, review a change, destroy)");
    }
}
