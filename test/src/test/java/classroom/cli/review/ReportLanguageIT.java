package classroom.cli.review;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.cli.command.Program;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A review is in the language of who asks for it. The language is that of a process. */
class ReportLanguageIT {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "en | ### ❌ 1 store would lose data | #### Data that would be lost | `KeySchema` changes from `id HASH, email RANGE` to",
                "pt-BR | ### ❌ 1 armazenamento perderia dados | #### Dados que se perderiam | `KeySchema` muda de `id HASH, email RANGE` para",
            })
    void refusal_isInTheLanguage(String language, String verdict, String section, String line) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                SpokenReview.class.getName());
        builder.environment().put("CLASSROOM_LANG", language);
        try (Program review = Program.of(builder)) {
            Program.Result result = review.end();

            assertThat(result.status()).isZero();
            assertThat(result.output()).contains(verdict, section, line, "`--allow data-loss`");
        }
    }
}
