package classroom.infra.parts;

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
 * Makes the table of a lesson, its global indexes and the functions that use it: what all lessons have in common.
 *
 * <p>It uses {@code Table}, not {@code TableV2}, which makes a global table: that is not free.
 */
public final class LessonTable {
    /** The capacity when a room shares one payer's 25 free units of a Region. */
    private static final int UNITS_OF_A_STUDENT = 1;

    private final Construct lesson;
    private final Deployment deployment;
    private final int units;

    /**
     * Begins the table of a lesson.
     *
     * @param lesson the construct that gets the table and the functions
     * @param units capacity of the table and of each global index, for reads and for writes; the maximum of each if
     *     requests are paid for; a student's class has 1 instead
     */
    public LessonTable(Construct lesson, Deployment deployment, int units) {
        this.lesson = lesson;
        this.deployment = deployment;
        this.units = deployment.student().isEmpty() ? units : UNITS_OF_A_STUDENT;
    }

    /** Returns a table without keys, which the lesson adds. */
    public Table.Builder table(String name) {
        Findings.acknowledge(
                lesson, "DDB3", "Point-in-time recovery is billed, and what a class writes is not worth recovering.");
        Table.Builder table = Table.Builder.create(lesson, "Table")
                .tableName(deployment.physicalName(name))
                .deletionProtection(false)
                // A class begins with an empty table. No table may stay afterwards, because it would be billed.
                .removalPolicy(RemovalPolicy.DESTROY);
        return switch (deployment.billing()) {
            case PROVISIONED ->
                table.billingMode(BillingMode.PROVISIONED).readCapacity(units).writeCapacity(units);
            case ON_DEMAND ->
                table.billingMode(BillingMode.PAY_PER_REQUEST)
                        .maxReadRequestUnits(units)
                        .maxWriteRequestUnits(units);
        };
    }

    /** Returns a global index without keys and projection, which the lesson adds. */
    public GlobalSecondaryIndexProps.Builder globalIndex(String name) {
        GlobalSecondaryIndexProps.Builder index =
                GlobalSecondaryIndexProps.builder().indexName(name);
        return switch (deployment.billing()) {
            case PROVISIONED -> index.readCapacity(units).writeCapacity(units);
            case ON_DEMAND -> index.maxReadRequestUnits(units).maxWriteRequestUnits(units);
        };
    }

    /** Makes the functions that use the table. Each has the table's name in the environment variable. */
    public List<Function> functions(List<LessonFunction> declared, Table table, String variable) {
        return declared.stream()
                .map(function -> new TableFunction(lesson, deployment, function, function.permissions(table))
                        .function()
                        .addEnvironment(variable, table.getTableName()))
                .toList();
    }

    /** Returns an attribute for a key: a text. */
    public static Attribute text(String name) {
        return Attribute.builder().name(name).type(AttributeType.STRING).build();
    }

    /** Returns an attribute for a key: a number. */
    public static Attribute number(String name) {
        return Attribute.builder().name(name).type(AttributeType.NUMBER).build();
    }
}
