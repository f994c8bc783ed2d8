package classroom.garage;

import classroom.lambda.Answer;
import classroom.lambda.Event;
import classroom.lambda.dynamodb.TableHandler;
import com.amazonaws.services.lambda.runtime.Context;
import java.util.Map;
import java.util.Optional;

/**
 * {@code {placa}}: {@code {placa, minutes, months, entrada?}}, the car's minutes in all and by month (UTC).
 * {@code {placa, month}}: {@code {placa, month, minutes}}, the minutes of a month such as {@code 2026-11}. 404 when the
 * car is unknown.
 *
 * <p>A stay counts once it has ended. While the car is in, the answer has {@code entrada}. The read is eventually
 * consistent: it may miss an exit of the last second.
 */
public final class GetParkingTime extends TableHandler {
    private final ParkingLot parkingLot;

    public GetParkingTime() {
        this(ParkingLot.fromEnvironment());
    }

    GetParkingTime(ParkingLot parkingLot) {
        this.parkingLot = parkingLot;
    }

    @Override
    protected Answer answer(Event event, Context context) {
        Placa placa = Placa.of(event);
        Optional<Map<String, Object>> time =
                event.has(Times.MONTH) ? parkingLot.time(placa, Times.month(event)) : parkingLot.time(placa);
        return time.map(Answer::ok).orElseGet(Answer::notFound);
    }
}
