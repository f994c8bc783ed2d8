package classroom.cli.review;

import static classroom.cli.review.Change.replacing;
import static classroom.cli.review.Pair.report;
import static classroom.cli.review.Pair.review;
import static org.assertj.core.api.Assertions.assertThat;

import classroom.cli.review.Change.Verdict;
import classroom.infra.Synthesis;
import java.util.EnumSet;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What comes with every function is folded only if it is to the letter what the class's construct makes. */
class NewFunctionTest {
    static final String BEFORE = "'Q': {'Type': 'AWS::SQS::Queue'}";
    private static final String BOOKS = "arn:aws:dynamodb:us-east-2:ACCOUNT:table/books";

    private static final String TRUST = "{'Statement': [{'Action': 'sts:AssumeRole', 'Effect': 'Allow',"
            + "'Principal': {'Service': 'lambda.amazonaws.com'}}], 'Version': '2012-10-17'}";
    private static final String LOG = "{'Action': ['logs:CreateLogStream', 'logs:PutLogEvents'], 'Effect': 'Allow',"
            + "'Resource': {'Fn::GetAtt': ['Log', 'Arn']}, 'Sid': 'Log'}";
    private static final String SCAN = "{'Action': 'dynamodb:Scan', 'Effect': 'Allow', 'Resource': '" + BOOKS + "'}";

    /** As {@code TableFunction} makes it. */
    static final String AFTER = BEFORE
            + ",'Log': {'Type': 'AWS::Logs::LogGroup', 'Properties': {'LogGroupName': '/aws/lambda/count', 'RetentionInDays': 7}},"
            + "'Role': {'Type': 'AWS::IAM::Role', 'Properties': {'AssumeRolePolicyDocument': " + TRUST
            + ", 'Policies': [{'PolicyName': 'Function', 'PolicyDocument': {'Statement': [" + SCAN + ", " + LOG
            + "], 'Version': '2012-10-17'}}]}},"
            + "'Function': {'Type': 'AWS::Lambda::Function', 'Properties': {'FunctionName': 'count',"
            + "'Code': {'S3Bucket': 'b', 'S3Key': 'k'}, 'LoggingConfig': {'LogGroup': {'Ref': 'Log'}},"
            + "'Role': {'Fn::GetAtt': ['Role', 'Arn']}}}";

    private static final String OTHERS_LOG =
            ",'Other': {'Type': 'AWS::Logs::LogGroup', 'Properties': {'LogGroupName': '/aws/lambda/other', 'RetentionInDays': 7}}";

    @Test
    void newFunction_isOneLineAndWhatComesWithEveryFunctionAnother() {
        assertThat(report(BEFORE, AFTER))
                .startsWith("### ❌ 1 new function with permissions\n")
                .contains("`--allow wider-permissions`")
                .contains("#### New functions, and what they may do\n"
                        + "- function `count`: **`dynamodb:Scan`** on `" + BOOKS + "`\n"
                        + "- what comes with every function: it writes its own log group, and"
                        + " `lambda.amazonaws.com` alone may become its role\n")
                .doesNotContain("logs:", "sts:", "Permissions that are wider");
        assertThat(report(BEFORE, AFTER, Consent.WIDER_PERMISSIONS))
                .startsWith("### ⚠️ 1 new function with permissions (allowed)\n");
    }

    /** Whoever changes the class's construct for functions changes what is folded. */
    @Test
    void everyFunctionOfTheClass_isFolded() {
        Synthesis stack = Synthesis.plain();
        Review review = Review.of(Map.of(), Map.of("Classroom", stack.json()), 1);

        assertThat(review.newFunctions().stream()
                        .map(function -> function.own().access().title()))
                .containsExactlyInAnyOrderElementsOf(stack.functions().stream()
                        .map(function -> function.path("FunctionName").asText())
                        .toList());
        assertThat(review.otherWider()).noneMatch(wider -> wider.toString().contains("lambda.amazonaws.com"));
    }

    @Test
    void whatItMay_isGroupedByWhere() {
        String more = "{'Action': ['dynamodb:GetItem', 'dynamodb:PutItem'], 'Effect': 'Allow', 'Resource': '" + BOOKS
                + "'}, {'Action': 'sqs:SendMessage', 'Effect': 'Allow', 'Resource': '*',"
                + "'Condition': {'StringEquals': {'aws:SourceVpce': 'a'}}}";

        assertThat(report(BEFORE, AFTER.replace(SCAN, more)))
                .contains("- function `count`: **`dynamodb:GetItem`**, **`dynamodb:PutItem`** on `" + BOOKS
                        + "`; **`sqs:SendMessage`** on `*` if `StringEquals aws:sourcevpce [a]`\n");
        assertThat(report(BEFORE, AFTER.replace(SCAN + ", ", "")))
                .startsWith("### ❌ 1 new function with permissions\n")
                .contains("- function `count`: nothing but what comes with every function\n");
    }

    /** Nothing that it may do is cut off at the end of a long line. */
    @Test
    void whatItMay_thatIsTooLongForALine_isALineEach() {
        String many = Stream.iterate(1, i -> i + 1)
                .limit(30)
                .map(i -> SCAN.replace("table/books", "table/" + "b".repeat(100) + i))
                .reduce((one, other) -> one + "," + other)
                .orElseThrow();

        assertThat(report(BEFORE, AFTER.replace(SCAN, many))
                        .lines()
                        .filter(line -> line.startsWith("- function `count`: **`dynamodb:Scan`** on ")))
                .hasSize(30);
    }

    @Test
    void functionThatWasThere_isNotNew() {
        assertThat(review(AFTER, AFTER.replace("dynamodb:Scan", "dynamodb:Query"))
                        .newFunctions())
                .isEmpty();
        assertThat(report(
                        AFTER, AFTER.replace("dynamodb:Scan", "dynamodb:Query").replace("'Function':", "'Moved':")))
                .startsWith("### ❌ 1 permission wider")
                .contains("function `count`: **`dynamodb:Query`**");
    }

    /** It is told as wider, even if all that it gets comes with every function. */
    @Test
    void functionThatWasThereWithLess_isNotNew() {
        String before = AFTER.replace(", " + LOG, "").replace("'lambda.amazonaws.com'", "'ec2.amazonaws.com'");

        assertThat(review(before, AFTER).newFunctions()).isEmpty();
        assertThat(report(before, AFTER)).startsWith("### ❌ 3 permissions wider\n");
    }

    static Stream<Change> mutants() {
        return Stream.of(
                mutant("another log group", "['Log', 'Arn']", "['Other', 'Arn']"),
                mutant(
                        "another log group too",
                        "{'Fn::GetAtt': ['Log', 'Arn']}",
                        "[{'Fn::GetAtt': ['Log', 'Arn']}, 'arn:x']"),
                mutant("the function logs into another group", "{'Ref': 'Log'}", "{'Ref': 'Other'}"),
                mutant("the log group has another name", "lambda/count'", "lambda/counts'"),
                mutant("every log group", "{'Fn::GetAtt': ['Log', 'Arn']}", "'*'"),
                mutant(
                        "the log group's ARN from a parameter",
                        "{'Fn::GetAtt': ['Log', 'Arn']}",
                        "{'Fn::Sub': 'arn:aws:logs:${AWS::Region}:${AWS::AccountId}:log-group:/aws/lambda/count:*'}"),
                mutant("a name that is a wildcard", "count'", "*'"),
                mutant(
                        "a name that a parameter gives",
                        "'FunctionName': 'count'",
                        "'FunctionName': {'Ref': 'AWS::StackName'}"),
                mutant(
                        "an action more on the log",
                        "'logs:PutLogEvents']",
                        "'logs:PutLogEvents', 'logs:DeleteLogGroup']"),
                mutant("every action on the log", "['logs:CreateLogStream', 'logs:PutLogEvents']", "'logs:*'"),
                mutant(
                        "an action less on the log",
                        "['logs:CreateLogStream', 'logs:PutLogEvents']",
                        "'logs:PutLogEvents'"),
                mutant("all actions but those", "'Action': ['logs:Cr", "'NotAction': ['logs:Cr"),
                mutant(
                        "a condition of the log",
                        "'Sid': 'Log'",
                        "'Sid': 'Log', 'Condition': {'Bool': {'aws:SecureTransport': 'true'}}"),
                mutant(
                        "two statements merged",
                        SCAN + ", " + LOG,
                        "{'Action': ['logs:CreateLogStream', 'logs:PutLogEvents', 'dynamodb:Scan'], 'Effect': 'Allow',"
                                + "'Resource': [{'Fn::GetAtt': ['Log', 'Arn']}, '" + BOOKS + "'], 'Sid': 'Log'}"),
                mutant(
                        "its log is denied besides",
                        SCAN + ", ",
                        SCAN + ", {'Action': 'logs:Put*', 'Effect': 'Deny', 'Resource': '*'}, "),
                mutant(
                        "a second role",
                        "'Role': {'Fn::GetAtt': ['Role', 'Arn']}}}",
                        "'Role': {'Fn::GetAtt': ['Role', 'Arn']}, 'X': {'RoleArn': {'Fn::GetAtt': ['Second', 'Arn']}}}},"
                                + "'Second': {'Type': 'AWS::IAM::Role', 'Properties': {'AssumeRolePolicyDocument': "
                                + TRUST.replace("lambda", "ec2") + "}}"),
                mutant("another principal", "'lambda.amazonaws.com'", "'ec2.amazonaws.com'"),
                mutant("a principal more", "'lambda.amazonaws.com'", "['lambda.amazonaws.com', 'ec2.amazonaws.com']"),
                mutant(
                        "an account besides",
                        "'lambda.amazonaws.com'}",
                        "'lambda.amazonaws.com', 'AWS': '999999999999'}"),
                mutant("anybody", "{'Service': 'lambda.amazonaws.com'}", "'*'"),
                mutant(
                        "a condition of the trust",
                        "'lambda.amazonaws.com'}",
                        "'lambda.amazonaws.com'}, 'Condition': {'StringEquals': {'aws:SourceAccount': '1'}}"),
                mutant("an action more of the trust", "'sts:AssumeRole'", "['sts:AssumeRole', 'sts:TagSession']"),
                mutant(
                        "a statement more of the trust",
                        "}], 'Version': '2012-10-17'}, 'Pol",
                        "}, {'Action': 'sts:AssumeRole', 'Effect': 'Allow', 'Principal': {'AWS': '1'}}], 'Version': '2012-10-17'}, 'Pol"),
                mutant(
                        "a role that is elsewhere",
                        "'Role': {'Fn::GetAtt': ['Role', 'Arn']}",
                        "'Role': 'arn:aws:iam::1:role/r'"));
    }

    private static Change mutant(String what, String text, String by) {
        return replacing(what, AFTER + OTHERS_LOG, text, by, Verdict.WIDER, "#### Permissions that are wider");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mutants")
    void mutant_isNotFolded(Change mutant) {
        Review review = review(BEFORE + OTHERS_LOG, mutant.after());

        assertThat(report(BEFORE + OTHERS_LOG, mutant.after()))
                .contains(mutant.says())
                .doesNotContain("comes with every function", "new function with");
        assertThat(review.newFunctions()).isEmpty();
        assertThat(review.otherWider()).isEqualTo(review.wider()).isNotEmpty();
        assertThat(Report.isRefused(review, EnumSet.noneOf(Consent.class))).isTrue();
    }

    /** A statement beside the folded ones is told, whatever it repeats. */
    @Test
    void moreOnItsOwnLog_isTold() {
        String more = "{'Action': 'logs:*', 'Effect': 'Allow', 'Resource': {'Fn::GetAtt': ['Log', 'Arn']}}, ";

        assertThat(report(BEFORE, AFTER.replace(LOG, more + LOG))).contains("**`logs:*`** on ");
        assertThat(report(
                        BEFORE,
                        AFTER.replace("'Policies'", "'ManagedPolicyArns': ['arn:aws:iam::aws:policy/A'], 'Policies'")))
                .contains("- function `count`: **`dynamodb:Scan`** on `" + BOOKS
                        + "`; **`all of the managed policy arn:aws:iam::aws:policy/A`**\n");
    }

    /** One role of two functions: it may write one log, and is folded with that function alone. */
    @Test
    void secondFunctionWithTheRole_isNotFolded() {
        String second = ",'Second': {'Type': 'AWS::Lambda::Function', 'Properties': {'FunctionName': 'other',"
                + "'LoggingConfig': {'LogGroup': {'Ref': 'Other'}}, 'Role': {'Fn::GetAtt': ['Role', 'Arn']}}}"
                + OTHERS_LOG;

        assertThat(report(BEFORE, AFTER + second))
                .startsWith("### ❌ 4 permissions wider, 1 new function with permissions\n")
                .contains("function `other`: **`logs:PutLogEvents`** on `log-group:/aws/lambda/count:*`");
    }
}
