package classroom.cli.review;

import static classroom.cli.review.Pair.report;
import static classroom.cli.review.Pair.review;
import static classroom.cli.review.Pair.table;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
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
    void codeAlone_isOneLineForAllFunctions() {
        String one = Pair.function("Role", Pair.allow("'dynamodb:GetItem'", "*"))
                .replace("'k'", "'" + "0123456789abcdef".repeat(4) + ".jar'");
        String before = one + "," + one.replace("Function'", "Second'").replace("'get'", "'second'");
        String after = before.replace("0123456789abcdef".repeat(4), "fedcba9876543210".repeat(4));

        assertThat(report(before, after))
                .startsWith("### ✅ No data lost, no permission wider, no higher cost\n")
                .endsWith("#### Code\n- Code of 2 functions changes: asset `01234567` → `fedcba98`.\n");
        assertThat(report(before, after.replaceFirst("fed\\w+.jar", "k")))
                .contains("- Code of 1 function changes: asset `01234567` → `k`.\n")
                .contains("- Code of 1 function changes: asset `01234567` → `fedcba98`.\n");
        assertThat(report(before, after.replace("'get',", "'get', 'MemorySize': 1024,")))
                .contains("changed `AWS::Lambda::Function`: `get` (`MemorySize`)")
                .contains("- Code of 2 functions changes");
    }

    @Test
    void diff_leavesTheNewAssetOut() {
        String before = Pair.function("Role", Pair.allow("'dynamodb:GetItem'", "*"))
                .replace(
                        "'Properties': {'FunctionName'",
                        "'Metadata': {'aws:asset:path': 'k'}, 'Properties': {'FunctionName'");
        String after = before.replace("'k'", "'new'").replace("'get',", "'get', 'MemorySize': 1024,");
        String kept = before.replace("'get',", "'get', 'MemorySize': 1024,");

        assertThat(CdkDiff.withAssetsOf(stack(before), stack(after))).isEqualTo(stack(kept));
        assertThat(CdkDiff.withAssetsOf(stack(before), stack(after.replace("'Function'", "'Other'"))))
                .isEqualTo(stack(after.replace("'Function'", "'Other'")));
    }

    private static JsonNode stack(String resources) {
        return Pair.stack(resources).get("Classroom");
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
