package classroom.books;

import classroom.lambda.Answer;
import classroom.lambda.Conflict;
import classroom.lambda.Event;
import classroom.lambda.Handler;
import com.amazonaws.services.lambda.runtime.Context;
import java.util.Map;
import java.util.Optional;

/**
 * {@code {Author, Title, Rating, Version?}}: the whole book after the update, its Version one higher; 404; 409 with
 * the book as it is now when Version is given and stale; 503 {@code OutcomeUnknown}, likewise with the book, when the
 * answer to the update was lost and its repetition found another Version, perhaps its own.
 */
public final class RateBook extends Handler {
    private final Books books;

    public RateBook() {
        this(Books.fromEnvironment());
    }

    RateBook(Books books) {
        this.books = books;
    }

    @Override
    protected Answer answer(Event event, Context context) throws Conflict {
        BookKey key = BookKey.of(event);
        int rating = Book.rating(event);
        Optional<Map<String, Object>> rated = event.has(Book.VERSION)
                ? books.rateIfVersion(key, rating, Book.version(event))
                : books.rate(key, rating);
        return rated.isPresent() ? Answer.ok(rated.get()) : Answer.notFound();
    }
}
