package classroom.cloud.dynamodb.words;

import classroom.cloud.gateway.AwsError;
import classroom.template.api.Violations;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The constraints of a request's members (classroom.template.api.Violations), with what AWS was seen to say of some of
 * them instead. Each has the date and the source of its recording; where recordings differ, the newest holds.
 */
final class Constraints {
    /**
     * A member whose violation is told in other words.
     *
     * @param operations the operations
     * @param violation all of what {@link Violations} says of it
     * @param words what AWS says, {@code $1} as in {@link java.util.regex.Matcher#replaceAll}
     * @param form whether it stands among the other violations, alone in their form, or alone
     * @param recorded date and source
     */
    record Told(Set<String> operations, Pattern violation, String words, Form form, String recorded) {}

    /** How a violation is told. */
    enum Form {
        AMONG,
        FIRST,
        ALONE
    }

    private static final Set<String> WRITES = Set.of("PutItem", "UpdateItem", "DeleteItem");
    private static final String FRAMEWORK = "2026-10-07 paritysuite/dynamodb-conformance, sweep of 33 regions";
    private static final String SUITE = "2026-05-14 nubo-db/dynamodb-conformance 0ba4393";

    private static final String FAILED = " failed to satisfy constraint: ";

    /** In the order in which AWS looks. */
    static final List<Told> TABLE = List.of(
            new Told(
                    Set.of("CreateTable", "DeleteTable", "DescribeTable", "UpdateTable"),
                    Pattern.compile("Value null at 'tableName'" + FAILED + ".*"),
                    "The parameter 'TableName' is required but was not present in the request",
                    Form.ALONE,
                    SUITE),
            new Told(
                    Set.of("BatchGetItem", "BatchWriteItem"),
                    Pattern.compile("Value (?:null|'\\{\\}') at 'requestItems'" + FAILED + ".*"),
                    "The requestItems parameter is required for OPERATION",
                    Form.ALONE,
                    SUITE),
            new Told(
                    WRITES,
                    Pattern.compile("Value '' at 'tableName'" + FAILED + "(.*)"),
                    "Value at 'TableName'" + FAILED + "$1",
                    Form.FIRST,
                    FRAMEWORK),
            new Told(
                    WRITES,
                    Pattern.compile("(?s)(Value '.*' at 'tableName'" + FAILED + ".*)"),
                    "$1",
                    Form.FIRST,
                    SUITE),
            new Told(
                    Set.of("UpdateItem"),
                    Pattern.compile("(?s)Value '.*' at 'returnValues'" + FAILED + ".*"),
                    "Failed to satisfy constraint: Member must satisfy enum value set:"
                            + " [ALL_OLD, UPDATED_OLD, ALL_NEW, UPDATE_NEW, NONE]",
                    Form.FIRST,
                    FRAMEWORK),
            new Told(
                    Set.of("PutItem", "DeleteItem"),
                    Pattern.compile("(?s)Value '.*' at 'returnValues'" + FAILED + ".*"),
                    "Failed to satisfy constraint: Member must satisfy enum value set:"
                            + " [ALL_OLD, UPDATED_OLD, ALL_NEW, UPDATE_NEW, NONE]",
                    Form.AMONG,
                    FRAMEWORK),
            new Told(
                    Set.of("Query"),
                    Pattern.compile("Value '.*' at 'limit'" + FAILED + "(.*)"),
                    "Value at 'Limit'" + FAILED + "$1",
                    Form.AMONG,
                    SUITE),
            new Told(
                    Set.of("BatchGetItem"),
                    Pattern.compile("(?s)Value '.*' at 'requestItems\\.(.*)\\.member\\.keys'" + FAILED + "(.*)"),
                    "Value at 'RequestItems.$1.member.Keys'" + FAILED + "$2",
                    Form.AMONG,
                    SUITE));

    private Constraints() {}

    /** The refusal of a request with these violations. */
    static AwsError refusal(String operation, List<String> violations) {
        return new AwsError(400, "ValidationException", told(operation, violations));
    }

    private static String told(String operation, List<String> violations) {
        // With a required member missing, the older layer of AWS answers, which names all of them alike.
        boolean older = WRITES.contains(operation)
                && violations.stream().anyMatch(violation -> violation.endsWith("Member must not be null"));
        List<String> words = new ArrayList<>(violations);
        for (Told told : TABLE) {
            if (!told.operations().contains(operation) || older) {
                continue;
            }
            for (int i = 0; i < words.size(); i++) {
                var violation = told.violation().matcher(words.get(i));
                if (violation.matches()) {
                    words.set(i, violation.replaceAll(told.words()).replace("OPERATION", operation));
                    if (told.form() == Form.ALONE) {
                        return words.get(i);
                    }
                    if (told.form() == Form.FIRST) {
                        return Violations.sentence(List.of(words.get(i)));
                    }
                }
            }
        }
        return Violations.sentence(words);
    }
}
