package classroom.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** What is wrong in a template is told as CloudFormation tells it; the table has a row and a source for each mistake. */
class TemplateWordsTest {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonReadFeature.ALLOW_SINGLE_QUOTES).build();

    private static final StackIdentity STACK = new StackIdentity(
            "Classroom", "arn:aws:cloudformation:us-east-2:1:stack/Classroom/x", new AwsEnvironment("1", "us-east-2"));

    /** Every resource exists and has every attribute. */
    private static final Scope SCOPE = new Scope() {
        @Override
        public Optional<JsonNode> ref(String id) {
            return Optional.of(TextNode.valueOf(id));
        }

        @Override
        public Optional<JsonNode> attribute(String id, String name) {
            return Optional.of(TextNode.valueOf(id + "." + name));
        }
    };

    private static final String RESOURCES = "'Resources': {'A': {'Type': 'T'}}";

    private static final String WITH_A_PROPERTY = """
            {
              'Parameters': {
                'Text': {'Type': 'String', 'Default': 'text'},
                'List': {'Type': 'CommaDelimitedList', 'Default': 'x,y,z'}
              },
              'Mappings': {'Sizes': {'us-east-2': {'small': 1}}},
              'Conditions': {
                'Yes': {'Fn::Equals': [{'Ref': 'Text'}, 'text']},
                'No': {'Fn::Not': [{'Condition': 'Yes'}]}
              },
              'Resources': {
                'A': {'Type': 'T'},
                'Gone': {'Type': 'T', 'Condition': 'No'},
                'B': {'Type': 'T', 'Properties': {'P': VALUE}}
              }
            }
            """;

    @ParameterizedTest
    @CsvFileSource(resources = "/words/template.txt", delimiter = '|', quoteCharacter = '`', maxCharsPerColumn = 8192)
    void mistake_isToldAsCloudFormationTellsIt(
            String kind, String template, String given, String words, String source) {
        assertThat(source).isNotBlank();
        assertThatThrownBy(() -> deploy(template, given))
                .isInstanceOf(TemplateException.class)
                .satisfies(told -> {
                    if (words.endsWith("[")) {
                        assertThat(told).hasMessageStartingWith(words);
                    } else {
                        assertThat(told).hasMessage(words);
                    }
                });
    }

    private static void deploy(String template, String given) {
        String written = template.startsWith("P: ")
                ? WITH_A_PROPERTY.replace("VALUE", template.substring(3))
                : template.replace("RESOURCES", RESOURCES);
        Map<String, String> values = given == null ? Map.of() : Map.of(given.split("=", 2)[0], given.split("=", 2)[1]);
        Resolver resolver = Template.parse(json(written)).resolver(STACK, values);
        resolver.inCreationOrder().forEach(resource -> resolver.properties(resource, SCOPE));
        resolver.outputs(SCOPE);
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }
}
