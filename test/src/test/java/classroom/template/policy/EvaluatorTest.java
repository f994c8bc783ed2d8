package classroom.template.policy;

import static classroom.template.policy.Policies.BOOKS;
import static classroom.template.policy.Policies.document;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import classroom.template.policy.Decision.Outcome;
import classroom.template.policy.PolicyDocument.Kind;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvaluatorTest {
    private static final String CALLER = "arn:aws:sts::000000000000:assumed-role/Role/books-get";
    private static final String ALLOW_GET = "{'Effect': 'Allow', 'Action': 'dynamodb:GetItem', 'Resource': '*'}";
    private static final String DENY_GET = "{'Effect': 'Deny', 'Action': 'dynamodb:GetItem', 'Resource': '*'}";

    private static Decision decide(String statements, String action, Map<String, List<String>> context) {
        return new Evaluator(List.of(document(statements))).decide(new Question(action, BOOKS, context));
    }

    // IAM User Guide, "Policy evaluation logic", "Determining whether a request is allowed or denied within an
    // account".
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                        | IMPLICIT_DENY
            {allow}                   | ALLOW
            {deny}                    | EXPLICIT_DENY
            {allow}, {deny}           | EXPLICIT_DENY
            {deny}, {allow}           | EXPLICIT_DENY
            {allow}, {allow}          | ALLOW
            """)
    void decide_denyFirstThenAllowThenDefault(String statements, Outcome expected) {
        Evaluator evaluator = new Evaluator(Arrays.stream(statements.split(", "))
                .filter(statement -> !statement.isEmpty())
                .map(statement -> document(statement.equals("{allow}") ? ALLOW_GET : DENY_GET))
                .toList());

        assertThat(evaluator
                        .decide(new Question("dynamodb:GetItem", BOOKS, Map.of()))
                        .outcome())
                .isEqualTo(expected);
    }

    // IAM User Guide, "IAM JSON policy elements: Action": "You can use multi-character match wildcards (*) and
    // single-character match wildcards (?)"; "The prefix and the action name are case insensitive". NotAction
    // "explicitly matches everything except the specified list of actions".
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'Action': 'dynamodb:GetItem'                            | dynamodb:GetItem  | true
            'Action': 'DYNAMODB:getitem'                            | dynamodb:GetItem  | true
            'Action': 'dynamodb:Get*'                               | dynamodb:GetItem  | true
            'Action': 'dynamodb:Get*'                               | dynamodb:PutItem  | false
            'Action': 'dynamodb:*Item'                              | dynamodb:BatchGetItem | true
            'Action': 'dynamodb:?etItem'                            | dynamodb:GetItem  | true
            'Action': 'dynamodb:?etItem'                            | dynamodb:BatchGetItem | false
            'Action': '*'                                           | dynamodb:GetItem  | true
            'Action': ['sqs:*', 'dynamodb:GetItem']                 | dynamodb:GetItem  | true
            'Action': 'dynamodb:GetItem'                            | dynamodb:GetItems | false
            'NotAction': 'dynamodb:GetItem'                         | dynamodb:GetItem  | false
            'NotAction': 'dynamodb:GetItem'                         | dynamodb:PutItem  | true
            'NotAction': ['dynamodb:get*', 'dynamodb:PUT*']         | dynamodb:PutItem  | false
            """)
    void decide_action_matchesAsDocumented(String action, String asked, boolean allowed) {
        Decision decision = decide("{'Effect': 'Allow', " + action + ", 'Resource': '*'}", asked, Map.of());

        assertThat(decision.isAllowed()).isEqualTo(allowed);
    }

    // IAM User Guide, "IAM JSON policy elements: Resource" and "NotResource"; wildcards in full in GlobTest.
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'Resource': '*'                                                                 | true
            'Resource': 'arn:aws:dynamodb:us-east-2:000000000000:table/books'               | true
            'Resource': 'arn:aws:dynamodb:us-east-2:000000000000:table/Books'               | false
            'Resource': 'arn:aws:dynamodb:us-east-1:000000000000:table/books'               | false
            'Resource': 'arn:aws:dynamodb:us-east-2:111111111111:table/books'               | false
            'Resource': 'arn:aws:dynamodb:us-east-2:000000000000:table/books/*'             | false
            'Resource': ['arn:aws:sqs:*:*:q', 'arn:aws:dynamodb:*:*:table/b*']              | true
            'NotResource': 'arn:aws:dynamodb:us-east-2:000000000000:table/books'            | false
            'NotResource': 'arn:aws:dynamodb:us-east-2:000000000000:table/account'          | true
            'NotResource': ['arn:aws:sqs:*:*:q', 'arn:aws:dynamodb:*:*:table/b*']           | false
            """)
    void decide_resource_matchesAsDocumented(String resource, boolean allowed) {
        Decision decision =
                decide("{'Effect': 'Allow', 'Action': '*', " + resource + "}", "dynamodb:GetItem", Map.of());

        assertThat(decision.isAllowed()).isEqualTo(allowed);
    }

    // IAM User Guide, "IAM JSON policy elements: Condition operators" (its tables, with keys of DynamoDB), "Conditions
    // with multiple context keys or values" (OR, NOR, AND) and "Single-valued vs. multivalued context keys" (sets). The
    // last column is the request's context: KEY=VALUE,VALUE; a key that is not in it is missing.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {'StringEquals': {'dynamodb:Select': 'COUNT'}}                              | dynamodb:Select=COUNT | true
            {'StringEquals': {'dynamodb:Select': 'COUNT'}}                              | dynamodb:Select=count | false
            {'StringEquals': {'dynamodb:Select': 'COUNT'}}                              | ''                    | false
            {'StringEquals': {'dynamodb:Select': 'C*'}}                                 | dynamodb:Select=COUNT | false
            {'StringEquals': {'dynamodb:Select': ['COUNT', 'ALL_ATTRIBUTES']}}          | dynamodb:Select=ALL_ATTRIBUTES | true
            {'StringNotEquals': {'dynamodb:Select': 'COUNT'}}                           | dynamodb:Select=COUNT | false
            {'StringNotEquals': {'dynamodb:Select': 'COUNT'}}                           | dynamodb:Select=OTHER | true
            {'StringNotEquals': {'dynamodb:Select': 'COUNT'}}                           | ''                    | true
            {'StringNotEquals': {'dynamodb:Select': ['COUNT', 'OTHER']}}                | dynamodb:Select=OTHER | false
            {'StringLike': {'dynamodb:Select': 'ALL_*'}}                                | dynamodb:Select=ALL_ATTRIBUTES | true
            {'StringLike': {'dynamodb:Select': 'COUN?'}}                                | dynamodb:Select=COUNT | true
            {'StringLike': {'dynamodb:Select': 'all_*'}}                                | dynamodb:Select=ALL_ATTRIBUTES | false
            {'StringLike': {'dynamodb:Select': '*'}}                                    | ''                    | false
            {'StringNotLike': {'dynamodb:Select': 'ALL_*'}}                             | dynamodb:Select=ALL_ATTRIBUTES | false
            {'StringNotLike': {'dynamodb:Select': 'ALL_*'}}                             | dynamodb:Select=COUNT | true
            {'StringNotLike': {'dynamodb:Select': 'ALL_*'}}                             | ''                    | true
            {'StringEqualsIfExists': {'dynamodb:Select': 'COUNT'}}                      | dynamodb:Select=COUNT | true
            {'StringEqualsIfExists': {'dynamodb:Select': 'COUNT'}}                      | dynamodb:Select=OTHER | false
            {'StringEqualsIfExists': {'dynamodb:Select': 'COUNT'}}                      | ''                    | true
            {'StringLikeIfExists': {'dynamodb:Select': 'C*'}}                           | dynamodb:Select=OTHER | false
            {'StringLikeIfExists': {'dynamodb:Select': 'C*'}}                           | ''                    | true
            {'StringNotEqualsIfExists': {'dynamodb:Select': 'COUNT'}}                   | ''                    | true
            {'StringNotEqualsIfExists': {'dynamodb:Select': 'COUNT'}}                   | dynamodb:Select=COUNT | false
            {'StringNotLikeIfExists': {'dynamodb:Select': 'C*'}}                        | dynamodb:Select=COUNT | false
            {'ForAllValues:StringEquals': {'dynamodb:Attributes': ['id', 'nome']}}      | dynamodb:Attributes=id | true
            {'ForAllValues:StringEquals': {'dynamodb:Attributes': ['id', 'nome']}}      | dynamodb:Attributes=nome,id | true
            {'ForAllValues:StringEquals': {'dynamodb:Attributes': ['id', 'nome']}}      | dynamodb:Attributes=id,cpf | false
            {'ForAllValues:StringEquals': {'dynamodb:Attributes': ['id', 'nome']}}      | ''                    | true
            {'ForAllValues:StringEquals': {'dynamodb:Attributes': ['id', 'nome']}}      | dynamodb:Attributes=  | true
            {'ForAllValues:StringLike': {'dynamodb:Attributes': ['n*']}}                | dynamodb:Attributes=nome,nada | true
            {'ForAllValues:StringLike': {'dynamodb:Attributes': ['n*']}}                | dynamodb:Attributes=nome,id | false
            {'ForAllValues:StringNotEquals': {'dynamodb:Attributes': ['a', 'b']}}       | dynamodb:Attributes=c,d | true
            {'ForAllValues:StringNotEquals': {'dynamodb:Attributes': ['a', 'b']}}       | dynamodb:Attributes=c,b | false
            {'ForAllValues:StringNotEquals': {'dynamodb:Attributes': ['a', 'b']}}       | ''                    | true
            {'ForAllValues:StringNotLike': {'dynamodb:Attributes': ['a*']}}             | dynamodb:Attributes=b,ab | false
            {'ForAnyValue:StringEquals': {'dynamodb:Attributes': ['id', 'nome']}}       | dynamodb:Attributes=cpf,id | true
            {'ForAnyValue:StringEquals': {'dynamodb:Attributes': ['id', 'nome']}}       | dynamodb:Attributes=cpf | false
            {'ForAnyValue:StringEquals': {'dynamodb:Attributes': ['id', 'nome']}}       | dynamodb:Attributes=ID | false
            {'ForAnyValue:StringEquals': {'dynamodb:Attributes': ['id', 'nome']}}       | ''                    | false
            {'ForAnyValue:StringEquals': {'dynamodb:Attributes': ['id', 'nome']}}       | dynamodb:Attributes=  | false
            {'ForAnyValue:StringLike': {'dynamodb:LeadingKeys': ['ana-*']}}             | dynamodb:LeadingKeys=bia-1,ana-1 | true
            {'ForAnyValue:StringNotEquals': {'dynamodb:Attributes': ['a', 'b']}}        | dynamodb:Attributes=a,c | true
            {'ForAnyValue:StringNotEquals': {'dynamodb:Attributes': ['a', 'b']}}        | dynamodb:Attributes=a,b | false
            {'ForAnyValue:StringNotEquals': {'dynamodb:Attributes': ['a', 'b']}}        | ''                    | false
            {'ForAnyValue:StringNotLike': {'dynamodb:Attributes': ['a*']}}              | dynamodb:Attributes=ab,ac | false
            {'ForAllValues:StringLikeIfExists': {'dynamodb:Attributes': ['a*']}}        | dynamodb:Attributes=b | false
            {'ForAllValues:StringLikeIfExists': {'dynamodb:Attributes': ['a*']}}        | ''                    | true
            {'Bool': {'aws:SecureTransport': 'false'}}                                  | aws:SecureTransport=false | true
            {'Bool': {'aws:SecureTransport': 'false'}}                                  | aws:SecureTransport=true | false
            {'Bool': {'aws:SecureTransport': 'false'}}                                  | ''                    | false
            {'Bool': {'aws:SecureTransport': true}}                                     | aws:SecureTransport=true | true
            {'BoolIfExists': {'aws:SecureTransport': 'true'}}                           | ''                    | true
            {'Null': {'dynamodb:Attributes': 'false'}}                                  | dynamodb:Attributes=a | true
            {'Null': {'dynamodb:Attributes': 'false'}}                                  | ''                    | false
            {'Null': {'dynamodb:Attributes': true}}                                     | ''                    | true
            {'StringEquals': {'DynamoDB:select': 'COUNT'}}                              | dynamodb:Select=COUNT | true
            {'StringEquals': {'dynamodb:Select': 'A', 'dynamodb:ReturnValues': 'B'}}    | dynamodb:Select=A     | false
            {'StringEquals': {'dynamodb:Select': 'A'}, 'Bool': {'aws:SecureTransport': 'true'}} | dynamodb:Select=A;aws:SecureTransport=true | true
            {'StringEquals': {'dynamodb:Select': 'A'}, 'Bool': {'aws:SecureTransport': 'true'}} | dynamodb:Select=A;aws:SecureTransport=false | false
            {}                                                                          | ''                    | true
            """)
    void decide_condition_holdsAsDocumented(String condition, String context, boolean holds) {
        String rest = "'Action': '*', 'Resource': '*', 'Condition': " + condition;

        assertThat(decide("{'Effect': 'Allow', " + rest + "}", "dynamodb:Query", context(context))
                        .outcome())
                .isEqualTo(holds ? Outcome.ALLOW : Outcome.IMPLICIT_DENY);
        // A condition that is not true makes a deny not apply, either.
        assertThat(decide(
                                "{'Effect': 'Allow', 'Action': '*', 'Resource': '*'}, {'Effect': 'Deny', " + rest + "}",
                                "dynamodb:Query",
                                context(context))
                        .outcome())
                .isEqualTo(holds ? Outcome.EXPLICIT_DENY : Outcome.ALLOW);
    }

    private static Map<String, List<String>> context(String text) {
        Map<String, List<String>> context = new HashMap<>();
        for (String entry : text.split(";")) {
            if (!entry.isEmpty()) {
                String[] parts = entry.split("=", 2);
                context.put(parts[0], List.of(parts[1].split(",")));
            }
        }
        return context;
    }

    // DynamoDB Developer Guide, "Using IAM policy conditions for fine-grained access control", example 2, write actions
    // only: "To allow only write actions, […] change StringEqualsIfExists to StringEquals".
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            UserId,TopScore   | NONE        | true
            UserId            | UPDATED_NEW | true
            UserId,TopScore   | ALL_NEW     | false
            UserId,Losses     | NONE        | false
            """)
    void decide_guidesAttributesExample_limitsAttributesAndReturnValues(
            String attributes, String returnValues, boolean allowed) {
        Decision decision = decide(
                """
                {'Sid': 'LimitAccessToSpecificAttributes', 'Effect': 'Allow', 'Action': 'dynamodb:UpdateItem',
                 'Resource': '*', 'Condition': {
                   'ForAllValues:StringEquals': {'dynamodb:Attributes': ['UserId', 'TopScore']},
                   'StringEquals': {'dynamodb:ReturnValues': ['NONE', 'UPDATED_OLD', 'UPDATED_NEW']}}}""",
                "dynamodb:UpdateItem",
                Map.of(
                        ConditionKeys.ATTRIBUTES,
                        List.of(attributes.split(",")),
                        ConditionKeys.RETURN_VALUES,
                        List.of(returnValues)));

        assertThat(decision.isAllowed()).isEqualTo(allowed);
    }

    @Test
    void decide_severalValuesOfASingleValuedKey_isTheCallersMistake() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> decide(
                        "{'Effect': 'Allow', 'Action': '*', 'Resource': '*', 'Condition': {'StringEquals': {'dynamodb:Select': 'A'}}}",
                        "dynamodb:Query",
                        Map.of(ConditionKeys.SELECT, List.of("A", "B"))));
    }

    // IAM User Guide, "Policy evaluation logic": "If an action is allowed by an identity-based policy, a resource-based
    // policy, or both, then AWS allows the action. An explicit deny in either of these policies overrides the allow."
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            Allow | 'Principal': '*'                                                        | true  | ALLOW
            Allow | 'Principal': '*'                                                        | false | ALLOW
            Allow | 'Principal': {'AWS': 'arn:aws:iam::000000000000:role/Role'}             | false | ALLOW
            Allow | 'Principal': {'AWS': 'arn:aws:iam::000000000000:role/Other'}            | false | IMPLICIT_DENY
            Allow | 'Principal': {'Service': 'lambda.amazonaws.com'}                        | false | IMPLICIT_DENY
            Deny  | 'Principal': {'AWS': '*'}                                               | true  | EXPLICIT_DENY_OF_RESOURCE
            Deny  | 'Principal': {'AWS': ['arn:aws:iam::000000000000:role/Other']}          | true  | ALLOW
            Deny  | 'Principal': '*', 'Condition': {'Bool': {'aws:SecureTransport': 'false'}} | true | ALLOW
            """)
    void decide_withResourcePolicy_isTheUnionLessDenies(
            String effect, String principal, boolean identityAllows, Outcome expected) {
        Evaluator evaluator = new Evaluator(
                identityAllows
                        ? List.of(document("{'Effect': 'Allow', 'Action': 'sqs:SendMessage', 'Resource': '*'}"))
                        : List.of());
        PolicyDocument resourcePolicy = document(
                Kind.RESOURCE, "{'Effect': '" + effect + "', 'Action': 'sqs:*', 'Resource': '*', " + principal + "}");
        Question question = new Question(
                "sqs:SendMessage",
                "arn:aws:sqs:us-east-2:000000000000:q",
                Map.of(ConditionKeys.SECURE_TRANSPORT, List.of("true")));

        assertThat(evaluator
                        .decide(
                                question,
                                Set.of(CALLER, "arn:aws:iam::000000000000:role/Role"),
                                List.of(resourcePolicy))
                        .outcome())
                .isEqualTo(expected);
    }

    @Test
    void refusal_implicitDeny_isWordedAsAwsDoes() {
        assertThat(decide(ALLOW_GET, "dynamodb:PutItem", Map.of()).refusal(CALLER))
                .isEqualTo("User: arn:aws:sts::000000000000:assumed-role/Role/books-get is not authorized to perform:"
                        + " dynamodb:PutItem on resource: arn:aws:dynamodb:us-east-2:000000000000:table/books because"
                        + " no identity-based policy allows the dynamodb:PutItem action");
    }

    @Test
    void refusal_explicitDeny_isWordedAsAwsDoes() {
        assertThat(decide(DENY_GET, "dynamodb:GetItem", Map.of()).refusal(CALLER))
                .isEqualTo("User: arn:aws:sts::000000000000:assumed-role/Role/books-get is not authorized to perform:"
                        + " dynamodb:GetItem on resource: arn:aws:dynamodb:us-east-2:000000000000:table/books"
                        + " with an explicit deny in an identity-based policy");
    }

    @Test
    void statement_ofDecision_isTheOneThatDecided() {
        Decision decision = decide(DENY_GET + "," + ALLOW_GET, "dynamodb:GetItem", Map.of());

        assertThat(decision.statement()).hasValueSatisfying(statement -> {
            assertThat(statement.document()).isEqualTo("Policy");
            assertThat(statement.index()).isZero();
        });
        assertThat(decide(ALLOW_GET, "dynamodb:PutItem", Map.of()).statement()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            dynamodb:GetItem    | dynamodb:GetItem on B is allowed by statement 1 (Sid Get) of Policy.
            dynamodb:DeleteItem | dynamodb:DeleteItem on B is denied by statement 3 of Policy, and an explicit deny outweighs every allow.
            dynamodb:Scan       | dynamodb:Scan on B is denied because no statement allows it: none names the action.
            dynamodb:UpdateItem | dynamodb:UpdateItem on B is denied because no statement allows it: statement 2 of Policy would, but its condition does not hold: ForAllValues:StringEquals dynamodb:Attributes [id, nome], and the request has [id, cpf].
            dynamodb:PutItem    | dynamodb:PutItem on B is denied because no statement allows it: statement 4 of Policy allows the action only on arn:aws:dynamodb:*:*:table/account.
            dynamodb:Query      | dynamodb:Query on B is allowed by statement 5 of Policy, whose condition holds: ForAnyValue:StringEquals dynamodb:Attributes [cpf].
            """)
    void explain_everyOutcome_isOneSentence(String action, String sentence) {
        Decision decision = decide("""
                {'Sid': 'Get', 'Effect': 'Allow', 'Action': 'dynamodb:GetItem', 'Resource': '*'},
                {'Effect': 'Allow', 'Action': 'dynamodb:UpdateItem', 'Resource': '*',
                 'Condition': {'ForAllValues:StringEquals': {'dynamodb:Attributes': ['id', 'nome']}}},
                {'Effect': 'Deny', 'Action': 'dynamodb:Delete*', 'Resource': '*'},
                {'Effect': 'Allow', 'Action': 'dynamodb:PutItem', 'Resource': 'arn:aws:dynamodb:*:*:table/account'},
                {'Effect': 'Allow', 'Action': 'dynamodb:Query', 'Resource': '*',
                 'Condition': {'ForAnyValue:StringEquals': {'dynamodb:Attributes': ['cpf']}}}""", action, Map.of(ConditionKeys.ATTRIBUTES, List.of("id", "cpf")));

        assertThat(decision.explain()).isEqualTo(sentence.replace("on B", "on " + BOOKS));
    }

    /** A statement on UpdateItem with one condition, and what the request has of its key. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            Allow | ForAllValues:StringEquals   | dynamodb:Attributes         | id,nome            | id,cpf
            Allow | ForAnyValue:StringEquals    | dynamodb:Attributes         | nome               | -
            Allow | ForAllValues:StringLike     | dynamodb:LeadingKeys        | ana-*              | bia-1
            Allow | ForAllValues:StringNotEquals | dynamodb:LeadingKeys        | bia                | ana,bia
            Allow | StringEquals                | dynamodb:EnclosingOperation | TransactWriteItems | -
            Allow | StringEquals                | dynamodb:ReturnValues       | NONE               | ALL_OLD
            Allow | StringEqualsIfExists        | dynamodb:ReturnValues       | NONE               | ALL_OLD
            Allow | StringNotEquals             | dynamodb:ReturnValues       | ALL_OLD            | ALL_OLD
            Allow | StringLike                  | dynamodb:Select             | SPECIFIC_*         | COUNT
            Allow | StringNotLike               | dynamodb:Select             | ALL_*              | ALL_X
            Allow | Bool                        | aws:SecureTransport         | false              | true
            Allow | Null                        | dynamodb:EnclosingOperation | false              | -
            Allow | Null                        | dynamodb:EnclosingOperation | true               | TransactWriteItems
            Deny  | StringNotEquals             | dynamodb:EnclosingOperation | TransactWriteItems | -
            Deny  | ForAnyValue:StringEquals    | dynamodb:Attributes         | cpf                | id,cpf
            """)
    void refusal_becauseOfACondition_saysItsKeyAndBothValues(
            String effect, String operator, String key, String values, String requested) {
        String statement = "{'Effect': '%s', 'Action': 'dynamodb:UpdateItem', 'Resource': '*', 'Condition': {'%s':"
                + " {'%s': ['%s']}}}";
        String allow = "{'Effect': 'Allow', 'Action': 'dynamodb:UpdateItem', 'Resource': '*'}";
        Decision decision = decide(
                statement.formatted(effect, operator, key, values.replace(",", "','"))
                        + (effect.equals("Deny") ? "," + allow : ""),
                "dynamodb:UpdateItem",
                requested == null ? Map.of() : Map.of(key, List.of(requested.split(","))));

        assertThat(decision.refusingCondition())
                .contains("statement 1 of Policy "
                        + (effect.equals("Deny")
                                ? "denies it, and its condition holds: "
                                : "would, but its condition does not hold: ")
                        + operator + " " + key + " " + List.of(values.split(","))
                        + (requested == null
                                ? ", which is not in the request"
                                : ", and the request has " + List.of(requested.split(","))));
        assertThat(decision.refusal(CALLER)).doesNotContain(key);
    }

    @Test
    void refusal_becauseOfTwoConditions_saysThoseThatDoNotHold() {
        Decision decision = decide(
                """
                {'Sid': 'Own', 'Effect': 'Allow', 'Action': 'dynamodb:*', 'Resource': '*', 'Condition': {
                  'Bool': {'aws:SecureTransport': 'true'},
                  'ForAllValues:StringEquals': {'dynamodb:LeadingKeys': ['ana'], 'dynamodb:Attributes': ['id']}}}
                """,
                "dynamodb:GetItem",
                Map.of(
                        ConditionKeys.SECURE_TRANSPORT, List.of("true"),
                        ConditionKeys.LEADING_KEYS, List.of("bia"),
                        ConditionKeys.ATTRIBUTES, List.of("cpf")));

        assertThat(decision.refusingCondition())
                .contains("statement 1 (Sid Own) of Policy would, but its condition does not hold:"
                        + " ForAllValues:StringEquals dynamodb:LeadingKeys [ana], and the request has [bia];"
                        + " ForAllValues:StringEquals dynamodb:Attributes [id], and the request has [cpf]");
    }
}
