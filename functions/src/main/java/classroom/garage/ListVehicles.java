package classroom.garage;

import classroom.lambda.Answer;
import classroom.lambda.Event;
import classroom.lambda.dynamodb.Paging;
import classroom.lambda.dynamodb.TableHandler;
import com.amazonaws.services.lambda.runtime.Context;
import java.io.IOException;

/**
 * {@code {cpf, year?, limit?, next?}}: one page of an owner's vehicles,
 * {@code {items, count, scanned, capacity, next?}}, in the order of {@code placa}. With {@code year}: those acquired in
 * it, from the local index, in the order of {@code aquisicao}.
 */
public final class ListVehicles extends TableHandler {
    private final Registry registry;

    public ListVehicles() {
        this(Registry.fromEnvironment());
    }

    ListVehicles(Registry registry) {
        this.registry = registry;
    }

    @Override
    protected Answer answer(Event event, Context context) throws IOException {
        Possession possession = Possession.of(event);
        return Answer.ok(registry.vehicles(possession, Paging.of(event, possession.description())));
    }
}
