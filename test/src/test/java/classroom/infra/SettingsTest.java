package classroom.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    @Test
    void settings_withoutContext_areTheLessons() {
        Settings settings = settings(Map.of());

        assertThat(settings.stackName()).isEqualTo("Classroom");
        assertThat(settings.physicalName("books-put")).isEqualTo("books-put");
        assertThat(settings.billing()).isEqualTo(Billing.PROVISIONED);
    }

    @Test
    void student_given_prefixesEveryName() {
        Settings settings = settings(Map.of("student", "ana-2"));

        assertThat(settings.stackName()).isEqualTo("Classroom-ana-2");
        assertThat(settings.physicalName("books-put")).isEqualTo("ana-2-books-put");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "Ana", "2ana", "ana-", "-ana", "ana--b", "ana_b", "ana b", "joão", "abcdefghijklmnopqrstu"})
    void student_thatNoNameCanBeginWith_isRefusedByKey(String student) {
        assertThatThrownBy(() -> settings(Map.of("student", student)))
                .isInstanceOf(InvalidSetting.class)
                .hasMessageStartingWith("-c student=" + student + ": student must be lower-case letters, digits")
                .hasMessageEndingWith("at most 20 characters");
    }

    @Test
    void student_thatIsNoText_isRefusedByKey() {
        assertThatThrownBy(() -> settings(Map.of("student", true))).hasMessageStartingWith("-c student=true: ");
    }

    @Test
    void billing_onDemand_isTaken() {
        assertThat(settings(Map.of("billing", "on-demand")).billing()).isEqualTo(Billing.ON_DEMAND);
        assertThat(settings(Map.of("billing", "provisioned")).billing()).isEqualTo(Billing.PROVISIONED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "free", "ON_DEMAND", "On-Demand"})
    void billing_ofAnotherKind_isRefusedByKeyWithWhatIsAllowed(String billing) {
        assertThatThrownBy(() -> settings(Map.of("billing", billing)))
                .isInstanceOf(InvalidSetting.class)
                .hasMessage("-c billing=" + billing + ": billing must be provisioned or on-demand");
    }

    private static Settings settings(Map<String, Object> context) {
        return Settings.of(context::get, Path.of("functions.jar"));
    }
}
