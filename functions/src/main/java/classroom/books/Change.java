package classroom.books;

import classroom.lambda.Event;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A record of the table's stream, in DynamoDB's own JSON. Source: DynamoDB Streams API Reference, "Record" and
 * "StreamRecord".
 *
 * @param before the item's attributes before the change, each with its type descriptor; empty when there was none
 * @param after the same after the change
 */
record Change(
        String eventId,
        String eventName,
        String sequenceNumber,
        BookKey key,
        Map<String, Object> before,
        Map<String, Object> after) {

    private static final String NUMBER = "N";

    static Change of(Event record) throws IOException {
        Event change = record.object("dynamodb");
        Event keys = change.object("Keys");
        return new Change(
                record.text("eventID"),
                record.text("eventName"),
                change.text("SequenceNumber"),
                new BookKey(
                        keys.object(BookKey.AUTHOR).text("S"),
                        keys.object(BookKey.TITLE).text("S")),
                image(change, "OldImage"),
                image(change, "NewImage"));
    }

    private static Map<String, Object> image(Event change, String name) throws IOException {
        if (!change.has(name)) {
            return Map.of();
        }
        Event image = change.object(name);
        Map<String, Object> attributes = image.fields();
        if (attributes.get(Book.RATING) instanceof Map<?, ?> rating && rating.get(NUMBER) instanceof String) {
            image.object(Book.RATING).encodedNumber(NUMBER); // Refused before any record is handled.
        }
        return attributes;
    }

    /** Whether someone wrote, past the functions, a Rating that is none. */
    boolean isPoison() {
        BigDecimal rating = number(after, Book.RATING);
        return rating == null ? after.containsKey(Book.RATING) : !Book.isRating(rating);
    }

    /**
     * What happened, for the log: the names of the attributes that changed, and the Rating before and after. Other
     * values stay out of the log, because whoever may read logs need not be allowed to read the table.
     */
    Map<String, Object> log() {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("eventID", eventId);
        line.put("event", eventName);
        line.put(BookKey.AUTHOR, key.author());
        line.put(BookKey.TITLE, key.title());
        line.put("added", names(after, before));
        line.put("removed", names(before, after));
        List<String> changed = new ArrayList<>();
        for (Map.Entry<String, Object> attribute : after.entrySet()) {
            Object old = before.get(attribute.getKey());
            if (old != null && !same(old, attribute.getValue())) {
                changed.add(attribute.getKey());
            }
        }
        line.put("changed", changed);
        BigDecimal oldRating = number(before, Book.RATING);
        BigDecimal newRating = number(after, Book.RATING);
        if (oldRating == null ? newRating != null : !oldRating.equals(newRating)) {
            Map<String, Object> rating = new LinkedHashMap<>();
            rating.put("old", oldRating);
            rating.put("new", newRating);
            line.put(Book.RATING, rating);
        }
        return line;
    }

    /** The attributes of one image that the other lacks, without the key. */
    private static List<String> names(Map<String, Object> image, Map<String, Object> other) {
        List<String> names = new ArrayList<>();
        for (String name : image.keySet()) {
            if (!other.containsKey(name) && !name.equals(BookKey.AUTHOR) && !name.equals(BookKey.TITLE)) {
                names.add(name);
            }
        }
        return names;
    }

    /** Sets have no order: two images may list the same one differently. */
    private static boolean same(Object old, Object current) {
        return old.equals(current)
                || old instanceof Map<?, ?> oldValue
                        && current instanceof Map<?, ?> currentValue
                        && oldValue.get("SS") instanceof List<?> oldSet
                        && currentValue.get("SS") instanceof List<?> currentSet
                        && new HashSet<>(oldSet).equals(new HashSet<>(currentSet));
    }

    /** The attribute as a number, null when it is none. */
    private static BigDecimal number(Map<String, Object> image, String name) {
        return image.get(name) instanceof Map<?, ?> value && value.get(NUMBER) instanceof String text
                ? new BigDecimal(text)
                : null;
    }
}
