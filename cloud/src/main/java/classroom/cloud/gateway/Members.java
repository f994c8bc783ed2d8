package classroom.cloud.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * The types of what a service's JSON requests may have in them, as its API reference says: a value of another type is
 * refused and never taken for what it is not. A member has one type wherever it stands. Members that are not known, and
 * those that are null, are as if they were not there.
 */
public final class Members {
    private final Map<String, String> types = new HashMap<>();
    private final Function<String, AwsError> missing;

    private Members(Function<String, AwsError> missing) {
        this.missing = missing;
    }

    /**
     * Members by their types.
     *
     * @param missing how the service refuses a request that lacks a member
     * @param lines each a type and the names that have it: {@code String}, {@code Boolean}, {@code Integer},
     *     {@code Long}, {@code Blob} (Base64) or {@code Structure}; {@code [TYPE]} is a list, {@code {TYPE}} a map
     */
    public static Members of(Function<String, AwsError> missing, String... lines) {
        Members members = new Members(missing);
        for (String line : lines) {
            String[] words = line.split(" ");
            for (int i = 1; i < words.length; i++) {
                members.types.put(words[i], words[0]);
            }
        }
        return members;
    }

    /**
     * The request in the body of a call.
     *
     * @throws AwsError {@code SerializationException}, if it is not a JSON object, or a member has another type
     */
    public JsonRequest read(Call call, String operation) {
        ObjectNode request = Protocol.json(call.body());
        checkMembers(request);
        return new JsonRequest(call.caller(), operation, request, this);
    }

    /** What the service answers to a request that lacks this member. */
    public AwsError missing(String member) {
        return missing.apply(member);
    }

    private void checkMembers(ObjectNode structure) {
        structure.properties().removeIf(member -> member.getValue().isNull());
        structure.properties().forEach(member -> {
            String type = types.get(member.getKey());
            if (type != null) {
                checkAll(member.getKey(), type, member.getValue());
            }
        });
    }

    private void checkAll(String name, String type, JsonNode value) {
        check(name, type, value);
        if (type.startsWith("[") || type.startsWith("{")) {
            value.forEach(element -> checkAll(name, type.substring(1, type.length() - 1), element));
        } else if (value.isObject()) {
            checkMembers((ObjectNode) value);
        }
    }

    /**
     * Looks at one value, not at what is in it.
     *
     * @param type as of {@link #of}
     * @throws AwsError {@code SerializationException}, if it has another type
     */
    public static void check(String name, String type, JsonNode value) {
        boolean fits = switch (type) {
            case "String" -> value.isTextual();
            case "Blob" -> value.isTextual() && isBase64(value.textValue());
            case "Boolean" -> value.isBoolean();
            case "Integer" -> value.canConvertToExactIntegral() && value.canConvertToInt();
            case "Long" -> value.canConvertToExactIntegral() && value.canConvertToLong();
            default -> type.startsWith("[") ? value.isArray() : value.isObject();
        };
        if (!fits) {
            throw new AwsError(
                    400, "SerializationException", kind(value) + " cannot be converted to " + type + ": " + name);
        }
    }

    private static boolean isBase64(String text) {
        try {
            Base64.getDecoder().decode(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** A value as AWS's own refusals name it. */
    private static String kind(JsonNode value) {
        if (value.isContainerNode()) {
            return value.isArray() ? "A list" : "A structure or map";
        }
        return (value.isBoolean() ? value.asText().toUpperCase(Locale.ROOT) : value.getNodeType()) + "_VALUE";
    }
}
