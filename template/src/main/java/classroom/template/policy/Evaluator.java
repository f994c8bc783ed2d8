package classroom.template.policy;

import classroom.template.policy.Decision.Outcome;
import classroom.template.policy.Statement.Effect;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Decides as IAM does within one account (IAM User Guide, "Policy evaluation logic"): "By default, all requests are
 * implicitly denied […]. An explicit allow in an identity-based or resource-based policy overrides this default. […] An
 * explicit deny in any policy overrides any allows." The class has no permissions boundary, session policy or
 * organization.
 *
 * <p>Pure and immutable: any thread, any number of questions.
 */
public final class Evaluator {
    private final List<PolicyDocument> identityPolicies;

    /** An evaluator of the policies of one role. */
    public Evaluator(List<PolicyDocument> identityPolicies) {
        this.identityPolicies = List.copyOf(identityPolicies);
    }

    /** The policies it evaluates. */
    public List<PolicyDocument> identityPolicies() {
        return identityPolicies;
    }

    /**
     * Decides only by the role's policies.
     *
     * @throws UnreadableRequest if a condition needs a value that is unclear for the request
     */
    public Decision decide(Question question) {
        return decide(question, Set.of(), List.of());
    }

    /**
     * Decides by the role's policies together with those of the resource.
     *
     * @param caller the ARNs by which a resource policy may name the caller: its role's and its session's
     * @param resourcePolicies the policies of the resource in question
     */
    public Decision decide(Question question, Set<String> caller, List<PolicyDocument> resourcePolicies) {
        String action = question.action().toLowerCase(Locale.ROOT);
        Decision decision = new Decision(Outcome.IMPLICIT_DENY, question, null, identityPolicies);
        for (PolicyDocument policy : identityPolicies) {
            for (Statement statement : policy.statements()) {
                decision = after(decision, statement, action, Outcome.EXPLICIT_DENY);
                if (isDenied(decision)) {
                    return decision;
                }
            }
        }
        for (PolicyDocument policy : resourcePolicies) {
            for (Statement statement : policy.statements()) {
                if (statement.names(caller)) {
                    decision = after(decision, statement, action, Outcome.EXPLICIT_DENY_OF_RESOURCE);
                    if (isDenied(decision)) {
                        return decision;
                    }
                }
            }
        }
        return decision;
    }

    /** The condition keys that statements about this question ask for, and that the request does not have. */
    public Set<String> missing(Question question) {
        String action = question.action().toLowerCase(Locale.ROOT);
        return identityPolicies.stream()
                .flatMap(policy -> policy.statements().stream())
                .filter(statement -> statement.isConditional(question, action))
                .flatMap(statement -> statement.conditions().stream())
                .filter(condition -> condition.isAbsent(question.context()))
                .map(Condition::key)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Decision after(Decision before, Statement statement, String action, Outcome denial) {
        // Once one statement allows, only a deny can change the outcome.
        if (before.isAllowed() && statement.effect() == Effect.ALLOW) {
            return before;
        }
        try {
            if (!statement.covers(before.question(), action)) {
                if (statement.effect() == Effect.ALLOW && statement.isConditional(before.question(), action)) {
                    before.almost(statement);
                }
                return before;
            }
        } catch (UnclearRequest e) {
            return new Decision(Outcome.UNCLEAR, before.question(), statement, identityPolicies)
                    .because(e.getMessage());
        }
        return new Decision(
                statement.effect() == Effect.DENY ? denial : Outcome.ALLOW,
                before.question(),
                statement,
                identityPolicies);
    }

    private static boolean isDenied(Decision decision) {
        return decision.statement()
                .filter(statement -> statement.effect() == Effect.DENY)
                .isPresent();
    }
}
