package classroom.books;

import classroom.lambda.Event;
import classroom.lambda.dynamodb.Attributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Chooses the books of an answer among those that were read. It saves no capacity, for the read comes first. */
final class Filter {
    /** Far longer than the name of any edition. DynamoDB bounds the values of an expression. */
    private static final int LONGEST_EDITION = 1024;

    private final Event event;
    private final List<String> conditions = new ArrayList<>();
    private final Map<String, AttributeValue> values = new LinkedHashMap<>();
    private final List<String> description = new ArrayList<>();

    Filter(Event event) {
        this.event = event;
    }

    /** Keeps only books with the event's {@code edition}, if it has one. */
    Filter edition() {
        if (event.has("edition")) {
            String edition = event.text("edition", LONGEST_EDITION);
            add("contains(Editions, :edition)", ":edition", Attributes.of(edition));
            description.add("edition " + edition);
        }
        return this;
    }

    /** Keeps only books rated at least {@code minRating}, if the event has it. */
    Filter minRating() {
        if (event.has("minRating")) {
            int rating = Book.rating(event, "minRating");
            add("Rating >= :minRating", ":minRating", Attributes.of(rating));
            description.add("minRating " + rating);
        }
        return this;
    }

    private void add(String condition, String name, AttributeValue value) {
        conditions.add(condition);
        values.put(name, value);
    }

    boolean isEmpty() {
        return conditions.isEmpty();
    }

    String expression() {
        return String.join(" AND ", conditions);
    }

    Map<String, AttributeValue> values() {
        return values;
    }

    /** Returns words that are equal for equal filters. */
    List<String> description() {
        return description;
    }
}
