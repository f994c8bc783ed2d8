package classroom.template.policy;

import static classroom.template.policy.Policies.document;
import static classroom.template.policy.Policies.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import classroom.template.policy.PolicyDocument.Kind;
import classroom.template.policy.Statement.Effect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyDocumentTest {

    @Test
    void parse_wholeStatement_keepsEveryElement() {
        Statement statement = document("""
                        {'Sid': 'Read', 'Effect': 'Allow', 'Action': ['dynamodb:GetItem', 'dynamodb:Query'],
                         'NotResource': 'arn:aws:dynamodb:*:*:table/a',
                         'Condition': {'StringEqualsIfExists': {'DYNAMODB:select': 'COUNT'}}}""").statements().get(0);

        assertThat(statement.sid()).contains("Read");
        assertThat(statement.effect()).isEqualTo(Effect.ALLOW);
        assertThat(statement.actions()).containsExactly("dynamodb:GetItem", "dynamodb:Query");
        assertThat(statement.isNotAction()).isFalse();
        assertThat(statement.resources()).containsExactly("arn:aws:dynamodb:*:*:table/a");
        assertThat(statement.isNotResource()).isTrue();
        assertThat(statement.conditions()).singleElement().hasToString("StringEqualsIfExists dynamodb:Select [COUNT]");
        assertThat(statement).hasToString("statement 1 (Sid Read) of Policy");
    }

    @Test
    void parse_oneStatementWithoutList_isTheSameAsAListOfOne() {
        PolicyDocument policy = PolicyDocument.parse(
                "Policy", json("{'Statement': {'Effect': 'Deny', 'NotAction': 'sqs:*', 'Resource': '*'}}"));

        assertThat(policy.statements()).singleElement().matches(Statement::isNotAction);
    }

    // IAM User Guide, "Grammar of the IAM JSON policy language" and the page of each element.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            []                                                                       | Syntax errors in policy. (Policy)
            {}                                                                       | Syntax errors in policy. (Policy, Statement)
            {'Statement': []}                                                        | Syntax errors in policy. (Policy, Statement)
            {'Version': '2013-10-17', 'Statement': [S]}                              | Syntax errors in policy. (Policy, Version)
            {'Id': 'x', 'Statement': [S]}                                            | Syntax errors in policy. (Policy, Id)
            {'Statements': [S]}                                                      | Syntax errors in policy. (Policy, Statements)
            {'Statement': [S, 1]}                                                    | Syntax errors in policy. (Policy, Statement[1])
            {'Statement': [{'Effect': 'allow', 'Action': '*', 'Resource': '*'}]}     | Syntax errors in policy. (Policy, Statement[0].Effect)
            {'Statement': [{'Action': '*', 'Resource': '*'}]}                        | Syntax errors in policy. (Policy, Statement[0].Effect)
            {'Statement': [{'Effect': 'Allow', 'Resource': '*'}]}                    | Policy statement must contain actions. (Policy, Statement[0].Action)
            {'Statement': [{'Effect': 'Allow', 'Action': [], 'Resource': '*'}]}      | Policy statement must contain actions. (Policy, Statement[0].Action)
            {'Statement': [{'Effect': 'Allow', 'Action': '*'}]}                      | Policy statement must contain resources. (Policy, Statement[0].Resource)
            {'Statement': [{'Effect': 'Allow', 'Action': {}, 'Resource': '*'}]}      | Syntax errors in policy. (Policy, Statement[0].Action)
            {'Statement': [{'Effect': 'Allow', 'Action': '*', 'Resource': {'Ref': 'T'}}]} | Syntax errors in policy. (Policy, Statement[0].Resource)
            {'Statement': [{'Effect': 'Allow', 'Action': '*', 'NotAction': '*', 'Resource': '*'}]} | Syntax errors in policy. (Policy, Statement[0].NotAction)
            {'Statement': [{'Effect': 'Allow', 'Action': '*', 'Resource': '*', 'Conditions': {}}]} | Syntax errors in policy. (Policy, Statement[0].Conditions)
            {'Statement': [{'Effect': 'Allow', 'Action': 'GetItem', 'Resource': '*'}]} | Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc. (Policy, Statement[0].Action GetItem)
            {'Statement': [{'Effect': 'Allow', 'Action': 'a:b:c', 'Resource': '*'}]} | Actions/Condition can contain only one colon. (Policy, Statement[0].Action a:b:c)
            {'Statement': [{'Effect': 'Allow', 'Action': 'd*:GetItem', 'Resource': '*'}]} | Vendor d* is not valid (Policy, Statement[0].Action d*:GetItem)
            {'Statement': [{'Effect': 'Allow', 'Action': '*', 'Resource': 'books'}]} | Resource books must be in ARN format or "*". (Policy, Statement[0].Resource)
            {'Statement': [{'Effect': 'Allow', 'Action': '*', 'Resource': 'arn:a:b:c:d:e'}]} | Partition "a" is not valid for resource "arn:a:b:c:d:e". (Policy, Statement[0].Resource)
            {'Statement': [{'Effect': 'Allow', 'Action': '*', 'Resource': 'arn:aws:*:c:d:e'}]} | Resource vendor must be fully qualified and cannot contain regexes. (Policy, Statement[0].Resource)
            {'Statement': [{'Effect': 'Allow', 'Action': '*', 'Resource': '*', 'Principal': '*'}]} | Policy document should not specify a principal. (Policy, Statement[0])
            {'Statement': [{'Sid': 'a b', 'Effect': 'Allow', 'Action': '*', 'Resource': '*'}]} | Statement IDs (SID) should be alpha numeric. (Policy, Statement[0].Sid)
            {'Statement': [S, S]}                                                    | Statement IDs (SID) in a single policy must be unique. (Policy, Statement[1].Sid)
            {'Statement': [{'Effect': 'Allow', 'Action': '*', 'Resource': '*', 'Condition': []}]} | Syntax errors in policy. (Policy, Statement[0].Condition)
            {'Statement': [{'Effect': 'Allow', 'Action': '*', 'Resource': '*', 'Condition': {'Bool': 'x'}}]} | Syntax errors in policy. (Policy, Statement[0].Condition.Bool)
            {'Statement': [{'Effect': 'Allow', 'Action': '*', 'Resource': '*', 'Condition': {'Bool': {'aws:SecureTransport': 'yes'}}}]} | Syntax errors in policy. (Policy, Statement[0].Condition.Bool.aws:SecureTransport)
            {'Statement': [{'Effect': 'Allow', 'Action': '*', 'Resource': '*', 'Condition': {'StringEquals': {'dynamodb:Select': {}}}}]} | Syntax errors in policy. (Policy, Statement[0].Condition.StringEquals.dynamodb:Select)
            """)
    void parse_malformedDocument_isRefusedAsIamDoes(String document, String message) {
        String whole = document.replace("S,", statement() + ",").replace("S]", statement() + "]");

        assertThatExceptionOfType(MalformedPolicyDocument.class)
                .isThrownBy(() -> PolicyDocument.parse("Policy", json(whole)))
                .withMessage(message);
    }

    private static String statement() {
        return "{'Sid': 'One', 'Effect': 'Allow', 'Action': '*', 'Resource': '*'}";
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'Condition': {'IpAddress': {'aws:SourceIp': '::1'}}                      | the operator IpAddress | Statement[0].Condition
            'Condition': {'stringequals': {'dynamodb:Select': 'COUNT'}}              | the operator stringequals | Statement[0].Condition
            'Condition': {'ForSomeValues:StringEquals': {'dynamodb:Select': 'COUNT'}} | the operator ForSomeValues:StringEquals | Statement[0].Condition
            'Condition': {'StringEqualsIgnoreCase': {'dynamodb:Select': 'COUNT'}}    | the operator StringEqualsIgnoreCase | Statement[0].Condition
            'Condition': {'NullIfExists': {'dynamodb:Select': 'true'}}               | the operator NullIfExists | Statement[0].Condition
            'Condition': {'ForAnyValue:StringEqualsIfExists': {'dynamodb:Attributes': 'id'}} | the operator ForAnyValue:StringEqualsIfExists | Statement[0].Condition
            'Condition': {'ForAnyValue:StringNotLikeIfExists': {'dynamodb:LeadingKeys': 'a*'}} | the operator ForAnyValue:StringNotLikeIfExists | Statement[0].Condition
            'Condition': {'ForAnyValue:NullIfExists': {'dynamodb:Select': 'true'}}   | the operator ForAnyValue:NullIfExists | Statement[0].Condition
            'Condition': {'StringEquals': {'aws:username': 'ana'}}                   | the condition key aws:username | Statement[0].Condition.StringEquals
            'Condition': {'Bool': {'dynamodb:FullTableScan': 'true'}}                | the condition key dynamodb:FullTableScan | Statement[0].Condition.Bool
            'Condition': {'StringEquals': {'dynamodb:Attributes': 'id'}}             | the operator StringEquals without ForAllValues: or ForAnyValue: on dynamodb:Attributes | Statement[0].Condition.StringEquals
            'Condition': {'StringEquals': {'aws:SecureTransport': 'true'}}           | the operator StringEquals on aws:SecureTransport | Statement[0].Condition.StringEquals
            'Condition': {'Bool': {'dynamodb:Select': 'true'}}                       | the operator Bool on dynamodb:Select | Statement[0].Condition.Bool
            'Condition': {'StringEquals': {'dynamodb:Select': []}}                   | a condition without values | Statement[0].Condition.StringEquals.dynamodb:Select
            'Condition': {'ForAllValues:StringEquals': {'dynamodb:LeadingKeys': '${aws:username}'}} | the policy variable in ${aws:username} | Statement[0].Condition.ForAllValues:StringEquals.dynamodb:LeadingKeys
            """)
    void parse_unsupportedCondition_isRefusedAndNamesItself(String condition, String element, String path) {
        String statement = "{'Effect': 'Allow', 'Action': '*', 'Resource': '*', " + condition + "}";

        assertThatExceptionOfType(UnsupportedPolicyElement.class)
                .isThrownBy(() -> document(statement))
                .withMessage(element + " is not supported (Policy, " + path + ")")
                .satisfies(refused -> {
                    assertThat(refused.element()).isEqualTo(element);
                    assertThat(refused.document()).isEqualTo("Policy");
                    assertThat(refused.path()).isEqualTo(path);
                });
    }

    @Test
    void parse_policyVariableInResource_isRefusedAndNamesItself() {
        assertThatExceptionOfType(UnsupportedPolicyElement.class)
                .isThrownBy(() -> document("{'Effect': 'Allow', 'Action': '*',"
                        + " 'Resource': 'arn:aws:dynamodb:*:*:table/${aws:username}'}"))
                .withMessageContaining("${aws:username}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'NotPrincipal': '*'                                         | NotPrincipal
            'Principal': {'Federated': 'graph.facebook.com'}            | the principal type Federated
            'Principal': {'AWS': '000000000000'}                        | the account 000000000000 as a principal
            'Principal': {'AWS': 'arn:aws:iam::000000000000:root'}      | the account arn:aws:iam::000000000000:root as a principal
            'Principal': {'AWS': 'arn:aws:iam::000000000000:role/*'}    | the wildcard in the principal arn:aws:iam::000000000000:role/*
            'Principal': {'Service': '*'}                               | the wildcard in the principal *
            """)
    void parse_unsupportedPrincipal_isRefusedAndNamesItself(String principal, String element) {
        String statement = "{'Effect': 'Allow', 'Action': '*', 'Resource': '*', " + principal + "}";

        assertThatExceptionOfType(UnsupportedPolicyElement.class)
                .isThrownBy(() -> document(Kind.RESOURCE, statement))
                .satisfies(refused -> assertThat(refused.element()).isEqualTo(element));
    }

    @Test
    void parse_resourcePolicyWithoutPrincipal_isMalformed() {
        assertThatExceptionOfType(MalformedPolicyDocument.class)
                .isThrownBy(() -> document(Kind.RESOURCE, "{'Effect': 'Allow', 'Action': '*', 'Resource': '*'}"));
    }

    @Test
    void parse_trustPolicy_hasPrincipalsAndNoResource() {
        String trust =
                "'Effect': 'Allow', 'Action': 'sts:AssumeRole', 'Principal': {'Service': 'lambda.amazonaws.com'}";

        assertThat(document(Kind.TRUST, "{" + trust + "}").statements().get(0).principals())
                .containsExactly("lambda.amazonaws.com");
        assertThatExceptionOfType(MalformedPolicyDocument.class)
                .isThrownBy(() -> document(Kind.TRUST, "{" + trust + ", 'Resource': '*'}"));
    }
}
