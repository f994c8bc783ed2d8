package classroom.garage;

import classroom.lambda.Answer;
import classroom.lambda.Conflict;
import classroom.lambda.Event;
import classroom.lambda.dynamodb.TableHandler;
import com.amazonaws.services.lambda.runtime.Context;

/**
 * {@code {placa, at?}}: {@code {placa, entrada, saida, minutes, months}}, the stay that ended. 404 when the car is
 * unknown. 409 and the stored car when it is not in, or came in later than {@code at} or more than four years before.
 *
 * <p>The minutes are whole ones, from the minute of the entry to the minute of the exit. Each month (UTC) gets its own
 * ({@link Stay}).
 */
public final class ExitGarage extends TableHandler {
    private final ParkingLot parkingLot;

    public ExitGarage() {
        this(ParkingLot.fromEnvironment());
    }

    ExitGarage(ParkingLot parkingLot) {
        this.parkingLot = parkingLot;
    }

    @Override
    protected Answer answer(Event event, Context context) throws Conflict {
        return parkingLot.exit(Placa.of(event), Times.at(event)).map(Answer::ok).orElseGet(Answer::notFound);
    }
}
