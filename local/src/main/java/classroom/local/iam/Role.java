package classroom.local.iam;

import classroom.template.policy.MalformedPolicyDocument;
import classroom.template.policy.PolicyDocument;
import classroom.template.policy.UnsupportedPolicyElement;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * A role as the template states it.
 *
 * @param name its name, which is what an {@link Identity} of it refers to
 * @param trust the policy document that says who may assume it
 * @param policies its policy documents by policy name
 */
public record Role(String name, JsonNode trust, Map<String, JsonNode> policies, Map<String, String> tags) {

    private static final String LAMBDA = "lambda.amazonaws.com";

    /** Whether it is the execution role of functions: Lambda may assume it. */
    public boolean isForFunctions() {
        for (JsonNode service : trust.findValues("Service")) {
            if (service.asText().equals(LAMBDA)
                    || service.valueStream().anyMatch(each -> each.asText().equals(LAMBDA))) {
                return true;
            }
        }
        return false;
    }

    /**
     * Its policies, parsed.
     *
     * @throws UnsupportedPolicyElement a policy has an element that is not implemented
     * @throws MalformedPolicyDocument a policy is none
     */
    public List<PolicyDocument> documents() {
        return policies.entrySet().stream()
                .map(policy -> PolicyDocument.parse(policy.getKey(), policy.getValue()))
                .toList();
    }

    /** The same role with other policies. */
    public Role with(Map<String, JsonNode> others) {
        return new Role(name, trust, others, tags);
    }
}
