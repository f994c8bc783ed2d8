package classroom.template.cost;

import static classroom.template.cost.Templates.index;
import static classroom.template.cost.Templates.indexes;
import static classroom.template.cost.Templates.onDemand;
import static classroom.template.cost.Templates.parse;
import static classroom.template.cost.Templates.resource;
import static classroom.template.cost.Templates.resources;
import static classroom.template.cost.Templates.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import classroom.template.Template;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CostReportTest {
    /** The class's own tables: 5 + 5 + (3 + 3) + (3 + 3) = 22 of each unit. */
    private static final String[] CLASS = {
        table("Account", 5, 5),
        table("Books", 5, 5, "'StreamSpecification': {'StreamViewType': 'NEW_AND_OLD_IMAGES'}"),
        table("Carros", 3, 3, indexes(index("por-cpf", 3, 3))),
        table("Proprietarios", 3, 3, indexes(index("por-placa", 3, 3)), "'LocalSecondaryIndexes': [{}]")
    };

    @Test
    void class_of_one_is_free() {
        CostReport report = CostReport.of(resources(CLASS), 1);

        assertThat(sum(report, "dynamodb-read-capacity")).isEqualByComparingTo("22");
        assertThat(sum(report, "dynamodb-write-capacity")).isEqualByComparingTo("22");
        assertThat(report.boundedUsd()).isEqualByComparingTo("0");
        assertThat(report.isBounded()).isTrue();
    }

    @Test
    void class_of_thirteen_pays_what_is_beyond_the_allowance() {
        CostReport report = CostReport.of(resources(CLASS), 13);

        // 13 x 22 = 286 units, 261 beyond 25: 261 x 744 x (0.00013 + 0.00065) = 261 x 744 x 0.00078
        assertThat(sum(report, "dynamodb-read-capacity")).isEqualByComparingTo("286");
        assertThat(report.boundedUsd()).isEqualByComparingTo("151.46352");
    }

    @Test
    void allowance_is_given_out_in_the_order_of_the_template() {
        CostReport report = CostReport.of(resources(table("A", 20, 1), table("B", 10, 1), table("C", 1, 1)), 1);

        // 5 of B's 10 and C's 1 are beyond 25: 5 x 0.00013 x 744 and 1 x 0.00013 x 744
        assertThat(report.fixed())
                .filteredOn(line -> line.price().id().equals("dynamodb-read-capacity"))
                .extracting(
                        line -> line.where().get(0),
                        line -> line.units().intValueExact(),
                        line -> line.free().intValueExact(),
                        line -> line.usd().stripTrailingZeros())
                .containsExactly(
                        tuple("S/A.Properties.ProvisionedThroughput.ReadCapacityUnits", 20, 20, BigDecimal.ZERO),
                        tuple(
                                "S/B.Properties.ProvisionedThroughput.ReadCapacityUnits",
                                10,
                                5,
                                new BigDecimal("0.4836")),
                        tuple(
                                "S/C.Properties.ProvisionedThroughput.ReadCapacityUnits",
                                1,
                                0,
                                new BigDecimal("0.09672")));
    }

    @Test
    void stacks_share_one_allowance() {
        Map<String, Template> stacks = new LinkedHashMap<>();
        stacks.put("One", resources(table("T", 25, 1)).get("S"));
        stacks.put("Two", resources(table("T", 1, 1)).get("S"));

        // 26 RCU, 1 beyond: 0.00013 x 744
        assertThat(CostReport.of(stacks, 1).boundedUsd()).isEqualByComparingTo("0.09672");
    }

    @Test
    void on_demand_table_costs_its_maximum_in_every_second() {
        CostReport report = CostReport.of(resources(onDemand("T", 2, 1)), 1);

        // 744 x 3,600 = 2,678,400 s: reads 2 x 2.6784 x 0.125 = 0.6696, writes 2.6784 x 0.625 = 1.674
        assertThat(sum(report, "dynamodb-read-requests")).isEqualByComparingTo("5356800");
        assertThat(sum(report, "dynamodb-write-requests")).isEqualByComparingTo("2678400");
        assertThat(report.boundedUsd()).isEqualByComparingTo("2.3436");
        assertThat(report.notes()).anyMatch(note -> note.contains("burst"));
    }

    @Test
    void on_demand_tables_and_indexes_are_summed_for_every_student() {
        String index =
                "{'IndexName': 'i', 'OnDemandThroughput': {'MaxReadRequestUnits': 1, 'MaxWriteRequestUnits': 1}}";
        CostReport report = CostReport.of(resources(onDemand("T", 1, 1, indexes(index))), 3);

        // table and index, 3 students: 6 x 2.6784 x (0.125 + 0.625)
        assertThat(report.boundedUsd()).isEqualByComparingTo("12.0528");
    }

    @Test
    void what_use_decides_is_listed_with_its_allowance_and_costs_nothing() {
        CostReport report = CostReport.of(
                resources(
                        CLASS[1],
                        resource("Hello", "AWS::Lambda::Function", "'MemorySize': 512"),
                        resource("Logs", "AWS::Logs::LogGroup", "'RetentionInDays': 7"),
                        resource("Queue", "AWS::SQS::Queue"),
                        resource("Ends", "AWS::Scheduler::Schedule")),
                1);

        assertThat(report.lines())
                .filteredOn(Line.Usage.class::isInstance)
                .extracting(line -> line.price().id(), Line::where)
                .containsExactly(
                        tuple("dynamodb-storage", List.of("S/Books")),
                        tuple("dynamodb-stream-reads", List.of("S/Books")),
                        tuple("lambda-requests", List.of("S/Hello")),
                        tuple("lambda-duration", List.of("S/Hello")),
                        tuple("logs-ingested", List.of("S/Logs")),
                        tuple("logs-stored", List.of("S/Logs")),
                        tuple("sqs-requests", List.of("S/Queue")),
                        tuple("scheduler-invocations", List.of("S/Ends")));
        assertThat(report.boundedUsd()).isEqualByComparingTo("0");
        assertThat(report.refusals()).isEmpty();
    }

    @Test
    void capacity_by_parameter_is_judged_at_the_default_and_says_so() {
        Template template = parse("""
                {'Parameters': {'Units': {'Type': 'Number', 'Default': 26}},
                 'Resources': {'T': {'Type': 'AWS::DynamoDB::Table', 'Properties': {'ProvisionedThroughput':
                   {'ReadCapacityUnits': {'Ref': 'Units'}, 'WriteCapacityUnits': 1}}}}}
                """);
        CostReport report = CostReport.of(Map.of("S", template), 1);

        assertThat(report.boundedUsd()).isEqualByComparingTo("0.09672");
        assertThat(report.notes())
                .anyMatch(note -> note.startsWith(
                        "S/T.Properties.ProvisionedThroughput.ReadCapacityUnits is judged at 26, the default of the"
                                + " parameter Units"));
    }

    @Test
    void resource_under_a_condition_is_counted() {
        Template template = parse("""
                {'Conditions': {'Never': {'Fn::Equals': ['a', 'b']}},
                 'Resources': {'T': {'Type': 'AWS::DynamoDB::Table', 'Condition': 'Never', 'Properties':
                   {'ProvisionedThroughput': {'ReadCapacityUnits': 26, 'WriteCapacityUnits': 1}}}}}
                """);

        assertThat(CostReport.of(Map.of("S", template), 1).boundedUsd()).isEqualByComparingTo("0.09672");
    }

    @Test
    void text_has_a_line_per_item_the_total_and_what_it_cannot_see() {
        String text = CostReport.of(resources(CLASS), 13).text();

        assertThat(text)
                .contains("13 students", "Prices of " + Prices.current().date() + " in us-east-2", "744 hours")
                .containsPattern("provisioned read capacity +65 RCU +25 +\\$3\\.87 +S/Account\\.Properties")
                .containsPattern("total +\\$151\\.47")
                .containsPattern("table storage +25 GB-months +\\$0\\.25 per GB-month +S/Account, S/Books and 2 more")
                .contains("outside S are not seen", "AWS Budgets are hours to a day late");
    }

    @Test
    void text_says_whose_prices_these_are_and_what_an_hour_costs() {
        assertThat(CostReport.of(resources(table("T", 26, 1)), 1).text())
                .contains("in us-east-2, in USD, for an unknown region (-c region sets it)")
                .containsPattern("total +\\$0\\.10\\n +\\$0\\.0002 an hour")
                .contains("the free allowance of the payer: with all accounts of the organization, in the same region");
        assertThat(CostReport.of(resources(table("T", 26, 1)), 1, Prices.of("us-east-1"))
                        .text())
                .contains("Prices of 2026-09-29 in us-east-1, in USD; ")
                .containsPattern("table storage +25 GB-months +\\$0\\.25 per GB-month +S/T");
    }

    @Test
    void text_of_a_region_without_prices_has_no_amount_of_it() {
        String text = CostReport.of(resources(table("T", 26, 1)), 1, Prices.of("sa-east-1"))
                .text();

        assertThat(text)
                .contains("No prices of sa-east-1, only the free allowance")
                .containsPattern("provisioned read capacity +26 RCU +25 +no price")
                .containsPattern("total +no price")
                .containsPattern("table storage +25 GB-months +\\$0\\.25 per GB-month in us-east-2")
                .doesNotContain("an hour");
    }

    @ParameterizedTest
    @ValueSource(strings = {"us-east-2", "us-east-1"})
    void text_says_when_prices_are_more_than_a_year_old(String region) {
        CostReport report = CostReport.of(resources(CLASS), 1, Prices.of(region));
        LocalDate published = Prices.of(region).date();
        String told = "Note: These prices are of " + published + ", more than a year ago";

        assertThat(report.text(on(published.plusYears(1)))).doesNotContain(told);
        assertThat(report.text(on(published.plusYears(1).plusDays(1)))).contains(told, "docs/pinned.md");
    }

    private static Clock on(LocalDate day) {
        return Clock.fixed(day.atStartOfDay(ZoneOffset.UTC).toInstant(), ZoneOffset.UTC);
    }

    @Test
    void text_says_what_is_unbounded_and_refused() {
        String text = CostReport.of(resources(onDemand("T", 1, 0)), 1).text();

        // 2.6784 x 0.125 = 0.3348, rounded up to the cent
        assertThat(text)
                .containsPattern("total +\\$0\\.34 and what is unbounded")
                .contains("Refused with any maxMonthlyUsd:", "on-demand writes without a maximum");
    }

    @Test
    void fewer_than_one_student_is_refused_by_name() {
        assertThatThrownBy(() -> CostReport.of(resources(CLASS), 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("students");
    }

    private static BigDecimal sum(CostReport report, String price) {
        return report.fixed().stream()
                .filter(line -> line.price().id().equals(price))
                .map(Line.Fixed::units)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
