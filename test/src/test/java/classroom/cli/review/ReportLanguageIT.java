package classroom.cli.review;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.cli.command.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
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
        assertThat(said(language)).contains(verdict, section, line, "`--allow data-loss`");
    }

    @ParameterizedTest
    @CsvSource({"en, review.md", "pt-BR, review.pt-BR.md"})
    void page_quotesWhatAReviewSaysInItsLanguage(String language, String page) throws Exception {
        String text = Files.readString(Program.ROOT.resolve("docs").resolve(page));
        List<String> quotes = Pattern.compile("^```\n(####.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL)
                .matcher(text)
                .results()
                .map(quote -> quote.group(1))
                .toList();

        assertThat(quotes).hasSize(2);
        assertThat(said(language).replace("arn:aws:dynamodb:us-east-2:ACCOUNT:", ""))
                .contains(quotes);
    }

    private static String said(String language) throws Exception {
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
            return result.output() + "\n";
        }
    }
}
