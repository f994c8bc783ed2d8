package classroom.cli.review;

import static classroom.cli.review.Pair.report;
import static classroom.cli.review.Pair.review;
import static classroom.cli.review.Pair.table;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReportTest {
    private static final String TABLE = table("Table", "email", "");

    @Test
    void report_hasTheWorstFirst() {
        String before = TABLE + "," + Pair.function("Role", Pair.allow("'dynamodb:GetItem'", "*"));
        String after = table("Table", "mail", "").replace("Units': 5", "Units': 30") + ","
                + Pair.function("Role", Pair.allow("'dynamodb:*'", "*"))
                + ",'Q': {'Type': 'AWS::SQS::Queue'}";

        assertThat(report(before, after))
                .startsWith("### ❌ 1 store would lose data, 1 permission wider, it costs more\n")
                .containsSubsequence(
                        "`--allow data-loss` and `--allow wider-permissions`",
                        "#### Data that would be lost",
                        "#### Permissions that are wider",
                        "#### Cost",
                        "30** RCU (25 are free)",
                        "worst month: $0.00 → **$",
                        "#### Other changes");
        assertThat(report(before, after, Consent.values()))
                .startsWith("### ⚠️ 1 store would lose data (allowed), 1 permission wider (allowed), it costs more\n")
                .doesNotContain("--allow");
    }

    @Test
    void capacityWithinTheAllowance_isToldAndRefusesNothing() {
        Review review = review(TABLE, TABLE.replace("Units': 5", "Units': 6"));

        assertThat(Report.isRefused(review, EnumSet.noneOf(Consent.class))).isFalse();
        assertThat(review.costs().changes())
                .containsExactly(
                        "provisioned read capacity: 5 → **6** RCU (25 are free)",
                        "provisioned write capacity: 5 → **6** WCU (25 are free)",
                        "worst month: $0.00, as before");
    }

    @Test
    void paidFeature_isTold() {
        String after =
                table("Table", "email", ", 'PointInTimeRecoverySpecification': {'PointInTimeRecoveryEnabled': true}");

        assertThat(report(TABLE, after)).contains("### ⚠️ It costs more", "#### Cost", "point-in-time recovery");
    }

    @Test
    void codeAlone_isOneLine() {
        String before = Pair.function("Role", Pair.allow("'dynamodb:GetItem'", "*"));

        assertThat(report(before, before.replace("'S3Key': 'k'", "'S3Key': 'other'")))
                .startsWith("### ✅ No data lost, no permission wider, no higher cost\n")
                .endsWith("#### Code\n- Code of 1 function changes.\n");
    }

    @Test
    void nothing_isSaidInOneLine() {
        assertThat(report(TABLE, TABLE)).isEqualTo("### ✅ Nothing changed\n\nFrom `a` to `b`.\n");
        // The CDK's metadata about a resource is not a change of the resource.
        assertThat(report(TABLE, TABLE.replace("'Properties'", "'Metadata': {'aws:cdk:path': 'p'}, 'Properties'")))
                .contains("Nothing changed");
    }

    @Test
    void namesOfATemplate_staySilentText() {
        String hostile = "x` @octocat <img src=a> ```` [a](b)\\n# Head | \\u202e";
        String text = report(
                TABLE, TABLE + ",'Evil': {'Type': 'AWS::SQS::Queue', 'Properties': {'QueueName': '" + hostile + "'}}");

        assertThat(text.lines().filter(line -> line.contains("octocat")))
                .containsExactly(
                        "- new `AWS::SQS::Queue`: `````x` @octocat <img src=a> ```` [a](b) # Head | \uFFFD`````");
    }

    @Test
    void block_hasAFenceThatNothingInItEnds() {
        assertThat(Markdown.block("a\n`````\n</details>\n@octocat\u001b[31m", 1000))
                .isEqualTo("``````text\na\n`````\n</details>\n@octocat\n``````");
        assertThat(Markdown.block("0123456789", 4)).isEqualTo("```text\n0123\n… (6 characters more)\n```");
    }

    @Test
    void report_fitsAComment() {
        String many = IntStream.range(0, 3000)
                .mapToObj(i -> "'Q" + i + "': {'Type': 'AWS::X::Y" + i + "', 'Properties': {'QueueName': '"
                        + "n".repeat(400) + "'}}")
                .collect(Collectors.joining(","));
        String text = Report.of(
                review(TABLE, TABLE + "," + many),
                EnumSet.noneOf(Consent.class),
                "From `a` to `b`.",
                "`".repeat(30_000) + "\n" + "d".repeat(200_000));

        assertThat(text.length()).isLessThan(65_000);
    }
}
