package classroom.books;

import classroom.lambda.Attributes;
import classroom.lambda.Event;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Which of the books that were read are answered. It is applied after the read, so it saves no capacity. */
final class Filter {
    private final Event event;
    private final List<String> conditions = new ArrayList<>();
    /** Far longer than any edition's name; DynamoDB bounds what an expression may be compared with. */
    private static final int LONGEST_EDITION = 1024;

    private final Map<String, AttributeValue> values = new LinkedHashMap<>();
    private final List<String> description = new ArrayList<>();

    Filter(Event event) {
        this.event = event;
    }

    /** Only books with the edition that the event's {@code edition} names, if it does. */
    Filter edition() {
        if (event.has("edition")) {
            String edition = event.text("edition", LONGEST_EDITION);
            add("contains(Editions, :edition)", ":edition", Attributes.of(edition));
            description.add("edition " + edition);
        }
        return this;
    }

    /** Only books rated at least {@code minRating}, if the event has it. */
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

    /** What the filter asks for, in words that are equal for equal filters. */
    List<String> description() {
        return description;
    }
}
