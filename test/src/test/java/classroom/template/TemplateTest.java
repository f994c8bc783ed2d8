package classroom.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
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
        assertThat(template.parameters().get("P").allowedValues()).containsExactly("5", "10");
        assertThat(template.outputs().get("O").exportName()).isEqualTo(json("'e'"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[] | a template is a JSON object",
                "{} | Resources: at least one resource is required",
                "{'Resources': {}} | Resources: at least one resource is required",
                "{'Resources': [1]} | Resources: must be an object",
                "{'Resources': {'A': 1}} | Resources.A: must be an object",
                "{'Resources': {'A': {}}} | Resources.A.Type: is required",
                "{'Resources': {'A': {'Type': 1}}} | Resources.A.Type: must be a string",
                "{'Resources': {'A': {'Type': 'T', 'Properties': []}}} | Resources.A.Properties: must be an object",
                "{'Resources': {'A': {'Type': 'T', 'DependsOn': [1]}}} | Resources.A.DependsOn: a logical id must be a string",
                "{'Resources': {'A': {'Type': 'T', 'DeletionPolicy': 'Keep'}}} | Resources.A.DeletionPolicy: \"Keep\" is not a policy",
                "{'Resources': {'A': {'Type': 'T', 'CreationPolicy': {}}}} | Resources.A.CreationPolicy: this resource attribute is not supported",
                "{'Resources': {'A': {'Type': 'T'}}, 'Transform': 'x'} | Transform: this section of a template is not supported",
                "{'Resources': {'A': {'Type': 'T'}}, 'Outputs': {'O': {}}} | Outputs.O.Value: is required",
                "{'Resources': {'A': {'Type': 'T'}}, 'Parameters': {'P': {}}} | Parameters.P.Type: is required",
            })
    void template_thatIsMalformed_isRefusedByPlace(String template, String message) {
        assertThatThrownBy(() -> Template.parse(json(template)))
                .isInstanceOf(TemplateException.class)
                .hasMessage(message);
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }
}
