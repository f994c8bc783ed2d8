package classroom.books;

import classroom.lambda.Answer;
import classroom.lambda.Conflict;
import classroom.lambda.Event;
import classroom.lambda.dynamodb.TableHandler;
import com.amazonaws.services.lambda.runtime.Context;
import java.util.Map;
import java.util.Optional;

/**
 * {@code {Author, Title, Version?}}: the deleted book, or 404. 409 and the stored book when the event has a stale
 * version.
 */
public final class DeleteBook extends TableHandler {
    private final Books books;

    public DeleteBook() {
        this(Books.fromEnvironment());
    }

    DeleteBook(Books books) {
        this.books = books;
    }

    @Override
    protected Answer answer(Event event, Context context) throws Conflict {
        BookKey key = BookKey.of(event);
        Optional<Map<String, Object>> deleted =
                event.has(Book.VERSION) ? books.deleteIfVersion(key, Book.version(event)) : books.delete(key);
        return deleted.map(Answer::ok).orElseGet(Answer::notFound);
    }
}
