package classroom.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResolverTest {
    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

    /** Cases are written with single quotes. */
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonReadFeature.ALLOW_SINGLE_QUOTES).build();

    private static final StackIdentity STACK = new StackIdentity(
            "Classroom", "arn:aws:cloudformation:us-east-2:1:stack/Classroom/x", new AwsEnvironment("1", "us-east-2"));

    /** Resource A exists; its id is a and its Arn arn:a, and it has a number. */
    private static final Scope SCOPE = new Scope() {
        @Override
        public Optional<JsonNode> ref(String id) {
            return id.equals("A") ? Optional.of(TextNode.valueOf("a")) : Optional.empty();
        }

        @Override
        public Optional<JsonNode> attribute(String id, String name) {
            return switch (id + "." + name) {
                case "A.Arn" -> Optional.of(TextNode.valueOf("arn:a"));
                case "A.Outputs.Deep" -> Optional.of(TextNode.valueOf("deep"));
                default -> Optional.empty();
            };
        }

        @Override
        public Optional<String> ssmParameter(String name) {
            return name.equals("/version") ? Optional.of("21") : Optional.empty();
        }
    };

    private static final String TEMPLATE = """
            {
              'Parameters': {
                'Text': {'Type': 'String', 'Default': 'text'},
                'Number': {'Type': 'Number', 'Default': 7},
                'List': {'Type': 'CommaDelimitedList', 'Default': 'x, y,z'},
                'Version': {'Type': 'AWS::SSM::Parameter::Value<String>', 'Default': '/version'},
                'Gone': {'Type': 'AWS::SSM::Parameter::Value<String>', 'Default': '/gone'}
              },
              'Mappings': {'Sizes': {'us-east-2': {'small': 1, 'zones': ['a', 'b']}}},
              'Conditions': {
                'Yes': {'Fn::Equals': [{'Ref': 'Text'}, 'text']},
                'No': {'Fn::Not': [{'Condition': 'Yes'}]},
                'Both': {'Fn::And': [{'Condition': 'Yes'}, {'Fn::Equals': [{'Ref': 'AWS::Region'}, 'us-east-2']}]},
                'Neither': {'Fn::Or': [{'Condition': 'No'}, {'Fn::Equals': [7, {'Ref': 'Text'}]}]}
              },
              'Resources': {'A': {'Type': 'T'}, 'B': {'Type': 'T', 'Properties': {'P': VALUE}}}
            }
            """;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'plain' | 'plain'",
                "[1, true] | [1, true]",
                "{'Ref': 'Text'} | 'text'",
                "{'Ref': 'Number'} | '7'",
                "{'Ref': 'List'} | ['x', 'y', 'z']",
                "{'Ref': 'Version'} | '21'",
                "{'Ref': 'A'} | 'a'",
                "{'Ref': 'X', 'And': 'more'} | {'Ref': 'X', 'And': 'more'}",
                "{'Ref': 'AWS::Region'} | 'us-east-2'",
                "{'Ref': 'AWS::AccountId'} | '1'",
                "{'Ref': 'AWS::Partition'} | 'aws'",
                "{'Ref': 'AWS::URLSuffix'} | 'amazonaws.com'",
                "{'Ref': 'AWS::StackName'} | 'Classroom'",
                "{'Ref': 'AWS::StackId'} | 'arn:aws:cloudformation:us-east-2:1:stack/Classroom/x'",
                "{'Ref': 'AWS::NotificationARNs'} | []",
                "{'a': {'Ref': 'AWS::NoValue'}, 'b': 1} | {'b': 1}",
                "['a', {'Ref': 'AWS::NoValue'}, 'b'] | ['a', 'b']",
                "{'Fn::GetAtt': ['A', 'Arn']} | 'arn:a'",
                "{'Fn::GetAtt': 'A.Arn'} | 'arn:a'",
                "{'Fn::GetAtt': ['A', 'Outputs.Deep']} | 'deep'",
                "{'Fn::Join': ['-', ['x', {'Ref': 'A'}, 1, true]]} | 'x-a-1-true'",
                "{'Fn::Join': ['', []]} | ''",
                "{'Fn::Join': ['+', {'Ref': 'List'}]} | 'x+y+z'",
                "{'Fn::Sub': 'arn:${AWS::Region}:${A}:${A.Arn}:${A.Outputs.Deep}:${Text}'} | 'arn:us-east-2:a:arn:a:deep:text'",
                "{'Fn::Sub': '${!Literal} $ {x} ${ Text }'} | '${Literal} $ {x} text'",
                "{'Fn::Sub': ['${x}/${A}/${x}', {'x': {'Ref': 'Number'}}]} | '7/a/7'",
                "{'Fn::Sub': ['${Text}', {'Text': '$1\\\\'}]} | '$1\\\\'",
                "{'Fn::Select': [1, ['p', 'q']]} | 'q'",
                "{'Fn::Select': ['0', {'Fn::Split': ['/', 'p/q']}]} | 'p'",
                "{'Fn::Split': ['.', 'a.b..']} | ['a', 'b', '', '']",
                "{'Fn::If': ['Yes', 'p', 'q']} | 'p'",
                "{'Fn::If': ['No', 'p', 'q']} | 'q'",
                "{'Fn::If': ['Both', 'p', 'q']} | 'p'",
                "{'Fn::If': ['Neither', 'p', 'q']} | 'q'",
                "{'Fn::If': ['Yes', 'p', {'Fn::GetAZs': ''}]} | 'p'",
                "[{'Fn::If': ['No', 'p', {'Ref': 'AWS::NoValue'}]}] | []",
                "{'Fn::FindInMap': ['Sizes', {'Ref': 'AWS::Region'}, 'small']} | 1",
                "{'Fn::FindInMap': ['Sizes', 'us-east-2', 'zones']} | ['a', 'b']",
                "{'Fn::Base64': {'Ref': 'Text'}} | 'dGV4dA=='",
                "{'Statement': {'Condition': {'Bool': 'x'}}} | {'Statement': {'Condition': {'Bool': 'x'}}}",
            })
    void value_isResolved(String value, String expected) throws JsonProcessingException {
        assertThat(resolve(value)).isEqualTo(JSON.readTree(expected));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'Ref': 'Gone'} | P.Ref: there is no parameter /gone in Systems Manager",
                "{'Fn::GetAtt': ['A', 'Nothing']} | P.Fn::GetAtt: A has not been made or has no attribute Nothing",
                "{'Fn::ImportValue': 'x'} | P.Fn::ImportValue: this function is not supported here",
                "{'Fn::GetAZs': ''} | P.Fn::GetAZs: this function is not supported here",
                "{'Fn::Transform': {}} | P.Fn::Transform: this function is not supported here",
                "{'Fn::Join': ['', ['x']], 'y': 1} | P: Fn::Join must be the only key of its object",
                "'{{resolve:ssm:/x}}' | P: dynamic references ({{resolve:…}}) are not supported",
            })
    void value_thatCannotBeResolved_isRefusedByResourceAndPath(String value, String message) {
        assertThatThrownBy(() -> resolve(value))
                .isInstanceOf(TemplateException.class)
                .hasMessage("Resources.B.Properties." + message);
    }

    /** A regular expression took 20 s for 24 KB of it. */
    @Test
    void sub_withBracesThatAreNeverClosed_isReadInOnePass() {
        String text = "${A".repeat(300_000);

        JsonNode resolved = assertTimeoutPreemptively(TEN_SECONDS, () -> resolve("{'Fn::Sub': '" + text + "'}"));

        assertThat(resolved.textValue()).isEqualTo(text);
    }

    /** Each level refers twice to the next: 2^200 steps, if each reference were evaluated again. */
    @Test
    void sub_ofSubs_takesEachOnce() {
        String value = "''";
        for (int i = 0; i < 200; i++) {
            value = "{'Fn::Sub': ['${v}${v}', {'v': " + value + "}]}";
        }
        String nested = value;

        assertThat(assertTimeoutPreemptively(TEN_SECONDS, () -> resolve(nested)).textValue())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'Fn::Sub': ['${v}${v}', {'v': VALUE}]} | 40 | x",
                "{'Fn::Base64': VALUE} | 100 | x",
                "{'Fn::Join': [LONG, {'Fn::Split': ['a', VALUE]}]} | 1 | LONG",
            })
    void functions_inFunctions_cannotComeToMoreThanATemplate(String function, int depth, String innermost) {
        String text = "'" + "a".repeat(20_000) + "'";
        String value = innermost.equals("LONG") ? text : "'" + innermost + "'";
        for (int i = 0; i < depth; i++) {
            value = function.replace("VALUE", value).replace("LONG", text);
        }
        String nested = value;

        assertThatThrownBy(() -> assertTimeoutPreemptively(TEN_SECONDS, () -> resolve(nested)))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("comes to more than 1000000 characters");
    }

    @Test
    void creationOrder_putsWhatIsReferredToFirst_andKeepsTheTemplatesOrderOtherwise() {
        Resolver resolver = resolver("""
                {'Resources': {
                  'Mapping': {'Type': 'T', 'DependsOn': 'Policy', 'Properties': {'F': {'Ref': 'Function'}}},
                  'Function': {'Type': 'T', 'Properties': {'R': [{'x': {'Fn::GetAtt': ['Role', 'Arn']}}]}},
                  'Policy': {'Type': 'T', 'DependsOn': ['Role'], 'Properties': {'R': {'Fn::Sub': '${Table.Arn}/*'}}},
                  'Other': {'Type': 'T'},
                  'Role': {'Type': 'T'},
                  'Table': {'Type': 'T', 'Properties': {'N': {'Fn::Sub': ['${Other}', {'Other': {'Ref': 'Role'}}]}}}
                }}
                """, Map.of());

        assertThat(ids(resolver)).containsExactly("Other", "Role", "Function", "Table", "Policy", "Mapping");
        assertThat(resolver.dependencies(resolver.inCreationOrder().get(5))).containsExactly("Policy", "Function");
    }

    @Test
    void circle_isRefusedAndNamed() {
        assertThatThrownBy(() -> resolver("""
                        {'Resources': {
                          'Outside': {'Type': 'T', 'DependsOn': 'A'},
                          'A': {'Type': 'T', 'Properties': {'P': {'Ref': 'B'}}},
                          'B': {'Type': 'T', 'Properties': {'P': {'Fn::Sub': '${C.Arn}'}}},
                          'C': {'Type': 'T', 'DependsOn': ['A']}
                        }}
                        """, Map.of()))
                .isInstanceOf(TemplateException.class)
                .hasMessage("Circular dependency between resources: [A, B, C]");
    }

    @Test
    void resourceAndOutput_underAConditionThatIsFalse_areLeftOut() {
        String template = """
                {
                  'Parameters': {'Stream': {'Type': 'String', 'AllowedValues': ['on', 'off']}},
                  'Conditions': {'On': {'Fn::Equals': [{'Ref': 'Stream'}, 'on']}},
                  'Resources': {
                    'Table': {'Type': 'T', 'DependsOn': 'Queue',
                              'Properties': {'Q': {'Fn::If': ['On', {'Ref': 'Queue'}, 'none']}}},
                    'Queue': {'Type': 'T', 'Condition': 'On'}
                  },
                  'Outputs': {
                    'Always': {'Value': {'Ref': 'Stream'}, 'Description': 'd'},
                    'Sometimes': {'Value': {'Ref': 'Queue'}, 'Condition': 'On'}
                  }
                }
                """;
        Resolver off = resolver(template, Map.of("Stream", "off"));
        Resolver on = resolver(template, Map.of("Stream", "on"));

        assertThat(ids(off)).containsExactly("Table");
        assertThat(off.properties(off.inCreationOrder().get(0), SCOPE)).isEqualTo(json("{'Q': 'none'}"));
        assertThat(off.outputs(SCOPE)).containsOnlyKeys("Always");
        assertThat(off.outputs(SCOPE).get("Always"))
                .isEqualTo(new Output("Always", TextNode.valueOf("off"), "d", null, null));
        assertThat(ids(on)).containsExactly("Queue", "Table");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'String', 'AllowedPattern': '(' | x | Template format error: AllowedPattern of the parameter P is not a regular expression: Unclosed group",
                "'String', 'AllowedPattern': '((((((((((a?b))))))))))*' | LONG | Template format error: an AllowedPattern takes too long to match; make it simpler",
                "'String', 'AllowedPattern': '.*.*.*.*.*.*.*x' | aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab | Template format error: an AllowedPattern takes too long to match; make it simpler",
            })
    void parameter_outsideItsConstraints_isRefusedAsCloudFormationWordsIt(String type, String value, String message) {
        String template = "{'Parameters': {'P': {'Type': " + type + "}}, 'Resources': {'T': {'Type': 'T'}}}";

        assertThatThrownBy(() -> assertTimeoutPreemptively(
                        TEN_SECONDS, () -> resolver(template, Map.of("P", value.replace("LONG", "ab".repeat(2000))))))
                .isInstanceOf(TemplateException.class)
                .hasMessage(message);
    }

    @Test
    void parameterValues_areThoseGivenOverThoseByDefault() {
        Resolver resolver = resolver("""
                {'Parameters': {'P': {'Type': 'String', 'Default': 'p'}, 'Q': {'Type': 'String', 'Default': 'q'}},
                 'Resources': {'T': {'Type': 'T'}}}
                """, Map.of("Q", "other"));

        assertThat(resolver.parameterValues()).containsOnly(Map.entry("P", "p"), Map.entry("Q", "other"));
    }

    private static JsonNode resolve(String value) {
        Resolver resolver = resolver(TEMPLATE.replace("VALUE", value), Map.of());
        Resource b = resolver.inCreationOrder().stream()
                .filter(resource -> resource.id().equals("B"))
                .findFirst()
                .orElseThrow();
        return resolver.properties(b, SCOPE).path("P");
    }

    private static List<String> ids(Resolver resolver) {
        return resolver.inCreationOrder().stream().map(Resource::id).toList();
    }

    private static Resolver resolver(String template, Map<String, String> parameters) {
        return Template.parse(json(template)).resolver(STACK, parameters);
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }
}
