package classroom.books;

import classroom.lambda.Answer;
import classroom.lambda.Event;
import classroom.lambda.dynamodb.TableHandler;
import com.amazonaws.services.lambda.runtime.Context;

/** {@code {Author, Title, consistent?}}: the book, or 404. */
public final class GetBook extends TableHandler {
    private final Books books;

    public GetBook() {
        this(Books.fromEnvironment());
    }

    GetBook(Books books) {
        this.books = books;
    }

    @Override
    protected Answer answer(Event event, Context context) {
        return books.get(BookKey.of(event), event.flag("consistent"))
                .map(Answer::ok)
                .orElseGet(Answer::notFound);
    }
}
