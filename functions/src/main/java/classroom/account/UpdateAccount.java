package classroom.account;

import classroom.lambda.Answer;
import classroom.lambda.Event;
import classroom.lambda.dynamodb.TableHandler;
import com.amazonaws.services.lambda.runtime.Context;

/** {@code {id, email, nome}}: the change, {@code {nome}}, or 404. */
public final class UpdateAccount extends TableHandler {
    private final Accounts accounts;

    public UpdateAccount() {
        this(Accounts.fromEnvironment());
    }

    UpdateAccount(Accounts accounts) {
        this.accounts = accounts;
    }

    @Override
    protected Answer answer(Event event, Context context) {
        return accounts.update(Account.of(event)).map(Answer::ok).orElseGet(Answer::notFound);
    }
}
