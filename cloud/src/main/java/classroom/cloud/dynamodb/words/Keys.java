package classroom.cloud.dynamodb.words;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What is wrong with the keys in a request, in AWS's words: DynamoDB Local does not name the attribute. */
final class Keys {
    static final String MISMATCH = "The provided key element does not match the schema";
    private static final String INVALID = "One or more parameter values were invalid: ";

    private static final int MAX_PARTITION_BYTES = 2048;

    private static final Pattern ASSIGNMENT = Pattern.compile("([#\\w.-]+)\\s*=\\s*(:\\w+)");
    private static final Pattern WORD = Pattern.compile("(?<!:)[#\\w.-]+");
    private final JsonNode table;

    /** @param table as {@code DescribeTable} describes it */
    Keys(JsonNode table) {
        this.table = table;
    }

    /** The names of the attributes of a table's or an index's key, the partition key first. */
    static List<String> names(JsonNode tableOrIndex) {
        return tableOrIndex
                .path("KeySchema")
                .valueStream()
                .sorted((a, b) ->
                        a.path("KeyType").asText().compareTo(b.path("KeyType").asText()))
                .map(key -> key.path("AttributeName").asText())
                .toList();
    }

    /** What is wrong with the key of an item to be read, changed or deleted. */
    Optional<String> ofKey(JsonNode key) {
        List<String> names = names(table);
        boolean fits = key.size() == names.size()
                && names.stream().allMatch(name -> key.path(name).has(type(name)));
        return fits ? Optional.empty() : Optional.of(MISMATCH);
    }

    /** What is wrong with the keys of an item to be written. */
    Optional<String> ofItem(JsonNode item) {
        for (String name : names(table)) {
            if (!item.has(name)) {
                return Optional.of(INVALID + "Missing the key " + name + " in the item");
            }
            if (!item.path(name).has(type(name))) {
                return Optional.of(INVALID + "Type mismatch for key " + name + " expected: " + type(name) + " actual: "
                        + actual(item.path(name)));
            }
        }
        return ofIndexes(item);
    }

    /** What is wrong with the index keys in an update, where it sets them to a value. */
    Optional<String> ofUpdate(JsonNode request) {
        ObjectNode set = JsonNodeFactory.instance.objectNode();
        request.path("AttributeUpdates")
                .properties()
                .forEach(update -> set.set(update.getKey(), update.getValue().path("Value")));
        Matcher assignment = ASSIGNMENT.matcher(request.path("UpdateExpression").asText());
        while (assignment.find()) {
            String name = request.path("ExpressionAttributeNames")
                    .path(assignment.group(1))
                    .asText(assignment.group(1));
            set.set(name, request.path("ExpressionAttributeValues").path(assignment.group(2)));
        }
        return ofIndexes(set);
    }

    /** What is wrong with the index keys of an item to be written. */
    Optional<String> ofIndexes(JsonNode item) {
        return Stream.of("GlobalSecondaryIndexes", "LocalSecondaryIndexes")
                .flatMap(kind -> table.path(kind).valueStream())
                .flatMap(index -> names(index).stream()
                        .filter(name ->
                                item.path(name).size() == 1 && !item.path(name).has(type(name)))
                        .map(name -> INVALID + "Type mismatch for Index Key " + name + " Expected: " + type(name)
                                + " Actual: " + actual(item.path(name)) + " IndexName: "
                                + index.path("IndexName").asText()))
                .findFirst();
    }

    /** Which part of a key that is too large is it. */
    String tooLarge(JsonNode itemOrKey) {
        JsonNode partition = itemOrKey.path(names(table).get(0));
        int bytes = partition.has("B")
                ? partition.path("B").asText().length() / 4 * 3
                : partition.path("S").asText().getBytes(StandardCharsets.UTF_8).length;
        return INVALID
                + (bytes > MAX_PARTITION_BYTES
                        ? "Size of hashkey has exceeded the maximum size limit of2048 bytes"
                        : "Aggregated size of all range keys has exceeded the size limit of 1024 bytes");
    }

    /** The first attribute of the queried key for which a request has no condition. */
    Optional<String> missingInQuery(JsonNode request) {
        String index = request.path("IndexName").asText();
        JsonNode queried = Stream.of("GlobalSecondaryIndexes", "LocalSecondaryIndexes")
                .flatMap(kind -> table.path(kind).valueStream())
                .filter(each -> each.path("IndexName").asText().equals(index))
                .findFirst()
                .orElse(table);
        String expression = request.path("KeyConditionExpression").asText();
        List<String> conditions = expression.isEmpty()
                ? List.copyOf(request.path("KeyConditions")
                        .propertyStream()
                        .map(Map.Entry::getKey)
                        .toList())
                : WORD.matcher(expression)
                        .results()
                        .map(word -> request.path("ExpressionAttributeNames")
                                .path(word.group())
                                .asText(word.group()))
                        .toList();
        return names(queried).stream()
                .filter(name -> !conditions.contains(name))
                .findFirst();
    }

    private String type(String attribute) {
        return table.path("AttributeDefinitions")
                .valueStream()
                .filter(definition -> definition.path("AttributeName").asText().equals(attribute))
                .map(definition -> definition.path("AttributeType").asText())
                .findFirst()
                .orElse("");
    }

    private static String actual(JsonNode value) {
        return value.propertyStream().map(Map.Entry::getKey).findFirst().orElse("");
    }
}
