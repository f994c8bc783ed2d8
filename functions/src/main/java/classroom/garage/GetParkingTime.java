package classroom.garage;

import classroom.lambda.Answer;
import classroom.lambda.Event;
import classroom.lambda.Handler;
import com.amazonaws.services.lambda.runtime.Context;
import java.util.Map;
import java.util.Optional;

/**
 * {@code {placa}}: {@code {placa, minutes, months, entrada?}}, the car's minutes in all and by month (UTC). {@code {placa,
 * month}}: {@code {placa, month, minutes}}, of one such as {@code 2026-11}. 404 when the car was never seen.
 *
 * <p>A stay counts once it has ended; {@code entrada} is there while one lasts. The read is eventually consistent: it may
 * miss an exit of the last second.
 */
public final class GetParkingTime extends Handler {
    private final ParkingLot parkingLot;

    public GetParkingTime() {
        this(ParkingLot.fromEnvironment());
    }

    GetParkingTime(ParkingLot parkingLot) {
        this.parkingLot = parkingLot;
    }

    @Override
    protected Answer answer(Event event, Context context) {
        String placa = Keys.placa(event);
        Optional<String> month = event.has(Times.MONTH) ? Optional.of(Times.month(event)) : Optional.empty();
        Optional<Map<String, Object>> time = parkingLot.time(placa, month);
        return time.isPresent() ? Answer.ok(time.get()) : Answer.notFound();
    }
}
