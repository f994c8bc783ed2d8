package classroom.account;

import classroom.lambda.Answer;
import classroom.lambda.Event;
import classroom.lambda.dynamodb.TableHandler;
import com.amazonaws.services.lambda.runtime.Context;

/** {@code {id, email, nome}}: 201 and the account, or 409 when its key is taken. */
public final class CreateAccount extends TableHandler {
    private final Accounts accounts;

    public CreateAccount() {
        this(Accounts.fromEnvironment());
    }

    CreateAccount(Accounts accounts) {
        this.accounts = accounts;
    }

    @Override
    protected Answer answer(Event event, Context context) {
        Account account = Account.of(event);
        return accounts.create(account)
                ? Answer.created(account.plain())
                : Answer.conflict("There is an account with this id and email already");
    }
}
