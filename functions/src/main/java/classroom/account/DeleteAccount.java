package classroom.account;

import classroom.lambda.Answer;
import classroom.lambda.Event;
import classroom.lambda.Handler;
import com.amazonaws.services.lambda.runtime.Context;
import java.util.Map;
import java.util.Optional;

/** {@code {id, email}}: the account that was deleted, or 404. */
public final class DeleteAccount extends Handler {
    private final Accounts accounts;

    public DeleteAccount() {
        this(Accounts.fromEnvironment());
    }

    DeleteAccount(Accounts accounts) {
        this.accounts = accounts;
    }

    @Override
    protected Answer answer(Event event, Context context) {
        Optional<Map<String, Object>> deleted = accounts.delete(AccountKey.of(event));
        return deleted.isPresent() ? Answer.ok(deleted.get()) : Answer.notFound();
    }
}
