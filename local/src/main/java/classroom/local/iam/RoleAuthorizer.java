package classroom.local.iam;

import classroom.local.gateway.AwsError;
import classroom.template.policy.Decision;
import classroom.template.policy.Evaluator;
import classroom.template.policy.PolicyDocument;
import classroom.template.policy.Question;
import classroom.template.policy.UnreadableRequest;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Decides by the policies of the caller's role, as {@link Roles} has them at that moment, and by the policy that stands
 * on the resource. The teacher, who has no role, may do everything.
 *
 * <p>Every decision on a role is counted in {@link #uses()}.
 */
public final class RoleAuthorizer implements Authorizer {
    private final Roles roles;
    private final Uses uses = new Uses();
    private final Map<String, Compiled> compiled = new ConcurrentHashMap<>();
    private final Map<String, CompiledResource> compiledResources = new ConcurrentHashMap<>();

    /** A role's policies, parsed; stale as soon as {@link Roles} holds another {@link Role} of that name. */
    private record Compiled(Role role, Evaluator evaluator) {}

    private record CompiledResource(JsonNode document, List<PolicyDocument> policies) {}

    public RoleAuthorizer(Roles roles) {
        this.roles = roles;
    }

    /** What was asked of each role since the class started. */
    public Uses uses() {
        return uses;
    }

    @Override
    public void check(Identity identity, Question question) {
        if (identity.isAdministrator()) {
            return;
        }
        Decision decision = decide(identity.role(), identity.arn(), question);
        uses.count(identity.role(), question.action(), question.resource(), decision.isAllowed());
        if (!decision.isAllowed()) {
            throw new AwsError(400, "AccessDeniedException", decision.refusal(identity.arn()));
        }
    }

    /**
     * What the policies say of a role's request, without counting it.
     *
     * @param arn the ARN of the role's session, by which a resource's policy may name it
     */
    public Decision decide(String role, String arn, Question question) {
        try {
            return evaluator(role)
                    .decide(question, Set.of(arn, Roles.arn(role)), resourcePolicies(question.resource()));
        } catch (UnreadableRequest e) {
            throw new AwsError(400, "ValidationException", e.getMessage());
        }
    }

    private Evaluator evaluator(String name) {
        Role role = roles.find(name).orElse(null);
        Compiled known = compiled.get(name);
        if (known == null || known.role() != role) {
            known = new Compiled(role, new Evaluator(role == null ? List.of() : role.documents()));
            compiled.put(name, known);
        }
        return known.evaluator();
    }

    private List<PolicyDocument> resourcePolicies(String arn) {
        JsonNode document = roles.resourcePolicy(arn).orElse(null);
        if (document == null) {
            return List.of();
        }
        CompiledResource known = compiledResources.get(arn);
        if (known == null || known.document() != document) {
            known = new CompiledResource(document, List.of(Roles.parseResourcePolicy(arn, document)));
            compiledResources.put(arn, known);
        }
        return known.policies();
    }
}
