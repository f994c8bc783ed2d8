package classroom.garage;

import classroom.lambda.Answer;
import classroom.lambda.Conflict;
import classroom.lambda.Event;
import classroom.lambda.dynamodb.TableHandler;
import com.amazonaws.services.lambda.runtime.Context;

/**
 * {@code {placa, from, to, aquisicao?, token?}}: the vehicle as it is stored for its new owner. {@code aquisicao} is
 * the date of the event, or today (UTC). 404 when the placa has no owner. 409 with the owner when that is not {@code
 * from}. 409 without an owner when the vehicle is not stored under its owner's CPF, because someone wrote to the table
 * without these functions.
 *
 * <p>The vehicle always has exactly one owner. A caller that gets no answer can send the event again within ten
 * minutes, if it has a {@code token}: the transfer happens once, and the answer is the same.
 */
public final class TransferVehicle extends TableHandler {
    private final Registry registry;

    public TransferVehicle() {
        this(Registry.fromEnvironment());
    }

    TransferVehicle(Registry registry) {
        this.registry = registry;
    }

    @Override
    protected Answer answer(Event event, Context context) throws Conflict {
        return registry.transfer(Transfer.of(event)).map(Answer::ok).orElseGet(Answer::notFound);
    }
}
