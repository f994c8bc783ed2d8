package classroom.cloud.dynamodb;

import classroom.cloud.gateway.AwsError;
import classroom.cloud.gateway.Members;
import classroom.template.api.DynamoDbApi;
import classroom.template.api.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Turns a client's request into one that the operation can have: DynamoDB Local fails with others. */
final class Requests {
    private static final Map<String, String> TYPES = Map.of(
            "blob", "Blob",
            "boolean", "Boolean",
            "enum", "String",
            "integer", "Integer",
            "list", "[]",
            "long", "Long",
            "string", "String");

    private static final Set<String> TABLE_MAKERS = Set.of("CreateTable", "UpdateTable");

    private static final Pattern QUOTED = Pattern.compile("'[^']*'|\"[^\"]*\"");

    /** DynamoDB Local would write out all its zeros; Ion has {@code d} as well. DynamoDB's own limit is 125. */
    private static final Pattern HUGE_NUMBER = Pattern.compile("[0-9.][eEdD]([+-]?)[0-9]{4}");

    private Requests() {}

    /**
     * Removes unknown members and null values from a request.
     *
     * @throws AwsError {@code SerializationException} or {@code ValidationException} if the rest is not a valid
     *     request
     */
    static void normalize(String operation, ObjectNode request) {
        DynamoDbApi.operation(operation).dropUnknown(request);
        check("the request", DynamoDbApi.operation(operation).input(), request);
        if (TABLE_MAKERS.contains(operation)) {
            checkCapacity(request);
            checkIndexes(request);
        }
    }

    /** What DynamoDB Local takes and DynamoDB does not ("CreateTable", "UpdateTable"). */
    private static void checkCapacity(JsonNode request) {
        if (!request.path("BillingMode").asText().equals("PAY_PER_REQUEST")) {
            return;
        }
        Stream<JsonNode> updates =
                request.path("GlobalSecondaryIndexUpdates").valueStream().flatMap(JsonNode::valueStream);
        if (Stream.concat(
                        Stream.of(request),
                        Stream.concat(request.path("GlobalSecondaryIndexes").valueStream(), updates))
                .anyMatch(some -> some.has("ProvisionedThroughput"))) {
            throw invalid("Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is"
                    + " PAY_PER_REQUEST");
        }
    }

    private static void checkIndexes(JsonNode request) {
        Set<String> names = new HashSet<>();
        for (String kind : List.of("LocalSecondaryIndexes", "GlobalSecondaryIndexes")) {
            for (JsonNode index : request.path(kind)) {
                String name = index.path("IndexName").asText();
                if (!names.add(name)) {
                    throw invalid("Duplicate index name: " + name);
                }
            }
        }
    }

    private static void checkNumbers(String statement) {
        Matcher number = HUGE_NUMBER.matcher(QUOTED.matcher(statement).replaceAll("''"));
        if (number.find()) {
            throw new AwsError(
                    400,
                    "ValidationException",
                    number.group(1).equals("-")
                            ? "Number underflow. Attempting to store a number with magnitude smaller than "
                                    + "supported range"
                            : "Number overflow. Attempting to store a number with magnitude larger than "
                                    + "supported range");
        }
    }

    private static AwsError invalid(String why) {
        return new AwsError(400, "ValidationException", "One or more parameter values were invalid: " + why);
    }

    private static void check(String name, Shape shape, JsonNode value) {
        Members.check(name, TYPES.getOrDefault(shape.type(), "Structure"), value);
        if (shape.type().equals("enum") && !shape.values().contains(value.textValue())) {
            throw AwsError.violation(
                    "ValidationException",
                    value.textValue(),
                    Character.toLowerCase(name.charAt(0)) + name.substring(1),
                    "Member must satisfy enum value set: " + shape.values());
        }
        if (name.equals("Statement")) {
            checkNumbers(value.textValue());
        }
        if (shape.isStructure()) {
            value.properties().removeIf(member -> member.getValue().isNull());
            value.properties()
                    .forEach(member -> check(member.getKey(), shape.members().get(member.getKey()), member.getValue()));
        } else if (shape.element() != null) {
            value.forEach(element -> check(name, shape.element(), element));
        }
    }
}
