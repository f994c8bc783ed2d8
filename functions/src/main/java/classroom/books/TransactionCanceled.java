package classroom.books;

import java.util.List;
import java.util.Map;

/** A canceled transaction. Nothing of it was written. */
final class TransactionCanceled extends Exception {
    private final List<Map<String, Object>> reasons;

    /** @param reasons one reason for each item, in order: {@code {item, Author, Title, code, message?}} */
    TransactionCanceled(List<Map<String, Object>> reasons) {
        super("The transaction was canceled", null, false, false);
        this.reasons = reasons;
    }

    List<Map<String, Object>> reasons() {
        return reasons;
    }
}
