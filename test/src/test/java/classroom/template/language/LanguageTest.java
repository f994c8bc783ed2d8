package classroom.template.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguageTest {
    private static final Locale BRAZIL = Locale.forLanguageTag("pt-BR");

    @ParameterizedTest
    @CsvSource({
        "pt-BR, PORTUGUESE",
        "pt_BR.UTF-8, PORTUGUESE",
        "pt, PORTUGUESE",
        "PT-br, PORTUGUESE",
        "pt_PT@euro, PORTUGUESE",
        "en, ENGLISH",
        "C.UTF-8, ENGLISH",
        "ptolemy, ENGLISH",
        "fr_FR.UTF-8, ENGLISH"
    })
    void language_isReadAsText(String value, Language language) {
        for (String variable : new String[] {"CLASSROOM_LANG", "LC_ALL", "LC_MESSAGES", "LANG"}) {
            assertThat(Language.of(Map.of(variable, value), Locale.ENGLISH)).isEqualTo(language);
        }
    }

    @Test
    void firstVariableThatIsSet_wins() {
        assertThat(Language.of(Map.of("CLASSROOM_LANG", "en", "LANG", "pt_BR.UTF-8"), BRAZIL))
                .isEqualTo(Language.ENGLISH);
        assertThat(Language.of(Map.of("CLASSROOM_LANG", "", "LC_ALL", " ", "LANG", "pt_BR"), Locale.ENGLISH))
                .isEqualTo(Language.PORTUGUESE);
    }

    @Test
    void withoutVariables_theSystemDecides() {
        assertThat(Language.of(Map.of(), BRAZIL)).isEqualTo(Language.PORTUGUESE);
        assertThat(Language.of(Map.of(), Locale.FRANCE)).isEqualTo(Language.ENGLISH);
    }
}
