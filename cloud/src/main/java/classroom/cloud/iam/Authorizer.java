package classroom.cloud.iam;

import classroom.cloud.identity.Identity;
import classroom.template.policy.ConditionKeys;
import classroom.template.policy.Question;
import java.util.List;
import java.util.Map;

/**
 * Decides whether an identity may perform an action on a resource, and records what was used.
 *
 * <p>One decision for every part of the class: the DynamoDB gateway, the stream pollers, the on-failure queue and the
 * function logs all ask here.
 */
public interface Authorizer {

    /** The condition keys that every request of the class has: it comes over loopback, which counts as secure. */
    Map<String, List<String>> AMBIENT = Map.of(ConditionKeys.SECURE_TRANSPORT, List.of("true"));

    /** The action by which one becomes a role's session. */
    String ASSUME_ROLE = "sts:AssumeRole";

    /** A question about an action that has no condition keys of its own. */
    static Question question(String action, String resource) {
        return new Question(action, resource, AMBIENT);
    }

    /**
     * Returns if the identity may do it, and counts the use if the identity {@linkplain Identity#isCounted is counted}.
     *
     * @throws classroom.cloud.gateway.AwsError {@code AccessDeniedException} in IAM's words otherwise
     */
    void check(Identity identity, Question question);

    /** Says that a resource is gone, and with it the policy that stood on it. */
    default void forget(String resource) {}
}
