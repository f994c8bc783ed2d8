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
import org.junit.jupiter.params.provider.ValueSource;

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
                "{'x': [{'Ref': 1}]} | P.x[0].Ref: must be a string",
                "{'Fn::ImportValue': 'x'} | P.Fn::ImportValue: this function is not supported here",
                "{'Fn::GetAZs': ''} | P.Fn::GetAZs: this function is not supported here",
                "{'Fn::Transform': {}} | P.Fn::Transform: this function is not supported here",
                "{'Fn::Join': ['', ['x']], 'y': 1} | P: Fn::Join must be the only key of its object",
                "{'Fn::Join': ['x']} | P.Fn::Join: takes a list of 2",
                "{'Fn::Join': ['', 'x']} | P.Fn::Join: must come to a list",
                "{'Fn::Join': ['', [[]]]} | P.Fn::Join: must come to a string",
                "{'Fn::Select': [2, ['p', 'q']]} | P.Fn::Select: there is no element 2 in a list of 2",
                "{'Fn::Select': ['-1', ['p', 'q']]} | P.Fn::Select: there is no element -1 in a list of 2",
                "{'Fn::Split': ['', 'x']} | P.Fn::Split: the delimiter must not be empty",
                "{'Fn::If': ['Maybe', 1, 2]} | %Template format error: Unresolved condition dependency Maybe in the Resources block of the template",
                "{'Fn::FindInMap': ['Sizes', 'mars', 'small']} | P.Fn::FindInMap: the mapping has no mars",
                "{'Fn::Sub': '${A b}'} | %Template error: variable names in Fn::Sub syntax must contain only alphanumeric characters, underscores, periods, and colons",
                "'{{resolve:ssm:/x}}' | P: dynamic references ({{resolve:…}}) are not supported",
            })
    void value_thatCannotBeResolved_isRefusedByResourceAndPath(String value, String message) {
        assertThatThrownBy(() -> resolve(value))
                .isInstanceOf(TemplateException.class)
                .hasMessage(message.startsWith("%") ? message.substring(1) : "Resources.B.Properties." + message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'Ref': 'Nobody'} | Nobody",
                "{'Fn::GetAtt': ['Nobody', 'Arn']} | Nobody",
                "{'Fn::Sub': 'x${Nobody.Arn}'} | Nobody",
                "{'Ref': 'AWS::Resion'} | AWS::Resion",
            })
    void reference_toNothing_isRefusedAsCloudFormationWordsIt(String value, String name) {
        assertThatThrownBy(() -> resolve(value))
                .hasMessage("Template format error: Unresolved resource dependencies [" + name
                        + "] in the Resources block of the template");
    }

    @Test
    void output_thatRefersToNothing_isRefusedBeforeAnythingIsMade() {
        assertThatThrownBy(() -> resolver("""
                        {'Resources': {'T': {'Type': 'T'}}, 'Outputs': {'O': {'Value': {'Ref': 'Nobody'}}}}
                        """, Map.of()))
                .hasMessage(
                        "Template format error: Unresolved resource dependencies [Nobody] in the Outputs block of the"
                                + " template");
    }

    @Test
    void condition_onAResource_isRefused() {
        assertThatThrownBy(() -> resolver("""
                        {'Conditions': {'C': {'Fn::Equals': [{'Ref': 'T'}, 'x']}}, 'Resources': {'T': {'Type': 'T'}}}
                        """, Map.of()))
                .hasMessage("Template format error: Unresolved dependencies [T]. Cannot reference resources in the"
                        + " Conditions block of the template");
    }

    @Test
    void function_thatIsNone_isRefusedAsCloudFormationWordsIt() {
        assertThatThrownBy(() -> resolve("{'Fn::Upper': 'x'}"))
                .hasMessageStartingWith(
                        "Template error: Encountered unsupported function: Fn::Upper Supported functions are: [Fn::Base64,");
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

    @Test
    void reference_toAResourceThatIsLeftOut_isRefused() {
        assertThatThrownBy(() -> resolver("""
                        {
                          'Conditions': {'Never': {'Fn::Equals': ['a', 'b']}},
                          'Resources': {
                            'Table': {'Type': 'T', 'Properties': {'Q': {'Ref': 'Queue'}}},
                            'Queue': {'Type': 'T', 'Condition': 'Never'}
                          }
                        }
                        """, Map.of()))
                .hasMessage(
                        "Template format error: Unresolved resource dependencies [Queue] in the Resources block of the"
                                + " template");
    }

    /** Conditions are ignored: a reference that one stack does not use, another stack may use. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "'Resources': {'T': {'Type': 'T', 'Properties': {'Q': {'Fn::If': ['Never', {'Ref': 'Nobody'}, 'x']}}}}",
                "'Resources': {'T': {'Type': 'T'}, 'U': {'Type': 'T', 'Condition': 'Never', 'Properties': {'Q': [{'Fn::Sub':"
                        + " '${Nobody}'}]}}}",
                "'Resources': {'T': {'Type': 'T'}}, 'Outputs': {'O': {'Condition': 'Never', 'Value': {'Fn::GetAtt': 'Nobody.Arn'}}}"
            })
    void reference_toNothingWhereAConditionDoesNotHold_isRefused(String template) {
        assertThatThrownBy(() ->
                        resolver("{'Conditions': {'Never': {'Fn::Equals': ['a', 'b']}}, " + template + "}", Map.of()))
                .hasMessageStartingWith("Template format error: Unresolved resource dependencies [Nobody] in the ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'x'",
                "[]",
                "[EQUAL]",
                "[EQUAL, EQUAL, EQUAL, EQUAL, EQUAL, EQUAL, EQUAL, EQUAL, EQUAL, EQUAL, EQUAL]"
            })
    void andWithTooFewOrTooMany_isRefused(String list) {
        for (String function : List.of("Fn::And", "Fn::Or")) {
            assertThatThrownBy(() -> resolver(
                            ("{'Conditions': {'C': {'" + function + "': " + list
                                            + "}}, 'Resources': {'T': {'Type': 'T'}}}")
                                    .replace("EQUAL", "{'Fn::Equals': ['a', 'a']}"),
                            Map.of()))
                    .hasMessage("Template error: every " + function
                            + " object requires a list of at least 2 and at most 10 boolean parameters.");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'Value': ['x'] | The Value field of every Outputs member must evaluate to a String.",
                "'Value': {'Fn::Split': [',', 'x']} | The Value field of every Outputs member must evaluate to a String.",
                "'Value': {'a': 'b'} | The Value field of every Outputs member must evaluate to a String.",
                "'Value': 'x', 'Export': {'Name': ''} | Output O is malformed. The Name field of every Export member must be specified and consist only of alphanumeric characters, colons, or hyphens.",
                "'Value': 'x', 'Export': {'Name': 'a b!'} | Output O is malformed. The Name field of every Export member must be specified and consist only of alphanumeric characters, colons, or hyphens.",
                "'Value': 'x', 'Export': {'Name': {'Fn::Sub': '${T}-x'}} | Output O is malformed. The Name field of every Export member must not depend on any resources, imported values, or Fn::GetAZs.",
            })
    void output_thatIsNoText_isRefusedInCloudFormationsWords(String output, String message) {
        assertThatThrownBy(() -> resolver(
                                "{'Resources': {'T': {'Type': 'T'}}, 'Outputs': {'O': {" + output + "}}}", Map.of())
                        .outputs(SCOPE))
                .hasMessage("Template format error: " + message);
    }

    @Test
    void conditions_thatDependOnEachOther_areRefused() {
        assertThatThrownBy(() -> resolver("""
                        {
                          'Conditions': {
                            'A': {'Fn::Not': [{'Condition': 'B'}]},
                            'B': {'Fn::Or': [{'Condition': 'A'}, {'Condition': 'A'}]}
                          },
                          'Resources': {'T': {'Type': 'T'}}
                        }
                        """, Map.of()))
                .hasMessage("Conditions.A: conditions depend on each other: A, B");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "| Parameters.Size: a value is required, because there is no default",
                "many | Parameter 'Size' must be a number",
                "4 | Parameter 'Size' must be one of AllowedValues: 5, 10",
            })
    void parameter_withoutAnAllowedValue_isRefused(String value, String message) {
        String allowed = "4".equals(value) ? ", 'AllowedValues': [5, 10]" : "";
        String template =
                "{'Parameters': {'Size': {'Type': 'Number'" + allowed + "}}, 'Resources': {'T': {'Type': 'T'}}}";

        assertThatThrownBy(() -> resolver(template, value == null ? Map.of() : Map.of("Size", value)))
                .isInstanceOf(TemplateException.class)
                .hasMessage(message);
    }

    @Test
    void parameter_thatDoesNotMatchItsPattern_isRefused() {
        assertThatThrownBy(() -> resolver("""
                        {'Parameters': {'Name': {'Type': 'String', 'AllowedPattern': '[a-z]+'}},
                         'Resources': {'T': {'Type': 'T'}}}
                        """, Map.of("Name", "ANA")))
                .hasMessage("Parameter 'Name' must match pattern [a-z]+");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'String', 'MinLength': 3 | éé | Parameter 'P' must contain at least 3 characters",
                "'String', 'MaxLength': '2' | ééé | Parameter 'P' must contain at most 2 characters",
                "'Number', 'MinValue': 1.5 | 1 | Parameter 'P' must be a number not less than 1.5",
                "'Number', 'MaxValue': 10 | 10.1 | Parameter 'P' must be a number not greater than 10",
                "'List<Number>' | 1, x | Parameter 'P' must be a number",
                "'CommaDelimitedList', 'AllowedValues': ['a', 'b'] | a,c | Parameter 'P' must be one of AllowedValues: a, b",
                "'String', 'MinLength': 3, 'ConstraintDescription': 'three letters' | x | Parameter P failed to satisfy constraint: three letters",
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
    void parameter_thatIsNotDeclared_isRefused() {
        assertThatThrownBy(() -> resolver("{'Resources': {'T': {'Type': 'T'}}}", Map.of("X", "1")))
                .hasMessage("Parameters.X: the template declares no such parameter");
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
