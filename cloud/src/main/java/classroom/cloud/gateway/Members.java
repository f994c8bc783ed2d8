package classroom.cloud.gateway;

import classroom.cloud.identity.Identity;
import classroom.template.api.Api;
import classroom.template.api.Operation;
import classroom.template.api.Shape;
import classroom.template.api.Violations;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Reads the requests of a service by its model. A value of another type than the model's is refused and never taken for
 * what it is not. Members that the model does not have, and those that are null, are as if they were not there.
 */
public final class Members {
    private final Supplier<Api> api;
    private final String code;
    private final Function<String, AwsError> missing;

    private Members(Supplier<Api> api, String code, Function<String, AwsError> missing) {
        this.api = api;
        this.code = code;
        this.missing = missing;
    }

    /** Of a service that tells with this code all that breaks the constraints of its model. */
    public static Members constrained(String service, String code) {
        return new Members(() -> Api.of(service), code, AwsError.missing(code));
    }

    /**
     * Of a service that has words of its own for what breaks a constraint.
     *
     * @param missing how it refuses a request that lacks a member
     */
    public static Members of(Supplier<Api> api, Function<String, AwsError> missing) {
        return new Members(api, null, missing);
    }

    /** The operation of that name, {@code null} if the service has none. */
    Operation operation(String name) {
        return api.get().operations().get(name);
    }

    /** Its version, such as {@code 2010-05-08}. */
    String version() {
        return api.get().version();
    }

    /**
     * A request as its operation reads it.
     *
     * @throws AwsError if a member has another type, or breaks a constraint that the service tells
     */
    public JsonRequest read(Identity caller, Operation operation, ObjectNode request) {
        operation.dropUnknown(request);
        checkAll(null, operation.input(), request);
        if (code != null) {
            List<String> violations = Violations.of(operation.input(), request);
            if (!violations.isEmpty()) {
                throw AwsError.violations(code, violations);
            }
        }
        return new JsonRequest(caller, operation.name(), request, this);
    }

    /** What the service answers to a request that lacks this member. */
    public AwsError missing(String member) {
        return missing.apply(member);
    }

    private static void checkAll(String name, Shape shape, JsonNode value) {
        check(name, type(shape), value);
        if (shape.isStructure()) {
            value.properties().removeIf(member -> member.getValue().isNull());
            value.properties()
                    .forEach(member ->
                            checkAll(member.getKey(), shape.members().get(member.getKey()), member.getValue()));
        } else if (shape.element() != null) {
            value.forEach(element -> checkAll(name, shape.element(), element));
        }
    }

    /** A type as AWS's own refusals name it. */
    private static String type(Shape shape) {
        return switch (shape.type()) {
            case "string", "enum" -> "String";
            case "blob" -> "Blob";
            case "boolean" -> "Boolean";
            case "integer" -> "Integer";
            case "long" -> "Long";
            case "double" -> "Double";
            case "timestamp" -> "Timestamp";
            case "list" -> "[" + type(shape.element()) + "]";
            case "map" -> "{" + type(shape.element()) + "}";
            default -> "Structure";
        };
    }

    /**
     * Looks at one value, not at what is in it.
     *
     * @param type {@code String}, {@code Boolean}, {@code Integer}, {@code Long}, {@code Double}, {@code Timestamp},
     *     {@code Blob} (Base64) or {@code Structure}; {@code [TYPE]} is a list, {@code {TYPE}} a map
     * @throws AwsError {@code SerializationException}, if it has another type
     */
    public static void check(String name, String type, JsonNode value) {
        boolean fits = switch (type) {
            case "String" -> value.isTextual();
            case "Blob" -> value.isTextual() && isBase64(value.textValue());
            case "Boolean" -> value.isBoolean();
            case "Integer" -> value.canConvertToExactIntegral() && value.canConvertToInt();
            case "Long" -> value.canConvertToExactIntegral() && value.canConvertToLong();
            case "Double" -> value.isNumber();
            // Seconds, or a text in the query protocol.
            case "Timestamp" -> value.isNumber() || value.isTextual();
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
