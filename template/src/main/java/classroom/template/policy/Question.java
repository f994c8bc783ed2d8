package classroom.template.policy;

import java.util.List;
import java.util.Map;

/**
 * A question to IAM: is this allowed?
 *
 * @param action such as {@code dynamodb:PutItem}
 * @param resource an ARN, or {@code *} for an action without a resource
 * @param context the values of each condition key that the request has, spelled as in {@link ConditionKeys}; may be
 *     computed only when a condition needs it, and then throw {@link UnreadableRequest}
 */
public record Question(String action, String resource, Map<String, List<String>> context) {

    /**
     * A refusal without a reason, in AWS's words.
     *
     * @param caller the caller's ARN
     */
    public String refusal(String caller) {
        return "User: " + caller + " is not authorized to perform: " + action + " on resource: " + resource;
    }
}
