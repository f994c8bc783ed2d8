package classroom.cli.tour;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.cli.command.Program;
import classroom.cli.terminal.Terminal;
import classroom.cloud.Cloud;
import classroom.infra.RealAssembly;
import classroom.template.assembly.CloudAssembly;
import classroom.template.language.Texts;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The tour with its own local class, and with one that is given to it. */
@Tag("long")
class TourIT {
    private static final String HOME = "classroom.home";

    /** What every terminal shows at once. */
    private static final int ROWS = 24;

    private static final int COLUMNS = 80;
    private static final int NARROW = 60;

    /** What tells a terminal to begin a new screen. */
    private static final String CLEAR = "\u001b\\[H\u001b\\[2J";

    /** A line that is drawn again and again while something lasts, and is gone afterwards. */
    private static final String DRAWN = "\r[^\r\n]*(?=\r)|\r\u001b\\[K";

    @TempDir
    private static Path folder;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    private Terminal terminal = new Terminal(out, false, false);
    private final InputStream in = System.in;

    @BeforeEach
    void home() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("cdk.json"))) {
            folder = folder.getParent();
        }
        System.setProperty(HOME, folder.toString());
    }

    @AfterEach
    void noHome() {
        System.clearProperty(HOME);
        System.setIn(in);
    }

    @Test
    void tour_everyLesson_passesLeavesNothingAndShowsEachStepOnOneScreen() {
        terminal = new Terminal(out, true, false, COLUMNS, true);
        System.setIn(InputStream.nullInputStream());

        int status = tour("--pause");

        assertThat(printed()).contains("LESSON 9").doesNotContain("FAILED");
        assertNothingLeft();
        assertThat(status).as(printed()).isZero();
        assertThat(printed()).containsPattern("\\n8\\d steps in ");
        assertThat(printed().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(COLUMNS));
        assertThat(screens())
                .hasSizeGreaterThan(80)
                .allSatisfy(
                        screen -> assertThat(screen.lines().count()).as(screen).isLessThanOrEqualTo(ROWS));
    }

    @Test
    void tour_inPortuguese_translatesWhatItSaysAndNotWhatComesBack() throws Exception {
        Program.Result tour;
        Map<String, String> portuguese = Map.of("CLASSROOM_LANG", "pt-BR");
        try (Program program = Program.start(folder, Program.ROOT, portuguese, "tour")) {
            tour = program.end();
        }

        assertThat(tour.status()).as(tour.output()).isZero();
        JsonNode texts = new ObjectMapper().readTree(Texts.class.getResourceAsStream("pt-BR.json"));
        Set<String> english = new HashSet<>();
        List<Pattern> translations = new ArrayList<>();
        texts.properties().forEach(text -> {
            english.add(text.getKey());
            translations.add(
                    Pattern.compile(Pattern.quote(text.getValue().asText()).replace("%d", "\\E\\d+\\Q")));
        });
        assertThat(tour.output().lines().filter(line -> line.matches("\\d\\.\\d+ .*")))
                .hasSizeGreaterThan(80)
                .extracting(line -> line.replaceFirst("\\S+ +", ""))
                .doesNotContainAnyElementsOf(english)
                .allSatisfy(title -> assertThat(translations)
                        .anyMatch(each -> each.matcher(title).matches()));
        assertThat(tour.output())
                .contains(
                        "LIÇÃO 9  ",
                        "custo: 1 unidade de escrita",
                        "ValidationException: The provided key element does not match the schema",
                        "ResourceInUseException: Table already exists: books",
                        "\"message\": \"sobrenome is required\"")
                .doesNotContain("LESSON", "cost: ", " more\n", "none left");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "2", "3", "4", "5", "6", "7", "8", "9"})
    void tour_oneLesson_bringsItsOwnDataAndFitsANarrowTerminal(String number) {
        terminal = new Terminal(out, false, false, NARROW, true);

        int status = tour(number);

        assertThat(status).as(printed()).isZero();
        assertThat(lessons()).containsExactly(number);
        assertThat(printed().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(NARROW));
        assertNothingLeft();
    }

    @Test
    void tour_lessonsByNumber_areThoseInTheirOwnOrder() {
        assertThat(tour("5", "2", "5")).as(printed()).isZero();

        assertThat(lessons()).containsExactly("2", "5");
        assertNothingLeft();
    }

    @Test
    void tour_withEnterAtEachStep_waitsWithWhatComesAndGoesOnAtTheEndOfTheInput() {
        System.setIn(new ByteArrayInputStream("\n\n".getBytes(StandardCharsets.UTF_8)));

        int status = tour("2", "--pause");

        assertThat(status).as(printed()).isZero();
        assertThat(printed())
                .containsSubsequence(
                        "Look at http://127.0.0.1:",
                        "Press Enter for lesson 2.\n",
                        "2.1  Say hello\n",
                        "Press Enter to go on.\n",
                        "2.2  Say hello without a surname\n",
                        "Press Enter for the end.\n",
                        "The end: ");
    }

    @Test
    void tour_ofARunningClass_takesAFreshOneAndLeavesIt() {
        try (Cloud local = Cloud.start(0, line -> {}, new Cloud.Settings(false, null, null))) {
            local.deploy(CloudAssembly.read(RealAssembly.folder(), Cloud.ENVIRONMENT));
            String port = "--port=" + local.port();

            assertThat(tour("6", "5", port)).as(printed()).isZero();
            assertThat(printed())
                    .containsSubsequence(
                            "LESSON 5", "LESSON 6", "The class goes on, with 5 items in books.", "reset --port")
                    .doesNotContain("everything is destroyed");
            assertThat(local.stacks().list()).isNotEmpty();

            bytes.reset();
            assertThat(tour("2", port)).isEqualTo(CommandLine.ExitCode.SOFTWARE);
            assertThat(printed())
                    .isEqualTo("the class on port " + local.port() + " is not fresh, the table books was used:"
                            + " ./classroom reset --port " + local.port()
                            + " makes it fresh, or leave --port out\n");
        }
    }

    @Test
    void tour_stepThatAnswersOtherwise_isNamedAndEverythingIsDestroyedAllTheSame() {
        Lesson wrong = new Lesson(2, "A lesson that is wrong", List.of(walk -> {
            walk.step("Expect what does not come");
            walk.invoke("hello", "{nome: 'Ana', sobrenome: 'Souza'}").expect("", "'Oi Rui'");
            walk.step("Never reached");
        }));

        int status = new Tour(terminal, List.of(new Lesson(1, "Hello", List.of(HelloSteps::teach)), wrong)).call();

        assertThat(status).isEqualTo(1);
        assertThat(printed())
                .contains("FAILED at step 2.1, Expect what does not come")
                .contains("the answer must be \"Oi Rui\", not \"Oi Ana Souza\"")
                .doesNotContain("Never reached");
        assertNothingLeft();
    }

    /** Runs the command; what it fails with is printed, too. */
    private int tour(String... arguments) {
        return new CommandLine(new Tour(terminal, Tour.LESSONS))
                .setExecutionExceptionHandler((failure, command, result) -> {
                    terminal.out().println(failure.getMessage());
                    return CommandLine.ExitCode.SOFTWARE;
                })
                .execute(arguments);
    }

    private List<String> lessons() {
        return printed()
                .lines()
                .filter(line -> line.startsWith("LESSON "))
                .map(line -> line.substring(7, 8))
                .toList();
    }

    /** What stands on the screen at each prompt and at the end. */
    private List<String> screens() {
        return List.of(
                bytes.toString(StandardCharsets.UTF_8).replaceAll(DRAWN, "").split(CLEAR));
    }

    private void assertNothingLeft() {
        assertThat(printed()
                        .lines()
                        .dropWhile(line -> !line.startsWith("The end: "))
                        .skip(1))
                .hasSizeGreaterThanOrEqualTo(6)
                .filteredOn(line -> line.startsWith(" "))
                .allSatisfy(line -> assertThat(line).endsWith("none left"));
    }

    private String printed() {
        return bytes.toString(StandardCharsets.UTF_8)
                .replace(System.lineSeparator(), "\n")
                .replaceAll(DRAWN, "")
                .replaceAll(CLEAR, "\n");
    }
}
