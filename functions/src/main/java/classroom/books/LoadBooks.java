package classroom.books;

import classroom.lambda.Answer;
import classroom.lambda.Event;
import classroom.lambda.Handler;
import com.amazonaws.services.lambda.runtime.Context;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;

/**
 * {@code {}} writes the packaged catalogue, {@code {books: […]}} those books, over any that have their keys: {@code
 * {loaded, batches, retried, notWritten?}}, where {@code notWritten} holds the indexes that the function's time did
 * not suffice for. A record that is wrong or there twice is 400, and nothing is written.
 */
public final class LoadBooks extends Handler {
    private static final String BOOKS = "books";

    private final Books books;

    public LoadBooks() {
        this(Books.fromEnvironment());
    }

    LoadBooks(Books books) {
        this.books = books;
    }

    @Override
    protected Answer answer(Event event, Context context) throws IOException {
        List<Event> records = event.has(BOOKS) ? event.objects(BOOKS) : catalogue();
        List<Book> toWrite = Book.distinct(records, new HashMap<>());
        return Answer.ok(new BulkWrite(books, toWrite, context).run());
    }

    private static List<Event> catalogue() throws IOException {
        try (InputStream catalogue = LoadBooks.class.getResourceAsStream("/books.json")) {
            return Event.readAll(BOOKS, catalogue);
        }
    }
}
