package classroom.cloud.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import classroom.cloud.gateway.AwsError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterPatternTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "''              | anything        | true",
                "ERROR           | [ERROR] at once | true",
                "ERROR           | [error] at once | false",
                "ERROR once      | [ERROR] at once | true",
                "ERROR twice     | [ERROR] at once | false",
                "\"at once\"     | [ERROR] at once | true",
                "\"once at\"     | [ERROR] at once | false",
                "\"a \\\"b\\\"\" | is a \"b\" here | true",
                "-ERROR          | [ERROR] at once | false",
                "-ERROR          | [INFO] at once  | true",
                "once -\"at o\"  | [ERROR] at once | false",
                "?WARN ?ERROR    | [ERROR] at once | true",
                "?WARN ?INFO     | [ERROR] at once | false",
                "?WARN once      | [ERROR] at once | true",
            })
    void pattern_matchesAsDocumented(String pattern, String message, boolean matches) {
        assertThat(FilterPattern.parse(pattern).test(message)).isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{ $.a = \"b\" }", "[ip, user]", "%ERR.*%", "a-b", "\"open", "-", "? a"})
    void patternThatIsNotUnderstood_isRefused(String pattern) {
        assertThatThrownBy(() -> FilterPattern.parse(pattern))
                .isInstanceOfSatisfying(
                        AwsError.class, e -> assertThat(e.code()).isEqualTo("InvalidParameterException"));
    }

    @Test
    void refusal_namesThePattern() {
        assertThatThrownBy(() -> FilterPattern.parse("{ $.a = 1 }")).hasMessageContaining("{ $.a = 1 }");
    }
}
