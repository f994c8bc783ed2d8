package classroom.books;

import classroom.lambda.Answer;
import classroom.lambda.Event;
import classroom.lambda.dynamodb.Paging;
import classroom.lambda.dynamodb.TableHandler;
import com.amazonaws.services.lambda.runtime.Context;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code {edition?, minRating?, limit?, next?}}: one page of all books,
 * {@code {items, count, scanned, capacity, next?}}. It reads every book on the way, and each costs capacity.
 */
public final class ScanBooks extends TableHandler {
    private final Books books;

    public ScanBooks() {
        this(Books.fromEnvironment());
    }

    ScanBooks(Books books) {
        this.books = books;
    }

    @Override
    protected Answer answer(Event event, Context context) throws IOException {
        Filter filter = new Filter(event).edition().minRating();
        List<String> query = new ArrayList<>(List.of("books-scan"));
        query.addAll(filter.description());
        return Answer.ok(books.scan(filter, Paging.of(event, query)));
    }
}
