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
 * A JSON object that a function was called with, or one within it. Every reader checks the type, never coerces, and
 * throws {@link BadRequest} with the field's path. A field that is {@code null} has the wrong type; one that no reader
 * asks for is ignored.
 */
public final class Event {
    static final String TOKEN = "token";
    private static final int LONGEST_TOKEN = 36;

    /** Where this object stands in the event, empty for the event itself. */
    private final String path;

    private final Map<String, Object> fields;

    private Event(String path, Map<String, Object> fields) {
        this.path = path;
        this.fields = fields;
    }

    public static Event read(InputStream input) throws IOException {
        return of(Json.EVENT, "", Json.read(input));
    }

    /** An object that the event brings in another form, encoded in its field {@code path}. */
    static Event readAt(String path, InputStream input) throws IOException {
        return of(path, path, Json.read(input));
    }

    /** The records of a JSON array, which are named as if the event had brought them in {@code field}. */
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

    /** Where {@code field} of this object stands in the event: {@code books[3].Title}. */
    public String path(String field) {
        return path.isEmpty() ? field : path + "." + field;
    }

    /** Where this object stands in the event: {@code books[3]}, or {@code event}. */
    public String path() {
        return path.isEmpty() ? Json.EVENT : path;
    }

    public boolean has(String field) {
        return fields.containsKey(field);
    }

    /** A required text that is not empty and has at most {@code maxBytes} bytes of UTF-8. */
    public String text(String field, int maxBytes) {
        String text = text(field);
        if (ItemSize.utf8(text) > maxBytes) {
            throw refuse(field, "must have at most " + maxBytes + " bytes of UTF-8");
        }
        return text;
    }

    /** A required text that is not empty. */
    public String text(String field) {
        if (!(required(field) instanceof String text)) {
            throw refuse(field, "must be a string");
        }
        if (text.isEmpty()) {
            throw refuse(field, "must not be empty");
        }
        return text;
    }

    /** A required integer of any size that DynamoDB keeps. {@code 1.0} is not one. */
    public BigDecimal integer(String field) {
        if (required(field) instanceof BigDecimal number && number.scale() == 0) {
            return number;
        }
        throw refuse(field, "must be an integer");
    }

    /** A required integer from {@code min} to {@code max}. */
    public int integer(String field, int min, int max) {
        if (required(field) instanceof BigDecimal number
                && number.scale() == 0
                && number.compareTo(BigDecimal.valueOf(min)) >= 0
                && number.compareTo(BigDecimal.valueOf(max)) <= 0) {
            return number.intValue();
        }
        throw refuse(field, "must be an integer from " + min + " to " + max);
    }

    /** A required number from 0 to {@code max}, with at most so many decimals. */
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
     * The optional {@code token} of a transaction, which makes a repetition within ten minutes harmless; without one, a
     * new one. Source: DynamoDB API Reference, "TransactWriteItems", ClientRequestToken.
     */
    public String token() {
        return has(TOKEN) ? text(TOKEN, LONGEST_TOKEN) : UUID.randomUUID().toString();
    }

    /** A required number in a string, as DynamoDB's own JSON has it: within its range, and none of its digits lost. */
    public BigDecimal encodedNumber(String field) throws IOException {
        byte[] text = text(field).getBytes(StandardCharsets.UTF_8);
        try {
            if (Json.read(new ByteArrayInputStream(text)) instanceof BigDecimal number) {
                return number;
            }
        } catch (BadRequest noJson) {
            // It is named below.
        }
        throw refuse(field, "must be a number of at most 38 significant digits");
    }

    /** An optional boolean, false when it is not given. */
    public boolean flag(String field) {
        if (!has(field)) {
            return false;
        }
        if (fields.get(field) instanceof Boolean flag) {
            return flag;
        }
        throw refuse(field, "must be true or false");
    }

    /** A required object. */
    public Event object(String field) {
        return of(path(field), path(field), required(field));
    }

    /** A required array of objects, at least one. */
    public List<Event> objects(String field) {
        List<?> elements = array(field);
        List<Event> objects = new ArrayList<>(elements.size());
        for (Object element : elements) {
            String name = path(field) + "[" + objects.size() + "]";
            objects.add(of(name, name, element));
        }
        return objects;
    }

    /** A required array, not empty. */
    public List<?> array(String field) {
        if (!(required(field) instanceof List<?> elements)) {
            throw refuse(field, "must be an array");
        }
        if (elements.isEmpty()) {
            throw refuse(field, "must not be empty");
        }
        return elements;
    }

    /** All fields, as plain Java, in the order in which they were given. */
    public Map<String, Object> fields() {
        return new LinkedHashMap<>(fields);
    }

    /** This object as if {@code field} had not been given. */
    public Event without(String field) {
        Map<String, Object> rest = fields();
        rest.remove(field);
        return new Event(path, rest);
    }

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
