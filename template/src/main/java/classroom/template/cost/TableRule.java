package classroom.template.cost;

import classroom.template.language.Texts;
import java.math.BigDecimal;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the cost of a DynamoDB table: provisioned capacity of the table and of each global secondary index, hour by
 * hour; on demand, at most its maximum throughput in every second of the month.
 *
 * <p>Sources: Amazon DynamoDB pricing; Amazon DynamoDB Developer Guide, "DynamoDB maximum throughput for on-demand
 * tables" (an index has its own maximum; the maximum is best effort); AWS CloudFormation Template Reference,
 * "AWS::DynamoDB::Table" (without BillingMode a table is provisioned).
 */
final class TableRule {
    private static final BigDecimal SECONDS_PER_HOUR = BigDecimal.valueOf(3600);

    private final Subject subject;
    private final Property table;

    TableRule(Subject subject) {
        this.subject = subject;
        this.table = subject.properties();
    }

    void judge() {
        List<Property> indexes = table.all("GlobalSecondaryIndexes").stream()
                .filter(index -> !index.isUnknown()) // Refused already.
                .toList();
        for (boolean onDemand : modes()) {
            throughput(table, onDemand);
            indexes.forEach(index -> throughput(index, onDemand));
        }
    }

    /** Both, one after the other, if it can come to either. */
    private Set<Boolean> modes() {
        Set<Boolean> modes = new LinkedHashSet<>();
        table.all("BillingMode")
                .forEach(mode -> mode.text().ifPresent(text -> modes.add(text.equals("PAY_PER_REQUEST"))));
        if (table.mayLack("BillingMode")) {
            modes.add(false);
        }
        return modes;
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
            subject.unknown(Texts.of("a provisioned table or index without capacity units"), units.path());
            return;
        }
        number.ifPresent(known -> subject.appraisal().fixed(units.path(), price, known));
    }

    private void requests(Property throughput, String name, String id) {
        Property maximum = throughput.member(name);
        if (maximum.isUnknown()) {
            return;
        }
        Optional<BigDecimal> units = maximum.number();
        Price price = subject.appraisal().prices().price(id);
        // -1 is how CloudFormation takes a maximum away.
        if (units.isEmpty() || units.get().signum() <= 0) {
            subject.appraisal().unbounded(maximum.path(), price);
            maximum.refuse(new Refusal(
                    Violation.Kind.UNBOUNDED,
                    Texts.of("%s without a maximum", Texts.of(price.what())),
                    Texts.of("unbounded, at %s", price.text()),
                    Texts.of(
                            "set the maximum OnDemandThroughput.%s (an index needs its own), or -c billing=provisioned",
                            name)));
            return;
        }
        BigDecimal seconds = SECONDS_PER_HOUR.multiply(
                BigDecimal.valueOf(subject.appraisal().prices().hoursPerMonth()));
        subject.appraisal().fixed(maximum.path(), id, units.get().multiply(seconds));
        subject.appraisal()
                .note(Texts.of(
                        "DynamoDB keeps to an on-demand maximum as a target: a burst may pass it for a short time"));
    }
}
