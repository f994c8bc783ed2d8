package classroom.template.cost;

import classroom.template.language.Texts;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The resource types, properties, values and rights that the price table covers. All of it is in {@code types.json},
 * beside this Java class, and everything else is refused. Source of the properties: AWS CloudFormation Template
 * Reference; of the prices, {@link Prices}.
 */
final class Types {
    private static final String FILE = "types.json";
    private static final Types CURRENT = load();

    private final Map<String, Known> known = new LinkedHashMap<>();
    private final Map<String, Refusal> paid = new LinkedHashMap<>();
    private final List<Pattern> actions;
    private final List<Pattern> actionsOnArns;
    private final List<String> managedPolicies;

    private Types(JsonNode root, Prices prices) {
        root.required("types").properties().forEach(entry -> {
            JsonNode type = entry.getValue();
            known.put(
                    entry.getKey(),
                    new Known(
                            texts(type.path("usage"))
                                    .map(price -> prices.price(price).id())
                                    .toList(),
                            type.path("opens").textValue(),
                            Shape.of(type.required("properties"), prices)));
        });
        root.required("paidTypes").properties().forEach(entry -> {
            JsonNode type = entry.getValue();
            paid.put(
                    entry.getKey(),
                    new Refusal(
                            Violation.Kind.PAID_FEATURE,
                            Texts.of(type.required("what").textValue()),
                            type.has("price")
                                    ? prices.price(type.get("price").textValue())
                                            .quote()
                                    : Texts.of("outside the free allowance"),
                            Texts.of(type.required("wayOut").textValue())));
        });
        actions = texts(root.required("actions")).map(Types::glob).toList();
        actionsOnArns = texts(root.required("actionsOnArns")).map(Types::glob).toList();
        managedPolicies = texts(root.required("managedPolicies")).toList();
    }

    static Types current() {
        return CURRENT;
    }

    /** The rules for a type that is free by itself. */
    Optional<Known> known(String type) {
        return Optional.ofNullable(known.get(type));
    }

    /** Why a type is refused by name. */
    Optional<Refusal> paid(String type) {
        return Optional.ofNullable(paid.get(type))
                .or(() -> Optional.ofNullable(paid.get(type.substring(0, type.lastIndexOf(':') + 1) + "*")));
    }

    /**
     * Whether a right makes nothing outside the stack and costs no more than normal use of the class. A pattern is
     * compared as text: it may have a wildcard only where the list has one.
     */
    boolean isFree(String action) {
        return matches(actions, action);
    }

    /** Whether a right is free if it is on named resources: of topics, not of every telephone. */
    boolean isFreeOnArns(String action) {
        return matches(actionsOnArns, action);
    }

    /** Whether every right of an AWS managed policy is free, by the part after {@code policy/} in its ARN. */
    boolean isFreePolicy(String name) {
        return managedPolicies.contains(name);
    }

    /** The pattern of an IAM action, in any spelling: "actions are case insensitive" (IAM User Guide). */
    static Pattern glob(String action) {
        String regex = Pattern.quote(action).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q");
        return Pattern.compile(regex, Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    }

    private static boolean matches(List<Pattern> patterns, String action) {
        return patterns.stream().anyMatch(pattern -> pattern.matcher(action).matches());
    }

    private static Stream<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::textValue);
    }

    private static Types load() {
        try (InputStream file = Types.class.getResourceAsStream(FILE)) {
            return new Types(new ObjectMapper().readTree(file), Prices.current());
        } catch (IOException e) {
            throw new UncheckedIOException(FILE + " cannot be read from the class path", e);
        }
    }

    /**
     * A type that is free by itself.
     *
     * @param usage ids of the prices of its use, each with a free allowance
     * @param opens the property that names the resource that others may use, {@code null} for none
     * @param properties their allowed values
     */
    record Known(List<String> usage, String opens, Shape properties) {}
}
