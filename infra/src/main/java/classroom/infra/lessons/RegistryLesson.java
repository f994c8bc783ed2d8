package classroom.infra.lessons;

import static classroom.garage.Registry.BY_ACQUISITION;
import static classroom.garage.Registry.BY_PLACA;
import static classroom.garage.Registry.TABLE_VARIABLE;
import static classroom.infra.parts.LessonFunction.TABLE;
import static classroom.infra.parts.LessonFunction.index;

import classroom.garage.AddVehicle;
import classroom.garage.FindOwner;
import classroom.garage.ListVehicles;
import classroom.garage.TransferVehicle;
import classroom.infra.parts.Deployment;
import classroom.infra.parts.LessonFunction;
import classroom.infra.parts.LessonTable;
import java.util.List;
import software.amazon.awscdk.services.dynamodb.LocalSecondaryIndexProps;
import software.amazon.awscdk.services.dynamodb.ProjectionType;
import software.amazon.awscdk.services.dynamodb.Table;
import software.amazon.awscdk.services.lambda.Function;
import software.constructs.Construct;

/**
 * Teaches modelling, with the second of two models: the table {@code proprietarios} keeps an owner's vehicles side by
 * side. A global index finds a vehicle's owner, a local one the vehicles of a year.
 *
 * <p>Further items keep a placa from having two owners. They have no {@code aquisicao}, so they are in neither index.
 */
public final class RegistryLesson extends Construct {
    private static final int UNITS = 3;

    private static final List<LessonFunction> FUNCTIONS = List.of(
            LessonFunction.of("registry-add", AddVehicle.class).transacting("PutItem"),
            LessonFunction.of("registry-vehicles", ListVehicles.class, "Query").in(TABLE, index(BY_ACQUISITION)),
            LessonFunction.of("registry-owner", FindOwner.class, "Query").in(index(BY_PLACA)),
            LessonFunction.of("registry-transfer", TransferVehicle.class, "GetItem")
                    .transacting("DeleteItem", "PutItem"));

    private final Table table;
    private final List<Function> functions;

    public RegistryLesson(Construct scope, Deployment deployment) {
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

    public Table table() {
        return table;
    }

    public List<Function> functions() {
        return functions;
    }
}
