package classroom.template.policy;

import classroom.template.policy.Statement.Effect;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

    /** Would have allowed it, if its condition held; {@code null} if there is none. */
    private Statement almost;

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

    /** Names a statement that would allow it if its condition held; the first one counts. */
    void almost(Statement candidate) {
        if (almost == null) {
            almost = candidate;
        }
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

    /**
     * The condition because of which it is refused, in one sentence for a person: its key and operator, the values in
     * the policy and those in the request; empty if it is allowed, or refused whatever the conditions say.
     */
    public Optional<String> refusingCondition() {
        return switch (outcome) {
            case IMPLICIT_DENY -> Optional.ofNullable(almost).map(this::unmet);
            case EXPLICIT_DENY, EXPLICIT_DENY_OF_RESOURCE ->
                statement.conditions().isEmpty()
                        ? Optional.empty()
                        : Optional.of(statement + " denies it, and its condition holds: "
                                + compared(statement.conditions().stream()));
            case UNCLEAR -> Optional.of(statement + " cannot be decided: " + reason);
            case ALLOW -> Optional.empty();
        };
    }

    /** Why, in one sentence for a person. */
    public String explain() {
        String what = question.action() + " on " + question.resource();
        return switch (outcome) {
            case ALLOW -> what + " is allowed by " + why() + ".";
            case EXPLICIT_DENY, EXPLICIT_DENY_OF_RESOURCE -> what + " is denied by " + why() + ".";
            case UNCLEAR -> what + " is refused, for " + why() + ".";
            case IMPLICIT_DENY -> what + " is denied because " + why() + ".";
        };
    }

    /** The statement or the condition that decided, as {@link #explain} names it after what was asked. */
    public String why() {
        return switch (outcome) {
            case ALLOW -> statement + condition();
            case EXPLICIT_DENY, EXPLICIT_DENY_OF_RESOURCE ->
                statement + condition() + ", and an explicit deny outweighs every allow";
            case UNCLEAR -> statement + " cannot be decided: " + reason;
            case IMPLICIT_DENY -> "no statement allows it: " + nearest();
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
        if (almost != null) {
            return unmet(almost);
        }
        String action = question.action().toLowerCase(Locale.ROOT);
        Statement elsewhere = null;
        for (PolicyDocument policy : identityPolicies) {
            for (Statement candidate : policy.statements()) {
                if (elsewhere == null && candidate.effect() == Effect.ALLOW && candidate.coversAction(action)) {
                    elsewhere = candidate;
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

    private String unmet(Statement candidate) {
        return candidate + " would, but its condition does not hold: "
                + compared(candidate.failing(question.context()));
    }

    /** Conditions, each with what the request has. */
    private String compared(Stream<Condition> conditions) {
        return conditions
                .map(condition -> condition
                        + (condition.isAbsent(question.context())
                                ? ", which is not in the request"
                                : ", and the request has " + question.context().get(condition.key())))
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
