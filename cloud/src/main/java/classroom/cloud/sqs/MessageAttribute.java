package classroom.cloud.sqs;

import classroom.cloud.gateway.AwsError;
import classroom.cloud.gateway.JsonRequest;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An attribute of a message.
 *
 * @param type {@code String}, {@code Number} or {@code Binary}, maybe with a dot and a custom type
 * @param value the text, or Base64 of the bytes
 */
public record MessageAttribute(String type, String value) {

    /** An attribute that is a text. */
    public static MessageAttribute text(String value) {
        return new MessageAttribute("String", value);
    }

    /** An attribute that is a number. */
    public static MessageAttribute number(long value) {
        return new MessageAttribute("Number", Long.toString(value));
    }

    /** The one system attribute that senders set ("Amazon SQS message metadata", SQS Developer Guide). */
    static final String TRACE = "AWSTraceHeader";

    private static final int MOST = 10;
    private static final int LONGEST = 256;
    private static final String USERS = "(user)";

    /** Reads the member MessageAttributes of a request, which {@link #check} is for. */
    static SortedMap<String, MessageAttribute> read(JsonRequest attributes) {
        SortedMap<String, MessageAttribute> read = new TreeMap<>();
        for (String name : attributes.names()) {
            JsonRequest attribute = attributes.structure(name);
            String type = attribute.text("DataType");
            read.put(
                    name,
                    new MessageAttribute(
                            type, attribute.text(type.startsWith("Binary") ? "BinaryValue" : "StringValue")));
        }
        return read;
    }

    /**
     * Refuses what SQS does not take as the member MessageAttributes ("Amazon SQS message metadata", SQS Developer
     * Guide).
     *
     * @throws AwsError InvalidParameterValue
     */
    static void check(JsonRequest attributes) {
        SortedMap<String, MessageAttribute> read = read(attributes);
        if (read.size() > MOST) {
            throw Refusals.invalid(
                    "Number of message attributes [" + read.size() + "] exceeds the allowed maximum [" + MOST + "].");
        }
        read.forEach((name, attribute) -> {
            checkName(name);
            attribute.check(name, attributes.structure(name), USERS);
        });
    }

    /**
     * The trace in the member MessageSystemAttributes, {@code null} for none. Its size does not count.
     *
     * @throws AwsError InvalidParameterValue for other attributes
     */
    static MessageAttribute trace(JsonRequest attributes) {
        SortedMap<String, MessageAttribute> read = read(attributes);
        for (String name : read.keySet()) {
            if (!name.equals(TRACE)) {
                throw Refusals.invalid("Message system attribute name '" + name + "' is invalid.");
            }
            read.get(name).check(name, attributes.structure(name), "system");
        }
        return read.get(TRACE);
    }

    private static void checkName(String name) {
        if (name.isEmpty()) {
            throw Refusals.invalid("The request must contain non-empty message (user) attribute names.");
        }
        if (name.length() > LONGEST) {
            throw Refusals.invalid("Message (user) attribute name must be shorter than " + LONGEST + " bytes.");
        }
        // Letters of other alphabets, too, which the guide does not tell: "attr.1øßä" was seen to be taken.
        if (!name.matches("[\\p{L}\\p{N}_.-]+")) {
            throw Refusals.invalid("Message (user) attributes name can only contain upper and lower score characters,"
                    + " digits, periods, hyphens and underscores. ");
        }
        if (name.matches("(?i)(aws\\.|amazon\\.|\\.).*|.*\\.")) {
            throw Refusals.invalid("You can't use message attribute names beginning with 'AWS.' or 'Amazon.'. These"
                    + " strings are reserved for internal use. Additionally, they cannot start or end with '.'.");
        }
        if (name.contains("..")) {
            throw Refusals.invalid("Message (user) attribute name must not have successive '.' characters.");
        }
    }

    /** @param whose the kind of attribute, as SQS names it */
    private void check(String name, JsonRequest attribute, String whose) {
        if (attribute.has("StringListValues") || attribute.has("BinaryListValues")) {
            throw Refusals.invalid("Message attribute list values in SendMessage operation are not supported.");
        }
        if (type.isEmpty()) {
            throw Refusals.invalid("The message " + whose + " attribute '" + name
                    + "' must contain a non-empty message attribute value.");
        }
        if (!type.matches("(String|Number|Binary)(\\..+)?")) {
            throw Refusals.invalid("The type of message " + whose + " attribute '" + name + "' is invalid. You must"
                    + " use only the following supported type prefixes: Binary, Number, String.");
        }
        if (type.length() > LONGEST) {
            throw Refusals.invalid("Message " + whose + " attribute type must be shorter than " + LONGEST + " bytes.");
        }
        String kind = type.split("\\.")[0];
        if (value.isEmpty()) {
            throw Refusals.invalid("Message " + whose + " attribute '" + name
                    + "' must contain a non-empty value of type '" + kind + "'.");
        }
        if (kind.equals("Number") && !isNumber(value)) {
            throw Refusals.invalid(
                    "Can't cast the value of message " + whose + " attribute '" + name + "' to a number.");
        }
        if (!Queues.isAllowed(value)) {
            throw Refusals.invalid(Queues.INVALID_CHARACTERS);
        }
    }

    private static boolean isNumber(String text) {
        try {
            new BigDecimal(text.strip());
            return true;
        } catch (NumberFormatException notANumber) {
            return false;
        }
    }

    /** What it adds to the size of a message: name, type and value ("SendMessage", SQS API reference). */
    static int size(SortedMap<String, MessageAttribute> attributes) {
        int size = 0;
        for (Map.Entry<String, MessageAttribute> entry : attributes.entrySet()) {
            MessageAttribute attribute = entry.getValue();
            size += utf8(entry.getKey()).length + utf8(attribute.type).length + attribute.bytes().length;
        }
        return size;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    void write(ObjectNode into) {
        into.put("DataType", type).put(isBinary() ? "BinaryValue" : "StringValue", value);
    }

    /**
     * The bytes whose MD5 clients check ("Calculating the MD5 message digest for message attributes", SQS Developer
     * Guide): sorted by name, the length and bytes of name, type and value, before the value its kind.
     */
    static byte[] digested(SortedMap<String, MessageAttribute> attributes) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            for (Map.Entry<String, MessageAttribute> entry : attributes.entrySet()) {
                MessageAttribute attribute = entry.getValue();
                write(out, utf8(entry.getKey()));
                write(out, utf8(attribute.type));
                out.writeByte(attribute.isBinary() ? 2 : 1);
                write(out, attribute.bytes());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e); // Memory does not fail.
        }
        return bytes.toByteArray();
    }

    private byte[] bytes() {
        return isBinary() ? Base64.getDecoder().decode(value) : utf8(value);
    }

    private boolean isBinary() {
        return type.startsWith("Binary");
    }

    private static void write(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }
}
