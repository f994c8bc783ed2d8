package classroom.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[] | Template format error: unsupported structure.",
                "{} | Template format error: At least one Resources member must be defined.",
                "{'Resources': {}} | Template format error: At least one Resources member must be defined.",
                "{'Resources': [1]} | Resources: must be an object",
                "{'Resources': {'A': 1}} | Resources.A: must be an object",
                "{'Resources': {'A': {}}} | Template format error: [/Resources/A] Every Resources object must contain a Type member.",
                "{'Resources': {'A': {'Type': 1}}} | Template format error: [/Resources/A] Every Resources object must contain a Type member.",
                "{'Resources': {'A': {'Type': 'T', 'Properties': {'P': [null]}}}} | [/Resources/A/Properties/P/0] 'null' values are not allowed in templates",
                "{'Resources': {'A-b': {'Type': 'T'}}} | Template format error: Resource name A-b is non alphanumeric.",
                "{'Resources': {'A': {'Type': 'T'}}, 'Parameters': {'P_p': {'Type': 'String'}}} | Template format error: Parameter name P_p is non alphanumeric.",
                "{'Resources': {'A': {'Type': 'T'}}, 'Mappings': {'M.m': {}}} | Template format error: Mapping name M.m is non alphanumeric.",
                "{'Resources': {'A': {'Type': 'T'}}, 'Outputs': {'O o': {'Value': 1}}} | Template format error: Output name O o is non alphanumeric.",
                "{'Resources': {'A': {'Type': 'T', 'Propertys': {}}}} | Invalid template resource property 'Propertys'",
                "{'Resources': {'A': {'Type': 'T'}}, 'Resource': {}} | Invalid template property or properties [Resource]",
                "{'Resources': {'A': {'Type': 'T'}}, 'Hooks': {}} | Hooks: this section of a template is not supported here",
                "{'Resources': {'A': {'Type': 'T'}}, 'AWSTemplateFormatVersion': '2010-09-10'} | Template format error: unsupported value for AWSTemplateFormatVersion.",
                "{'Resources': {'A': {'Type': 'T'}}, 'Parameters': {'P': {'Type': 'Text'}}} | Template format error: Unrecognized parameter type: Text",
                "{'Resources': {'A': {'Type': 'T'}}, 'Parameters': {'P': {'Type': 'String', 'Minimum': 1}}} | Invalid template parameter property 'Minimum'",
                "{'Resources': {'A': {'Type': 'T'}}, 'Outputs': {'O': {'Value': 'x', 'Exports': 1}}} | Invalid template output property 'Exports'",
                "{'Resources': {'A': {'Type': 'T'}}, 'Outputs': {'O': {'Value': 'x', 'Export': 'y'}}} | Template format error: Output O is malformed. The Name field of every Export member must be specified and consist only of alphanumeric characters, colons, or hyphens.",
                "{'Resources': {'A': {'Type': 'T'}}, 'Outputs': {'O': {'Value': 'x', 'Export': {}}}} | Template format error: Output O is malformed. The Name field of every Export member must be specified and consist only of alphanumeric characters, colons, or hyphens.",
                "{'Resources': {'A': {'Type': 'T'}}, 'Outputs': {'O': {'Value': 'x', 'Export': {'Name': 'y', 'As': 1}}}} | Template format error: Output O is malformed. The Name field of every Export member must be specified and consist only of alphanumeric characters, colons, or hyphens.",
                "{'Resources': {'A': {'Type': 'T'}}, 'Outputs': {'O': {'Value': 'x', 'Description': {'Ref': 'A'}}}} | Template format error: every Description member must be a string.",
                "{'Resources': {'A': {'Type': 'T'}}, 'Description': 7} | Template format error: every Description member must be a string.",
                "{'Resources': {'A': {'Type': 'T', 'DependsOn': 7}}} | Template format error: DependsOn must be a string or list of strings.",
                "{'Resources': {'A': {'Type': 'T', 'DependsOn': {'a': 'b'}}}} | Template format error: DependsOn must be a string or list of strings.",
                "{'Resources': {'A': {'Type': 'T'}}, 'Parameters': {'A': {'Type': 'String'}}} | Template format error: A is the name of a parameter and of a resource.",
                "{'Resources': {'A': {'Type': 'T'}}, 'Mappings': {'M': {}}} | Template format error: Every Mappings member must be a map of maps.",
                "{'Resources': {'A': {'Type': 'T'}}, 'Mappings': {'M': {'a': 'b'}}} | Template format error: Every Mappings member must be a map of maps.",
                "{'Resources': {'A': {'Type': 'T'}}, 'Mappings': {'M': {'a': {'b': {'Ref': 'A'}}}}} | Template format error: Every Mappings attribute must be a String or a List.",
                "{'Resources': {'A': {'Type': 'T'}}, 'Parameters': {'P': {'Type': 'AWS::Foo::Bar'}}} | Template format error: Unrecognized parameter type: AWS::Foo::Bar",
                "{'Resources': {'A': {'Type': 'T'}}, 'Parameters': {'P': {'Type': 'String', 'Default': ['x']}}} | Template format error: Every Default member must be a string.",
                "{'Resources': {'A': {'Type': 'T'}}, 'Parameters': {'P': {'Type': 'String', 'AllowedValues': 'x'}}} | Template format error: Every AllowedValues member must be a list.",
                "{'Resources': {'A': {'Type': 'T'}}, 'Parameters': {'P': {'Type': 'String', 'NoEcho': 'x'}}} | Template format error: Every NoEcho member must be true or false.",
                "{'Resources': {'A': {'Type': 'T', 'DeletionPolicy': 'Snapshot'}}} | Resources.A.DeletionPolicy: of a T no snapshot can be made",
                "{'Resources': {'A': {'Type': 'T', 'UpdateReplacePolicy': 'RetainExceptOnCreate'}}} | Resources.A.UpdateReplacePolicy: \"RetainExceptOnCreate\" is not a policy",
                "{'Resources': {'A': {'Type': 'T', 'Properties': []}}} | Resources.A.Properties: must be an object",
                "{'Resources': {'A': {'Type': 'T', 'DependsOn': [1]}}} | Template format error: DependsOn must be a string or list of strings.",
                "{'Resources': {'A': {'Type': 'T', 'DeletionPolicy': 'Keep'}}} | Resources.A.DeletionPolicy: \"Keep\" is not a policy",
                "{'Resources': {'A': {'Type': 'T', 'CreationPolicy': {}}}} | Resources.A.CreationPolicy: this resource attribute is not supported here",
                "{'Resources': {'A': {'Type': 'T'}}, 'Transform': 'x'} | Transform: this section of a template is not supported here",
                "{'Resources': {'A': {'Type': 'T'}}, 'Outputs': {'O': {}}} | Template format error: Every Outputs member must contain a Value object",
                "{'Resources': {'A': {'Type': 'T'}}, 'Parameters': {'P': {}}} | Template format error: Every Parameters object must contain a Type member.",
            })
    void template_thatIsMalformed_isRefusedByPlace(String template, String message) {
        assertThatThrownBy(() -> Template.parse(json(template)))
                .isInstanceOf(TemplateException.class)
                .hasMessage(message);
    }

    /** "Understand CloudFormation quotas", CloudFormation User Guide. */
    @ParameterizedTest
    @CsvSource({
        "Resources, 500, {'Type': 'T'}",
        "Parameters, 200, {'Type': 'String'}",
        "Mappings, 200, {'a': {'b': 1}}",
        "Outputs, 200, {'Value': 1}"
    })
    void section_withMoreThanAllowed_isRefused(String section, int most, String member) {
        assertThat(Template.parse(sized(section, most, member))).isNotNull();

        assertThatThrownBy(() -> Template.parse(sized(section, most + 1, member)))
                .hasMessage("Template format error: Number of " + section.toLowerCase(Locale.ROOT) + ", " + (most + 1)
                        + ", is greater than maximum allowed, " + most);
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
