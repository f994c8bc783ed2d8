package classroom.garage;

import classroom.lambda.Answer;
import classroom.lambda.Event;
import classroom.lambda.dynamodb.Paging;
import classroom.lambda.dynamodb.TableHandler;
import com.amazonaws.services.lambda.runtime.Context;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * {@code {cpf, month, ratePerHour?, limit?, next?}}: one page of the owner's cars,
 * {@code {cpf, month, ratePerHour, items, count, scanned, capacity, total, next?}}. Each item is
 * {@code {placa, minutes, amount}}; {@code total} is the page's. The rate is {@link Bill#DEFAULT_RATE} unless the event
 * gives one.
 *
 * <p>A stay counts in the months (UTC) in which the car was in, once the stay has ended. So a month is complete when
 * the cars that were in at its end have left. The function reads the index, which is eventually consistent: an exit of
 * the last second may be missing.
 */
public final class BillOwner extends TableHandler {
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
        answer.putAll(parkingLot.bill(
                bill, Paging.of(event, List.of("garage-bill", bill.cpf().digits(), bill.month()))));
        return Answer.ok(answer);
    }
}
