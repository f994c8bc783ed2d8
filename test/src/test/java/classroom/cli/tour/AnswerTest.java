package classroom.cli.tour;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class AnswerTest {
    private final Answer answer = new Answer(200, Json.of("{nome: 'Ana', items: [{n: 1.0}]}"));

    @Test
    void expect_asTheLessonSays_passes() {
        assertThatCode(() -> answer.expect(200)
                        .expect("/nome", "'Ana'")
                        .expect("/items/0/n", 1)
                        .expectNo("/next")
                        .expect("/items", "one item", items -> items.size() == 1))
                .doesNotThrowAnyException();
    }

    @Test
    void expect_otherStatus_saysBoth() {
        assertThatThrownBy(() -> answer.expect(404))
                .isInstanceOf(StepFailed.class)
                .hasMessage("the status must be 404, not 200");
    }

    @Test
    void expect_otherValue_saysWhatItMustBeAndWhatItIs() {
        assertThatThrownBy(() -> answer.expect("/nome", "'Rui'")).hasMessage("nome must be \"Rui\", not \"Ana\"");
        assertThatThrownBy(() -> answer.expect("/items/0/n", 2)).hasMessage("items.0.n must be 2, not 1.0");
        assertThatThrownBy(() -> answer.expect("", "{}")).hasMessageStartingWith("the answer must be {}, not {");
    }

    @Test
    void expect_missingValue_saysSo() {
        assertThatThrownBy(() -> answer.expect("/field", "'id'")).hasMessage("field must be \"id\", not missing");
    }

    @Test
    void expect_brokenRule_saysTheRuleAndTheValue() {
        assertThatThrownBy(() -> answer.expect("/items", "empty", items -> items.isEmpty()))
                .hasMessage("items must be empty, not [{\"n\": 1.0}]");
    }

    @Test
    void expectNo_valueThatIsThere_saysWhich() {
        assertThatThrownBy(() -> answer.expectNo("/nome")).hasMessage("there must be no nome, but there is \"Ana\"");
    }
}
