package classroom.lambda;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns JSON text to plain Java and back. It reads what DynamoDB can hold and refuses anything else, by its path:
 * numbers that would be rounded, names given twice, text that is not Unicode.
 */
public final class Json {
    /** The name of the whole event, where no field can be named. */
    static final String EVENT = "event";

    /** An item has 32 levels. A stream event doubles them by type descriptors and adds a few around them. */
    private static final int DEEPEST = 100;

    /** A longer number is not parsed, for the work grows with the square of the digits. */
    private static final int LONGEST_NUMBER = 1_000;

    /** Source: DynamoDB Developer Guide, "Data types", Number. */
    private static final int MOST_DIGITS = 38;

    private static final int SMALLEST_EXPONENT = -130;
    private static final int LARGEST_EXPONENT = 125;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(JsonFactory.Feature.CHARSET_DETECTION) // Lambda's events are UTF-8
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNumberLength(Integer.MAX_VALUE) // refused below, where the field is known
                    .build())
            .build();

    private Json() {}

    /** @throws BadRequest when {@code input} is not one JSON value that DynamoDB could hold */
    public static Object read(InputStream input) throws IOException {
        try (JsonParser parser = FACTORY.createParser(input)) {
            parser.nextToken();
            Object value = value(parser, 0);
            if (parser.nextToken() != null) {
                throw new BadRequest(EVENT, "must be one JSON value");
            }
            return value;
        } catch (JsonProcessingException malformed) {
            throw new BadRequest(EVENT, "must be well-formed JSON");
        }
    }

    public static String text(Object value) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = FACTORY.createGenerator(text)) {
            write(generator, value);
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
        return text.toString();
    }

    /** Counts the bytes of {@code value} as JSON within a JSON string, as an answer's body is. */
    public static long sizeInText(Object value) {
        String text = text(value);
        long size = utf8(text);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            size += c == '"' || c == '\\' ? 1 : 0;
        }
        return size;
    }

    /** Counts the bytes of {@code text}, which is well-formed, in UTF-8. */
    public static long utf8(String text) {
        long bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return bytes;
    }

    static JsonGenerator generator(OutputStream output) throws IOException {
        return FACTORY.createGenerator(output);
    }

    /** Casts a map. That is safe, because only {@link #read} makes these maps. */
    @SuppressWarnings("unchecked")
    public static Map<String, Object> object(Object value) {
        return (Map<String, Object>) value;
    }

    private static Object value(JsonParser parser, int depth) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == null) {
            throw new BadRequest(EVENT, "must not be empty");
        }
        return switch (token) {
            case START_OBJECT -> object(parser, depth + 1);
            case START_ARRAY -> array(parser, depth + 1);
            case VALUE_STRING -> unicode(parser, parser.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser);
            case VALUE_TRUE -> Boolean.TRUE;
            case VALUE_FALSE -> Boolean.FALSE;
            case VALUE_NULL -> null;
            default -> throw new IllegalStateException("No JSON value starts with " + token);
        };
    }

    private static Map<String, Object> object(JsonParser parser, int depth) throws IOException {
        refuseTooDeep(parser, depth);
        Map<String, Object> object = new LinkedHashMap<>();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            unicode(parser, name);
            if (object.containsKey(name)) {
                throw new BadRequest(path(parser), "must be given only once");
            }
            parser.nextToken();
            object.put(name, value(parser, depth));
        }
        return object;
    }

    private static List<Object> array(JsonParser parser, int depth) throws IOException {
        refuseTooDeep(parser, depth);
        List<Object> array = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(value(parser, depth));
        }
        return array;
    }

    private static void refuseTooDeep(JsonParser parser, int depth) {
        if (depth > DEEPEST) {
            throw new BadRequest(path(parser), "must not be nested so deep");
        }
    }

    /** DynamoDB stores UTF-8, which has no form for half a surrogate pair. */
    private static String unicode(JsonParser parser, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                if (Character.isLowSurrogate(c)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    throw new BadRequest(path(parser), "must be Unicode text, without half a surrogate pair");
                }
                i++;
            }
        }
        return text;
    }

    private static BigDecimal number(JsonParser parser) throws IOException {
        if (parser.getTextLength() > LONGEST_NUMBER) {
            throw new BadRequest(path(parser), "must have at most 38 significant digits");
        }
        BigDecimal number;
        try {
            number = new BigDecimal(parser.getText());
        } catch (NumberFormatException exponentBeyondInt) {
            throw outOfRange(parser);
        }
        if (number.signum() == 0) {
            return number.scale() == 0 ? BigDecimal.ZERO : BigDecimal.ZERO.setScale(1);
        }
        long exponent = (long) number.precision() - number.scale() - 1;
        if (exponent < SMALLEST_EXPONENT || exponent > LARGEST_EXPONENT) {
            throw outOfRange(parser);
        }
        if (number.precision() > MOST_DIGITS && number.stripTrailingZeros().precision() > MOST_DIGITS) {
            throw new BadRequest(path(parser), "must have at most 38 significant digits");
        }
        return number;
    }

    private static BadRequest outOfRange(JsonParser parser) {
        return new BadRequest(path(parser), "must be 0 or of a magnitude from 1E-130 to below 1E+126");
    }

    private static String path(JsonParser parser) {
        String path = path(parser.getParsingContext());
        return path.isEmpty() ? EVENT : path;
    }

    private static String path(JsonStreamContext at) {
        if (at.inRoot()) {
            return "";
        }
        String outer = path(at.getParent());
        if (at.inArray()) {
            return outer + "[" + at.getCurrentIndex() + "]";
        }
        if (at.getCurrentName() == null) {
            return outer;
        }
        return outer.isEmpty() ? at.getCurrentName() : outer + "." + at.getCurrentName();
    }

    private static void write(JsonGenerator generator, Object value) throws IOException {
        if (value == null) {
            generator.writeNull();
        } else if (value instanceof String string) {
            generator.writeString(string);
        } else if (value instanceof BigDecimal number) {
            generator.writeNumber(number.toPlainString());
        } else if (value instanceof Number number) {
            generator.writeNumber(number.longValue());
        } else if (value instanceof Boolean bool) {
            generator.writeBoolean(bool);
        } else if (value instanceof Map<?, ?> object) {
            generator.writeStartObject();
            for (Map.Entry<?, ?> field : object.entrySet()) {
                generator.writeFieldName((String) field.getKey());
                write(generator, field.getValue());
            }
            generator.writeEndObject();
        } else {
            generator.writeStartArray();
            for (Object element : (Collection<?>) value) {
                write(generator, element);
            }
            generator.writeEndArray();
        }
    }
}
