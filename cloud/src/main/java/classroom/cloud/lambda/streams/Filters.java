package classroom.cloud.lambda.streams;

import classroom.cloud.gateway.AwsError;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.event.ruler.JsonRuleCompiler;
import software.amazon.event.ruler.Machine;
import software.amazon.event.ruler.MatchType;
import software.amazon.event.ruler.Patterns;
import software.amazon.event.ruler.ValuePatterns;

/**
 * {@code FilterCriteria} of an event source mapping: a record goes to the function if it fits one of the patterns
 * (Lambda Developer Guide, "Control which events Lambda sends to your function"). AWS's Event Ruler matches them.
 *
 * <p>The guide knows one difference from Event Ruler: a number in a pattern equals only the same text, so 300 is not
 * 300.0. The operator {@code numeric} compares values. docs/decisions/0041-filters.md.
 */
public final class Filters {
    /** No filters: every record goes to the function. */
    public static final Filters NONE = new Filters(List.of(), null);

    /** "Lambda quotas": filters of one mapping, until AWS raises the quota. */
    private static final int MOST = 5;

    /** Lambda API Reference, "Filter". */
    private static final int LONGEST = 4096;

    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final List<String> patterns;

    /** {@code null} if there are no patterns: Event Ruler is loaded only for those. */
    private final Machine machine;

    private Filters(List<String> patterns, Machine machine) {
        this.patterns = patterns;
        this.machine = machine;
    }

    /**
     * Reads patterns, each a JSON text.
     *
     * @throws AwsError in Lambda's words, if one is no pattern (recorded on AWS, LocalStack's
     *     test_dynamodb_invalid_event_filter, 2025-11-25)
     */
    public static Filters of(List<String> patterns) {
        if (patterns.isEmpty()) {
            return NONE;
        }
        if (patterns.size() > MOST) {
            throw invalid("FilterCriteria has " + patterns.size() + " filters. Lambda's quota is " + MOST
                    + " for each event source mapping.");
        }
        Machine machine = Machine.builder().build();
        for (int i = 0; i < patterns.size(); i++) {
            add(machine, patterns.get(i), i + 1);
        }
        return new Filters(List.copyOf(patterns), machine);
    }

    private static void add(Machine machine, String pattern, int number) {
        if (pattern.length() > LONGEST) {
            throw AwsError.violation(
                    "ValidationException",
                    pattern,
                    "filterCriteria.filters." + number + ".member.pattern",
                    "Member must have length less than or equal to " + LONGEST);
        }
        try {
            JSON.readTree(pattern); // Event Ruler does not look at what comes after the pattern.
            for (Map<String, List<Patterns>> branch : JsonRuleCompiler.compile(pattern)) {
                branch.replaceAll((path, values) -> byText(values));
                machine.addPatternRule(pattern, branch);
            }
        } catch (IOException | RuntimeException e) {
            throw invalid("Invalid filter pattern definition.");
        }
    }

    /** For a number, Event Ruler makes two patterns: its value and its text. Lambda has only the text. */
    private static List<Patterns> byText(List<Patterns> values) {
        List<Patterns> kept = new ArrayList<>();
        for (Patterns value : values) {
            if (value.type() == MatchType.EXACT && !kept.isEmpty() && isValueOf(kept.get(kept.size() - 1), value)) {
                kept.remove(kept.size() - 1);
            }
            kept.add(value);
        }
        return kept;
    }

    private static boolean isValueOf(Patterns before, Patterns exact) {
        return before.type() == MatchType.NUMERIC_EQ
                && before.equals(Patterns.numericEquals(((ValuePatterns) exact).pattern()));
    }

    /** The patterns, as they were given. */
    public List<String> patterns() {
        return patterns;
    }

    /** Whether the function gets this record. */
    boolean pass(JsonNode record) {
        return machine == null || !machine.rulesForJSONEvent(record).isEmpty();
    }

    private static AwsError invalid(String message) {
        return new AwsError(400, "InvalidParameterValueException", message);
    }
}
