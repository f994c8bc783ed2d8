package classroom.garage;

import classroom.lambda.Answer;
import classroom.lambda.Conflict;
import classroom.lambda.Event;
import classroom.lambda.Handler;
import com.amazonaws.services.lambda.runtime.Context;
import java.util.Map;
import java.util.Optional;

/**
 * {@code {placa, from, to, aquisicao?, token?}}: the vehicle as it is stored for its new owner, its {@code aquisicao} the
 * date given or today (UTC); 404 when the placa is nobody's; 409 with the owner as it is when that is not
 * {@code from}, and without one when someone wrote past the functions and the vehicle is not where its owner's CPF says.
 *
 * <p>All or nothing: at no time has the vehicle two owners or none. With a {@code token} it can be sent again, within ten
 * minutes, by who does not know whether it was done: then it is answered as it was, and done once.
 */
public final class TransferVehicle extends Handler {
    private final Registry registry;

    public TransferVehicle() {
        this(Registry.fromEnvironment());
    }

    TransferVehicle(Registry registry) {
        this.registry = registry;
    }

    @Override
    protected Answer answer(Event event, Context context) throws Conflict {
        Optional<Map<String, Object>> vehicle = registry.transfer(Transfer.of(event));
        return vehicle.isPresent() ? Answer.ok(vehicle.get()) : Answer.notFound();
    }
}
