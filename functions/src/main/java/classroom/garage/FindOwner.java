package classroom.garage;

import classroom.lambda.Answer;
import classroom.lambda.Event;
import classroom.lambda.Handler;
import com.amazonaws.services.lambda.runtime.Context;
import java.util.Map;
import java.util.Optional;

/**
 * {@code {placa}}: {@code {placa, cpf, aquisicao}}, whose vehicle it is and since when; 404 when it is nobody's.
 *
 * <p>It reads the global index, which is eventually consistent: for a moment after a transfer the answer may be the former
 * owner, or 404. Who has to be sure reads the table.
 */
public final class FindOwner extends Handler {
    private final Registry registry;

    public FindOwner() {
        this(Registry.fromEnvironment());
    }

    FindOwner(Registry registry) {
        this.registry = registry;
    }

    @Override
    protected Answer answer(Event event, Context context) {
        Optional<Map<String, Object>> owner = registry.owner(Keys.placa(event));
        return owner.isPresent() ? Answer.ok(owner.get()) : Answer.notFound();
    }
}
