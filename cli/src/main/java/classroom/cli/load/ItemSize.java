package classroom.cli.load;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;

/**
 * The size that DynamoDB counts for an item, precise enough for planning. Source: "DynamoDB item sizes and formats" and
 * "DynamoDB read and write operations" (Amazon DynamoDB Developer Guide): names and strings count their UTF-8 bytes, a
 * number about one byte for two digits and one more, null and boolean one, lists and maps three and one for each
 * member; a write consumes one unit for each started KB.
 */
final class ItemSize {
    private static final int KB = 1024;

    private ItemSize() {}

    static int writeUnits(JsonNode item) {
        return (int) Math.max(1, (fields(item) + KB - 1) / KB);
    }

    private static long fields(JsonNode object) {
        return object.properties().stream()
                .mapToLong(field -> utf8(field.getKey()) + value(field.getValue()))
                .sum();
    }

    private static long value(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> utf8(value.textValue());
            case NUMBER -> value.decimalValue().precision() / 2 + 2;
            case OBJECT -> 3 + value.size() + fields(value);
            case ARRAY -> {
                long size = 3 + value.size();
                for (JsonNode member : value) {
                    size += value(member);
                }
                yield size;
            }
            default -> 1;
        };
    }

    private static long utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
