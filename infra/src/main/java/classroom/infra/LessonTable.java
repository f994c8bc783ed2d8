package classroom.infra;

import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.dynamodb.BillingMode;
import software.amazon.awscdk.services.dynamodb.Table;
import software.constructs.Construct;

/**
 * What the tables of the lessons have in common.
 *
 * <p><code>Table</code>, not <code>TableV2</code>: the latter makes a global table, which is not free.
 */
final class LessonTable {
    /** Capacity of each table, for reads and for writes, and its limit when every request is paid for. */
    private static final int UNITS = 5;

    /** The same when a room shares one account and its 25 free units. */
    private static final int UNITS_OF_A_STUDENT = 1;

    private LessonTable() {}

    /** A table to which its lesson adds the keys. */
    static Table.Builder in(Construct lesson, Deployment deployment, String name) {
        Findings.acknowledge(
                lesson, "DDB3", "Point-in-time recovery is billed, and what a class writes is not worth recovering.");
        int units = deployment.settings().student().isEmpty() ? UNITS : UNITS_OF_A_STUDENT;
        Table.Builder table = Table.Builder.create(lesson, "Table")
                .tableName(deployment.settings().physicalName(name))
                .deletionProtection(false)
                // A class begins with an empty table, and nothing of it may stay and be billed.
                .removalPolicy(RemovalPolicy.DESTROY);
        return switch (deployment.settings().billing()) {
            case PROVISIONED ->
                table.billingMode(BillingMode.PROVISIONED).readCapacity(units).writeCapacity(units);
            case ON_DEMAND ->
                table.billingMode(BillingMode.PAY_PER_REQUEST)
                        .maxReadRequestUnits(units)
                        .maxWriteRequestUnits(units);
        };
    }
}
