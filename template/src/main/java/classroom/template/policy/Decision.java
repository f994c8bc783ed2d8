package classroom.template.policy;

import classroom.template.policy.Statement.Effect;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What an {@link Evaluator} decided, by which statement and why. */
public final class Decision {

    /** How it was decided. */
    public enum Outcome {
        ALLOW,
        /** No statement allows it. */
        IMPLICIT_DENY,
        /** A statement of the role's policies denies it. */
        EXPLICIT_DENY,
        /** A statement of the resource's policy denies it. */
        EXPLICIT_DENY_OF_RESOURCE,
        /** It is unclear whether a statement allows or denies it, and no other statement allows it. */
        UNCLEAR
    }

    private final Outcome outcome;
    private final Question question;
    private final Statement statement;
    private final List<PolicyDocument> identityPolicies;
    private String reason;

    Decision(Outcome outcome, Question question, Statement statement, List<PolicyDocument> identityPolicies) {
        this.outcome = outcome;
        this.question = question;
        this.statement = statement;
        this.identityPolicies = identityPolicies;
    }

    /** Says why it is unclear. */
    Decision because(String why) {
        reason = why;
        return this;
    }

    /** How it was decided. */
    public Outcome outcome() {
        return outcome;
    }

    /** Whether it may be done. */
    public boolean isAllowed() {
        return outcome == Outcome.ALLOW;
    }

    /** The question. */
    public Question question() {
        return question;
    }

    /** The statement that decided, or that is unclear; empty for an implicit deny. */
    public Optional<Statement> statement() {
        return Optional.ofNullable(statement);
    }

    /**
     * The refusal in AWS's words (IAM User Guide, "Troubleshoot access denied error messages").
     *
     * @param caller the caller's ARN
     */
    public String refusal(String caller) {
        String what = question.refusal(caller);
        return switch (outcome) {
            case IMPLICIT_DENY ->
                what + " because no identity-based policy allows the " + question.action() + " action";
            case UNCLEAR -> what + " because " + reason;
            case EXPLICIT_DENY -> what + " with an explicit deny in an identity-based policy";
            case EXPLICIT_DENY_OF_RESOURCE -> what + " with an explicit deny in a resource-based policy";
            case ALLOW -> throw new IllegalStateException(question + " is allowed");
        };
    }

    /** Why, in one sentence for a person. */
    public String explain() {
        String what = question.action() + " on " + question.resource();
        return switch (outcome) {
            case ALLOW -> what + " is allowed by " + statement + condition() + ".";
            case EXPLICIT_DENY, EXPLICIT_DENY_OF_RESOURCE ->
                what + " is denied by " + statement + condition() + ", and an explicit deny outweighs every allow.";
            case UNCLEAR -> what + " is refused, for " + statement + " cannot be decided: " + reason + ".";
            case IMPLICIT_DENY -> what + " is denied because no statement allows it: " + nearest() + ".";
        };
    }

    private String condition() {
        if (statement.conditions().isEmpty()) {
            return "";
        }
        return ", whose condition holds: " + join(statement.conditions());
    }

    /** The statement that is the least short of allowing it, and by how much. */
    private String nearest() {
        String action = question.action().toLowerCase(Locale.ROOT);
        Statement elsewhere = null;
        for (PolicyDocument policy : identityPolicies) {
            for (Statement candidate : policy.statements()) {
                if (candidate.effect() == Effect.ALLOW && candidate.coversAction(action)) {
                    if (candidate.coversResource(question.resource())) {
                        return candidate + " would, but its condition does not hold: " + lacking(candidate);
                    }
                    elsewhere = elsewhere == null ? candidate : elsewhere;
                }
            }
        }
        if (elsewhere == null) {
            return identityPolicies.isEmpty() ? "the role has no policies" : "none names the action";
        }
        return elsewhere + " allows the action only on "
                + (elsewhere.isNotResource() ? "other resources than " : "")
                + String.join(", ", elsewhere.resources());
    }

    private String lacking(Statement candidate) {
        return candidate
                .failing(question.context())
                .map(condition -> condition + ", and the request has "
                        + question.context().getOrDefault(condition.key(), List.of()))
                .collect(Collectors.joining("; "));
    }

    private static String join(List<Condition> conditions) {
        return conditions.stream().map(Condition::toString).collect(Collectors.joining("; "));
    }

    @Override
    public String toString() {
        return explain();
    }
}
