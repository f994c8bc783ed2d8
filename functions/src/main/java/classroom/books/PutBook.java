package classroom.books;

import classroom.lambda.Answer;
import classroom.lambda.Event;
import classroom.lambda.dynamodb.TableHandler;
import com.amazonaws.services.lambda.runtime.Context;

/**
 * {@code {Author, Title, …any attributes, overwrite?}}: 201 and the book, or 409 when there is one with this key. With
 * {@code overwrite: true}, which is not stored, it replaces that book.
 */
public final class PutBook extends TableHandler {
    private static final String OVERWRITE = "overwrite";

    private final Books books;

    public PutBook() {
        this(Books.fromEnvironment());
    }

    PutBook(Books books) {
        this.books = books;
    }

    @Override
    protected Answer answer(Event event, Context context) {
        boolean overwrite = event.flag(OVERWRITE);
        Book book = Book.of(event.without(OVERWRITE));
        if (overwrite) {
            books.replace(book);
        } else if (!books.add(book)) {
            return Answer.conflict("There is a book with this Author and Title already; overwrite replaces it");
        }
        return Answer.created(book.item());
    }
}
