package classroom.hello;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.BadInput;
import classroom.Invocation;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HelloTest {
    @Test
    void hello_names_greetsInOneJsonString() {
        Invocation.Reply reply = Invocation.of(new Hello(), "{\"nome\":\"Ana\",\"sobrenome\":\"Souza\"}");

        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(reply.body()).isEqualTo(Invocation.json("\"Oi Ana Souza\""));
        assertThat(reply.headers())
                .isEqualTo(Invocation.json(
                        "{\"Content-Type\":\"application/json\",\"Access-Control-Allow-Origin\":\"*\"}"));
    }

    @Test
    void hello_quotesAndOtherAlphabets_comeBackAsTheyAre() {
        Invocation.Reply reply = Invocation.of(new Hello(), "{\"nome\":\"\\\"João\\\"\",\"sobrenome\":\"山田 😀\"}");

        assertThat(reply.body().textValue()).isEqualTo("Oi \"João\" 山田 😀");
    }

    @Test
    void hello_unknownFields_areIgnored() {
        String event = "{\"nome\":\"Ana\",\"sobrenome\":\"Souza\",\"idade\":[1,{\"a\":null}]}";

        assertThat(Invocation.of(new Hello(), event).statusCode()).isEqualTo(200);
    }

    static List<BadInput.Case> badEvents() {
        return BadInput.of("{\"nome\":\"Ana\",\"sobrenome\":\"Souza\"}")
                .required("/nome", BadInput.Kind.TEXT)
                .required("/sobrenome", BadInput.Kind.TEXT)
                .with("/nome", BadInput.text(500_000))
                .with("/sobrenome", BadInput.text(1_025))
                .cases();
    }

    @ParameterizedTest
    @MethodSource("badEvents")
    void hello_badEvent_namesTheField(BadInput.Case bad) {
        bad.assertRefusedBy(new Hello());
    }
}
