package classroom.local.sqs;

import classroom.local.gateway.AwsError;
import com.fasterxml.jackson.databind.JsonNode;
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
record MessageAttribute(String type, String value) {

    /** Reads the member MessageAttributes of a request. */
    static SortedMap<String, MessageAttribute> read(JsonNode attributes) {
        SortedMap<String, MessageAttribute> read = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry : attributes.properties()) {
            JsonNode attribute = entry.getValue();
            String type = attribute.path("DataType").asText("");
            String member = type.startsWith("Binary") ? "BinaryValue" : "StringValue";
            String value = attribute.path(member).asText("");
            if (!type.matches("(String|Number|Binary)(\\..+)?") || value.isEmpty()) {
                throw new AwsError(
                        400,
                        "InvalidParameterValue",
                        "The message attribute '" + entry.getKey()
                                + "' must have a DataType of String, Number or Binary and a value that is not empty.");
            }
            read.put(entry.getKey(), new MessageAttribute(type, value));
        }
        return read;
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
                write(out, entry.getKey().getBytes(StandardCharsets.UTF_8));
                write(out, attribute.type.getBytes(StandardCharsets.UTF_8));
                out.writeByte(attribute.isBinary() ? 2 : 1);
                write(out, attribute.bytes());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e); // Memory does not fail.
        }
        return bytes.toByteArray();
    }

    private byte[] bytes() {
        return isBinary() ? Base64.getDecoder().decode(value) : value.getBytes(StandardCharsets.UTF_8);
    }

    private boolean isBinary() {
        return type.startsWith("Binary");
    }

    private static void write(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }
}
