package classroom.cli.review;

import static classroom.cli.review.Pair.allow;
import static classroom.cli.review.Pair.report;
import static classroom.cli.review.Pair.review;
import static classroom.cli.review.Pair.role;
import static classroom.cli.review.Pair.table;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Resources whose logical id changes and nothing else, by type; and those of which something else changes too. */
class MovesTest {
    private static final String MOVED = "#### Moved: ";
    private static final String RETAIN = "'DeletionPolicy': 'Retain', 'UpdateReplacePolicy': 'Retain', 'Properties'";
    private static final String UNNAMED = table("Old", "email", "").replace("'TableName': 'account',", "");
    private static final String QUEUE =
            "'Old': {'Type': 'AWS::SQS::Queue', 'Properties': {'MessageRetentionPeriod': 60}}";
    private static final String LOG =
            "'Old': {'Type': 'AWS::Logs::LogGroup', 'Properties': {'LogGroupName': 'l', 'RetentionInDays': 7}}";
    private static final String TOPIC = "'Old': {'Type': 'AWS::SNS::Topic', 'Properties': {'DisplayName': 'd'}}";
    private static final String ROLE = role("Old", allow("'dynamodb:GetItem'", "*"));

    /** A function without a name, its role and the policy that the CDK attaches to it. */
    private static final String FUNCTION = "'OldFunction': {'Type': 'AWS::Lambda::Function', 'Properties': {"
            + "'Code': {'S3Bucket': 'b', 'S3Key': 'k'}, 'Role': {'Fn::GetAtt': ['OldRole', 'Arn']},"
            + "'Environment': {'Variables': {'URL': {'Fn::Sub': 'x/${OldQueue}/${OldQueue.QueueName}'}}}}},"
            + "'OldQueue': {'Type': 'AWS::SQS::Queue'},"
            + role("OldRole", allow("'sqs:*'", "*"))
            + ",'OldPolicy': {'Type': 'AWS::IAM::Policy', 'Properties': {'PolicyName': 'OldPolicy',"
            + "'Roles': [{'Ref': 'OldRole'}], 'PolicyDocument': {'Statement': ["
            + allow("'sqs:SendMessage'", "X").replace("'X'", "{'Fn::GetAtt': ['OldQueue', 'Arn']}") + "]}}}";

    /**
     * A resource named <code>Old</code>.
     *
     * @param says how the report tells that it moves
     * @param lost whether it needs the consent to lose data
     */
    private record Row(String what, String resource, String says, boolean lost) {
        @Override
        public String toString() {
            return what;
        }
    }

    static Stream<Row> resources() {
        return Stream.of(
                new Row(
                        "a table with a name",
                        table("Old", "email", ""),
                        "it moves to `New` with its name: CloudFormation refuses that until this one is deleted",
                        true),
                new Row(
                        "a table that AWS names",
                        UNNAMED,
                        "it moves to `New`: a new one is made, and this one is deleted",
                        true),
                new Row(
                        "a table that is retained",
                        UNNAMED.replace("'Properties'", RETAIN),
                        "it moves to `New`: a new one is made, and this one stays in the account",
                        false),
                new Row("a queue", QUEUE, "**`Queue Old`**: it moves to `New`: a new one is made", true),
                new Row(
                        "a queue with a name",
                        QUEUE.replace("'Mess", "'QueueName': 'q', 'Mess"),
                        "**`Queue q`**: it moves to `New` with its name",
                        true),
                new Row("a log group", LOG, "**`LogGroup l`**: it moves to `New` with its name", true),
                new Row(
                        "a stream",
                        "'Old': {'Type': 'AWS::Kinesis::Stream', 'Properties': {'Name': 's'}}",
                        "it moves to `New` with its name",
                        true),
                new Row("a bucket", "'Old': {'Type': 'AWS::S3::Bucket'}", "**`Bucket Old`**: it moves to `New`", true),
                new Row("a topic", TOPIC, "- `AWS::SNS::Topic`: `Old` → `New`\n", false));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("resources")
    void movedResource_isTold_andWhatHoldsDataIsLost(Row row) {
        String after = row.resource.replace("'Old'", "'New'");

        assertThat(report(row.resource, after))
                .contains(row.says, MOVED, ": `Old` → `New`\n")
                .doesNotContain("- new `", "- deleted `");
        assertThat(review(row.resource, after).lost()).hasSize(row.lost ? 1 : 0);
    }

    /** What the name of a resource in the account is, decides whether CloudFormation can make a second one. */
    @Test
    void movedNames_areRefused_andSaidSo() {
        String before = LOG + "," + TOPIC.replace("'Old'", "'OldTopic'");
        String after = before.replace("'Old", "'New");

        assertThat(report(before, after))
                .startsWith("### ❌ 1 store would lose data\n")
                .contains(MOVED + "CloudFormation deletes the old one and makes a new one, unless `cdk refactor`\n"
                        + "- **1 of 2 with a name that the old one still has: CloudFormation refuses the deployment**\n"
                        + "- to keep them: `npx cdk refactor --unstable=refactor`, before and without any other change\n"
                        + "- `AWS::Logs::LogGroup` `l`: `Old` → `New`\n"
                        + "- `AWS::SNS::Topic`: `OldTopic` → `NewTopic`\n");
    }

    @Test
    void resourcesThatReferToEachOther_moveTogether() {
        assertThat(moves(FUNCTION, FUNCTION.replace("Old", "New")))
                .containsExactly(
                        "OldFunction NewFunction", "OldQueue NewQueue", "OldRole NewRole", "OldPolicy NewPolicy");
        assertThat(moves(FUNCTION, FUNCTION.replace("OldQueue", "NewQueue"))).containsExactly("OldQueue NewQueue");
    }

    /** Texts of what moves, with what stands there instead when something else changes too. */
    static Stream<Arguments> changes() {
        return Stream.of(
                Arguments.of("'sqs:SendMessage'", "'sqs:*'"),
                Arguments.of("lambda.amazonaws.com", "ec2.amazonaws.com"),
                Arguments.of("'k'", "'other'"),
                Arguments.of("'NewQueue': {", "'NewQueue': {'DeletionPolicy': 'Retain', "),
                Arguments.of("${NewQueue}", "NewQueue"),
                Arguments.of("'PolicyName': 'NewPolicy'", "'PolicyName': 'p'"),
                Arguments.of("'AWS::SQS::Queue'", "'AWS::SNS::Topic'"));
    }

    /** Nor does what refers to it move. */
    @ParameterizedTest
    @MethodSource("changes")
    void movedAndChanged_isRemovedAndAdded(String text, String by) {
        String after = FUNCTION.replace("Old", "New");

        assertThat(moves(FUNCTION, after)).hasSize(4);
        assertThat(after).contains(text);
        assertThat(moves(FUNCTION, after.replace(text, by)).size()).isLessThan(4);
    }

    /** The judgement of permissions knows nothing of moves: whatever is new has what it may do. */
    @Test
    void permissionThatIsWider_isToldBesideAMove() {
        String wider = ROLE.replace("'Old'", "'New'").replace("'dynamodb:GetItem'", "'dynamodb:*'");
        String moved = FUNCTION.replace("Old", "New");

        assertThat(report(ROLE, wider))
                .contains(
                        "role `New`: **`dynamodb:*`**",
                        "- new `AWS::IAM::Role`: `New`",
                        "- deleted `AWS::IAM::Role`: `Old`")
                .doesNotContain(MOVED);
        assertThat(report(FUNCTION, moved.replace("sqs:SendMessage", "dynamodb:*")))
                .contains(MOVED, "function `NewFunction`: **`dynamodb:*`**");
        assertThat(review(FUNCTION, moved).wider()).isNotEmpty();
    }

    @Test
    void equalTwins_arePairedInTheTemplatesOrder() {
        String one = QUEUE.replace("Old", "B");
        String other = QUEUE.replace("Old", "A");
        String before = one + "," + other;

        assertThat(moves(before, QUEUE.replace("Old", "D") + "," + QUEUE.replace("Old", "C")))
                .containsExactly("B D", "A C");
        assertThat(report(before, QUEUE.replace("Old", "C")))
                .contains(
                        "- `AWS::SQS::Queue`: `B` → `C` (one of several that are equal)\n",
                        "- deleted `AWS::SQS::Queue`: `A`\n");
        assertThat(moves(QUEUE, before.replace("'Old'", "'C'"))).containsExactly("Old B");
    }

    @Test
    void resourceOfAnotherType_doesNotMove() {
        String queue = "'Old': {'Type': 'AWS::SQS::Queue'}";

        assertThat(moves(queue, "'New': {'Type': 'AWS::SNS::Topic'}")).isEmpty();
        assertThat(moves(queue, "'New': {'Type': 'AWS::SQS::Queue'}")).containsExactly("Old New");
    }

    /** A new version of a function's code gets a new logical id by design. */
    @Test
    void versionOfAFunction_doesNotMove() {
        String version = "'Old': {'Type': 'AWS::Lambda::Version', 'Properties': {'FunctionName': 'f'}}";

        assertThat(moves(version, version.replace("'Old'", "'New'"))).isEmpty();
    }

    /** A policy of another kind of name may be made twice: only names of an account are refused. */
    @Test
    void nameThatManyMayHave_isNoName() {
        String policy = FUNCTION.replace("'PolicyName': 'OldPolicy'", "'PolicyName': 'p'");

        assertThat(report(policy, policy.replace("Old", "New"))).doesNotContain("with a name that");
    }

    @Test
    void resourceWhoseConditionDoesNotHold_doesNotMove() {
        String never = "}, 'Conditions': {'Never': {'Fn::Equals': ['a', 'b']}";
        String left = QUEUE.replace("'Properties'", "'Condition': 'Never', 'Properties'");

        assertThat(moves(left + never, left.replace("'Old'", "'New'") + never)).isEmpty();
    }

    private static List<String> moves(String before, String after) {
        return review(before, after).moved().stream()
                .map(move -> move.from() + " " + move.to())
                .toList();
    }
}
