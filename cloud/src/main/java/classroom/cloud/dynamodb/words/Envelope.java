package classroom.cloud.dynamodb.words;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What AWS puts before some refusals since 2026: {@code 1 validation error detected: }. It says so of what the request
 * alone shows, in the writes of one item; of what the table shows it does not, and neither do reads, batches and
 * transactions.
 */
final class Envelope {
    private static final String PREFIX = "1 validation error detected: ";

    /**
     * A kind of refusal.
     *
     * @param operations which operations
     * @param message its words
     * @param recorded date and source
     */
    record Row(Set<String> operations, Pattern message, String recorded) {}

    private static final Set<String> WRITES = Set.of("DeleteItem", "PutItem", "UpdateItem");
    private static final Set<String> QUERY = Set.of("Query");
    private static final String CAPTURE = "2026-09-20 paritysuite/dynamodb-conformance, cross-region capture";
    private static final String TESTS = "2026-10-09 paritysuite/dynamodb-conformance, tests/tier3";

    static final List<Row> TABLE = List.of(
            row(WRITES, "Invalid (Condition|Update)Expression: .*", CAPTURE),
            row(WRITES, "Value provided in ExpressionAttribute(Names|Values) unused in .*", CAPTURE),
            row(QUERY, "Value provided in ExpressionAttribute(Names|Values) unused in .*", "2026-08-31 seen on AWS"),
            row(WRITES, "ExpressionAttribute(Names|Values) (can only be|must not be|contains invalid) .*", TESTS),
            row(WRITES, "Can not use both expression and non-expression parameters .*", CAPTURE),
            row(
                    WRITES,
                    "One or more parameter values were invalid: (An (string|number) set  may not be empty|Binary sets"
                            + " should not be empty|Null attribute value types .*|Input collection .*|Value must be .*"
                            + "|Value cannot be .*|Value (and|or) AttributeValueList .*|Invalid number of .*)",
                    CAPTURE),
            row(WRITES, "ReturnValues can only be ALL_OLD or NONE", TESTS),
            row(
                    WRITES,
                    "Number (over|under)flow\\. .*|The parameter cannot be converted to a numeric value.*"
                            + "|Attempting to store more than 38 significant digits in a Number",
                    TESTS),
            row(WRITES, "Nesting Levels have exceeded supported limits.*", CAPTURE),
            row(
                    QUERY,
                    "Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES",
                    "2026-06-09 nubo-db/dynoxide CHANGELOG, eu-west-2"));

    private Envelope() {}

    private static Row row(Set<String> operations, String message, String recorded) {
        return new Row(operations, Pattern.compile(message, Pattern.DOTALL), recorded);
    }

    /** Whether AWS checks an operation's values in its newer layer, which has other words for numbers and sets. */
    static boolean isOfTheCurrentLayer(String operation) {
        return WRITES.contains(operation)
                || Set.of("BatchGetItem", "GetItem", "Query").contains(operation);
    }

    /** A message as it is told for an operation. */
    static String of(String operation, String message) {
        boolean inside = TABLE.stream()
                .anyMatch(row -> row.operations().contains(operation)
                        && row.message().matcher(message).matches());
        return inside ? PREFIX + message : message;
    }
}
