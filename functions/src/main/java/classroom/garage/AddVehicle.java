package classroom.garage;

import classroom.lambda.Answer;
import classroom.lambda.Conflict;
import classroom.lambda.Event;
import classroom.lambda.dynamodb.TableHandler;
import com.amazonaws.services.lambda.runtime.Context;

/**
 * {@code {cpf, placa, aquisicao?, …any attributes}}: 201 and the stored vehicle, or 409 when the placa has an owner,
 * this or another. {@code aquisicao} is the owner's first day, today (UTC) unless the event gives it.
 */
public final class AddVehicle extends TableHandler {
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
