package classroom.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The console in a real browser, Chromium: what it does is in {@code src/test/console}, a file for each view. */
@Tag("console")
class ConsoleIT {
    private static final Path TESTS = ClassProcess.root().resolve("test/src/test/console");

    static List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(TESTS)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".test.mjs"))
                    .sorted()
                    .toList();
        }
    }

    /** Each file has a class of its own: a view shows what others have done in it. */
    @ParameterizedTest
    @MethodSource("files")
    void view_inABrowser_showsTheClass(String file) throws IOException {
        String[] options = file.startsWith("throttle.") ? new String[] {"--throttle"} : new String[0];
        try (ClassProcess local = ClassProcess.start(options)) {
            ClassProcess.Result result =
                    local.run(Map.of(), "node", "--test", TESTS.resolve(file).toString());

            assertThat(result.status()).as(result.out() + result.err()).isZero();
        }
    }
}
