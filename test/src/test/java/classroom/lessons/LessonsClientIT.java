package classroom.lessons;

import static java.util.concurrent.TimeUnit.MINUTES;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import classroom.clients.ClassProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every command of every lesson, typed as it is written, prints the output in the lesson. These are the lessons in
 * English; {@link LessonsTest} checks that the Portuguese ones have the same commands. A command whose output the
 * Portuguese lesson shows in other words is typed in both languages, first in Portuguese: so it must be one that can be
 * typed twice.
 *
 * <p>A block's mode says how it is run. {@code background}: in the other terminal, where it continues after it has
 * printed the output; {@code eventually}: repeated until it prints the output; {@code fails}: its exit status is not 0.
 * The class listens on its usual port, as a student's does. {@code -Dlesson=4} runs one lesson alone.
 */
@Tag("clients")
class LessonsClientIT {
    private static final long PATIENCE = SECONDS.toNanos(60);

    @TempDir
    private Path temporary;

    static List<Lesson> lessons() {
        return Lesson.in("en").stream()
                .filter(lesson -> lesson.name().startsWith(System.getProperty("lesson", "")))
                .toList();
    }

    @BeforeAll
    static void clientsAreThere() {
        ClassProcess.require("aws", "--version");
        ClassProcess.require("python3", "-c", "import boto3");
    }

    @ParameterizedTest
    @MethodSource("lessons")
    @Timeout(value = 10, unit = MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void lesson_typedAsItStands_printsWhatItShows(Lesson lesson) throws Exception {
        SoftAssertions commands = new SoftAssertions(); // The author of a lesson sees all its errors at once.
        try (Room room = Room.in(temporary)) {
            Lesson portuguese = lesson.translated("pt-BR");
            for (int i = 0; i < lesson.blocks().size(); i++) {
                Block block = lesson.blocks().get(i);
                Block translated = portuguese.blocks().get(i);
                if (block.isCommand()) {
                    if (!translated.output().equals(block.output())) {
                        check(commands, room, portuguese, translated);
                    }
                    check(commands, room, lesson, block);
                }
            }
        }
        assertThat(lesson.blocks()).as("commands of %s", lesson).anyMatch(Block::isCommand);
        commands.assertAll();
    }

    private static void check(SoftAssertions commands, Room room, Lesson lesson, Block block)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE;
        switch (block.mode()) {
            case "", "fails" -> {
                Room.Result result = room.run(block.text(), lesson.language());
                compare(commands, lesson, block, result.printed());
                commands.assertThat(result.status() != 0)
                        .as("%s:%d fails (exit status %d)", lesson, block.line(), result.status())
                        .isEqualTo(block.mode().equals("fails"));
            }
            case "eventually" -> {
                String printed = room.run(block.text(), lesson.language()).printed();
                while (!block.shows(printed) && System.nanoTime() < deadline) {
                    SECONDS.sleep(1);
                    printed = room.run(block.text(), lesson.language()).printed();
                }
                compare(commands, lesson, block, printed);
            }
            case "background" -> {
                Path out = room.keep(block.text(), lesson.language());
                while (!block.shows(Files.readString(out)) && System.nanoTime() < deadline) {
                    Thread.sleep(100);
                }
                compare(commands, lesson, block, Files.readString(out));
            }
            default -> fail("%s:%d has an unknown mode: %s", lesson, block.line(), block.mode());
        }
    }

    private static void compare(SoftAssertions commands, Lesson lesson, Block block, String printed) {
        if (!block.shows(printed)) {
            commands.fail(
                    "%s:%d shows something else.%n%s%n--- printed:%n%s%n--- shown:%n%s",
                    lesson.file(),
                    block.line(),
                    block.text(),
                    printed,
                    block.output().orElse("(nothing)"));
        }
    }
}
