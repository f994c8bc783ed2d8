package classroom.account;

import classroom.lambda.Answer;
import classroom.lambda.Event;
import classroom.lambda.dynamodb.TableHandler;
import com.amazonaws.services.lambda.runtime.Context;

/** {@code {id, email}}: the account, or 404. */
public final class GetAccount extends TableHandler {
    private final Accounts accounts;

    public GetAccount() {
        this(Accounts.fromEnvironment());
    }

    GetAccount(Accounts accounts) {
        this.accounts = accounts;
    }

    @Override
    protected Answer answer(Event event, Context context) {
        return accounts.get(AccountKey.of(event)).map(Answer::ok).orElseGet(Answer::notFound);
    }
}
