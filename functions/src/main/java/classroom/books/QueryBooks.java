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
 * {@code {Author, edition?, limit?, next?}}: one page of an author's books,
 * {@code {items, count, scanned, capacity, next?}}. It reads no books of other authors.
 */
public final class QueryBooks extends TableHandler {
    private final Books books;

    public QueryBooks() {
        this(Books.fromEnvironment());
    }

    QueryBooks(Books books) {
        this.books = books;
    }

    @Override
    protected Answer answer(Event event, Context context) throws IOException {
        String author = BookKey.author(event);
        Filter filter = new Filter(event).edition();
        List<String> query = new ArrayList<>(List.of("books-query", author));
        query.addAll(filter.description());
        return Answer.ok(books.query(author, filter, Paging.of(event, query)));
    }
}
