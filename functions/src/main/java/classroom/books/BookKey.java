package classroom.books;

import classroom.lambda.Event;
import classroom.lambda.dynamodb.Attributes;
import classroom.lambda.dynamodb.ItemSize;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The primary key of a book. */
record BookKey(String author, String title) {
    static final String AUTHOR = "Author";
    static final String TITLE = "Title";
    static final List<String> NAMES = List.of(AUTHOR, TITLE);

    static BookKey of(Event event) {
        return new BookKey(author(event), title(event));
    }

    static String author(Event event) {
        return event.text(AUTHOR, ItemSize.MAX_PARTITION_KEY);
    }

    static String title(Event event) {
        return event.text(TITLE, ItemSize.MAX_SORT_KEY);
    }

    static BookKey of(Map<String, AttributeValue> item) {
        return new BookKey(item.get(AUTHOR).s(), item.get(TITLE).s());
    }

    Map<String, AttributeValue> attributes() {
        return Map.of(AUTHOR, Attributes.of(author), TITLE, Attributes.of(title));
    }
}
