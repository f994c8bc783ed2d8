package classroom.garage;

import classroom.lambda.Answer;
import classroom.lambda.Conflict;
import classroom.lambda.Event;
import classroom.lambda.Handler;
import com.amazonaws.services.lambda.runtime.Context;

/**
 * {@code {placa, cpf?, at?}}: 201 and the car as it is then, {@code {placa, cpf?, entrada, minutos, …}}. A car that is not
 * known yet becomes so, and {@code cpf}, once given, pays for it. 409 with the car as it is when it is in already, left
 * later than {@code at} or is another CPF's.
 *
 * <p>{@code at} is a time in ISO 8601 with its offset, now if there is none; its seconds do not count ({@link Stay}).
 */
public final class EnterGarage extends Handler {
    private final ParkingLot parkingLot;

    public EnterGarage() {
        this(ParkingLot.fromEnvironment());
    }

    EnterGarage(ParkingLot parkingLot) {
        this.parkingLot = parkingLot;
    }

    @Override
    protected Answer answer(Event event, Context context) throws Conflict {
        return Answer.created(parkingLot.enter(Entry.of(event)));
    }
}
