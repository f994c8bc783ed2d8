package classroom.template.policy;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One condition key of one operator of a statement's {@code Condition}.
 *
 * <p>Several values in the policy are alternatives; with a negated operator, none of them may match (IAM User Guide,
 * "Conditions with multiple context keys or values"). The meaning of a missing key is in "IAM JSON policy elements:
 * Condition operators" and "Single-valued vs. multivalued context keys"; a key with an empty list of values is missing.
 */
public final class Condition {

    enum Test {
        STRING_EQUALS("StringEquals", false),
        STRING_NOT_EQUALS("StringNotEquals", true),
        STRING_LIKE("StringLike", false),
        STRING_NOT_LIKE("StringNotLike", true),
        BOOL("Bool", false),
        NULL("Null", false);

        private final String word;
        private final boolean negated;

        Test(String word, boolean negated) {
            this.word = word;
            this.negated = negated;
        }

        static Optional<Test> of(String word) {
            for (Test test : values()) {
                if (test.word.equals(word)) {
                    return Optional.of(test);
                }
            }
            return Optional.empty();
        }

        /** Whether {@code *} and {@code ?} in its values are wildcards. */
        boolean isLike() {
            return this == STRING_LIKE || this == STRING_NOT_LIKE;
        }
    }

    enum Qualifier {
        NONE,
        FOR_ALL_VALUES,
        FOR_ANY_VALUE
    }

    /** An operator in its parts, such as {@code ForAnyValue:StringLikeIfExists}. */
    record Operator(String word, Qualifier qualifier, Test test, boolean ifExists) {}

    private final Operator operator;
    private final String key;
    private final List<String> values;
    private final List<Glob> patterns;

    Condition(Operator operator, String key, List<String> values) {
        this.operator = operator;
        this.key = key;
        this.values = List.copyOf(values);
        this.patterns = operator.test().isLike() ? values.stream().map(Glob::of).toList() : List.of();
    }

    /** The operator as the policy writes it, such as {@code ForAllValues:StringEquals}. */
    public String operator() {
        return operator.word();
    }

    /** The condition key, spelled as in {@link ConditionKeys}. */
    public String key() {
        return key;
    }

    /** The values in the policy. */
    public List<String> values() {
        return values;
    }

    /** Whether it can be asked of a request in which the key has several values. */
    public boolean takesSeveral() {
        return operator.test() == Test.NULL || operator.qualifier() != Qualifier.NONE;
    }

    /** Whether the condition is true of a request with this context. */
    boolean holds(Map<String, List<String>> context) {
        boolean absent = isAbsent(context);
        if (operator.test() == Test.NULL) {
            return values.contains(String.valueOf(absent));
        }
        if (absent) {
            return operator.ifExists() || holdsOnNothing();
        }
        List<String> requested = context.get(key);
        return switch (operator.qualifier()) {
            case FOR_ALL_VALUES -> requested.stream().allMatch(this::accepts);
            case FOR_ANY_VALUE -> requested.stream().anyMatch(this::accepts);
            case NONE -> accepts(single(requested));
        };
    }

    /** Whether a request with this context lacks the key. */
    boolean isAbsent(Map<String, List<String>> context) {
        List<String> requested = context.getOrDefault(key, List.of());
        // A "null dataset, such as an empty string" counts as no value.
        return requested.isEmpty() || requested.size() == 1 && requested.get(0).isEmpty();
    }

    private boolean holdsOnNothing() {
        return switch (operator.qualifier()) {
            case FOR_ALL_VALUES -> true;
            case FOR_ANY_VALUE -> false;
            case NONE -> operator.test().negated;
        };
    }

    private String single(List<String> requested) {
        if (requested.size() != 1) {
            throw new IllegalArgumentException(key + " has one value in a request, not " + requested);
        }
        return requested.get(0);
    }

    private boolean accepts(String value) {
        boolean matches = operator.test().isLike()
                ? patterns.stream().anyMatch(pattern -> pattern.matches(value))
                : values.contains(value);
        return matches != operator.test().negated;
    }

    /** As a person would say it, such as {@code ForAllValues:StringEquals dynamodb:Attributes [id, nome]}. */
    @Override
    public String toString() {
        return (operator.word() + " " + key + " " + values).strip();
    }
}
