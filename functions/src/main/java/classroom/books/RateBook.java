package classroom.books;

import classroom.lambda.Answer;
import classroom.lambda.Conflict;
import classroom.lambda.Event;
import classroom.lambda.dynamodb.TableHandler;
import com.amazonaws.services.lambda.runtime.Context;
import java.util.Map;
import java.util.Optional;

/**
 * {@code {Author, Title, Rating, Version?}}: the whole book after the update, its Version one higher, or 404. 409 and
 * the stored book when the event has a stale version. 503 {@code OutcomeUnknown} and the stored book when the answer to
 * the update was lost and its repetition found another Version, perhaps its own.
 */
public final class RateBook extends TableHandler {
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
        return rated.map(Answer::ok).orElseGet(Answer::notFound);
    }
}
