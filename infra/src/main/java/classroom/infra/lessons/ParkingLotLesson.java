package classroom.infra.lessons;

import static classroom.garage.ParkingLot.BY_CPF;
import static classroom.garage.ParkingLot.MINUTES;
import static classroom.garage.ParkingLot.TABLE_VARIABLE;

import classroom.garage.BillOwner;
import classroom.garage.EnterGarage;
import classroom.garage.ExitGarage;
import classroom.garage.GetParkingTime;
import classroom.infra.parts.Deployment;
import classroom.infra.parts.LessonFunction;
import classroom.infra.parts.LessonTable;
import java.util.List;
import software.amazon.awscdk.services.dynamodb.ProjectionType;
import software.amazon.awscdk.services.dynamodb.Table;
import software.amazon.awscdk.services.lambda.Function;
import software.constructs.Construct;

/**
 * Teaches modelling, with the first of two models: the table {@code carros} has one item for each car, which suits
 * entries and exits. Its global index is for bills and projects only what a bill needs.
 */
public final class ParkingLotLesson extends Construct {
    private static final int UNITS = 3;

    private static final List<LessonFunction> FUNCTIONS = List.of(
            LessonFunction.of("garage-enter", EnterGarage.class, "UpdateItem"),
            LessonFunction.of("garage-exit", ExitGarage.class, "GetItem", "UpdateItem"),
            LessonFunction.of("garage-time", GetParkingTime.class, "GetItem"),
            LessonFunction.of("garage-bill", BillOwner.class, "Query").in(LessonFunction.index(BY_CPF)));

    private final Table table;
    private final List<Function> functions;

    public ParkingLotLesson(Construct scope, Deployment deployment) {
        super(scope, "ParkingLot");
        LessonTable lesson = new LessonTable(this, deployment, UNITS);
        table = lesson.table("carros").partitionKey(LessonTable.text("placa")).build();
        table.addGlobalSecondaryIndex(lesson.globalIndex(BY_CPF)
                .partitionKey(LessonTable.text("cpf"))
                .projectionType(ProjectionType.INCLUDE)
                .nonKeyAttributes(List.of(MINUTES))
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
