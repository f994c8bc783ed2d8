package classroom.template.policy;

import classroom.template.policy.Decision.Outcome;
import classroom.template.policy.Statement.Effect;
import java.util.List;
import java.util.Locale;
import java.util.Set;

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
     * Decides by the role's policies alone.
     *
     * @throws UnreadableRequest a condition asks for what cannot be told of the request
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
        Statement allowing = null;
        for (PolicyDocument policy : identityPolicies) {
            for (Statement statement : policy.statements()) {
                if (mayDecide(statement, allowing) && statement.covers(question, action)) {
                    if (statement.effect() == Effect.DENY) {
                        return decision(Outcome.EXPLICIT_DENY, question, statement);
                    }
                    allowing = statement;
                }
            }
        }
        for (PolicyDocument policy : resourcePolicies) {
            for (Statement statement : policy.statements()) {
                if (mayDecide(statement, allowing) && statement.names(caller) && statement.covers(question, action)) {
                    if (statement.effect() == Effect.DENY) {
                        return decision(Outcome.EXPLICIT_DENY_OF_RESOURCE, question, statement);
                    }
                    allowing = statement;
                }
            }
        }
        return decision(allowing == null ? Outcome.IMPLICIT_DENY : Outcome.ALLOW, question, allowing);
    }

    private Decision decision(Outcome outcome, Question question, Statement statement) {
        return new Decision(outcome, question, statement, identityPolicies);
    }

    /** Once one statement allows, only a deny can change the outcome. */
    private static boolean mayDecide(Statement statement, Statement allowing) {
        return allowing == null || statement.effect() == Effect.DENY;
    }
}
