package classroom.lessons;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.clients.ClassProcess;
import classroom.template.language.Texts;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The lessons are complete, and equal in both languages but for the words of the program; what their commands print is
 * {@link LessonsClientIT}'s.
 */
class LessonsTest {
    private static final Map<String, List<String>> SECTIONS = Map.of(
            "en", List.of("What you will see", "Exercise"),
            "pt-BR", List.of("O que você vai ver", "Exercício"));

    private static final Set<String> LANGUAGES = Set.of("sh", "python", "java", "text", "json");

    static List<Lesson> all() {
        return Stream.of("en", "pt-BR")
                .flatMap(language -> Lesson.in(language).stream())
                .toList();
    }

    @Test
    void lessons_bothLanguages_areTheSameNine() {
        List<String> english = Lesson.in("en").stream().map(Lesson::name).toList();

        assertThat(english).hasSize(9);
        assertThat(Lesson.in("pt-BR").stream().map(Lesson::name)).isEqualTo(english);
    }

    @Test
    void lesson_inPortuguese_hasTheSameHeadingsAndCommands() {
        List<Lesson> portuguese = Lesson.in("pt-BR");
        for (Lesson lesson : Lesson.in("en")) {
            Lesson other = portuguese.stream()
                    .filter(candidate -> candidate.name().equals(lesson.name()))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(lesson + " is missing in Portuguese"));
            assertThat(levels(other)).as("heading levels of %s", other.file()).isEqualTo(levels(lesson));
            assertThat(commands(other)).as("blocks of %s", other.file()).isEqualTo(commands(lesson));
        }
    }

    /** AWS's words, names and JSON are the same in both. */
    @Test
    void output_inPortuguese_isInOtherWordsOnlyOfTheProgram() {
        for (Lesson lesson : Lesson.in("en")) {
            List<Block> others = lesson.translated("pt-BR").blocks();
            for (int i = 0; i < others.size(); i++) {
                Block block = lesson.blocks().get(i);
                if (!block.output().equals(others.get(i).output())) {
                    assertThat(block.text()).as("%s:%d", lesson, block.line()).contains("./classroom ");
                }
            }
        }
    }

    /** Otherwise a text that was forgotten would stand there in English, and be typed in English alone. */
    @Test
    void output_inPortuguese_hasNoLineThatTheProgramSaysInEnglish() throws IOException {
        Map<String, String> bundle =
                new ObjectMapper().readValue(Texts.class.getResourceAsStream("pt-BR.json"), new TypeReference<>() {});
        List<Pattern> english = bundle.entrySet().stream()
                .filter(text -> text.getKey().matches("(.*[a-z]{3,}){3}.*")
                        && !text.getKey().equals(text.getValue()))
                .map(text -> Pattern.compile(Stream.of(text.getKey().split("%[^a-z]*[a-z]", -1))
                        .map(Pattern::quote)
                        .collect(Collectors.joining(".+"))))
                .toList();
        for (Lesson lesson : Lesson.in("pt-BR")) {
            for (Block block : lesson.blocks()) {
                assertThat(block.output().orElse("").lines())
                        .as("%s:%d", lesson, block.line())
                        .noneMatch(line -> english.stream()
                                .anyMatch(text -> text.matcher(line.strip()).matches()));
            }
        }
    }

    /** A block without its place, without the reason, which is prose, and without its output. */
    private record Command(String language, String mode, String text, boolean output, boolean run) {}

    private static List<Integer> levels(Lesson lesson) {
        return lesson.headings().stream().map(Lesson.Title::level).toList();
    }

    private static List<Command> commands(Lesson lesson) {
        return lesson.blocks().stream()
                .map(block -> new Command(
                        block.language(),
                        block.mode(),
                        block.text(),
                        block.output().isPresent(),
                        block.reason().isEmpty()))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("all")
    void lesson_itsSections_areThere(Lesson lesson) {
        assertThat(lesson.headings()).extracting(Lesson.Title::text).containsAll(sections(lesson));
        assertThat(lesson.headings().get(0).level()).isEqualTo(1);
    }

    private static List<String> sections(Lesson lesson) {
        return SECTIONS.get(lesson.language());
    }

    /** What the console calls its views, in both languages: the word of a view has the view's name. */
    private static Set<String> views() {
        Path words = ClassProcess.root().resolve("console/src/main/resources/classroom/console/words");
        try (Stream<Path> files = Files.list(words)) {
            return files.flatMap(file -> {
                        String view = file.getFileName().toString().replace(".js", "");
                        return Pattern.compile("\n    " + view + ": '([^']+)'")
                                .matcher(text(file))
                                .results()
                                .map(word -> word.group(1));
                    })
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void lesson_saysWhatToWatchInTheConsole(Lesson lesson) {
        assertThat(lesson.source())
                .containsPattern("\\*\\*(In the|No) console\\*\\*.*\\]\\(\\.\\./\\.\\./local(\\.pt-BR)?\\.md#");
        String about = lesson.source()
                .replaceFirst("(?s).*\\*\\*(In the|No) console\\*\\*", "")
                .replaceFirst("(?s)\n\n.*", "");
        assertThat(Pattern.compile("\\*\\*([^*]+)\\*\\*")
                        .matcher(about)
                        .results()
                        .map(bold -> bold.group(1)))
                .as("a view's name, as the console has it")
                .isNotEmpty()
                .isSubsetOf(views());
    }

    @ParameterizedTest
    @MethodSource("all")
    void exercise_hasASolutionThatIsRunAndCompared(Lesson lesson) {
        int exercise = lesson.headings().stream()
                .filter(title -> title.text().equals(sections(lesson).get(1)))
                .findFirst()
                .orElseThrow()
                .line();

        assertThat(lesson.blocks())
                .anyMatch(block -> block.line() > exercise
                        && block.isCommand()
                        && block.output().isPresent());
    }

    @ParameterizedTest
    @MethodSource("all")
    void block_anyLesson_isRunOrSaysWhyNot(Lesson lesson) {
        for (Block block : lesson.blocks()) {
            assertThat(LANGUAGES).as("%s:%d", lesson, block.line()).contains(block.language());
            if (block.reason().isPresent()) {
                assertThat(block.reason().get())
                        .as("%s:%d says why", lesson, block.line())
                        .hasSizeGreaterThan(10);
            } else if (!block.language().equals("sh")) {
                assertIsAScriptThatIsRun(lesson, block);
            }
        }
    }

    /** A program that is shown is a file, or the end of one, and a later command of the lesson runs it. */
    private static void assertIsAScriptThatIsRun(Lesson lesson, Block block) {
        List<String> run = new ArrayList<>();
        for (Path script : scripts()) {
            if (text(script).contains(block.text())) {
                String name = "docs/lessons/scripts/" + script.getFileName();
                lesson.blocks().stream()
                        .filter(other -> other.isCommand()
                                && other.line() > block.line()
                                && other.text().contains(name))
                        .findFirst()
                        .ifPresent(other -> run.add(name));
            }
        }
        assertThat(run)
                .as("%s:%d must stand in a file of docs/lessons/scripts that the lesson runs", lesson, block.line())
                .isNotEmpty();
    }

    @Test
    void script_anyInTheFolder_isRunByALesson() {
        for (Path script : scripts()) {
            assertThat(Lesson.in("en").stream()
                            .flatMap(lesson -> lesson.blocks().stream())
                            .filter(Block::isCommand)
                            .anyMatch(block -> block.text().contains("docs/lessons/scripts/" + script.getFileName())))
                    .as("some lesson runs %s", script)
                    .isTrue();
        }
    }

    /** Otherwise it would call a real account from a terminal where {@code ./classroom env} was forgotten. */
    @Test
    void script_thatCallsAws_takesTheEndpointThatMustBeThere() {
        for (Path script : scripts()) {
            String text = text(script);
            if (text.contains("boto3")) {
                assertThat(text).as("%s", script).contains("os.environ[\"AWS_ENDPOINT_URL\"]");
            } else if (text.contains("software.amazon.awssdk")) {
                assertThat(text).as("%s", script).contains("URI.create(System.getenv(\"AWS_ENDPOINT_URL\"))");
            }
        }
    }

    private static List<Path> scripts() {
        try (Stream<Path> files = Files.list(Lesson.FOLDER.resolve("scripts"))) {
            return files.filter(file ->
                            file.toString().endsWith(".py") || file.toString().endsWith(".java"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"8", "9"})
    void lesson_whereMoneyCanBeSpent_hasTheRedWarning(String number) {
        assertThat(all().stream().filter(lesson -> lesson.name().startsWith(number)))
                .hasSize(2)
                .allSatisfy(lesson -> assertThat(lesson.source()).contains("> [!CAUTION]"));
    }

    /** In the terminal of the lesson, {@code npx cdk destroy} would destroy the class on this machine and not that one. */
    @Test
    void command_thatReachesAnAccount_isNeverRun_andComesAfterTheWarningAndInANewTerminal() {
        for (Lesson lesson : all()) {
            for (Block block : lesson.blocks()) {
                if (block.text().contains("npx cdk") || block.text().contains("--profile")) {
                    String before = lesson.source()
                            .lines()
                            .limit(block.line())
                            .collect(Collectors.joining("\n"))
                            .replaceFirst("(?s).*> \\[!CAUTION\\]", "CAUTION");
                    assertThat(block.reason())
                            .as("%s:%d is not run", lesson, block.line())
                            .isPresent();
                    assertThat(before).startsWith("CAUTION").contains("`./classroom env`");
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            a | a | true
            a | b | false
            "a…c" | "abbc" | true
            "a…c" | "ab\nc" | false
            "a\n…\nd" | "a\nb\nc\nd" | true
            "a\n…\nd" | "a\nd" | true
            "a\n…" | "a\nb" | true
            "a\n…\nd" | "a\nb" | false
            "(a)" | "a" | false
            "{'a': 1, 'b': '…'}" | "{'b': [2], 'a': 1}" | true
            "{'a': 1, '…': '…'}" | "{'b': [2], 'a': 1}" | true
            "{'a': 1}" | "{'b': [2], 'a': 1}" | false
            "{'a': 1, 'b': 2}" | "{'a': 1}" | false
            "['a…c']" | "['abc']" | true
            "['a…c']" | "['abd']" | false
            "[1, 2]" | "[2, 1]" | false
            "{'a': '1'}" | "{'a': 1}" | false
            """)
    void output_withPartsThatVary_matchesTheRestExactly(String shown, String printed, boolean matches) {
        // Quotes of JSON are apostrophes in the table above.
        Shown output = new Shown(shown.replace('\'', '"'));

        assertThat(output.matches(printed.replace('\'', '"'))).isEqualTo(matches);
    }
}
