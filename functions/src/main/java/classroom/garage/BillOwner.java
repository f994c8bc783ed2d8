package classroom.garage;

import classroom.lambda.Answer;
import classroom.lambda.Event;
import classroom.lambda.Handler;
import classroom.lambda.Paging;
import com.amazonaws.services.lambda.runtime.Context;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * {@code {cpf, month, ratePerHour?, limit?, next?}}: one page of the owner's cars, {@code {cpf, month, ratePerHour, items,
 * count, scanned, capacity, total, next?}}; each item is {@code {placa, minutes, amount}}, {@code total} the page's.
 *
 * <p>Stays count in the months (UTC) in which they were, once they have ended: a month is complete when no car that was in
 * at its end still is. It reads the index, which is eventually consistent: an exit of the last second may be missing. Without
 * a rate it is {@link Bill#DEFAULT_RATE}.
 */
public final class BillOwner extends Handler {
    private final ParkingLot parkingLot;

    public BillOwner() {
        this(ParkingLot.fromEnvironment());
    }

    BillOwner(ParkingLot parkingLot) {
        this.parkingLot = parkingLot;
    }

    @Override
    protected Answer answer(Event event, Context context) throws IOException {
        Bill bill = Bill.of(event);
        Map<String, Object> answer = bill.plain();
        answer.putAll(parkingLot.bill(bill, Paging.of(event, List.of("garage-bill", bill.cpf(), bill.month()))));
        return Answer.ok(answer);
    }
}
