package classroom.books;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.BadInput;
import classroom.BadInput.Kind;
import classroom.DynamoDbLocal;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Each function with each event that its contract does not allow. */
class BooksBadInputTest {
    private static final String KEY = "\"Author\":\"Herman Melville\",\"Title\":\"Moby Dick\"";
    private static final String LARGE_TEXT = BadInput.text(500_000);

    @RegisterExtension
    final DynamoDbLocal dynamoDb = new DynamoDbLocal();

    @TestFactory
    Stream<DynamicTest> booksFunctions_badEvent_nameTheFieldAndWriteNothing() {
        String table = dynamoDb.booksTable();
        Books books = new Books(dynamoDb.client(), table);
        return Stream.of(
                        book(BadInput.of("{" + KEY + "}"), "")
                                .optional("/overwrite", Kind.FLAG)
                                .testsOf(new PutBook(books)),
                        key().optional("/consistent", Kind.FLAG).testsOf(new GetBook(books)),
                        paging(BadInput.of("{\"Author\":\"Herman Melville\"}"))
                                .required("/Author", Kind.KEY)
                                .optional("/edition", Kind.TEXT)
                                .testsOf(new QueryBooks(books)),
                        paging(BadInput.of("{}"))
                                .optional("/edition", Kind.TEXT)
                                .optional("/minRating", Kind.RATING)
                                .testsOf(new ScanBooks(books)),
                        rating().testsOf(new RateBook(books)),
                        key().optional("/Version", Kind.NATURAL).testsOf(new DeleteBook(books)),
                        transaction().testsOf(new TransactBooks(books)),
                        load().testsOf(new LoadBooks(books)),
                        Stream.of(DynamicTest.dynamicTest(
                                "nothing was written",
                                () -> assertThat(dynamoDb.scan(table)).isEmpty())))
                .flatMap(tests -> tests);
    }

    private static BadInput key() {
        return BadInput.of("{" + KEY + "}").required("/Author", Kind.KEY).required("/Title", Kind.KEY);
    }

    private static BadInput rating() {
        return BadInput.of("{" + KEY + ",\"Rating\":3}")
                .required("/Author", Kind.KEY)
                .required("/Title", Kind.KEY)
                .required("/Rating", Kind.RATING)
                .with("/Rating", "6")
                .optional("/Version", Kind.NATURAL);
    }

    private static BadInput paging(BadInput input) {
        return input.optional("/limit", Kind.LIMIT).optional("/next", Kind.TOKEN);
    }

    private static BadInput transaction() {
        BadInput input = BadInput.of("{\"check\":{" + KEY + ",\"Version\":0},"
                        + "\"put\":[{\"Author\":\"A\",\"Title\":\"1\"},{\"Author\":\"A\",\"Title\":\"2\"}]}")
                .required("/check", Kind.OBJECT)
                .required("/check/Author", Kind.KEY)
                .required("/check/Title", Kind.KEY)
                .required("/check/Version", Kind.NATURAL)
                .required("/put", Kind.RECORDS)
                .optional("/put/1", Kind.OBJECT)
                .optional("/token", Kind.TEXT)
                .with("/token", BadInput.text(37));
        return book(input, "/put/1");
    }

    private static BadInput load() {
        BadInput input = BadInput.of(
                        "{\"books\":[{\"Author\":\"A\",\"Title\":\"1\"},{\"Author\":\"A\",\"Title\":\"2\"}]}")
                .optional("/books", Kind.RECORDS)
                .optional("/books/0", Kind.OBJECT);
        return book(input, "/books/1");
    }

    private static BadInput book(BadInput input, String pointer) {
        return input.required(pointer + "/Author", Kind.KEY)
                .required(pointer + "/Title", Kind.KEY)
                .optional(pointer + "/Rating", Kind.RATING)
                .with(pointer + "/Rating", "6")
                .optional(pointer + "/Version", Kind.NATURAL)
                .optional(pointer + "/Editions", Kind.EDITIONS)
                .with(pointer + "/Editions", "[\"x\",null]")
                .with(pointer + "/Editions", "[\"x\",\"\"]")
                .with(pointer + "/Text", LARGE_TEXT);
    }
}
