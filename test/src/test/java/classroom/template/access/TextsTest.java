package classroom.template.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextsTest {
    @ParameterizedTest
    @CsvSource({
        "get, get",
        "get:live, get",
        "function:get:live, get",
        "arn:aws:lambda:REGION:ACCOUNT:function:get, get",
        "arn:aws:lambda:REGION:ACCOUNT:layer:tools:3, tools",
        "arn:aws:sqs:REGION:ACCOUNT:queue, queue",
        "https://sqs.REGION.amazonaws.com/ACCOUNT/queue, queue",
    })
    void subject_isTheNameAlone(String text, String name) {
        assertThat(Texts.subject(text)).isEqualTo(name);
    }

    @Test
    void oneValueOrAList_isAList() throws IOException {
        ObjectMapper json = new ObjectMapper();

        assertThat(Texts.all(json.readTree("\"a\""))).containsExactly("a");
        assertThat(Texts.all(json.readTree("[\"a\", {\"Ref\": \"B\"}]"))).containsExactly("a", "{\"Ref\":\"B\"}");
        assertThat(Texts.all(MissingNode.getInstance())).isEmpty();
    }
}
