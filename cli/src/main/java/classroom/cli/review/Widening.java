package classroom.cli.review;

import classroom.template.AwsEnvironment;
import classroom.template.language.Texts;
import classroom.template.policy.Condition;
import classroom.template.policy.ConditionKeys;
import classroom.template.policy.Decision;
import classroom.template.policy.Evaluator;
import classroom.template.policy.Grant;
import classroom.template.policy.PolicyDocument;
import classroom.template.policy.Question;
import classroom.template.policy.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Finds what some policies allow and others do not. It asks the evaluator and does not compare text. For each action,
 * resource and condition that either side names, it asks both sides about the named value and about a value that nobody
 * has named. So statements that are split, renamed or in another order make no difference, and a removed deny does.
 */
final class Widening {
    /** A value that no policy names, in each form that a wildcard can match. */
    private static final List<String> UNNAMED = List.of("", "Zz9", "Zz9/9:z/9");

    private static final String UNNAMED_VALUE = "Zz9";

    /** Any one character, twice: a policy may name one of the two. */
    private static final List<String> ANY_ONE = List.of("z", "Q");

    /** The limit of questions: policies that need more hide something, or do not belong to a class. */
    private static final long MOST = 500_000;

    private final List<PolicyDocument> wider;
    private final List<PolicyDocument> narrower;
    private final boolean ofIdentity;
    private final Set<String> actions;
    private final Set<String> resources;
    private final Set<String> principals;
    private final List<Map<String, List<String>>> contexts;
    private long asked;

    private Widening(List<PolicyDocument> wider, List<PolicyDocument> narrower, PolicyDocument.Kind kind) {
        this.wider = wider;
        this.narrower = narrower;
        this.ofIdentity = kind == PolicyDocument.Kind.IDENTITY;
        this.actions = instances(statement -> statement.actions(), "zz:Zz9");
        this.resources = instances(statement -> statement.resources(), AwsEnvironment.UNKNOWN.arn("zz", "Zz9"));
        this.principals = new LinkedHashSet<>();
        statements().forEach(statement -> principals.addAll(statement.principals()));
        this.principals.remove("*");
        this.principals.add("Zz9");
        this.contexts = contexts();
    }

    /**
     * One additional permission.
     *
     * @param action as the policy writes it
     * @param resource as the policy writes it
     * @param conditions of the statement
     * @param principals the principals, in a resource policy or trust policy
     * @param before the conditions under which it was allowed before, if it was
     */
    record Line(String action, String resource, List<String> conditions, Set<String> principals, List<String> before) {
        /** Whether it permits the same as the other, with any earlier conditions. */
        boolean isLike(Line other) {
            return action.equals(other.action)
                    && resource.equals(other.resource)
                    && conditions.equals(other.conditions)
                    && principals.equals(other.principals);
        }
    }

    /**
     * Returns what the first policies allow and the second do not.
     *
     * @throws TooMany if that would take too long
     */
    static List<Line> beyond(List<PolicyDocument> wider, List<PolicyDocument> narrower, PolicyDocument.Kind kind) {
        return new Widening(wider, narrower, kind).lines();
    }

    /** The policies have too many conditions to compare. */
    static final class TooMany extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooMany() {
            super(Texts.of("the policies have too many conditions and patterns to compare"));
        }
    }

    private List<Line> lines() {
        Set<Line> lines = new LinkedHashSet<>();
        for (PolicyDocument document : wider) {
            for (Statement statement : document.statements()) {
                if (statement.effect() == Statement.Effect.ALLOW) {
                    each(statement, (action, resource, inAction, inResource) -> {
                        if (any(inAction, inResource, statement, this::isMore)) {
                            lines.add(line(statement, action, resource, inAction, inResource));
                        }
                    });
                }
            }
        }
        for (PolicyDocument document : narrower) {
            for (Statement statement : document.statements()) {
                if (statement.effect() == Statement.Effect.DENY) {
                    each(statement, (action, resource, inAction, inResource) -> {
                        if (any(inAction, inResource, statement, this::isNoLongerDenied)) {
                            lines.add(new Line(
                                    action,
                                    resource,
                                    Stream.concat(Stream.of(Texts.of("no longer denied")), words(statement))
                                            .toList(),
                                    statement.principals(),
                                    List.of()));
                        }
                    });
                }
            }
        }
        return List.copyOf(lines);
    }

    private interface Visit {
        void visit(String action, String resource, List<String> inAction, List<String> inResource);
    }

    private void each(Statement statement, Visit visit) {
        List<String> ofActions = statement.isNotAction() ? List.of("*") : statement.actions();
        List<String> ofResources =
                statement.isNotResource() || statement.resources().isEmpty() ? List.of("*") : statement.resources();
        String butActions = statement.isNotAction() ? " but " + String.join(", ", statement.actions()) : "";
        boolean trust = statement.resources().isEmpty();
        String butResources =
                statement.isNotResource() && !trust ? " but " + String.join(", ", statement.resources()) : "";
        for (String action : ofActions) {
            List<String> inAction = actions.stream()
                    .filter(one -> new Grant(action, "*", List.of()).covers(one, "*"))
                    .toList();
            for (String resource : ofResources) {
                List<String> inResource = resources.stream()
                        .filter(one -> new Grant("*", resource, List.of()).covers("zz:Zz9", one))
                        .toList();
                visit.visit(action + butActions, trust ? "" : resource + butResources, inAction, inResource);
            }
        }
    }

    private interface Test {
        boolean holds(Question question, String principal);
    }

    private boolean any(List<String> inAction, List<String> inResource, Statement statement, Test test) {
        Collection<String> callers = ofIdentity ? List.of("Zz9") : callers(statement);
        for (String action : inAction) {
            for (String resource : inResource) {
                for (Map<String, List<String>> context : contexts) {
                    for (String caller : callers) {
                        if (++asked > MOST) {
                            throw new TooMany();
                        }
                        if (test.holds(new Question(action, resource, context), caller)) {
                            return true;
                        }
                    }
                }
            }
        }
        return false;
    }

    private Collection<String> callers(Statement statement) {
        return statement.principals().contains("*") ? principals : statement.principals();
    }

    private boolean isMore(Question question, String caller) {
        return decide(wider, question, caller).isAllowed()
                && !decide(narrower, question, caller).isAllowed();
    }

    private boolean isNoLongerDenied(Question question, String caller) {
        return isDenied(decide(narrower, question, caller)) && !isDenied(decide(wider, question, caller));
    }

    private static boolean isDenied(Decision decision) {
        return !decision.isAllowed() && decision.outcome() != Decision.Outcome.IMPLICIT_DENY;
    }

    private Decision decide(List<PolicyDocument> policies, Question question, String caller) {
        return ofIdentity
                ? new Evaluator(policies).decide(question)
                : new Evaluator(List.of()).decide(question, Set.of(caller), policies);
    }

    private Line line(
            Statement statement, String action, String resource, List<String> inAction, List<String> inResource) {
        List<String> before = new ArrayList<>();
        for (PolicyDocument document : narrower) {
            for (Statement had : document.statements()) {
                boolean touches = had.effect() == Statement.Effect.ALLOW
                        && !had.conditions().isEmpty()
                        && had.actions().stream()
                                .anyMatch(pattern -> inAction.stream()
                                        .anyMatch(one -> new Grant(pattern, "*", List.of()).covers(one, "*")))
                        && had.resources().stream()
                                .anyMatch(pattern -> inResource.stream()
                                        .anyMatch(one -> new Grant("*", pattern, List.of()).covers("zz:Zz9", one)));
                if (touches) {
                    words(had).forEach(before::add);
                }
            }
        }
        return new Line(action, resource, words(statement).toList(), statement.principals(), before);
    }

    private static Stream<String> words(Statement statement) {
        return statement.conditions().stream().map(Condition::toString);
    }

    private Stream<Statement> statements() {
        return Stream.concat(wider.stream(), narrower.stream()).flatMap(document -> document.statements().stream());
    }

    private Set<String> instances(Function<Statement, List<String>> patterns, String unnamed) {
        Set<String> instances = new LinkedHashSet<>();
        statements()
                .flatMap(statement -> patterns.apply(statement).stream())
                .forEach(pattern -> instances.addAll(instances(pattern)));
        instances.add(unnamed);
        return instances;
    }

    /** A pattern with something for its wildcards. */
    private static Set<String> instances(String pattern) {
        Set<String> instances = new LinkedHashSet<>();
        for (String unnamed : UNNAMED) {
            ANY_ONE.forEach(one -> instances.add(pattern.replace("*", unnamed).replace("?", one)));
        }
        return instances;
    }

    /** Every request that the conditions of either side may tell apart. */
    private List<Map<String, List<String>>> contexts() {
        Map<String, List<Condition>> byKey = new LinkedHashMap<>();
        statements()
                .flatMap(statement -> statement.conditions().stream())
                .forEach(condition -> byKey.computeIfAbsent(condition.key(), key -> new ArrayList<>())
                        .add(condition));
        Map<String, Set<List<String>>> candidates = new LinkedHashMap<>();
        byKey.forEach((key, conditions) -> candidates.put(key, candidates(key, conditions)));
        List<Map<String, List<String>>> contexts = List.of(Map.of());
        for (Map.Entry<String, Set<List<String>>> key : candidates.entrySet()) {
            List<Map<String, List<String>>> more = new ArrayList<>();
            for (Map<String, List<String>> context : contexts) {
                for (List<String> values : key.getValue()) {
                    Map<String, List<String>> with = new LinkedHashMap<>(context);
                    with.put(key.getKey(), values);
                    more.add(with);
                }
                if (more.size() > MOST) {
                    throw new TooMany();
                }
            }
            contexts = more;
        }
        return contexts;
    }

    /** The values of a key that a request may have: none, a condition's value, another value, and several of them. */
    private static Set<List<String>> candidates(String key, List<Condition> conditions) {
        if (key.equals(ConditionKeys.SECURE_TRANSPORT)) {
            return Set.of(List.of("true"), List.of("false"));
        }
        Set<String> all = new LinkedHashSet<>();
        for (Condition condition : conditions) {
            condition.values().forEach(value -> all.addAll(instances(value)));
            all.addAll(condition.operator().startsWith("Bool") ? List.of("true", "false") : condition.values());
        }
        all.remove("");
        Set<List<String>> candidates = new LinkedHashSet<>(List.of(List.of(), List.of(UNNAMED_VALUE)));
        all.forEach(value -> candidates.add(List.of(value)));
        if (conditions.stream().allMatch(Condition::takesSeveral)) {
            candidates.add(List.copyOf(all));
            all.forEach(value -> candidates.add(List.of(value, UNNAMED_VALUE)));
        }
        return candidates;
    }
}
