package classroom.infra;

import static classroom.books.Books.TABLE_VARIABLE;

import classroom.books.DeleteBook;
import classroom.books.GetBook;
import classroom.books.LoadBooks;
import classroom.books.OnBookChanged;
import classroom.books.PutBook;
import classroom.books.QueryBooks;
import classroom.books.RateBook;
import classroom.books.ScanBooks;
import classroom.books.TransactBooks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awscdk.services.dynamodb.StreamViewType;
import software.amazon.awscdk.services.dynamodb.Table;
import software.amazon.awscdk.services.lambda.Function;
import software.constructs.Construct;

/**
 * The lesson on loading, querying and changing: the table <code>books</code>, a function for each thing done with it,
 * and one that its stream calls ({@link StreamFunction}).
 */
final class Books extends Construct {
    private static final int UNITS = 5;

    /** At the table's capacity a large load lasts, so it may last as long as Lambda allows. */
    private static final Duration LOAD = Duration.ofMinutes(15);

    private static final List<LessonFunction> FUNCTIONS = List.of(
            LessonFunction.of("books-put", PutBook.class, "PutItem"),
            LessonFunction.of("books-load", LoadBooks.class, "BatchWriteItem").lasting(LOAD),
            LessonFunction.of("books-get", GetBook.class, "GetItem"),
            LessonFunction.of("books-query", QueryBooks.class, "Query"),
            LessonFunction.of("books-scan", ScanBooks.class, "Scan"),
            LessonFunction.of("books-rate", RateBook.class, "UpdateItem"),
            LessonFunction.of("books-transact", TransactBooks.class, "ConditionCheckItem", "PutItem"),
            LessonFunction.of("books-delete", DeleteBook.class, "DeleteItem"));

    private static final LessonFunction CHANGES = LessonFunction.of("books-changes", OnBookChanged.class);

    private final Table table;
    private final List<Function> functions = new ArrayList<>();

    Books(Construct scope, Deployment deployment) {
        super(scope, "Books");
        LessonTable lesson = new LessonTable(this, deployment, UNITS);
        table =
                lesson
                        .table("books")
                        .partitionKey(LessonTable.text("Author"))
                        .sortKey(LessonTable.text("Title"))
                        .stream(StreamViewType.NEW_AND_OLD_IMAGES)
                        .build();
        functions.addAll(lesson.functions(FUNCTIONS, table, TABLE_VARIABLE));
        functions.add(new StreamFunction(this, deployment, CHANGES, table).function());
    }

    Table table() {
        return table;
    }

    List<Function> functions() {
        return List.copyOf(functions);
    }
}
