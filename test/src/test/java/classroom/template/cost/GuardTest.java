package classroom.template.cost;

import static classroom.template.cost.Templates.check;
import static classroom.template.cost.Templates.index;
import static classroom.template.cost.Templates.indexes;
import static classroom.template.cost.Templates.onDemand;
import static classroom.template.cost.Templates.parse;
import static classroom.template.cost.Templates.resource;
import static classroom.template.cost.Templates.resources;
import static classroom.template.cost.Templates.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import classroom.template.Template;
import classroom.template.cost.Violation.Kind;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GuardTest {
    private static final BigDecimal MUCH = new BigDecimal("1000000");

    @ParameterizedTest
    @CsvSource({"25, 25, 1", "22, 22, 1", "1, 1, 25", "5, 5, 5", "12, 12, 2"})
    void capacity_within_the_allowance_passes(int read, int write, int students) {
        assertThat(check(resources(table("T", read, write)), students, BigDecimal.ZERO))
                .isEmpty();
    }

    @ParameterizedTest
    // one unit too many; 2 x 13 = 26; 26 x 1
    @CsvSource({"26, 25, 1, read", "25, 26, 1, write", "13, 1, 2, read", "1, 13, 2, write"})
    void capacity_beyond_the_allowance_is_refused(int read, int write, int students, String which) {
        List<Violation> violations = check(resources(table("T", read, write)), students, BigDecimal.ZERO);

        assertThat(violations).singleElement().satisfies(violation -> {
            assertThat(violation.kind()).isEqualTo(Kind.COST);
            assertThat(violation.what()).contains("provisioned " + which + " capacity");
        });
    }

    @Test
    void capacity_of_indexes_counts() {
        assertThat(check(table("T", 22, 22, indexes(index("i", 3, 3))))).isEmpty();
        assertThat(check(table("T", 22, 22, indexes(index("i", 3, 3), index("j", 1, 1)))))
                .extracting(Violation::kind)
                .containsExactly(Kind.COST, Kind.COST);
    }

    @Test
    void message_says_what_how_much_where_and_the_way_out() {
        String message =
                check(resources(table("T", 13, 1)), 2, BigDecimal.ZERO).get(0).message();

        // 26 RCU, 1 beyond: 0.00013 x 744 = 0.09672, rounded up
        assertThat(message)
                .contains("provisioned read capacity beyond the free allowance")
                .contains("26 RCU for 2 students, 25 of them free: $0.10 in the worst month")
                .contains("S/T.Properties.ProvisionedThroughput.ReadCapacityUnits")
                .contains("consent with -c maxMonthlyUsd=0.10");
    }

    @Test
    void message_says_what_an_hour_costs_whose_prices_these_are_and_the_cheaper_ways() {
        Violation violation =
                check(resources(table("T", 13, 1)), 2, BigDecimal.ZERO).get(0);

        // 1 RCU beyond: 0.00013 an hour, rounded up
        assertThat(violation.howMuch())
                .contains("$0.10 in the worst month, $0.0002 an hour at the prices of us-east-2");
        assertThat(violation.message())
                .contains(
                        "a smaller -c students",
                        "a separate payer for each",
                        "let the class end today with -c selfDestruct=MOMENT");
    }

    @Test
    void region_that_is_named_is_not_said_to_be_assumed() {
        assertThat(in("us-east-1", 26, BigDecimal.ZERO))
                .singleElement()
                .satisfies(violation -> assertThat(violation.howMuch()).doesNotContain("at the prices of"));
    }

    @Test
    void region_without_prices_is_refused_by_name_whatever_the_consent() {
        assertThat(in("sa-east-1", 26, MUCH)).singleElement().satisfies(violation -> {
            assertThat(violation.kind()).isEqualTo(Kind.UNPRICED);
            assertThat(violation.message())
                    .contains("26 RCU, 25 of them free: nobody has looked up the prices of sa-east-1")
                    .contains("-c region=us-east-1 or us-east-2")
                    .doesNotContain("$", "maxMonthlyUsd");
        });
    }

    @Test
    void region_without_prices_needs_none_within_the_allowance() {
        assertThat(in("sa-east-1", 25, BigDecimal.ZERO)).isEmpty();
    }

    private static List<Violation> in(String region, int read, BigDecimal maxMonthlyUsd) {
        CostReport report = CostReport.of(resources(table("T", read, 1)), 1, Prices.of(region));
        return Guard.check(report, maxMonthlyUsd, Set.of());
    }

    @Test
    void consent_to_the_amount_that_the_message_names_is_enough_and_a_cent_less_is_not() {
        Map<String, Template> stacks = resources(table("T", 26, 26));

        // 0.00013 x 744 + 0.00065 x 744 = 0.58032, rounded up to 0.59
        assertThat(check(stacks, 1, new BigDecimal("0.59"))).isEmpty();
        assertThat(check(stacks, 1, new BigDecimal("0.58"))).hasSize(2);
        assertThat(check(stacks, 1, BigDecimal.ZERO).get(0).consent()).isEqualTo("-c maxMonthlyUsd=0.59");
    }

    @Test
    void consent_to_the_exact_amount_is_enough() {
        // 1 RCU beyond: 0.00013 x 744
        assertThat(check(resources(table("T", 26, 1)), 1, new BigDecimal("0.09672")))
                .isEmpty();
    }

    @Test
    void capped_on_demand_is_refused_without_consent_and_passes_with_it() {
        Map<String, Template> stacks = resources(onDemand("T", 1, 1));

        // 744 x 3,600 s x (0.125 + 0.625) / 10^6 = 2.0088
        assertThat(check(stacks, 1, BigDecimal.ZERO))
                .extracting(Violation::kind)
                .containsExactly(Kind.COST, Kind.COST);
        assertThat(check(stacks, 1, new BigDecimal("2.00"))).hasSize(2);
        assertThat(check(stacks, 1, new BigDecimal("2.01"))).isEmpty();
        assertThat(check(stacks, 1, BigDecimal.ZERO).get(0).wayOut()).contains("-c billing=provisioned");
    }

    @ParameterizedTest
    @CsvSource({"0, 1, MaxReadRequestUnits", "1, 0, MaxWriteRequestUnits", "-1, 1, MaxReadRequestUnits"})
    void on_demand_without_a_maximum_is_refused_whatever_the_consent(int read, int write, String missing) {
        assertThat(check(resources(onDemand("T", read, write)), 1, MUCH))
                .singleElement()
                .satisfies(violation -> {
                    assertThat(violation.kind()).isEqualTo(Kind.UNBOUNDED);
                    assertThat(violation.where()).containsExactly("S/T.Properties.OnDemandThroughput." + missing);
                    assertThat(violation.wayOut()).contains("set the maximum OnDemandThroughput." + missing);
                });
    }

    @Test
    void index_of_an_on_demand_table_needs_its_own_maximum() {
        assertThat(check(resources(onDemand("T", 1, 1, indexes("{'IndexName': 'i'}"))), 1, MUCH))
                .extracting(Violation::kind)
                .containsExactly(Kind.UNBOUNDED, Kind.UNBOUNDED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'PointInTimeRecoverySpecification': {'PointInTimeRecoveryEnabled': true}",
                "'PointInTimeRecoverySpecification': {'PointInTimeRecoveryEnabled': 'true'}",
                "'SSESpecification': {'SSEEnabled': true, 'SSEType': 'KMS', 'KMSMasterKeyId': 'alias/mine'}",
                "'SSESpecification': {'SSEEnabled': true, 'KMSMasterKeyId': {'Fn::GetAtt': ['Key', 'Arn']}}",
                "'KinesisStreamSpecification': {'StreamArn': 'arn:aws:kinesis:us-east-2:000000000000:stream/s'}",
                "'Replicas': [{'Region': 'us-east-1'}]",
                "'ImportSourceSpecification': {}",
                "'TableClass': 'STANDARD_INFREQUENT_ACCESS'",
                "'WarmThroughput': {'ReadUnitsPerSecond': 20000}",
                "'ContributorInsightsSpecification': {'Enabled': true}",
                "'GlobalSecondaryIndexes': [{'IndexName': 'i', 'WarmThroughput': {},"
                        + " 'ProvisionedThroughput': {'ReadCapacityUnits': 1, 'WriteCapacityUnits': 1}}]"
            })
    void paid_feature_of_a_table_is_refused_whatever_the_consent(String property) {
        assertRefused(Kind.PAID_FEATURE, table("T", 1, 1, property));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'PointInTimeRecoverySpecification': {'PointInTimeRecoveryEnabled': false}",
                "'SSESpecification': {'SSEEnabled': true}",
                "'SSESpecification': {'SSEEnabled': true, 'KMSMasterKeyId': 'alias/aws/dynamodb'}",
                "'SSESpecification': {'SSEEnabled': true, 'KMSMasterKeyId': {'Ref': 'AWS::NoValue'}}",
                "'ContributorInsightsSpecification': {'Enabled': false}",
                "'TableClass': 'STANDARD'",
                "'Tags': [{'Key': 'KmsKeyId', 'Value': 'none'}]",
                "'TimeToLiveSpecification': {'Enabled': true, 'AttributeName': 'until'}"
            })
    void free_feature_of_a_table_passes(String property) {
        assertThat(check(table("T", 1, 1, property))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "AWS::Lambda::Function          | 'MemorySize': 1025",
                "AWS::Lambda::Function          | 'EphemeralStorage': {'Size': 513}",
                "AWS::Lambda::Function          | 'KmsKeyArn': 'arn:aws:kms:us-east-2:000000000000:key/k'",
                "AWS::Lambda::Function          | 'Runtime': 'python3.13', 'SnapStart': {'ApplyOn': 'PublishedVersions'}",
                "AWS::Lambda::Alias             | 'ProvisionedConcurrencyConfig': {'ProvisionedConcurrentExecutions': 1}",
                "AWS::Lambda::Version           | 'ProvisionedConcurrencyConfig': {'ProvisionedConcurrentExecutions': 1}",
                "AWS::Lambda::EventSourceMapping | 'ProvisionedPollerConfig': {'MinimumPollers': 1}",
                "AWS::Logs::LogGroup            | 'RetentionInDays': 14",
                "AWS::Logs::LogGroup            | 'LogGroupName': 'never-expires'",
                "AWS::Logs::LogGroup            | 'RetentionInDays': 7, 'KmsKeyId': {'Ref': 'Key'}",
                "AWS::Logs::LogGroup            | 'RetentionInDays': 7, 'DataProtectionPolicy': {}",
                "AWS::SQS::Queue                | 'KmsMasterKeyId': 'alias/mine'",
                "AWS::KMS::Key                  | 'KeyPolicy': {}",
                "AWS::KMS::ReplicaKey           | 'PrimaryKeyArn': 'a'",
                "AWS::DAX::Cluster              | 'NodeType': 'dax.t3.small'",
                "AWS::DynamoDB::GlobalTable     | 'Replicas': []",
                "Custom::DynamoDBReplica        | 'Region': 'us-east-1'",
                "AWS::EC2::NatGateway           | 'SubnetId': 's'",
                "AWS::Kinesis::Stream           | 'ShardCount': 1",
                "AWS::ApplicationAutoScaling::ScalableTarget | 'MaxCapacity': 5"
            })
    void paid_feature_is_refused_whatever_the_consent(String type, String properties) {
        assertRefused(Kind.PAID_FEATURE, resource("R", type, properties));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "AWS::Lambda::Function | 'MemorySize': 1024, 'EphemeralStorage': {'Size': 512}",
                "AWS::Lambda::Function | 'Runtime': 'java25', 'SnapStart': {'ApplyOn': 'PublishedVersions'}",
                "AWS::Lambda::Function | 'Environment': {'Variables': {'KmsKeyId': 'x'}}",
                "AWS::Lambda::Version  | 'FunctionName': 'f'",
                "AWS::Logs::LogGroup   | 'RetentionInDays': 7",
                "AWS::SQS::Queue       | 'KmsMasterKeyId': 'alias/aws/sqs'",
                "AWS::SQS::Queue       | 'SqsManagedSseEnabled': true",
                "AWS::Budgets::Budget  | 'Budget': {}",
                "AWS::IAM::Role        | 'AssumeRolePolicyDocument': {}"
            })
    void resource_that_is_free_passes(String type, String properties) {
        assertThat(check(resource("R", type, properties))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "AWS::SQS::Queue, DeletionPolicy, Retain",
        "AWS::SQS::Queue, DeletionPolicy, RetainExceptOnCreate",
        "AWS::SQS::Queue, UpdateReplacePolicy, Retain",
        // The CDK's default for a version.
        "AWS::Lambda::Version, DeletionPolicy, Retain",
        "AWS::Lambda::Alias, DeletionPolicy, Retain",
    })
    void resource_that_is_not_deleted_is_refused_whatever_the_consent(String type, String attribute, String policy) {
        String resource = "'Q': {'Type': '" + type + "', '" + attribute + "': '" + policy + "'}";

        assertRefused(Kind.REMAINS, resource);
        assertThat(check(resource).get(0).where()).containsExactly("S/Q." + attribute);
    }

    @Test
    void resource_that_is_deleted_passes() {
        assertThat(check("'Q': {'Type': 'AWS::SQS::Queue', 'DeletionPolicy': 'Delete',"
                        + " 'UpdateReplacePolicy': 'Delete'}"))
                .isEmpty();
    }

    @Test
    void deletion_protection_is_refused_whatever_the_consent() {
        assertRefused(Kind.REMAINS, table("T", 1, 1, "'DeletionProtectionEnabled': true"));
        assertRefused(
                Kind.REMAINS,
                resource("L", "AWS::Logs::LogGroup", "'RetentionInDays': 7, 'DeletionProtectionEnabled': true"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'Effect': 'Allow', 'Action': 'logs:CreateLogGroup'}",
                "[{'Effect': 'Allow', 'Action': ['sqs:SendMessage', 'LOGS:create*Group']}]",
                "[{'Effect': 'Allow', 'Action': '*'}]",
                "[{'Effect': 'Allow', 'NotAction': 'iam:*'}]"
            })
    void right_to_make_log_groups_is_refused(String statement) {
        String document = "{'Statement': " + statement + "}";

        assertRefused(Kind.REMAINS, resource("P", "AWS::IAM::Policy", "'PolicyDocument': " + document));
        assertRefused(
                Kind.REMAINS,
                resource(
                        "R",
                        "AWS::IAM::Role",
                        "'Policies': [{'PolicyName': 'p', 'PolicyDocument': " + document + "}]"));
    }

    @Test
    void managed_policy_with_the_right_to_make_log_groups_is_refused() {
        assertRefused(
                Kind.REMAINS,
                resource(
                        "R",
                        "AWS::IAM::Role",
                        "'ManagedPolicyArns': [{'Fn::Join': ['', ['arn:', {'Ref': 'AWS::Partition'},"
                                + " ':iam::aws:policy/service-role/AWSLambdaBasicExecutionRole']]}]"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'Effect': 'Allow', 'Action': ['logs:CreateLogStream', 'logs:PutLogEvents']}",
                "{'Effect': 'Deny', 'Action': 'logs:CreateLogGroup'}"
            })
    void policy_that_makes_no_log_groups_passes(String statement) {
        assertThat(check(resource("P", "AWS::IAM::Policy", "'PolicyDocument': {'Statement': " + statement + "}")))
                .isEmpty();
    }

    @Test
    void type_that_the_table_does_not_know_is_refused_by_name() {
        assertRefused(Kind.UNKNOWN, resource("B", "AWS::S3::Bucket"));
        assertThat(check(resource("B", "AWS::S3::Bucket")).get(0).message())
                .contains("AWS::S3::Bucket", "does not know what it costs", "S/B");
    }

    @Test
    void property_that_the_table_does_not_know_is_refused_by_name() {
        assertRefused(Kind.UNKNOWN, resource("F", "AWS::Lambda::Function", "'CapacityProviderConfig': {}"));
        assertRefused(
                Kind.UNKNOWN,
                table(
                        "T",
                        1,
                        1,
                        indexes("{'Turbo': 1, 'ProvisionedThroughput':"
                                + " {'ReadCapacityUnits': 1, 'WriteCapacityUnits': 1}}")));
    }

    @Test
    void provisioned_table_without_capacity_is_refused() {
        assertThat(check(resource("T", "AWS::DynamoDB::Table")))
                .extracting(Violation::kind)
                .containsExactly(Kind.UNKNOWN, Kind.UNKNOWN);
        assertRefused(Kind.UNKNOWN, table("T", -5, 1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'Ref': 'NoDefault'}",
                "{'Ref': 'FromSsm'}",
                "{'Fn::If': ['Big', 100, 1]}",
                "{'Fn::GetAtt': ['X', 'Y']}",
                "'many'"
            })
    void capacity_that_nobody_knows_before_the_deployment_is_refused(String units) {
        Template template = parse("{'Parameters': {'NoDefault': {'Type': 'Number'}, 'FromSsm':"
                + " {'Type': 'AWS::SSM::Parameter::Value<String>', 'Default': '5'}},"
                + "'Resources': {'T': {'Type': 'AWS::DynamoDB::Table', 'Properties': {'ProvisionedThroughput':"
                + " {'ReadCapacityUnits': " + units + ", 'WriteCapacityUnits': 1}}}}}");

        assertThat(check(Map.of("S", template), 1, MUCH)).singleElement().satisfies(violation -> {
            assertThat(violation.kind()).isEqualTo(Kind.UNKNOWN);
            assertThat(violation.where()).containsExactly("S/T.Properties.ProvisionedThroughput.ReadCapacityUnits");
        });
    }

    @Test
    void whole_indexes_or_billing_mode_that_nobody_knows_are_refused() {
        assertRefused(Kind.UNKNOWN, table("T", 1, 1, "'GlobalSecondaryIndexes': {'Fn::GetAtt': ['A', 'B']}"));
        assertRefused(Kind.UNKNOWN, table("T", 1, 1, "'GlobalSecondaryIndexes': [{'Fn::GetAtt': ['A', 'B']}]"));
        assertRefused(Kind.UNKNOWN, table("T", 1, 1, "'BillingMode': {'Fn::GetAtt': ['B', 'C']}"));
    }

    @Test
    void export_that_no_stack_of_the_class_imports_is_refused() {
        Template exporting = parse(
                "{'Resources': {" + resource("Q", "AWS::SQS::Queue")
                        + "}, 'Outputs': {'O': {'Value': 'v', 'Export': {'Name': {'Fn::Sub': 'class-q'}}}, 'P': {'Value': 'v'}}}");
        Template importing = parse("{'Resources': {"
                + resource("P", "AWS::SSM::Parameter", "'Type': 'String', 'Value': {'Fn::ImportValue': 'class-q'}")
                + "}}");

        assertThat(check(Map.of("S", exporting), 1, MUCH)).singleElement().satisfies(violation -> {
            assertThat(violation.kind()).isEqualTo(Kind.REMAINS);
            assertThat(violation.where()).containsExactly("S.Outputs.O.Export");
        });
        assertThat(check(Map.of("S", exporting, "T", importing), 1, MUCH)).isEmpty();
    }

    @Test
    void negative_consent_is_refused_by_name() {
        Map<String, Template> stacks = resources(table("T", 1, 1));

        assertThatThrownBy(() -> check(stacks, 1, new BigDecimal("-1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("maxMonthlyUsd");
    }

    /** Exactly one violation of that kind, and no consent removes it. */
    private static void assertRefused(Kind kind, String resource) {
        assertThat(check(resources(resource), 1, MUCH)).singleElement().satisfies(violation -> {
            assertThat(violation.kind()).isEqualTo(kind);
            assertThat(violation.where()).allMatch(where -> where.startsWith("S/"));
        });
    }
}
