package classroom.cloud.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/** The size of an item as DynamoDB counts it ("DynamoDB item sizes and formats"). */
final class ItemSize {
    /** What a list or map costs beside its elements, and what each element costs beside itself. */
    private static final int CONTAINER = 3;

    private ItemSize() {}

    /** The bytes of an item's, or a map's, names and values. */
    static int of(JsonNode attributes) {
        return attributes.properties().stream()
                .mapToInt(attribute -> utf8(attribute.getKey()) + value(attribute.getValue()))
                .sum();
    }

    /** The bytes of a value. */
    static int value(JsonNode typed) {
        int size = 0;
        for (var type : typed.properties()) {
            JsonNode value = type.getValue();
            size += switch (type.getKey()) {
                case "S" -> utf8(value.asText());
                case "N" -> number(value.asText());
                case "B" -> bytes(value);
                case "SS" ->
                    value.valueStream().mapToInt(text -> utf8(text.asText())).sum();
                case "NS" ->
                    value.valueStream().mapToInt(text -> number(text.asText())).sum();
                case "BS" -> value.valueStream().mapToInt(ItemSize::bytes).sum();
                case "M" -> CONTAINER + value.size() + of(value);
                case "L" ->
                    CONTAINER
                            + value.size()
                            + value.valueStream().mapToInt(ItemSize::value).sum();
                default -> 1;
            };
        }
        return size;
    }

    private static int bytes(JsonNode base64) {
        return base64.asText().length() * 3 / 4;
    }

    /** Two digits a byte, and one byte. */
    private static int number(String text) {
        return (new BigDecimal(text).stripTrailingZeros().precision() + 1) / 2 + 1;
    }

    private static int utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
