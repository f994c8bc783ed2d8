package classroom.books;

import classroom.lambda.Event;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A record of the table's stream, in DynamoDB's own JSON. Source: DynamoDB Streams API Reference, "Record" and
 * "StreamRecord".
 *
 * @param what the change, described by {@code eventID}, {@code event}, {@code Author}, {@code Title} and, if
 *     DynamoDB removed the item because its time to live was over, {@code expired}
 * @param before the item's attributes before the change, each with its type descriptor; empty when there was no
 *     item
 * @param after the item's attributes after the change, in the form of {@code before}
 */
record Change(String sequenceNumber, Map<String, Object> what, Map<String, Object> before, Map<String, Object> after) {
    private static final String NUMBER = "N";

    /** Developer Guide, "DynamoDB Streams and Time to Live". */
    private static final Map<String, Object> BY_TIME_TO_LIVE =
            Map.of("type", "Service", "principalId", "dynamodb.amazonaws.com");

    static Change of(Event record) throws IOException {
        Event change = record.object("dynamodb");
        Event keys = change.object("Keys");
        Map<String, Object> what = new LinkedHashMap<>();
        what.put("eventID", record.text("eventID"));
        what.put("event", record.text("eventName"));
        String sequenceNumber = change.text("SequenceNumber");
        what.put(BookKey.AUTHOR, keys.object(BookKey.AUTHOR).text("S"));
        what.put(BookKey.TITLE, keys.object(BookKey.TITLE).text("S"));
        if (BY_TIME_TO_LIVE.equals(record.fields().get("userIdentity"))) {
            what.put("expired", true);
        }
        return new Change(sequenceNumber, what, image(change, "OldImage"), image(change, "NewImage"));
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

    /** Whether someone wrote an invalid rating past the functions. */
    boolean isPoison() {
        BigDecimal rating = number(after, Book.RATING);
        return rating == null ? after.containsKey(Book.RATING) : !Book.isRating(rating);
    }

    /**
     * Returns the change for the log: the names of the attributes that changed, and the Rating before and after. Other
     * values stay out of the log, because a reader of logs may have no permission for the table.
     */
    Map<String, Object> log() {
        Map<String, Object> line = new LinkedHashMap<>(what);
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
        if (!Objects.equals(oldRating, newRating)) {
            Map<String, Object> rating = new LinkedHashMap<>();
            rating.put("old", oldRating);
            rating.put("new", newRating);
            line.put(Book.RATING, rating);
        }
        return line;
    }

    /** Returns the attributes of one image that the other lacks, without the key. */
    private static List<String> names(Map<String, Object> image, Map<String, Object> other) {
        return image.keySet().stream()
                .filter(name -> !other.containsKey(name) && !BookKey.NAMES.contains(name))
                .toList();
    }

    /** Whether two values are equal. Sets have no order, so two images may list one set differently. */
    private static boolean same(Object old, Object current) {
        return old.equals(current)
                || old instanceof Map<?, ?> oldValue
                        && current instanceof Map<?, ?> currentValue
                        && oldValue.get("SS") instanceof List<?> oldSet
                        && currentValue.get("SS") instanceof List<?> currentSet
                        && new HashSet<>(oldSet).equals(new HashSet<>(currentSet));
    }

    /** Returns the attribute as a number, {@code null} when it is no number. */
    private static BigDecimal number(Map<String, Object> image, String name) {
        return image.get(name) instanceof Map<?, ?> value && value.get(NUMBER) instanceof String text
                ? new BigDecimal(text)
                : null;
    }
}
