package classroom.infra;

import java.util.List;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.dynamodb.Attribute;
import software.amazon.awscdk.services.dynamodb.AttributeType;
import software.amazon.awscdk.services.dynamodb.BillingMode;
import software.amazon.awscdk.services.dynamodb.GlobalSecondaryIndexProps;
import software.amazon.awscdk.services.dynamodb.Table;
import software.amazon.awscdk.services.lambda.Function;
import software.constructs.Construct;

/**
 * What the tables of the lessons and their global indexes have in common.
 *
 * <p><code>Table</code>, not <code>TableV2</code>: the latter makes a global table, which is not free.
 */
final class LessonTable {
    /** The capacity when a room shares one account and its 25 free units. */
    private static final int UNITS_OF_A_STUDENT = 1;

    private final Construct lesson;
    private final Deployment deployment;
    private final int units;

    /**
     * @param units capacity of the table and of each global index, for reads and for writes, and their limit when every
     *     request is paid for
     */
    LessonTable(Construct lesson, Deployment deployment, int units) {
        this.lesson = lesson;
        this.deployment = deployment;
        this.units = deployment.settings().student().isEmpty() ? units : UNITS_OF_A_STUDENT;
    }

    /** A table to which its lesson adds the keys. */
    Table.Builder table(String name) {
        Findings.acknowledge(
                lesson, "DDB3", "Point-in-time recovery is billed, and what a class writes is not worth recovering.");
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

    /** A global index to which its lesson adds the keys and what it projects. */
    GlobalSecondaryIndexProps.Builder globalIndex(String name) {
        GlobalSecondaryIndexProps.Builder index =
                GlobalSecondaryIndexProps.builder().indexName(name);
        return switch (deployment.settings().billing()) {
            case PROVISIONED -> index.readCapacity(units).writeCapacity(units);
            case ON_DEMAND -> index.maxReadRequestUnits(units).maxWriteRequestUnits(units);
        };
    }

    /** The lesson's functions on this table, whose name each of them has in this environment variable. */
    List<Function> functions(List<LessonFunction> declared, Table table, String variable) {
        return declared.stream()
                .map(function -> new TableFunction(lesson, deployment, function.on(table, variable)).function())
                .toList();
    }

    /** A key's attribute. */
    static Attribute text(String name) {
        return Attribute.builder().name(name).type(AttributeType.STRING).build();
    }

    /** The same of a number. */
    static Attribute number(String name) {
        return Attribute.builder().name(name).type(AttributeType.NUMBER).build();
    }
}
