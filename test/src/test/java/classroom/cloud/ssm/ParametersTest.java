package classroom.cloud.ssm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import classroom.cloud.gateway.AwsError;
import classroom.cloud.ssm.Parameters.Wanted;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParametersTest {
    private final Parameters parameters = new Parameters(Clock.systemUTC());

    @Test
    void parameter_isFoundByItsName() {
        parameters.create(wanted("/cdk/version", "33"), Map.of());

        assertThat(parameters.find("/cdk/version")).contains("33");
        assertThat(parameters.find("/cdk")).isEmpty();
    }

    @Test
    void secondOfAName_isRefusedUnlessItOverwrites() {
        parameters.create(wanted("a", "1"), Map.of("class", "classroom"));

        assertThatThrownBy(() -> parameters.create(wanted("a", "2"), Map.of()))
                .isInstanceOfSatisfying(
                        AwsError.class, e -> assertThat(e.code()).isEqualTo("ParameterAlreadyExists"));
        parameters.overwrite(wanted("a", "2"));

        assertThat(parameters.find("a")).contains("2");
        assertThat(parameters.parameter("a").orElseThrow().version()).isEqualTo(2);
        assertThat(parameters.tags("a")).containsEntry("class", "classroom");
    }

    @ParameterizedTest
    @CsvSource({"a b,String,1", "//a,String,1", "a,SecureString,1", "a,String,''"})
    void nameTypeOrValueThatCannotBe_isRefused(String name, String type, String value) {
        assertThatThrownBy(() -> parameters.overwrite(new Wanted(name, type, value, "")))
                .isInstanceOf(AwsError.class);
        assertThat(parameters.names()).isEmpty();
    }

    @Test
    void value_hasFourKilobytes_notCharacters() {
        parameters.overwrite(wanted("a", "é".repeat(2048)));

        assertThatThrownBy(() -> parameters.overwrite(wanted("a", "é".repeat(2048) + "x")))
                .isInstanceOf(AwsError.class)
                .hasMessageContaining("4096");
    }

    private static Wanted wanted(String name, String value) {
        return new Wanted(name, "String", value, "");
    }
}
