package classroom.infra;

import static classroom.garage.Registry.BY_ACQUISITION;
import static classroom.garage.Registry.BY_PLACA;
import static classroom.garage.Registry.TABLE_VARIABLE;
import static classroom.infra.LessonFunction.TABLE;
import static classroom.infra.LessonFunction.index;

import classroom.garage.AddVehicle;
import classroom.garage.FindOwner;
import classroom.garage.ListVehicles;
import classroom.garage.TransferVehicle;
import java.util.List;
import software.amazon.awscdk.services.dynamodb.LocalSecondaryIndexProps;
import software.amazon.awscdk.services.dynamodb.ProjectionType;
import software.amazon.awscdk.services.dynamodb.Table;
import software.amazon.awscdk.services.lambda.Function;
import software.constructs.Construct;

/**
 * The second model of the lesson on modelling: the table <code>proprietarios</code>, an owner's vehicles side by side, a
 * global index for a vehicle's owner and a local one for the vehicles of a year.
 *
 * <p>What is in the table to keep a placa from having two owners has no <code>aquisicao</code>, and so is in neither index.
 */
final class Registry extends Construct {
    private static final int UNITS = 3;

    private static final List<LessonFunction> FUNCTIONS = List.of(
            LessonFunction.of("registry-add", AddVehicle.class, "PutItem"),
            LessonFunction.of("registry-vehicles", ListVehicles.class, "Query").in(TABLE, index(BY_ACQUISITION)),
            LessonFunction.of("registry-owner", FindOwner.class, "Query").in(index(BY_PLACA)),
            LessonFunction.of("registry-transfer", TransferVehicle.class, "DeleteItem", "GetItem", "PutItem"));

    private final Table table;
    private final List<Function> functions;

    Registry(Construct scope, Deployment deployment) {
        super(scope, "Registry");
        LessonTable lesson = new LessonTable(this, deployment, UNITS);
        table = lesson.table("proprietarios")
                .partitionKey(LessonTable.text("cpf"))
                .sortKey(LessonTable.text("placa"))
                .build();
        table.addGlobalSecondaryIndex(lesson.globalIndex(BY_PLACA)
                .partitionKey(LessonTable.text("placa"))
                .sortKey(LessonTable.text("aquisicao"))
                .projectionType(ProjectionType.KEYS_ONLY)
                .build());
        table.addLocalSecondaryIndex(LocalSecondaryIndexProps.builder()
                .indexName(BY_ACQUISITION)
                .sortKey(LessonTable.text("aquisicao"))
                .projectionType(ProjectionType.ALL)
                .build());
        functions = lesson.functions(FUNCTIONS, table, TABLE_VARIABLE);
    }

    Table table() {
        return table;
    }

    List<Function> functions() {
        return functions;
    }
}
