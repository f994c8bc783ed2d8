package classroom.template.cost;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * What a DynamoDB table costs: provisioned capacity of the table and of each global secondary index, hour by hour; on
 * demand, at most its maximum throughput in every second of the month.
 *
 * <p>Sources: Amazon DynamoDB pricing; Amazon DynamoDB Developer Guide, "DynamoDB maximum throughput for on-demand
 * tables" (an index has a maximum of its own; the maximum is best effort); AWS CloudFormation Template Reference,
 * "AWS::DynamoDB::Table" (without BillingMode a table is provisioned).
 */
final class TableRule {
    private static final String TYPE = "AWS::DynamoDB::Table";
    private static final BigDecimal SECONDS_PER_HOUR = BigDecimal.valueOf(3600);

    private final Subject subject;
    private final Property table;

    TableRule(Subject subject) {
        this.subject = subject;
        this.table = subject.properties();
    }

    void judge() {
        Property billing = table.member("BillingMode");
        Property indexes = table.member("GlobalSecondaryIndexes");
        if (!billing.isUnknown()) {
            boolean onDemand = billing.text().orElse("PROVISIONED").equals("PAY_PER_REQUEST");
            throughput(table, onDemand);
            indexes.elements().forEach(index -> throughput(index, onDemand));
        }
        indexes.elements().forEach(index -> {
            subject.onlyKnown(index, TYPE + ".GlobalSecondaryIndexes");
            perTableOrIndex(index);
        });
        perTableOrIndex(table);
        features();
    }

    private void throughput(Property tableOrIndex, boolean onDemand) {
        if (onDemand) {
            Property throughput = tableOrIndex.member("OnDemandThroughput");
            requests(throughput, "MaxReadRequestUnits", "dynamodb-read-requests");
            requests(throughput, "MaxWriteRequestUnits", "dynamodb-write-requests");
        } else {
            Property throughput = tableOrIndex.member("ProvisionedThroughput");
            capacity(throughput.member("ReadCapacityUnits"), "dynamodb-read-capacity");
            capacity(throughput.member("WriteCapacityUnits"), "dynamodb-write-capacity");
        }
    }

    private void capacity(Property units, String price) {
        Optional<BigDecimal> number = units.number();
        if (units.isAbsent() || number.isPresent() && number.get().signum() <= 0) {
            subject.unknown("a provisioned table or index without capacity units", units.path());
            return;
        }
        number.ifPresent(known -> subject.appraisal().fixed(units.path(), price, known));
    }

    private void requests(Property throughput, String name, String price) {
        Property maximum = throughput.member(name);
        if (maximum.isUnknown()) {
            return;
        }
        Optional<BigDecimal> units = maximum.number();
        // -1 is how CloudFormation takes a maximum away.
        if (units.isEmpty() || units.get().signum() <= 0) {
            subject.appraisal()
                    .unbounded(
                            maximum.path(),
                            price,
                            "set the maximum OnDemandThroughput." + name + " (an index needs its own), or"
                                    + " -c billing=provisioned");
            return;
        }
        BigDecimal seconds = SECONDS_PER_HOUR.multiply(
                BigDecimal.valueOf(subject.appraisal().prices().hoursPerMonth()));
        subject.appraisal().fixed(maximum.path(), price, units.get().multiply(seconds));
        subject.appraisal()
                .note("DynamoDB keeps to an on-demand maximum as a target: a burst may pass it for a short time");
    }

    private void perTableOrIndex(Property tableOrIndex) {
        Property insights = tableOrIndex.member("ContributorInsightsSpecification");
        if (insights.member("Enabled").isTrue()) {
            subject.paid(
                    "Contributor Insights",
                    "per rule and per million events (Amazon CloudWatch pricing)",
                    insights.path(),
                    "leave it out");
        }
        Property warm = tableOrIndex.member("WarmThroughput");
        if (warm.isPresent()) {
            subject.paid(
                    "warm throughput",
                    "charged once for what is more than the table has by itself (Amazon DynamoDB pricing)",
                    warm.path(),
                    "leave it out");
        }
    }

    private void features() {
        Property recovery = table.member("PointInTimeRecoverySpecification").member("PointInTimeRecoveryEnabled");
        if (recovery.isTrue()) {
            subject.paid("point-in-time recovery (PITR)", "dynamodb-pitr", recovery, "switch it off");
        }
        Property kinesis = table.member("KinesisStreamSpecification");
        if (kinesis.isPresent()) {
            subject.paid("a stream to Kinesis", "dynamodb-kinesis", kinesis, "use StreamSpecification");
        }
        Property replicas = table.member("Replicas");
        if (replicas.isPresent()) {
            subject.paid("a global table", "dynamodb-global-tables", replicas, "keep the table in one Region");
        }
        Property imported = table.member("ImportSourceSpecification");
        if (imported.isPresent()) {
            subject.paid("an import from S3", "dynamodb-import", imported, "load the items through the class");
        }
        Property tableClass = table.member("TableClass");
        if (!tableClass.text().orElse("STANDARD").equals("STANDARD")) {
            subject.paid(
                    "a table class outside the free allowance",
                    "dynamodb-infrequent-access",
                    tableClass,
                    "use the class STANDARD");
        }
        if (table.member("StreamSpecification").isPresent()) {
            subject.usage("dynamodb-stream-reads");
        }
        if (table.member("SSESpecification").member("SSEEnabled").isTrue()) {
            subject.usage("kms-requests");
        }
    }
}
