package classroom.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The console in a real browser, Chromium: what it does is in {@code src/test/console/console.test.mjs}. */
@Tag("console")
class ConsoleIT {
    @Test
    void console_inABrowser_showsTheClass() throws Exception {
        try (ClassProcess local = ClassProcess.start()) {
            String tests = ClassProcess.root()
                    .resolve("test/src/test/console/console.test.mjs")
                    .toString();
            ClassProcess.Result result = local.run(Map.of(), "node", "--test", "--test-reporter=spec", tests);
            assertThat(result.status()).as(result.out() + result.err()).isZero();
        }
    }
}
