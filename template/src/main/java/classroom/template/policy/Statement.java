package classroom.template.policy;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** One statement of a {@link PolicyDocument}, compiled. */
public final class Statement {

    /** The effect of a statement on the requests that it covers. */
    public enum Effect {
        ALLOW,
        DENY
    }

    /** A list of patterns of an element, or all but them: {@code Action} or {@code NotAction}. */
    record Patterns(List<String> texts, boolean not) {}

    private final String document;
    private final int index;
    private final String sid;
    private final Effect effect;
    private final Patterns actions;
    private final List<Glob> actionGlobs;
    private final Patterns resources;
    private final List<Glob> resourceGlobs;
    private final List<Condition> conditions;
    private final Set<String> principals;

    Statement(Head head, Patterns actions, Patterns resources, List<Condition> conditions, Set<String> principals) {
        this.document = head.place().document();
        this.index = head.index();
        this.sid = head.sid();
        this.effect = head.effect();
        this.actions = actions;
        // "The prefix and the action name are case insensitive" (IAM User Guide, "IAM JSON policy elements: Action").
        this.actionGlobs = actions.texts().stream()
                .map(text -> Glob.of(text.toLowerCase(Locale.ROOT)))
                .toList();
        this.resources = resources;
        this.resourceGlobs = resources.texts().stream().map(Glob::arn).toList();
        this.conditions = List.copyOf(conditions);
        this.principals = Set.copyOf(principals);
    }

    /** The head of a statement; {@code sid} is {@code null} if it has none. */
    record Head(Place place, int index, String sid, Effect effect) {}

    /** The name of its document. */
    public String document() {
        return document;
    }

    /** Its index in the document, from 0. */
    public int index() {
        return index;
    }

    /** Its {@code Sid}. */
    public Optional<String> sid() {
        return Optional.ofNullable(sid);
    }

    /** Allow or deny. */
    public Effect effect() {
        return effect;
    }

    /** The patterns of {@code Action}, or of {@code NotAction} if {@link #isNotAction()}. */
    public List<String> actions() {
        return actions.texts();
    }

    /** Whether it covers all actions but {@link #actions()}. */
    public boolean isNotAction() {
        return actions.not();
    }

    /**
     * The patterns of {@code Resource}, or of {@code NotResource} if {@link #isNotResource()}; none in a trust policy.
     */
    public List<String> resources() {
        return resources.texts();
    }

    /** Whether it covers all resources but {@link #resources()}. */
    public boolean isNotResource() {
        return resources.not();
    }

    /** Its conditions, all of which must hold. */
    public List<Condition> conditions() {
        return conditions;
    }

    /**
     * The principals of a resource or trust policy: ARNs, service names, in a trust policy accounts, or {@code *} for
     * everybody; none in an identity policy.
     */
    public Set<String> principals() {
        return principals;
    }

    boolean coversAction(String lowerCaseAction) {
        return actionGlobs.stream().anyMatch(glob -> glob.matches(lowerCaseAction)) != actions.not();
    }

    boolean coversResource(String resource) {
        return resourceGlobs.stream().anyMatch(glob -> glob.matches(resource)) != resources.not();
    }

    boolean names(Set<String> caller) {
        return principals.contains("*") || caller.stream().anyMatch(principals::contains);
    }

    /** The conditions that do not hold; those about which that is unclear are not among them. */
    Stream<Condition> failing(Map<String, List<String>> context) {
        return conditions.stream().filter(condition -> {
            try {
                return !condition.holds(context);
            } catch (UnclearRequest e) {
                return false;
            }
        });
    }

    /** Whether only its conditions can keep it from covering the question. */
    boolean isConditional(Question question, String lowerCaseAction) {
        return !conditions.isEmpty() && coversAction(lowerCaseAction) && coversResource(question.resource());
    }

    /** @throws UnclearRequest if it is unclear whether it covers the question */
    boolean covers(Question question, String lowerCaseAction) {
        if (!coversAction(lowerCaseAction) || !coversResource(question.resource())) {
            return false;
        }
        UnclearRequest unclear = null;
        for (Condition condition : conditions) {
            try {
                if (!condition.holds(question.context())) {
                    return false;
                }
            } catch (UnclearRequest e) {
                unclear = e;
            }
        }
        if (unclear != null) {
            throw unclear;
        }
        return true;
    }

    /** Its place, as a person counts: {@code statement 1 (Sid ReadBooks) of BooksGet}. */
    @Override
    public String toString() {
        return "statement " + (index + 1) + (sid == null ? "" : " (Sid " + sid + ")") + " of " + document;
    }
}
