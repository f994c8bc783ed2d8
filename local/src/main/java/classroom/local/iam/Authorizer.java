package classroom.local.iam;

import java.util.List;
import java.util.Map;

/**
 * Decides whether an identity may perform an action on a resource, and records what was used.
 *
 * <p>One decision for every part of the class: the DynamoDB gateway, the stream pollers, the on-failure queue and the
 * function logs all ask here.
 */
public interface Authorizer {

    /**
     * One question to IAM.
     *
     * @param action such as {@code dynamodb:PutItem}
     * @param resource the full ARN, with the class's region
     * @param context the values of each condition key of the request, such as {@code dynamodb:LeadingKeys}
     */
    record Request(String action, String resource, Map<String, List<String>> context) {}

    /**
     * Returns if the identity may do it, and counts the use.
     *
     * @throws classroom.local.gateway.AwsError {@code AccessDeniedException} in IAM's words otherwise
     */
    void check(Identity identity, Request request);
}
