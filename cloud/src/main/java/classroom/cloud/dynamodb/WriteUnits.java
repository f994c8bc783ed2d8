package classroom.cloud.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The write units of one item in a transaction. DynamoDB Local counts items of the same units only once.
 *
 * <p>Sources: Amazon DynamoDB Developer Guide, "DynamoDB read and write operations" (two units for each KB, of the
 * larger of the item before and after) and "Using Global Secondary Indexes" (an index is written when an entry comes,
 * goes or changes, and twice when its key changes). A ConditionCheck takes two units, as DynamoDB Local says of one.
 */
final class WriteUnits {
    private static final int UNIT = 1024;
    private static final int IN_A_TRANSACTION = 2;

    private WriteUnits() {}

    /**
     * What one item takes.
     *
     * @param kind such as {@code GlobalSecondaryIndexes}; {@code null} for the table's own units
     * @param index its name; {@code null} for the table's own units
     */
    record Part(String kind, String index, double units) {}

    /**
     * The units of the table and of the indexes that are written.
     *
     * @param before the item; empty, if it was not there
     * @param after the item; empty, if it is not there any more
     */
    static List<Part> of(JsonNode description, JsonNode before, JsonNode after) {
        return Stream.concat(
                        Stream.of(new Part(null, null, Math.max(units(before), units(after)))),
                        Stream.of("GlobalSecondaryIndexes", "LocalSecondaryIndexes")
                                .flatMap(kind -> description
                                        .path(kind)
                                        .valueStream()
                                        .map(index -> new Part(
                                                kind,
                                                index.path("IndexName").asText(),
                                                ofIndex(description, index, before, after)))))
                .filter(part -> part.units() > 0)
                .toList();
    }

    private static double ofIndex(JsonNode description, JsonNode index, JsonNode before, JsonNode after) {
        Set<String> key = names(index.path("KeySchema")).collect(Collectors.toSet());
        Set<String> projected = Stream.of(
                        key.stream(),
                        names(description.path("KeySchema")),
                        index.at("/Projection/NonKeyAttributes").valueStream().map(JsonNode::asText))
                .flatMap(names -> names)
                .collect(Collectors.toSet());
        boolean all = index.at("/Projection/ProjectionType").asText().equals("ALL");
        JsonNode had = entry(before, key, all ? null : projected);
        JsonNode has = entry(after, key, all ? null : projected);
        if (had.equals(has)) {
            return 0;
        }
        boolean moves = !had.isEmpty()
                && !has.isEmpty()
                && key.stream().anyMatch(name -> !had.get(name).equals(has.get(name)));
        return moves
                ? units(had) + units(has)
                : Math.max(had.isEmpty() ? 0 : units(had), has.isEmpty() ? 0 : units(has));
    }

    private static Stream<String> names(JsonNode schema) {
        return schema.valueStream().map(part -> part.path("AttributeName").asText());
    }

    /** What an index has of an item; nothing without its key. */
    private static JsonNode entry(JsonNode item, Set<String> key, Set<String> projected) {
        ObjectNode entry = JsonNodeFactory.instance.objectNode();
        if (key.stream().allMatch(item::has)) {
            Map<String, JsonNode> sorted = new TreeMap<>();
            item.properties().forEach(attribute -> sorted.put(attribute.getKey(), attribute.getValue()));
            entry.setAll(sorted);
            if (projected != null) {
                entry.retain(projected);
            }
        }
        return entry;
    }

    private static double units(JsonNode item) {
        return IN_A_TRANSACTION * Math.ceil(Math.max(1, ItemSize.of(item)) / (double) UNIT);
    }
}
