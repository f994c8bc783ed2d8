package classroom.template.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ViolationsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A shape of each kind. */
    private static final String MODEL = """
            {"Input": {"type": "structure", "members": {"Name": "Name", "Kind": "Kind", "Count": "Count", "Parts": "Parts",
              "Words": "Words", "Map": "Map", "Lists": "Lists", "Secret": "Secret", "Blob": "Blob", "Free": "Free"},
              "required": ["Name"]},
             "Name": {"type": "string", "min": 2, "max": 4, "pattern": "[a-z]+"},
             "Kind": {"type": "enum", "values": ["B", "A"]},
             "Count": {"type": "integer", "min": 1, "max": 10},
             "Parts": {"type": "list", "element": "Part", "max": 2},
             "Part": {"type": "structure", "members": {"KMSKey": "Name", "Parts": "Parts"}, "required": ["KMSKey"]},
             "Words": {"type": "list", "element": "Name"},
             "Map": {"type": "map", "key": "Name", "element": "Part"},
             "Lists": {"type": "map", "key": "Free", "element": "Parts"},
             "Secret": {"type": "string", "min": 3, "sensitive": true},
             "Blob": {"type": "blob", "max": 3},
             "Free": {"type": "string"}}
            """;

    private static Shape input() throws Exception {
        Map<String, Shape> shapes = new HashMap<>();
        JSON.readTree(MODEL)
                .properties()
                .forEach(shape -> shapes.put(shape.getKey(), new Shape(shape.getKey(), shape.getValue())));
        Shape.link(shapes);
        return shapes.get("Input");
    }

    /** Each line a request, without its braces, and what is wrong with it, each before "failed to satisfy constraint". */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'Name':'ab'                                       |
            'Name':'abcd','Kind':'A','Count':10,'Free':''     |
            'Name':'ab','Unknown':1                           |
            'Kind':'A'                                        | Value null at 'name': Member must not be null
            'Name':null                                       | Value null at 'name': Member must not be null
            'Name':'a'                                        | Value 'a' at 'name': Member must have length greater than or equal to 2
            'Name':'abcde'                                    | Value 'abcde' at 'name': Member must have length less than or equal to 4
            'Name':'😀😀😀😀'                                    | Value '😀😀😀😀' at 'name': Member must satisfy regular expression pattern: [a-z]+
            'Name':'A'                                        | Value 'A' at 'name': Member must satisfy regular expression pattern: [a-z]+; Value 'A' at 'name': Member must have length greater than or equal to 2
            'Name':'ab','Kind':'C'                            | Value 'C' at 'kind': Member must satisfy enum value set: [B, A]
            'Name':'ab','Count':0                             | Value '0' at 'count': Member must have value greater than or equal to 1
            'Name':'ab','Count':11                            | Value '11' at 'count': Member must have value less than or equal to 10
            'Name':'ab','Parts':[{'KMSKey':'ab'},{}]          | Value null at 'parts.2.member.kMSKey': Member must not be null
            'Name':'ab','Parts':[{'KMSKey':'ab','Parts':[{'KMSKey':'a'}]}] | Value 'a' at 'parts.1.member.parts.1.member.kMSKey': Member must have length greater than or equal to 2
            'Name':'ab','Parts':[{'KMSKey':'ab'},{'KMSKey':'ab'},{'KMSKey':'ab'}] | Value '[Part(kMSKey=ab, parts=null), Part(kMSKey=ab, parts=null), Part(kMSKey=ab, parts=null)]' at 'parts': Member must have length less than or equal to 2
            'Name':'ab','Words':['ab','a']                    | Value '[ab, a]' at 'words': Member must satisfy constraint: [Member must have length less than or equal to 4, Member must have length greater than or equal to 2, Member must satisfy regular expression pattern: [a-z]+]
            'Name':'ab','Map':{'k':{'KMSKey':'ab'}}           | Value '{k=Part(kMSKey=ab, parts=null)}' at 'map': Map keys must satisfy constraint: [Member must have length less than or equal to 4, Member must have length greater than or equal to 2, Member must satisfy regular expression pattern: [a-z]+]
            'Name':'ab','Map':{'Kk':{}}                       | Value '{Kk=Part(kMSKey=null, parts=null)}' at 'map': Map keys must satisfy constraint: [Member must have length less than or equal to 4, Member must have length greater than or equal to 2, Member must satisfy regular expression pattern: [a-z]+]; Value null at 'map.Kk.member.kMSKey': Member must not be null
            'Name':'ab','Lists':{'T':[{'KMSKey':'ab'},{}]}    | Value null at 'lists.T.member.2.member.kMSKey': Member must not be null
            'Name':'ab','Lists':{'T':[{'KMSKey':'ab'},{'KMSKey':'ab'},{'KMSKey':'ab'}]} | Value '{T=[Part(kMSKey=ab, parts=null), Part(kMSKey=ab, parts=null), Part(kMSKey=ab, parts=null)]}' at 'lists': Map value must satisfy constraint: [Member must have length less than or equal to 2]
            'Name':'ab','Secret':'a'                          | Value at 'secret': Member must have length greater than or equal to 3
            'Name':'ab','Blob':'YWJj'                         |
            'Name':'ab','Blob':'YWJjZA=='                     | Value 'YWJjZA==' at 'blob': Member must have length less than or equal to 3
            'Kind':'C','Count':0                              | Value null at 'name': Member must not be null; Value 'C' at 'kind': Member must satisfy enum value set: [B, A]; Value '0' at 'count': Member must have value greater than or equal to 1
            """)
    void violations_ofARequest_areAllOfThem_inAwssForm(String request, String expected) throws Exception {
        List<String> violations = Violations.of(input(), JSON.readTree("{" + request.replace('\'', '"') + "}"));

        assertThat(String.join("; ", violations).replace(" failed to satisfy constraint:", ":"))
                .isEqualTo(expected == null ? "" : expected);
    }

    @Test
    void sentence_countsAndNamesNoMoreThanTen() {
        assertThat(Violations.sentence(List.of("a"))).isEqualTo("1 validation error detected: a");
        assertThat(Violations.sentence(List.of("a", "b"))).isEqualTo("2 validation errors detected: a; b");
        List<String> eleven = new ArrayList<>();
        for (int i = 1; i <= 11; i++) {
            eleven.add(Integer.toString(i));
        }
        assertThat(Violations.sentence(eleven))
                .isEqualTo("10 validation errors detected: 1; 2; 3; 4; 5; 6; 7; 8; 9; 10");
    }

    /** What was recorded stays about shapes that there are, and an enumeration keeps its values, in whatever order. */
    @Test
    void recordings_areOfShapesOfTheModel_withDateAndSource() throws Exception {
        JsonNode model =
                JSON.readTree(Shape.class.getResourceAsStream("dynamodb.json")).path("shapes");
        JsonNode recorded = JSON.readTree(Shape.class.getResourceAsStream("dynamodb-recorded.json"))
                .path("shapes");

        assertThat(recorded.size()).isPositive();
        for (Map.Entry<String, JsonNode> shape : recorded.properties()) {
            assertThat(shape.getValue().path("recorded").asText()).matches("20\\d\\d-\\d\\d-\\d\\d \\S.*");
            assertThat(model.has(shape.getKey()) || shape.getValue().has("type"))
                    .as("%s is a shape of the model, or a new one with its type", shape.getKey())
                    .isTrue();
            if (shape.getValue().has("values")) {
                assertThat(shape.getValue().path("values"))
                        .containsExactlyInAnyOrderElementsOf(
                                model.path(shape.getKey()).path("values"));
            }
        }
    }
}
