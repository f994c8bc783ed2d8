package classroom.cloud.dynamodb.words;

import classroom.cloud.gateway.AwsError;
import classroom.cloud.gateway.Members;
import classroom.template.api.DynamoDbApi;
import classroom.template.api.Shape;
import classroom.template.api.Violations;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns a client's request into one that the operation can have: DynamoDB Local fails with others. */
public final class Requests {
    private static final Pattern QUOTED = Pattern.compile("'[^']*'|\"[^\"]*\"");

    /** DynamoDB Local would write out all its zeros; Ion has {@code d} as well. DynamoDB's own limit is 125. */
    private static final Pattern HUGE_NUMBER = Pattern.compile("[0-9.][eEdD]([+-]?)[0-9]{4}");

    private Requests() {}

    /**
     * Removes unknown members and null values from a request, and looks at its members: what AWS does before it asks
     * IAM.
     *
     * @throws AwsError {@code SerializationException} or {@code ValidationException} if the rest is not a valid
     *     request
     */
    public static void normalize(String operation, ObjectNode request) {
        DynamoDbApi.operation(operation).dropUnknown(request);
        Shape input = DynamoDbApi.operation(operation).input();
        Members.checkTypes("the request", input, request);
        if (operation.contains("Execute")) {
            request.findValues("Statement").stream()
                    .filter(JsonNode::isTextual) // An item may have an attribute of this name.
                    .forEach(statement -> checkNumbers(statement.textValue()));
        }
        List<String> violations = Violations.of(input, request);
        if (!violations.isEmpty()) {
            throw Constraints.refusal(operation, violations);
        }
    }

    /**
     * Looks at what members say together: what AWS does after it has asked IAM, before it looks for the table.
     *
     * @throws AwsError {@code ValidationException}
     */
    public static void checkRules(String operation, ObjectNode request) {
        if (!operation.equals("UpdateTable")) {
            Rules.check(operation, request);
        }
    }

    /**
     * Looks at what a change of a table says together with the table: its billing mode is what the request leaves.
     *
     * @param table as {@code DescribeTable} describes it
     * @throws AwsError {@code ValidationException}
     */
    public static void checkChange(ObjectNode request, JsonNode table) {
        ObjectNode change = request.deepCopy();
        if (!change.has("BillingMode")) {
            change.put(
                    "BillingMode",
                    table.path("BillingModeSummary").path("BillingMode").asText("PROVISIONED"));
        }
        Rules.check("UpdateTable", change);
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
}
