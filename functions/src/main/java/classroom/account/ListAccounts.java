package classroom.account;

import classroom.lambda.Answer;
import classroom.lambda.Event;
import classroom.lambda.dynamodb.Paging;
import classroom.lambda.dynamodb.TableHandler;
import com.amazonaws.services.lambda.runtime.Context;
import java.io.IOException;
import java.util.List;

/**
 * {@code {limit?, next?}}: one page of accounts, {@code {items, count, next?}}. {@code next} is there while there may
 * be more.
 */
public final class ListAccounts extends TableHandler {
    private final Accounts accounts;

    public ListAccounts() {
        this(Accounts.fromEnvironment());
    }

    ListAccounts(Accounts accounts) {
        this.accounts = accounts;
    }

    @Override
    protected Answer answer(Event event, Context context) throws IOException {
        return Answer.ok(accounts.list(Paging.of(event, List.of("account-list"))));
    }
}
