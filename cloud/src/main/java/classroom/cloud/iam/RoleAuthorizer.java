package classroom.cloud.iam;

import classroom.cloud.gateway.AwsError;
import classroom.cloud.gateway.Live;
import classroom.cloud.identity.Identities;
import classroom.cloud.identity.Identity;
import classroom.template.policy.Decision;
import classroom.template.policy.MalformedPolicyDocument;
import classroom.template.policy.Question;
import classroom.template.policy.UnreadableRequest;
import classroom.template.policy.UnsupportedPolicyElement;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Decides by the policies of the caller's role, as {@link Roles} has them at that moment, and by the policy that stands
 * on the resource. An administrator may do everything.
 *
 * <p>Every decision on a role is counted in {@link #uses()} and told to those who follow the class, as an event of the
 * kind {@code decision}, unless the request {@linkplain Identity#isCounted leaves no trace}.
 */
public final class RoleAuthorizer implements Authorizer {
    private final Roles roles;
    private final Live live;
    private final Uses uses = new Uses();

    /** One whose decisions nobody follows. */
    public RoleAuthorizer(Roles roles) {
        this(roles, new Live());
    }

    public RoleAuthorizer(Roles roles, Live live) {
        this.roles = roles;
        this.live = live;
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
        if (!decision.isAllowed()) {
            refused(identity, question, decision, decision::why);
            throw new AwsError(400, "AccessDeniedException", decision.refusal(identity.arn()));
        }
        allowed(identity, question, decision::why);
    }

    private void allowed(Identity identity, Question question, Supplier<String> why) {
        if (identity.isCounted()) {
            uses.allowed(identity.role(), question);
            tell(identity, question, true, why);
        }
    }

    /** @param decision {@code null} if there was none */
    private void refused(Identity identity, Question question, Decision decision, Supplier<String> why) {
        if (identity.isCounted()) {
            uses.refused(
                    identity.role(),
                    question,
                    decision == null ? null : decision.refusingCondition().orElse(null));
            tell(identity, question, false, why);
        }
    }

    private void tell(Identity identity, Question question, boolean allowed, Supplier<String> why) {
        live.tell(
                "decision",
                () -> JsonNodeFactory.instance
                        .objectNode()
                        .put("caller", identity.arn())
                        .put("role", identity.role())
                        .put("action", question.action())
                        .put("resource", question.resource())
                        .put("allowed", allowed)
                        .put("why", why.get()));
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
                    refused -> refused(caller, question, refused.decision(), refused::message),
                    () -> allowed(
                            caller,
                            question,
                            () -> role.trusts(withAccount(caller), question).why()));
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
    }

    private static Set<String> withAccount(Identity caller) {
        Set<String> names = new HashSet<>(caller.names());
        names.addAll(Identities.ACCOUNT_PRINCIPALS);
        return names;
    }

    private Optional<Refusal> refusal(Identity caller, Role role, Question question) {
        Decision trusted;
        boolean named;
        try {
            trusted = role.trusts(withAccount(caller), question);
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
