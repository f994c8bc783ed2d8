package classroom.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateTest {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonReadFeature.ALLOW_SINGLE_QUOTES).build();

    @Test
    void template_isReadInTheOrderItIsWritten() {
        Template template = Template.parse(json("""
                {
                  'AWSTemplateFormatVersion': '2010-09-09',
                  'Description': 'd',
                  'Metadata': {'m': 1},
                  'Rules': {'CheckBootstrapVersion': {'Assertions': []}},
                  'Parameters': {'P': {'Type': 'Number', 'Default': 5, 'AllowedValues': [5, 10]}},
                  'Resources': {
                    'Z': {
                      'Type': 'AWS::DynamoDB::Table',
                      'Properties': {'TableName': 'z'},
                      'DependsOn': ['A'],
                      'DeletionPolicy': 'Delete',
                      'UpdateReplacePolicy': 'Retain',
                      'Metadata': {'aws:cdk:path': 'Classroom/Z'},
                      'Condition': 'C'
                    },
                    'A': {'Type': 'AWS::SQS::Queue'}
                  },
                  'Outputs': {'O': {'Value': {'Ref': 'Z'}, 'Export': {'Name': 'e'}}}
                }
                """));

        assertThat(template.resources()).containsOnlyKeys("Z", "A");
        assertThat(template.resources().keySet()).containsExactly("Z", "A");
        Resource z = template.resources().get("Z");
        assertThat(z.type()).isEqualTo("AWS::DynamoDB::Table");
        assertThat(z.properties()).isEqualTo(json("{'TableName': 'z'}"));
        assertThat(z.dependsOn()).containsExactly("A");
        assertThat(z.deletionPolicy()).isEqualTo(Resource.Retention.DELETE);
        assertThat(z.updateReplacePolicy()).isEqualTo(Resource.Retention.RETAIN);
        assertThat(z.metadata()).isEqualTo(json("{'aws:cdk:path': 'Classroom/Z'}"));
        assertThat(z.condition()).isEqualTo("C");
        Resource a = template.resources().get("A");
        assertThat(a.properties()).isEmpty();
        assertThat(a.dependsOn()).isEmpty();
        assertThat(a.deletionPolicy()).isEqualTo(Resource.Retention.DELETE);
        assertThat(a.condition()).isNull();
        assertThat(template.parameters().get("P").defaultValue()).isEqualTo("5");
        assertThat(template.outputs().get("O").exportName()).isEqualTo(json("'e'"));
    }

    /** For mistakes with known words of CloudFormation see {@link TemplateWordsTest}. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'Resources': [1]} | Resources: must be an object",
                "{'Resources': {'A': {'Type': 'T', 'Properties': []}}} | Resources.A.Properties: must be an object",
                "{'Resources': {'A': {'Type': 'T'}}, 'Hooks': {}} | Hooks: this section of a template is not supported here",
                "{'Resources': {'A': {'Type': 'T'}}, 'Transform': 'x'} | Transform: this section of a template is not supported here",
                "{'Resources': {'A': {'Type': 'T', 'CreationPolicy': {}}}} | Resources.A.CreationPolicy: this resource attribute is not supported here",
            })
    void template_thatIsMalformed_isRefusedByPlace(String template, String message) {
        assertThatThrownBy(() -> Template.parse(json(template)))
                .isInstanceOf(TemplateException.class)
                .hasMessage(message);
    }

    /**
     * "Understand CloudFormation quotas", CloudFormation User Guide. The words: serverless-log-forwarding issue 26
     * 2019-02-17, serverless-plugin-split-stacks issues 123 2020-07-03 and 43 2018-06-23; of mappings no source found.
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Resources | 500 | {'Type': 'T'} | Number of resources, 501, is greater than maximum allowed, 500",
                "Parameters | 200 | {'Type': 'String'} | Parameter count 201 is greater than max allowed 200",
                "Mappings | 200 | {'a': {'b': 1}} | Number of mappings, 201, is greater than maximum allowed, 200",
                "Outputs | 200 | {'Value': 1} | Outputs count 201 is greater than max allowed 200"
            },
            quoteCharacter = '`')
    void section_withMoreThanAllowed_isRefused(String section, int most, String member, String words) {
        assertThat(Template.parse(sized(section, most, member))).isNotNull();

        assertThatThrownBy(() -> Template.parse(sized(section, most + 1, member)))
                .hasMessage("Template format error: " + words);
    }

    private static JsonNode sized(String section, int count, String member) {
        ObjectNode template = (ObjectNode) json("{'Resources': {'A': {'Type': 'T'}}}");
        ObjectNode members = template.putObject(section);
        for (int i = 0; i < count; i++) {
            members.set("N" + i, json(member));
        }
        return template;
    }

    @Test
    void names_ofMoreThan255Characters_areRefused() {
        assertThatThrownBy(() -> Template.parse(json("{'Resources': {'" + "N".repeat(256) + "': {'Type': 'T'}}}")))
                .hasMessageContaining("is longer than 255 characters.");
    }

    @Test
    void description_countsInBytes() {
        String most = "é".repeat(512);

        assertThat(Template.parse(json("{'Description': '" + most + "', 'Resources': {'A': {'Type': 'T'}}}"))
                        .description())
                .isEqualTo(most);
        assertThatThrownBy(() ->
                        Template.parse(json("{'Description': '" + most + "x', 'Resources': {'A': {'Type': 'T'}}}")))
                .hasMessage("Template format error: 'Description' length is greater than 1024.");
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }
}
