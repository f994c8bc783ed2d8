package classroom.garage;

import classroom.lambda.Answer;
import classroom.lambda.Conflict;
import classroom.lambda.Event;
import classroom.lambda.dynamodb.TableHandler;
import com.amazonaws.services.lambda.runtime.Context;

/**
 * {@code {placa, cpf?, at?}}: 201 and the stored car, {@code {placa, cpf?, entrada, minutos, …}}. An unknown car is
 * stored. The first {@code cpf} that an event gives pays for the car. 409 and the stored car when it is in already,
 * left later than {@code at} or has another CPF.
 *
 * <p>{@code at} is a time in ISO 8601 with its offset, or now. Its seconds do not count ({@link Stay}).
 */
public final class EnterGarage extends TableHandler {
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
