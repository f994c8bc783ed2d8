package classroom.cloud.sqs;

import classroom.cloud.gateway.AwsError;
import classroom.cloud.gateway.JsonRequest;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
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

    /** Reads the member MessageAttributes of a request. */
    static SortedMap<String, MessageAttribute> read(JsonRequest attributes) {
        SortedMap<String, MessageAttribute> read = new TreeMap<>();
        for (String name : attributes.names()) {
            JsonRequest attribute = attributes.structure(name);
            String type = attribute.text("DataType");
            String value = attribute.text(type.startsWith("Binary") ? "BinaryValue" : "StringValue");
            if (!type.matches("(String|Number|Binary)(\\..+)?") || value.isEmpty() || !isReadable(type, value)) {
                throw new AwsError(
                        400,
                        "InvalidParameterValue",
                        "The message attribute '" + name
                                + "' must have a DataType of String, Number or Binary and a value of that type "
                                + "that is not empty.");
            }
            read.put(name, new MessageAttribute(type, value));
        }
        return read;
    }

    private static boolean isReadable(String type, String value) {
        try {
            new MessageAttribute(type, value).bytes();
            return true;
        } catch (IllegalArgumentException notBase64) {
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
