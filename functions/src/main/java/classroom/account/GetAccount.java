package classroom.account;

import classroom.lambda.Answer;
import classroom.lambda.Event;
import classroom.lambda.Handler;
import com.amazonaws.services.lambda.runtime.Context;
import java.util.Map;
import java.util.Optional;

/** {@code {id, email}}: the account, or 404. */
public final class GetAccount extends Handler {
    private final Accounts accounts;

    public GetAccount() {
        this(Accounts.fromEnvironment());
    }

    GetAccount(Accounts accounts) {
        this.accounts = accounts;
    }

    @Override
    protected Answer answer(Event event, Context context) {
        Optional<Map<String, Object>> account = accounts.get(AccountKey.of(event));
        return account.isPresent() ? Answer.ok(account.get()) : Answer.notFound();
    }
}
