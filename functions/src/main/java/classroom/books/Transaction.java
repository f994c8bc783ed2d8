package classroom.books;

import classroom.lambda.Event;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts all books or none, if another book has a certain Version.
 *
 * @param check the book that must have {@code version}; 0 matches a book without Version
 * @param token makes a repetition within ten minutes harmless
 */
record Transaction(BookKey check, BigDecimal version, List<Book> puts, String token) {
    private static final int MAX_PUTS = 99;

    /** Source: DynamoDB Developer Guide, "Transactions", TransactWriteItems. */
    private static final long MAX_SIZE = 4 * 1024 * 1024;

    static Transaction of(Event event) {
        Event check = event.object("check");
        BookKey checked = BookKey.of(check);
        BigDecimal version = Book.version(check);
        List<Event> records = event.objects("put");
        if (records.size() > MAX_PUTS) {
            throw event.refuse("put", "must have at most " + MAX_PUTS + " books");
        }
        Map<BookKey, String> seen = new HashMap<>();
        seen.put(checked, check.path());
        List<Book> puts = Book.distinct(records, seen);
        long size = 0;
        for (Book put : puts) {
            size += put.size();
        }
        if (size > MAX_SIZE) {
            throw event.refuse("put", "must be smaller: it has " + size + " bytes, a transaction takes " + MAX_SIZE);
        }
        return new Transaction(checked, version, puts, event.token());
    }
}
