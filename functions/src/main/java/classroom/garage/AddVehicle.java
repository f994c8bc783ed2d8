package classroom.garage;

import classroom.lambda.Answer;
import classroom.lambda.Conflict;
import classroom.lambda.Event;
import classroom.lambda.Handler;
import com.amazonaws.services.lambda.runtime.Context;

/**
 * {@code {cpf, placa, aquisicao?, …any attributes}}: 201 and the vehicle as it is stored, or 409 when the placa has an
 * owner, whoever it is. {@code aquisicao} is the date from which on it is the owner's, today (UTC) if there is none.
 */
public final class AddVehicle extends Handler {
    private final Registry registry;

    public AddVehicle() {
        this(Registry.fromEnvironment());
    }

    AddVehicle(Registry registry) {
        this.registry = registry;
    }

    @Override
    protected Answer answer(Event event, Context context) throws Conflict {
        Vehicle vehicle = Vehicle.of(event);
        registry.add(vehicle);
        return Answer.created(vehicle.item());
    }
}
