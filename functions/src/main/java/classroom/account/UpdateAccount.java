package classroom.account;

import classroom.lambda.Answer;
import classroom.lambda.Event;
import classroom.lambda.Handler;
import com.amazonaws.services.lambda.runtime.Context;
import java.util.Map;
import java.util.Optional;

/** {@code {id, email, nome}}: {@code {nome}}, what changed, or 404. */
public final class UpdateAccount extends Handler {
    private final Accounts accounts;

    public UpdateAccount() {
        this(Accounts.fromEnvironment());
    }

    UpdateAccount(Accounts accounts) {
        this.accounts = accounts;
    }

    @Override
    protected Answer answer(Event event, Context context) {
        Optional<Map<String, Object>> changed = accounts.update(Account.of(event));
        return changed.isPresent() ? Answer.ok(changed.get()) : Answer.notFound();
    }
}
