package classroom.cloud.dynamodb;

import classroom.cloud.gateway.AwsError;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The tags of tables, which DynamoDB Local has not. Bounds as in "Tagging restrictions in DynamoDB" (DynamoDB Developer
 * Guide): 50 tags, keys of 1 to 128 characters that do not begin with {@code aws:}, values of up to 256.
 */
final class Tags {
    private static final int MOST = 50;
    private static final int LONGEST_KEY = 128;
    private static final int LONGEST_VALUE = 256;

    private final Map<String, Map<String, String>> byTable = new HashMap<>();

    /** Reads and checks a list of tags. */
    static Map<String, String> read(JsonNode list) {
        Map<String, String> tags = new LinkedHashMap<>();
        for (JsonNode tag : list) {
            String key = checked("Key", tag.path("Key"), LONGEST_KEY);
            String value = checked("Value", tag.path("Value"), LONGEST_VALUE);
            if (key.startsWith("aws:")) {
                throw invalid("Tag keys that begin with aws: are reserved for system use: '" + key + "'");
            }
            if (tags.put(key, value) != null) {
                throw invalid("Tag keys are given once: '" + key + "'");
            }
        }
        checkCount(tags);
        return tags;
    }

    /** AWS's words: ack-api-quirks, DDB-TABLE-457, recorded on 2026-10-09. */
    private static String checked(String part, JsonNode value, int longest) {
        String text = value.asText("");
        if (!value.isTextual() || part.equals("Key") && text.isEmpty() || text.length() > longest) {
            throw new AwsError(
                    400,
                    "ValidationException",
                    "The Tag " + part + " provided is invalid, " + part + ": " + (value.isTextual() ? text : "null"));
        }
        return text;
    }

    /**
     * Looks at a request about tags. AWS's words: mhart/dynalite 3.2.1, recorded up to 2020, and those of
     * {@link #checked}.
     */
    static void check(String operation, JsonNode request) {
        if (operation.equals("TagResource") && request.path("Tags").isEmpty()) {
            throw new AwsError(400, "ValidationException", "Atleast one Tag needs to be provided as Input.");
        }
        if (operation.equals("UntagResource") && request.path("TagKeys").isEmpty()) {
            throw new AwsError(400, "ValidationException", "Atleast one Tag Key needs to be provided as Input.");
        }
        request.path("TagKeys").forEach(key -> checked("Key", key, LONGEST_KEY));
    }

    synchronized void add(String table, Map<String, String> tags) {
        Map<String, String> together = new LinkedHashMap<>(byTable.getOrDefault(table, Map.of()));
        together.putAll(tags);
        checkCount(together);
        byTable.put(table, together);
    }

    synchronized void remove(String table, JsonNode keys) {
        keys.forEach(key -> byTable.getOrDefault(table, new HashMap<>()).remove(key.asText()));
    }

    synchronized void forget(String table) {
        byTable.remove(table);
    }

    synchronized ObjectNode list(String table) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode tags = answer.putArray("Tags");
        byTable.getOrDefault(table, Map.of())
                .forEach((key, value) -> tags.addObject().put("Key", key).put("Value", value));
        return answer;
    }

    private static void checkCount(Map<String, String> tags) {
        if (tags.size() > MOST) {
            throw invalid("A table has up to " + MOST + " tags");
        }
    }

    private static AwsError invalid(String message) {
        return new AwsError(400, "ValidationException", "One or more parameter values were invalid: " + message);
    }
}
