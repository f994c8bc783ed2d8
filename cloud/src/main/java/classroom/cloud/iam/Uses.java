package classroom.cloud.iam;

import classroom.template.policy.Question;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * What each role was asked for: action, resource, how often it was allowed and how often refused.
 *
 * <p>A client may think up resources without end: of each role {@value #MOST} different uses that were allowed are
 * kept, and as many that were refused; all others are counted together.
 */
public final class Uses {
    static final int MOST = 500;

    /** No ARN of AWS is longer. */
    private static final int LONGEST_RESOURCE = 2048;

    /** Of what is kept of a condition, in characters. */
    private static final int LONGEST_CONDITION = 1000;

    private final Map<String, OfRole> roles = new ConcurrentHashMap<>();

    /** @param conditions because of which condition a use was last refused */
    private record OfRole(Counts allowed, Counts refused, Map<Key, String> conditions) {}

    private record Key(String action, String resource) {}

    private record Counts(Map<Key, LongAdder> kept, LongAdder others) {
        Counts() {
            this(new ConcurrentHashMap<>(), new LongAdder());
        }

        void add(Key key) {
            LongAdder found = kept.get(key);
            if (found == null) {
                found = kept.size() < MOST && key.resource().length() <= LONGEST_RESOURCE
                        ? kept.computeIfAbsent(key, first -> new LongAdder())
                        : others;
            }
            found.increment();
        }

        long of(Key key) {
            LongAdder found = kept.get(key);
            return found == null ? 0 : found.sum();
        }
    }

    /**
     * One line of the record.
     *
     * @param allowed how many requests the role's policies let through
     * @param refused how many they did not
     */
    public record Use(String action, String resource, long allowed, long refused) {}

    void allowed(String role, Question question) {
        role(role).allowed().add(new Key(question.action(), question.resource()));
    }

    /** @param condition because of which condition it was refused; {@code null} if it was not because of one */
    void refused(String role, Question question, String condition) {
        OfRole uses = role(role);
        Key key = new Key(question.action(), question.resource());
        uses.refused().add(key);
        if (condition != null && uses.refused().kept().containsKey(key)) {
            uses.conditions().put(key, cut(condition));
        }
    }

    /** A client may send many long values. */
    private static String cut(String why) {
        return why.codePointCount(0, why.length()) <= LONGEST_CONDITION
                ? why
                : why.substring(0, why.offsetByCodePoints(0, LONGEST_CONDITION)) + " …";
    }

    /** Because of which condition a role was last refused a use that is kept; empty if never because of one. */
    public Optional<String> refusingCondition(String role, Use use) {
        return Optional.ofNullable(role(role).conditions().get(new Key(use.action(), use.resource())));
    }

    /** Forgets every use. */
    public void clear() {
        roles.clear();
    }

    private OfRole role(String name) {
        return roles.computeIfAbsent(name, first -> new OfRole(new Counts(), new Counts(), new ConcurrentHashMap<>()));
    }

    /** The uses of a role that are kept, by action and resource. */
    public List<Use> of(String role) {
        OfRole uses = role(role);
        Set<Key> keys = new HashSet<>(uses.allowed().kept().keySet());
        keys.addAll(uses.refused().kept().keySet());
        return keys.stream()
                .map(key -> new Use(
                        key.action(),
                        key.resource(),
                        uses.allowed().of(key),
                        uses.refused().of(key)))
                .sorted(Comparator.comparing(Use::action).thenComparing(Use::resource))
                .toList();
    }

    /** How many further requests of a role were allowed. */
    public long othersAllowed(String role) {
        return role(role).allowed().others().sum();
    }

    /** How many further requests of a role were refused. */
    public long othersRefused(String role) {
        return role(role).refused().others().sum();
    }
}
