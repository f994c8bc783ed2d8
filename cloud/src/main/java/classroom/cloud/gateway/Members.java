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
        checkTypes("the request", operation.input(), request);
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

    /**
     * Looks at the types of a value and of all that it consists of, and takes out what is null.
     *
     * @param name of the value in a refusal
     * @throws AwsError {@code SerializationException}, if one has another type than its shape
     */
    public static void checkTypes(String name, Shape shape, JsonNode value) {
        if (!fits(shape, value)) {
            throw new AwsError(
                    400,
                    "SerializationException",
                    kind(value) + " cannot be converted to " + type(shape) + ": " + name);
        }
        if (shape.isStructure()) {
            value.properties().removeIf(member -> member.getValue().isNull());
            value.properties()
                    .forEach(member ->
                            checkTypes(member.getKey(), shape.members().get(member.getKey()), member.getValue()));
        } else if (shape.element() != null) {
            value.forEach(element -> checkTypes(name, shape.element(), element));
        }
    }

    private static boolean fits(Shape shape, JsonNode value) {
        return switch (shape.type()) {
            case "string", "enum" -> value.isTextual();
            case "blob" -> value.isTextual() && isBase64(value.textValue());
            case "boolean" -> value.isBoolean();
            case "integer" -> value.canConvertToExactIntegral() && value.canConvertToInt();
            case "long" -> value.canConvertToExactIntegral() && value.canConvertToLong();
            case "double" -> value.isNumber();
            // Seconds, or a text in the query protocol.
            case "timestamp" -> value.isNumber() || value.isTextual();
            case "list" -> value.isArray();
            default -> value.isObject();
        };
    }

    /** A type as AWS's own refusals name it. */
    private static String type(Shape shape) {
        return switch (shape.type()) {
            case "list" -> "[" + type(shape.element()) + "]";
            case "map" -> "{" + type(shape.element()) + "}";
            case "union" -> "Structure";
            case "enum" -> "String";
            default ->
                Character.toUpperCase(shape.type().charAt(0)) + shape.type().substring(1);
        };
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
