package classroom.template.policy;

import classroom.template.policy.Statement.Effect;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The smallest thing that policies grant: one action pattern on one resource pattern, under the conditions of its
 * statement.
 *
 * @param action as the policy writes it
 * @param resource as the policy writes it
 * @param conditions all of which must hold; none for an unconditional grant
 */
public record Grant(String action, String resource, List<Condition> conditions) {

    /**
     * Returns the grants of the allowing statements of these policies, in their order.
     *
     * @throws IllegalArgumentException if a statement allows by {@code NotAction} or {@code NotResource}: its
     *     grants cannot be listed
     */
    public static List<Grant> of(List<PolicyDocument> policies) {
        List<Grant> grants = new ArrayList<>();
        for (PolicyDocument policy : policies) {
            for (Statement statement : policy.statements()) {
                if (statement.effect() == Effect.ALLOW) {
                    if (statement.isNotAction() || statement.isNotResource()) {
                        throw new IllegalArgumentException(statement + " grants everything except what it names");
                    }
                    for (String action : statement.actions()) {
                        for (String resource : statement.resources()) {
                            grants.add(new Grant(action, resource, statement.conditions()));
                        }
                    }
                }
            }
        }
        return grants;
    }

    /** Whether this is the grant that an allowed request of this action on this resource was allowed by. */
    public boolean covers(String action, String resource) {
        return Glob.of(this.action.toLowerCase(Locale.ROOT)).matches(action.toLowerCase(Locale.ROOT))
                && Glob.arn(this.resource).matches(resource);
    }
}
