package classroom.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The console in a real browser, Chromium: what it does is in {@code src/test/console}, a file for each view. */
@Tag("console")
class ConsoleIT {
    @Test
    void console_inABrowser_showsTheClass() throws Exception {
        List<String> command = new ArrayList<>(List.of("node", "--test", "--test-concurrency=1"));
        try (Stream<Path> files = Files.list(ClassProcess.root().resolve("test/src/test/console"))) {
            files.map(Path::toString)
                    .filter(name -> name.endsWith(".test.mjs"))
                    .sorted()
                    .forEach(command::add);
        }
        try (ClassProcess local = ClassProcess.start()) {
            ClassProcess.Result result = local.run(Map.of(), command.toArray(String[]::new));
            assertThat(result.status()).as(result.out() + result.err()).isZero();
        }
    }
}
