package classroom.cloud.dynamodb.words;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What is wrong with the values in a request, in AWS's words, which name the value. AWS has two layers for it, with
 * different words (paritysuite/dynamodb-conformance, tests/tier3/error-messages/valueLayers, recorded on 2026-10-09).
 */
final class Values {
    private static final String INVALID = "One or more parameter values were invalid: Input collection ";

    private static final String NOT_NUMERIC = "The parameter cannot be converted to a numeric value";

    private static final Comparator<String> AS_TEXT =
            Comparator.comparing(text -> text.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);
    private static final Comparator<String> AS_BYTES =
            Comparator.comparing(Base64.getDecoder()::decode, Arrays::compareUnsigned);

    private Values() {}

    /**
     * The words for the first set that has a member twice. The newer layer prints the members up to the first that
     * repeats one in their order, then that one, then the rest as it came.
     *
     * @param current whether the newer layer says it; the older one prints the members as they came
     */
    static Optional<String> duplicates(JsonNode value, boolean current) {
        Optional<String> strings = printed(value.path("SS"), current ? AS_TEXT : null, ", ");
        Optional<String> bytes = printed(value.path("BS"), current ? AS_BYTES : null, current ? "," : ", ");
        return strings.map(members -> INVALID + members + " contains duplicates.")
                .or(() -> bytes.map(members -> INVALID + members + "of type BS contains duplicates."))
                .or(() -> value.valueStream()
                        .map(each -> duplicates(each, current))
                        .flatMap(Optional::stream)
                        .findFirst());
    }

    /** @param inOrderOf sorts and quotes the members; {@code null} to print them as they came */
    private static Optional<String> printed(JsonNode set, Comparator<String> inOrderOf, String separator) {
        List<String> members =
                new ArrayList<>(set.valueStream().map(JsonNode::asText).toList());
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < members.size(); i++) {
            if (!seen.add(members.get(i))) {
                if (inOrderOf != null) {
                    members.subList(0, i).sort(inOrderOf);
                    members.replaceAll(text -> '"' + text + '"');
                }
                return Optional.of("[" + String.join(separator, members) + "]");
            }
        }
        return Optional.empty();
    }

    /** The words for the first number that is none. */
    static Optional<String> number(JsonNode value, boolean current) {
        return Stream.concat(Stream.of(value.path("N")), value.path("NS").valueStream())
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText)
                .filter(text -> !isNumber(text))
                .map(text -> NOT_NUMERIC + (text.isEmpty() && !current ? "" : ": " + text))
                .findFirst()
                .or(() -> value.valueStream()
                        .map(each -> number(each, current))
                        .flatMap(Optional::stream)
                        .findFirst());
    }

    private static boolean isNumber(String text) {
        try {
            return new BigDecimal(text).precision() > 0;
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
