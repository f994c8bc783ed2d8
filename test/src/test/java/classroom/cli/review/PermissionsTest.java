package classroom.cli.review;

import static classroom.cli.review.Pair.allow;
import static classroom.cli.review.Pair.function;
import static classroom.cli.review.Pair.review;
import static classroom.cli.review.Pair.role;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PermissionsTest {
    private static final String TABLE = "arn:aws:dynamodb:us-east-2:123456789012:table/account";
    private static final String GET = allow("'dynamodb:GetItem'", TABLE);
    private static final String PUT = allow("'dynamodb:PutItem'", TABLE);

    private static final String QUEUE_POLICY = "'Q': {'Type': 'AWS::SQS::Queue', 'Properties': {'QueueName': 'q'}},"
            + "'P': {'Type': 'AWS::SQS::QueuePolicy', 'Properties': {'Queues': [{'Ref': 'Q'}],"
            + "'PolicyDocument': {'Statement': [%s]}}}";
    private static final String TLS = "{'Effect': 'Deny', 'Action': 'sqs:*', 'Resource': '*', 'Principal': '*',"
            + "'Condition': {'Bool': {'aws:SecureTransport': 'false'}}}";

    @Test
    void widenedAction_isTold() {
        Review review = review(
                function("Role", GET), function("Role", allow("['dynamodb:GetItem', 'dynamodb:PutItem']", TABLE)));

        assertThat(lines(review)).containsExactly("get dynamodb:PutItem " + TABLE);
        assertThat(Report.isRefused(review, EnumSet.noneOf(Consent.class))).isTrue();
        assertThat(Report.isRefused(review, EnumSet.of(Consent.WIDER_PERMISSIONS)))
                .isFalse();
    }

    @Test
    void splitReorderedAndRenamed_sayNothing() {
        String before = function(
                "Role",
                "{'Sid': 'Both', 'Effect': 'Allow', 'Action': ['dynamodb:GetItem', 'dynamodb:PutItem'], 'Resource': '"
                        + TABLE + "'}");

        assertThat(review(before, function("Role", PUT, GET)).wider()).isEmpty();
        assertThat(review(before, function("Renamed", PUT, GET)).wider()).isEmpty();
        assertThat(review(before, function("Role", PUT, GET)).narrower()).isEmpty();
        assertThat(review(before, function("Role", allow("['dynamodb:putitem', 'dynamodb:GetItem']", TABLE)))
                        .wider())
                .isEmpty();
    }

    @Test
    void policyThatMovesOutOfTheRole_saysNothing() {
        String policy = "'Policy': {'Type': 'AWS::IAM::Policy', 'Properties': {'PolicyName': 'P',"
                + "'Roles': [{'Ref': 'Role'}], 'PolicyDocument': {'Statement': [" + PUT + "]}}}";

        assertThat(review(function("Role", GET, PUT), function("Role", GET) + "," + policy)
                        .wider())
                .isEmpty();
        assertThat(lines(review(function("Role", GET), function("Role", GET) + "," + policy)))
                .containsExactly("get dynamodb:PutItem " + TABLE);
    }

    @ParameterizedTest
    @CsvSource({
        "dynamodb:GetItem, dynamodb:Get*, true",
        "dynamodb:Get*, dynamodb:GetItem, false",
        "dynamodb:Get*, dynamodb:*, true",
        "dynamodb:Get?tem, dynamodb:Get*tem, true",
        "dynamodb:*Item, dynamodb:Get*, true",
        "*, dynamodb:*, false",
    })
    void patternOfActions_isWiderIfItCoversMore(String before, String after, boolean wider) {
        Review review = review(
                function("Role", allow("'" + before + "'", TABLE)), function("Role", allow("'" + after + "'", TABLE)));

        assertThat(!review.wider().isEmpty()).isEqualTo(wider);
    }

    @ParameterizedTest
    @CsvSource({
        "table/account, table/account*, true",
        "table/account, table/accounts, true",
        "table/*, table/account/index/*, false",
        "table/account/index/*, table/account*, true",
        "table/a?, table/a*, true",
    })
    void patternOfResources_isWiderIfItCoversMore(String before, String after, boolean wider) {
        String arn = "arn:aws:dynamodb:us-east-2:123456789012:";
        Review review = review(
                function("Role", allow("'dynamodb:GetItem'", arn + before)),
                function("Role", allow("'dynamodb:GetItem'", arn + after)));

        assertThat(!review.wider().isEmpty()).isEqualTo(wider);
    }

    @Test
    void widenedCondition_isToldWithWhatItWas() {
        String few = ", 'Condition': {'ForAllValues:StringEquals': {'dynamodb:Attributes': ['id']}}";
        String more = ", 'Condition': {'ForAllValues:StringEquals': {'dynamodb:Attributes': ['id', 'nome']}}";
        String before = function("Role", allow("'dynamodb:GetItem'", TABLE, few));
        String after = function("Role", allow("'dynamodb:GetItem'", TABLE, more));

        assertThat(Pair.report(before, after))
                .contains(" if `ForAllValues:StringEquals dynamodb:Attributes [id, nome]`; so far if"
                        + " `ForAllValues:StringEquals dynamodb:Attributes [id]`");
        assertThat(review(after, before).wider()).isEmpty();
        assertThat(review(after, before).narrower()).containsExactly("function get");
    }

    @Test
    void conditionThatIsGone_isWider() {
        String only = ", 'Condition': {'StringEquals': {'dynamodb:Select': 'COUNT'}}";

        assertThat(Pair.report(
                        function("Role", allow("'dynamodb:Query'", TABLE, only)),
                        function("Role", allow("'dynamodb:Query'", TABLE))))
                .contains("**`dynamodb:Query`** on", ", so far only if `StringEquals dynamodb:Select [COUNT]`");
    }

    @Test
    void denialThatIsGone_isWider() {
        String deny = "{'Effect': 'Deny', 'Action': 'dynamodb:Delete*', 'Resource': '*'}";
        String all = allow("'dynamodb:*'", TABLE);

        assertThat(review(function("Role", all, deny), function("Role", all)).wider())
                .isNotEmpty();
        assertThat(review(function("Role", all), function("Role", all, deny)).wider())
                .isEmpty();
        assertThat(review(
                                QUEUE_POLICY.formatted(TLS),
                                "'Q': {'Type': 'AWS::SQS::Queue', 'Properties': {'QueueName': 'q'}}")
                        .wider())
                .as("requests without TLS")
                .isNotEmpty();
    }

    @Test
    void resourceThatIsGoneWithItsPolicy_isNotWider() {
        assertThat(review(role("R", GET) + "," + QUEUE_POLICY.formatted(TLS), role("R", GET))
                        .wider())
                .isEmpty();
    }

    @Test
    void newPrincipals_areTold() {
        String open = "{'Effect': 'Allow', 'Action': 'sqs:SendMessage', 'Resource': '*', 'Principal': '*'}";
        String trust = function("Role", GET);

        assertThat(lines(review(QUEUE_POLICY.formatted(TLS), QUEUE_POLICY.formatted(TLS + "," + open))))
                .containsExactly("q sqs:SendMessage *");
        assertThat(lines(review(trust, trust.replace("lambda.amazonaws.com", "ec2.amazonaws.com"))))
                .containsExactly("get sts:AssumeRole ");
    }

    @Test
    void newFunctionWithItsRole_isWider() {
        assertThat(lines(review("'Q': {'Type': 'AWS::SQS::Queue'}", function("Role", GET))))
                .containsExactly("get dynamodb:GetItem " + TABLE, "get sts:AssumeRole ");
    }

    @Test
    void managedPolicyPermissionAndUrl_areTold() {
        String before = function("Role", GET);
        String managed =
                before.replace("'Policies':", "'ManagedPolicyArns': ['arn:aws:iam::aws:policy/Admin'], 'Policies':");
        String permission =
                "'May': {'Type': 'AWS::Lambda::Permission', 'Properties': {'FunctionName': {'Ref': 'Function'},"
                        + "'Action': 'lambda:InvokeFunction', 'Principal': 's3.amazonaws.com'}}";

        assertThat(Pair.report(before, managed)).contains("managed policy arn:aws:iam::aws:policy/Admin");
        assertThat(Pair.report(before, before + "," + permission))
                .contains("callers of `get`: **`lambda:InvokeFunction`** on `get` by `s3.amazonaws.com`");
    }

    @Test
    void boundaryThatIsGone_isWider() {
        String after = function("Role", GET);
        String before = after.replace("'Policies':", "'PermissionsBoundary': 'arn:aws:iam::aws:policy/B', 'Policies':");

        assertThat(review(before, after).wider()).hasSize(1);
    }

    private static List<String> lines(Review review) {
        return review.wider().stream()
                .flatMap(wider -> wider.lines().stream()
                        .map(line -> wider.access().title() + " " + line.action() + " " + line.resource()))
                .toList();
    }
}
