package classroom.cli.review;

import static classroom.cli.review.Pair.report;
import static classroom.cli.review.Pair.review;
import static classroom.cli.review.Pair.table;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LossesTest {
    private static final String QUEUE = "'Q': {'Type': 'AWS::SQS::Queue', 'Properties': {'QueueName': 'q'}}";
    private static final String TABLE = table("Table", "email", "");
    private static final String KEPT = TABLE.replace(
            "'Type': 'AWS::DynamoDB::Table',",
            "'Type': 'AWS::DynamoDB::Table', 'DeletionPolicy': 'Retain', 'UpdateReplacePolicy': 'Retain',");

    @Test
    void droppedTable_isLost() {
        Review review = review(TABLE + "," + QUEUE, QUEUE);

        assertThat(review.lost()).singleElement().satisfies(loss -> {
            assertThat(loss.name()).isEqualTo("account");
            assertThat(loss.why()).contains("no longer in the template");
        });
        assertThat(Report.isRefused(review, EnumSet.noneOf(Consent.class))).isTrue();
        assertThat(Report.isRefused(review, EnumSet.of(Consent.DATA_LOSS))).isFalse();
    }

    @Test
    void tableUnderAnotherLogicalId_isLost() {
        assertThat(review(TABLE, table("Other", "email", "")).lost())
                .singleElement()
                .satisfies(loss -> assertThat(loss.why())
                        .isEqualTo("it moves to `Other` with its name: CloudFormation refuses that until this one is"
                                + " deleted"));
        assertThat(review(TABLE, table("Other", "mail", "")).lost())
                .singleElement()
                .satisfies(loss -> assertThat(loss.why()).contains("renamed, it is created again"));
    }

    @Test
    void droppedStack_losesItsTables() {
        Review review =
                Review.of(Pair.stack(TABLE), Map.of("Other", Pair.stack(QUEUE).get("Classroom")), 1);

        assertThat(review.lost())
                .singleElement()
                .satisfies(loss -> assertThat(loss.why()).contains("its stack is no longer in the app"));
    }

    @Test
    void renamedKey_replacesTheTable() {
        assertThat(review(TABLE, table("Table", "mail", "")).lost())
                .singleElement()
                .satisfies(loss -> assertThat(loss.why())
                        .contains("`KeySchema` changes from `id HASH, email RANGE` to `id HASH, mail RANGE`")
                        .contains("CloudFormation refuses to replace a table that keeps its name"));
    }

    @Test
    void changedTypeOfAKey_replacesTheTable() {
        assertThat(review(TABLE, TABLE.replace("'email', 'AttributeType': 'S'", "'email', 'AttributeType': 'B'"))
                        .lost())
                .hasSize(1);
    }

    @Test
    void changedName_replacesTheTable() {
        assertThat(review(TABLE, TABLE.replace("'account'", "'accounts'")).lost())
                .singleElement()
                .satisfies(loss -> assertThat(loss.why()).doesNotContain("keeps its name"));
    }

    @Test
    void addedLocalIndex_replacesTheTable_inAnotherOrderItDoesNot() {
        String one = "{'IndexName': 'a'}";
        String two = "{'IndexName': 'b'}";
        String both = table("Table", "email", ", 'LocalSecondaryIndexes': [" + one + "," + two + "]");

        assertThat(review(table("Table", "email", ", 'LocalSecondaryIndexes': [" + one + "]"), both)
                        .lost())
                .hasSize(1);
        assertThat(review(both, table("Table", "email", ", 'LocalSecondaryIndexes': [" + two + "," + one + "]"))
                        .lost())
                .isEmpty();
    }

    @Test
    void globalIndexCapacityStreamAndTags_changeInPlace() {
        String after = table(
                        "Table",
                        "email",
                        ", 'StreamSpecification': {'StreamViewType': 'NEW_IMAGE'}, 'Tags': [{'Key': 'a', 'Value': 'b'}]")
                .replace("'ReadCapacityUnits': 5", "'ReadCapacityUnits': 6")
                .replace(
                        "'AttributeDefinitions': [",
                        "'AttributeDefinitions': [{'AttributeName': 'nome', 'AttributeType': 'S'},");

        assertThat(review(TABLE, after).losses()).isEmpty();
    }

    @Test
    void retainedTable_leavesTheStackAndIsNotLost() {
        Review review = review(KEPT + "," + QUEUE, QUEUE);

        assertThat(review.lost()).isEmpty();
        assertThat(report(KEPT + "," + QUEUE, QUEUE)).contains("Stores that leave the stack");
        assertThat(review(KEPT, KEPT.replace("'RANGE'", "'HASH'")).lost()).isEmpty();
        // The new template decides as well.
        assertThat(review(KEPT, TABLE.replace("'RANGE'", "'HASH'")).lost()).hasSize(1);
    }

    @Test
    void tableUnderANewCondition_mayBeLost() {
        String conditional = TABLE.replace(
                "'Type': 'AWS::DynamoDB::Table',", "'Type': 'AWS::DynamoDB::Table', 'Condition': 'Wanted',");
        String section = "}, 'Parameters': {'Want': {'Type': 'String', 'Default': 'yes'}},"
                + "'Conditions': {'Wanted': {'Fn::Equals': [{'Ref': 'Want'}, 'yes']}";
        String always = section.replace("{'Ref': 'Want'}", "'yes'");

        assertThat(review(TABLE + section, conditional + section).lost()).hasSize(1);
        assertThat(review(TABLE + always, conditional + always).lost()).isEmpty();
    }

    @Test
    void droppedQueue_isAnotherChange() {
        assertThat(review(TABLE + "," + QUEUE, TABLE).losses()).isEmpty();
        assertThat(review(TABLE + "," + QUEUE, TABLE).others()).containsExactly("deleted `AWS::SQS::Queue`: `q`");
    }
}
