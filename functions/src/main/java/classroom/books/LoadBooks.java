package classroom.books;

import classroom.lambda.Answer;
import classroom.lambda.Event;
import classroom.lambda.dynamodb.TableHandler;
import com.amazonaws.services.lambda.runtime.Context;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;

/**
 * {@code {books?: […]}}: writes these books, or the packaged catalogue, over the books with their keys, and answers
 * {@code {loaded, batches, retried, notWritten?}}. {@code notWritten} has the indexes of the books for which the call
 * had no time; call again with these. 400 if a record is invalid or occurs twice; then nothing is written.
 */
public final class LoadBooks extends TableHandler {
    private static final String BOOKS = "books";

    /**
     * The time of a call, even if Lambda would let it run longer. Including the function's start and the reading of 6
     * MB, a call ends within 45 s. AWS CLI and boto3 give up after 60 s and repeat the call, up to five times (AWS CLI
     * User Guide, "Command line options", {@code --cli-read-timeout}; botocore, "Config Reference").
     */
    static final Duration TIME = Duration.ofSeconds(40);

    private final Books books;
    private final Duration time;

    public LoadBooks() {
        this(Books.fromEnvironment());
    }

    LoadBooks(Books books) {
        this(books, TIME);
    }

    LoadBooks(Books books, Duration time) {
        this.books = books;
        this.time = time;
    }

    @Override
    protected Answer answer(Event event, Context context) throws IOException {
        List<Event> records = event.has(BOOKS) ? event.objects(BOOKS) : catalogue();
        List<Book> toWrite = Book.distinct(records, new HashMap<>());
        return Answer.ok(new BulkWrite(books, toWrite, context, time).run());
    }

    private static List<Event> catalogue() throws IOException {
        try (InputStream catalogue = LoadBooks.class.getResourceAsStream("/books.json")) {
            return Event.readAll(BOOKS, catalogue);
        }
    }
}
