package classroom.garage;

import classroom.lambda.Answer;
import classroom.lambda.Event;
import classroom.lambda.dynamodb.TableHandler;
import com.amazonaws.services.lambda.runtime.Context;

/**
 * {@code {placa}}: {@code {placa, cpf, aquisicao}}, the vehicle's owner and since when. 404 when it has no owner.
 *
 * <p>The function reads the global index, which is eventually consistent: for a moment after a transfer the answer may
 * be the former owner, or 404. Read the table to be sure.
 */
public final class FindOwner extends TableHandler {
    private final Registry registry;

    public FindOwner() {
        this(Registry.fromEnvironment());
    }

    FindOwner(Registry registry) {
        this.registry = registry;
    }

    @Override
    protected Answer answer(Event event, Context context) {
        return registry.owner(Placa.of(event)).map(Answer::ok).orElseGet(Answer::notFound);
    }
}
