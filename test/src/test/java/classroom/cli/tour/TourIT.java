package classroom.cli.tour;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.cli.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The tour with its own local class. */
@Tag("long")
class TourIT {
    private static final String HOME = "classroom.home";

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Terminal terminal = new Terminal(new PrintStream(bytes, true, StandardCharsets.UTF_8), false, false);

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
    }

    @Test
    void tour_everyLesson_passesAndLeavesNothing() {
        int status = new Tour(terminal, Tour.LESSONS).call();

        assertThat(printed()).contains("LESSON " + Tour.LESSONS.size()).doesNotContain("FAILED");
        assertNothingLeft();
        assertThat(status).as(printed()).isZero();
        // One line names a folder, which is as long as it is.
        assertThat(printed().replace(System.getProperty(HOME), "HOME").lines())
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(Terminal.COLUMNS));
    }

    @Test
    void tour_stepThatAnswersOtherwise_isNamedAndEverythingIsDestroyedAllTheSame() {
        Lesson wrong = new Lesson() {
            @Override
            public String title() {
                return "A lesson that is wrong";
            }

            @Override
            public void teach(Walk walk) {
                walk.step("Expect what does not come");
                walk.invoke("hello", "{nome: 'Ana', sobrenome: 'Souza'}").expect("", "'Oi Rui'");
                walk.step("Never reached");
            }
        };

        int status = new Tour(terminal, List.of(new HelloLesson(), wrong)).call();

        assertThat(status).isEqualTo(1);
        assertThat(printed())
                .contains("FAILED at step 3, Expect what does not come")
                .contains("the answer must be \"Oi Rui\", not \"Oi Ana Souza\"")
                .doesNotContain("Never reached");
        assertNothingLeft();
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
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
