package classroom.infra.lessons;

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
import classroom.infra.parts.Deployment;
import classroom.infra.parts.LessonFunction;
import classroom.infra.parts.LessonTable;
import classroom.infra.parts.StreamFunction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awscdk.services.dynamodb.StreamViewType;
import software.amazon.awscdk.services.dynamodb.Table;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.sqs.Queue;
import software.constructs.Construct;

/**
 * Teaches to load, query and change: the table {@code books}, a function for each operation, and one that the table's
 * stream calls ({@link StreamFunction}).
 */
public final class BooksLesson extends Construct {
    private static final int UNITS = 5;

    /**
     * More than {@link LoadBooks} uses: it ends a call before AWS CLI and boto3 call again, which they do after 60 s.
     */
    private static final Duration LOAD = Duration.ofMinutes(1);

    private static final List<LessonFunction> FUNCTIONS = List.of(
            LessonFunction.of("books-put", PutBook.class, "PutItem"),
            LessonFunction.of("books-load", LoadBooks.class, "BatchWriteItem").lasting(LOAD),
            LessonFunction.of("books-get", GetBook.class, "GetItem"),
            LessonFunction.of("books-query", QueryBooks.class, "Query"),
            LessonFunction.of("books-scan", ScanBooks.class, "Scan"),
            LessonFunction.of("books-rate", RateBook.class, "UpdateItem"),
            LessonFunction.of("books-transact", TransactBooks.class, "ConditionCheckItem")
                    .transacting("PutItem"),
            LessonFunction.of("books-delete", DeleteBook.class, "DeleteItem"));

    private static final LessonFunction CHANGES = LessonFunction.of("books-changes", OnBookChanged.class);

    private final Table table;
    private final Queue failures;
    private final List<Function> functions = new ArrayList<>();

    public BooksLesson(Construct scope, Deployment deployment) {
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
        StreamFunction changes = new StreamFunction(this, deployment, CHANGES, table);
        failures = changes.failures();
        functions.add(changes.function());
    }

    public Table table() {
        return table;
    }

    public Queue failures() {
        return failures;
    }

    public List<Function> functions() {
        return List.copyOf(functions);
    }
}
