package classroom.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How intrinsic functions are written. */
class FunctionSyntaxTest {
    private static final Place PLACE = Place.of("Resources", "It");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"{\"Ref\": \"A\"} | Ref", "{\"Fn::Sub\": \"a\"} | Fn::Sub", "{\"Ref\": \"A\", \"b\": 1} |", "{} |"
            })
    void object_isAFunctionOrTheTemplatesOwn(String object, String function) throws IOException {
        assertThat(FunctionSyntax.functionOf(json(object), PLACE)).isEqualTo(function);
    }

    @Test
    void function_besideSomethingElseOrUnknown_isRefused() throws IOException {
        JsonNode beside = json("{\"Fn::Sub\": \"a\", \"b\": 1}");
        JsonNode unknown = json("{\"Fn::Nothing\": 1}");

        assertThatThrownBy(() -> FunctionSyntax.functionOf(beside, PLACE))
                .hasMessageContaining("Fn::Sub must be the only key of its object");
        assertThatThrownBy(() -> FunctionSyntax.functionOf(unknown, PLACE))
                .hasMessageContaining("Encountered unsupported function: Fn::Nothing Supported functions are: [");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"\"Books.Arn\" | Arn", "[\"Books\", \"Arn\"] | Arn", "\"Books.Outputs.Name\" | Outputs.Name"})
    void attribute_isWrittenAsATextOrAList(String argument, String name) throws IOException {
        FunctionSyntax.Attribute attribute = FunctionSyntax.attributeOf(json(argument));

        assertThat(attribute.id()).isEqualTo("Books");
        assertThat(attribute.name().textValue()).isEqualTo(name);
    }

    @Test
    void substitution_isTakenApartInOnePass() {
        List<String> parts = new ArrayList<>();

        FunctionSyntax.substitute("a${ B.C }d${!E}f${g", parts::add, name -> parts.add("<" + name + ">"));

        assertThat(parts).containsExactly("a", "<B.C>", "d", "<!E>", "f${g");
    }

    private static JsonNode json(String text) throws IOException {
        return new ObjectMapper().readTree(text);
    }
}
