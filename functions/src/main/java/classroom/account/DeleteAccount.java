package classroom.account;

import classroom.lambda.Answer;
import classroom.lambda.Event;
import classroom.lambda.dynamodb.TableHandler;
import com.amazonaws.services.lambda.runtime.Context;

/** {@code {id, email}}: the deleted account, or 404. */
public final class DeleteAccount extends TableHandler {
    private final Accounts accounts;

    public DeleteAccount() {
        this(Accounts.fromEnvironment());
    }

    DeleteAccount(Accounts accounts) {
        this.accounts = accounts;
    }

    @Override
    protected Answer answer(Event event, Context context) {
        return accounts.delete(AccountKey.of(event)).map(Answer::ok).orElseGet(Answer::notFound);
    }
}
