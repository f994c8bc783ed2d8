package classroom.cloud.iam;

import classroom.cloud.gateway.AwsError;
import classroom.cloud.identity.Identities;
import classroom.cloud.identity.Identity;
import classroom.template.policy.Decision;
import classroom.template.policy.MalformedPolicyDocument;
import classroom.template.policy.Question;
import classroom.template.policy.UnreadableRequest;
import classroom.template.policy.UnsupportedPolicyElement;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Decides by the policies of the caller's role, as {@link Roles} has them at that moment, and by the policy that stands
 * on the resource. An administrator may do everything.
 *
 * <p>Every decision on a role is counted in {@link #uses()}, unless the request {@linkplain Identity#isCounted leaves
 * no trace}.
 */
public final class RoleAuthorizer implements Authorizer {
    private final Roles roles;
    private final Uses uses = new Uses();

    public RoleAuthorizer(Roles roles) {
        this.roles = roles;
    }

    /** What was asked of each role since the class started, by the role's ARN. */
    public Uses uses() {
        return uses;
    }

    @Override
    public void check(Identity identity, Question question) {
        if (identity.isAdministrator()) {
            return;
        }
        Decision decision = decide(identity, question);
        if (identity.isCounted()) {
            count(identity.role(), question, decision);
        }
        if (!decision.isAllowed()) {
            throw new AwsError(400, "AccessDeniedException", decision.refusal(identity.arn()));
        }
    }

    private void count(String role, Question question, Decision decision) {
        if (decision.isAllowed()) {
            uses.allowed(role, question);
        } else {
            uses.refused(role, question, decision.refusingCondition().orElse(null));
        }
    }

    @Override
    public void forget(String resource) {
        roles.deleteResourcePolicy(resource);
    }

    /** What the policies say of the request of a role's session, without counting it. */
    public Decision decide(Identity session, Question question) {
        try {
            return roles.policies(session.role())
                    .decide(question, session.names(), roles.resourcePolicies(question.resource()));
        } catch (UnreadableRequest e) {
            throw new AwsError(400, "ValidationException", e.getMessage());
        }
    }

    /**
     * Returns if the caller may assume a role, and counts the use. The trust policy must name the caller, or name the
     * account, which leaves it to the caller's own policies; a deny in either outweighs both (IAM User Guide, "Policy
     * evaluation for requests within a single account": "IAM role trust policies and KMS key policies are exceptions to
     * this logic, because they must explicitly allow access for principals"). An administrator's own policies allow
     * everything.
     *
     * @throws AwsError {@code AccessDenied} in the words of STS otherwise
     */
    public void checkAssume(Identity caller, Role role, Question question) {
        Optional<Refusal> refusal = refusal(caller, role, question);
        if (!caller.isAdministrator()) {
            refusal.ifPresentOrElse(
                    refused -> uses.refused(caller.role(), question, refused.condition()),
                    () -> uses.allowed(caller.role(), question));
        }
        refusal.ifPresent(refused -> {
            throw new AwsError(403, "AccessDenied", refused.message());
        });
    }

    /**
     * Why a role may not be assumed.
     *
     * @param decision that refused it; {@code null} if the trust policy cannot be read
     */
    private record Refusal(String message, Decision decision) {
        static Optional<Refusal> of(Decision decision, String caller) {
            return Optional.of(new Refusal(decision.refusal(caller), decision));
        }

        /** {@code null} if no condition refused it. */
        String condition() {
            return decision == null ? null : decision.refusingCondition().orElse(null);
        }
    }

    private Optional<Refusal> refusal(Identity caller, Role role, Question question) {
        Set<String> withAccount = new HashSet<>(caller.names());
        withAccount.addAll(Identities.ACCOUNT_PRINCIPALS);
        Decision trusted;
        boolean named;
        try {
            trusted = role.trusts(withAccount, question);
            named = role.trusts(caller.names(), question).isAllowed();
        } catch (UnsupportedPolicyElement | MalformedPolicyDocument e) {
            return Optional.of(new Refusal(
                    question.refusal(caller.arn()) + ": the local class cannot read its trust policy: "
                            + e.getMessage(),
                    null));
        }
        if (trusted.outcome() == Decision.Outcome.EXPLICIT_DENY_OF_RESOURCE) {
            return Refusal.of(trusted, caller.arn());
        }
        boolean limited = !caller.isAdministrator();
        Decision own = decide(caller, question);
        if (limited && own.outcome() == Decision.Outcome.EXPLICIT_DENY) {
            return Refusal.of(own, caller.arn());
        }
        if (!trusted.isAllowed()) {
            return Optional.of(new Refusal(question.refusal(caller.arn()), trusted));
        }
        return limited && !named && !own.isAllowed() ? Refusal.of(own, caller.arn()) : Optional.empty();
    }
}
