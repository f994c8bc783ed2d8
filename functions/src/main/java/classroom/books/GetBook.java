package classroom.books;

import classroom.lambda.Answer;
import classroom.lambda.Event;
import classroom.lambda.Handler;
import com.amazonaws.services.lambda.runtime.Context;
import java.util.Map;
import java.util.Optional;

/** {@code {Author, Title, consistent?}}: the book, or 404. */
public final class GetBook extends Handler {
    private final Books books;

    public GetBook() {
        this(Books.fromEnvironment());
    }

    GetBook(Books books) {
        this.books = books;
    }

    @Override
    protected Answer answer(Event event, Context context) {
        Optional<Map<String, Object>> book = books.get(BookKey.of(event), event.flag("consistent"));
        return book.isPresent() ? Answer.ok(book.get()) : Answer.notFound();
    }
}
