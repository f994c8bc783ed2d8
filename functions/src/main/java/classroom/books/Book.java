package classroom.books;

import classroom.lambda.BadRequest;
import classroom.lambda.Event;
import classroom.lambda.dynamodb.ItemSize;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A book: its key and any other attributes, for items of a table may differ. Only the attributes that the functions
 * read have a fixed type.
 *
 * @param item the whole item, key included, as plain Java
 * @param size the item's size in bytes, as DynamoDB counts it
 */
record Book(BookKey key, Map<String, Object> item, long size) {
    static final String RATING = "Rating";
    static final String VERSION = "Version";
    static final String EDITIONS = "Editions";

    private static final int LOWEST_RATING = 1;
    private static final int HIGHEST_RATING = 5;

    static Book of(Event event) {
        BookKey key = BookKey.of(event);
        Map<String, Object> item = event.fields();
        if (event.has(RATING)) {
            rating(event);
        }
        if (event.has(VERSION)) {
            version(event);
        }
        if (event.has(EDITIONS)) {
            item.put(EDITIONS, editions(event));
        }
        return new Book(key, item, ItemSize.check(event, item));
    }

    /**
     * Returns the books of several records, no two with one key.
     *
     * @param seen the keys that are taken, each with its path in the event
     */
    static List<Book> distinct(List<Event> records, Map<BookKey, String> seen) {
        List<Book> books = new ArrayList<>(records.size());
        for (Event record : records) {
            Book book = of(record);
            String twin = seen.put(book.key(), record.path());
            if (twin != null) {
                throw new BadRequest(twin, "and " + record.path() + " have the same Author and Title");
            }
            books.add(book);
        }
        return books;
    }

    static int rating(Event event) {
        return rating(event, RATING);
    }

    static int rating(Event event, String field) {
        return event.integer(field, LOWEST_RATING, HIGHEST_RATING);
    }

    static boolean isRating(BigDecimal number) {
        return number.stripTrailingZeros().scale() <= 0
                && number.compareTo(BigDecimal.valueOf(LOWEST_RATING)) >= 0
                && number.compareTo(BigDecimal.valueOf(HIGHEST_RATING)) <= 0;
    }

    static BigDecimal version(Event event) {
        BigDecimal version = event.integer(VERSION);
        if (version.signum() < 0) {
            throw event.refuse(VERSION, "must be an integer from 0");
        }
        return version;
    }

    /** Returns the editions as a set. DynamoDB has no empty set, and no element twice in a set. */
    private static Set<String> editions(Event event) {
        Set<String> editions = new LinkedHashSet<>();
        for (Object edition : event.array(EDITIONS)) {
            if (!(edition instanceof String name) || name.isEmpty() || !editions.add(name)) {
                throw event.refuse(EDITIONS, "must be an array of different, non-empty strings");
            }
        }
        return editions;
    }
}
