package classroom.books;

import classroom.lambda.Answer;
import classroom.lambda.Event;
import classroom.lambda.dynamodb.TableHandler;
import com.amazonaws.services.lambda.runtime.Context;
import java.util.Map;

/**
 * {@code {check: {Author, Title, Version}, put: [book…], token?}}: {@code {put: n}}, and all books are put. Or 409 with
 * one reason for each item, and no book is put.
 */
public final class TransactBooks extends TableHandler {
    private final Books books;

    public TransactBooks() {
        this(Books.fromEnvironment());
    }

    TransactBooks(Books books) {
        this.books = books;
    }

    @Override
    protected Answer answer(Event event, Context context) {
        Transaction transaction = Transaction.of(event);
        try {
            books.transact(transaction);
            return Answer.ok(Map.of("put", transaction.puts().size()));
        } catch (TransactionCanceled canceled) {
            return Answer.error(409, "TransactionCanceled")
                    .with("message", canceled.getMessage())
                    .with("reasons", canceled.reasons());
        }
    }
}
