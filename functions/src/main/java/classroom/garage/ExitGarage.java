package classroom.garage;

import classroom.lambda.Answer;
import classroom.lambda.Conflict;
import classroom.lambda.Event;
import classroom.lambda.Handler;
import com.amazonaws.services.lambda.runtime.Context;
import java.util.Map;
import java.util.Optional;

/**
 * {@code {placa, at?}}: {@code {placa, entrada, saida, minutes, months}}, the stay that ended; 404 when the car was never
 * seen; 409 with the car as it is when it is not in, or came in later than {@code at} or more than four years before.
 *
 * <p>The minutes are whole ones, from the minute of the entry to that of the exit, and each month (UTC) gets its own
 * ({@link Stay}).
 */
public final class ExitGarage extends Handler {
    private final ParkingLot parkingLot;

    public ExitGarage() {
        this(ParkingLot.fromEnvironment());
    }

    ExitGarage(ParkingLot parkingLot) {
        this.parkingLot = parkingLot;
    }

    @Override
    protected Answer answer(Event event, Context context) throws Conflict {
        Optional<Map<String, Object>> exit = parkingLot.exit(Keys.placa(event), Times.at(event));
        return exit.isPresent() ? Answer.ok(exit.get()) : Answer.notFound();
    }
}
