package classroom.lambda;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The JSON object that a function was called with, or an object within it. A method that reads a field checks its type,
 * never converts it, and throws {@link BadRequest} with the field's path. {@code null} is a wrong type. A field that no
 * method reads is ignored.
 */
public final class Event {
    public static final String TOKEN = "token";
    private static final int LONGEST_TOKEN = 36;

    /** The path of this object in the event, empty for the event itself. */
    private final String path;

    private final Map<String, Object> fields;

    private Event(String path, Map<String, Object> fields) {
        this.path = path;
        this.fields = fields;
    }

    public static Event read(InputStream input) throws IOException {
        return of(Json.EVENT, "", Json.read(input));
    }

    /** Reads an object that the event's field {@code path} holds in another form. */
    public static Event readAt(String path, InputStream input) throws IOException {
        return of(path, path, Json.read(input));
    }

    /** Reads the objects of a JSON array. Their paths are those of elements of the event's {@code field}. */
    public static List<Event> readAll(String field, InputStream input) throws IOException {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put(field, Json.read(input));
        return new Event("", event).objects(field);
    }

    private static Event of(String name, String path, Object value) {
        if (value instanceof Map) {
            return new Event(path, Json.object(value));
        }
        throw new BadRequest(name, "must be a JSON object");
    }

    /** Returns the path of a field of this object in the event: {@code books[3].Title}. */
    public String path(String field) {
        return path.isEmpty() ? field : path + "." + field;
    }

    /** Returns the path of this object in the event: {@code books[3]}, or {@code event}. */
    public String path() {
        return path.isEmpty() ? Json.EVENT : path;
    }

    public boolean has(String field) {
        return fields.containsKey(field);
    }

    /** Returns a required text that is not empty and has at most {@code maxBytes} bytes of UTF-8. */
    public String text(String field, int maxBytes) {
        String text = text(field);
        if (Json.utf8(text) > maxBytes) {
            throw refuse(field, "must have at most " + maxBytes + " bytes of UTF-8");
        }
        return text;
    }

    /** Returns a required text that is not empty. */
    public String text(String field) {
        if (!(required(field) instanceof String text)) {
            throw refuse(field, "must be a string");
        }
        if (text.isEmpty()) {
            throw refuse(field, "must not be empty");
        }
        return text;
    }

    /** Returns a required integer of any size that DynamoDB keeps. {@code 1.0} is no integer. */
    public BigDecimal integer(String field) {
        if (required(field) instanceof BigDecimal number && number.scale() == 0) {
            return number;
        }
        throw refuse(field, "must be an integer");
    }

    /** Returns a required integer from {@code min} to {@code max}. */
    public int integer(String field, int min, int max) {
        if (required(field) instanceof BigDecimal number
                && number.scale() == 0
                && number.compareTo(BigDecimal.valueOf(min)) >= 0
                && number.compareTo(BigDecimal.valueOf(max)) <= 0) {
            return number.intValue();
        }
        throw refuse(field, "must be an integer from " + min + " to " + max);
    }

    /** Returns a required number from 0 to {@code max} with at most {@code decimals} decimals. */
    public BigDecimal decimal(String field, int max, int decimals) {
        if (required(field) instanceof BigDecimal number
                && number.signum() >= 0
                && number.compareTo(BigDecimal.valueOf(max)) <= 0
                && number.stripTrailingZeros().scale() <= decimals) {
            return number;
        }
        throw refuse(field, "must be a number from 0 to " + max + " with at most " + decimals + " decimals");
    }

    /**
     * Returns the {@code token} of a transaction, or a new one when the event has none. A repetition with the same
     * token does no harm within ten minutes. Source: DynamoDB API Reference, "TransactWriteItems", ClientRequestToken.
     */
    public String token() {
        return has(TOKEN) ? text(TOKEN, LONGEST_TOKEN) : UUID.randomUUID().toString();
    }

    /** Returns a required number in a string, as DynamoDB's own JSON has it, within DynamoDB's range and precision. */
    public BigDecimal encodedNumber(String field) throws IOException {
        byte[] text = text(field).getBytes(StandardCharsets.UTF_8);
        try {
            if (Json.read(new ByteArrayInputStream(text)) instanceof BigDecimal number) {
                return number;
            }
        } catch (BadRequest noJson) {
            // Refused below, by the field's name.
        }
        throw refuse(field, "must be a number of at most 38 significant digits");
    }

    /** Returns an optional boolean, {@code false} when the event does not give it. */
    public boolean flag(String field) {
        if (!has(field)) {
            return false;
        }
        if (fields.get(field) instanceof Boolean flag) {
            return flag;
        }
        throw refuse(field, "must be true or false");
    }

    /** Returns a required object. */
    public Event object(String field) {
        return of(path(field), path(field), required(field));
    }

    /** Returns a required array of one or more objects. */
    public List<Event> objects(String field) {
        List<?> elements = array(field);
        List<Event> objects = new ArrayList<>(elements.size());
        for (Object element : elements) {
            String name = path(field) + "[" + objects.size() + "]";
            objects.add(of(name, name, element));
        }
        return objects;
    }

    /** Returns a required array that is not empty. */
    public List<?> array(String field) {
        if (!(required(field) instanceof List<?> elements)) {
            throw refuse(field, "must be an array");
        }
        if (elements.isEmpty()) {
            throw refuse(field, "must not be empty");
        }
        return elements;
    }

    /** Returns all fields as plain Java, in the order of the event. */
    public Map<String, Object> fields() {
        return new LinkedHashMap<>(fields);
    }

    /** Returns this object without {@code field}. */
    public Event without(String field) {
        Map<String, Object> rest = fields();
        rest.remove(field);
        return new Event(path, rest);
    }

    /** Returns the exception that says what {@code field} of this object {@code must} be. */
    public BadRequest refuse(String field, String must) {
        return new BadRequest(path(field), must);
    }

    private Object required(String field) {
        if (!has(field)) {
            throw refuse(field, "is required");
        }
        return fields.get(field);
    }
}
