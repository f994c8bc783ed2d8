package classroom.books;

import classroom.lambda.Answer;
import classroom.lambda.Conflict;
import classroom.lambda.Event;
import classroom.lambda.Handler;
import com.amazonaws.services.lambda.runtime.Context;
import java.util.Map;
import java.util.Optional;

/**
 * {@code {Author, Title, Version?}}: the book that was deleted; 404; 409 with the book as it is now when Version is
 * given and stale.
 */
public final class DeleteBook extends Handler {
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
        return deleted.isPresent() ? Answer.ok(deleted.get()) : Answer.notFound();
    }
}
