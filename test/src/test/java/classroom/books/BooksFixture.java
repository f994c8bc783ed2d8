package classroom.books;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.HandlerFixture;
import classroom.Invocation;
import classroom.Invocation.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;

/** A fresh table of books and the functions on it. */
abstract class BooksFixture extends HandlerFixture {
    static final String MOBY_DICK = "{\"Author\":\"Herman Melville\",\"Title\":\"Moby Dick\"}";

    Books books;

    @BeforeEach
    void store() {
        table = dynamoDb.booksTable();
        books = new Books(dynamoDb.client(), table);
    }

    Reply put(String event) {
        return Invocation.of(new PutBook(books), event);
    }

    Reply get(String event) {
        return Invocation.of(new GetBook(books), event);
    }

    Reply rate(String event) {
        return Invocation.of(new RateBook(books), event);
    }

    Reply load(String event) {
        return Invocation.of(new LoadBooks(books), event, Duration.ofMinutes(15));
    }

    /** {@code count} books of {@code author}, the first rated 1, the next 2 …, every other one on Kindle. */
    void put(String author, int count) {
        for (int from = 0; from < count; from += 1_000) {
            List<String> records = new ArrayList<>();
            for (int i = from; i < Math.min(from + 1_000, count); i++) {
                String editions = i % 2 == 0 ? "\"Kindle\",\"Paperback\"" : "\"Hardcover\"";
                records.add("{\"Author\":\"" + author + "\",\"Title\":\"" + (10_000 + i) + "\",\"Rating\":"
                        + (i % 5 + 1) + ",\"Editions\":[" + editions + "]}");
            }
            assertThat(load("{\"books\":[" + String.join(",", records) + "]}").statusCode())
                    .isEqualTo(200);
        }
    }

    static String book(String fields) {
        return MOBY_DICK.replace("}", "," + fields + "}");
    }
}
