package classroom.garage;

import classroom.lambda.Answer;
import classroom.lambda.Event;
import classroom.lambda.Handler;
import classroom.lambda.Paging;
import com.amazonaws.services.lambda.runtime.Context;
import java.io.IOException;

/**
 * {@code {cpf, year?, limit?, next?}}: one page of an owner's vehicles, {@code {items, count, scanned, capacity, next?}}, by
 * placa; with {@code year} only those acquired in it, by {@code aquisicao}, read from the local index.
 */
public final class ListVehicles extends Handler {
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
