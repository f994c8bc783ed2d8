package classroom.cloud.iam;

import classroom.cloud.identity.Identities;
import classroom.cloud.identity.Identity;
import classroom.template.policy.Decision;
import classroom.template.policy.Evaluator;
import classroom.template.policy.MalformedPolicyDocument;
import classroom.template.policy.PolicyDocument;
import classroom.template.policy.Question;
import classroom.template.policy.UnsupportedPolicyElement;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A role as the template states it.
 *
 * @param arn its ARN, with its path; what an {@link Identity} of it refers to
 * @param trust the policy document that says who may assume it
 * @param policies its policy documents by policy name
 * @param longestSession how long a session of it may last ({@code MaxSessionDuration})
 */
public record Role(
        String arn, JsonNode trust, Map<String, JsonNode> policies, Map<String, String> tags, Duration longestSession) {

    private static final String ALL = Identities.GLOBAL.arn("iam", "role");

    /** The roles of the CDK's bootstrap template, whatever its qualifier. */
    private static final Pattern OF_BOOTSTRAP =
            Pattern.compile("/cdk-[A-Za-z0-9_-]{1,10}-(deploy|cfn-exec|lookup|file-publishing|image-publishing)-role-"
                    + Identities.ACCOUNT + "-[a-z0-9-]+");

    /** The ARN of a role, by its path and name together, such as {@code /dev/hello}. */
    public static String arn(String pathAndName) {
        return ALL + pathAndName;
    }

    /** Its name, which no other role of the account has, whatever its path. */
    public String name() {
        return arn.substring(arn.lastIndexOf('/') + 1);
    }

    /** Its path, such as {@code /} or {@code /dev/}. */
    public String path() {
        return arn.substring(ALL.length(), arn.lastIndexOf('/') + 1);
    }

    /**
     * Whether it has the name of a role of the CDK's bootstrap stack. Such a role's policies are not read: its sessions
     * may do everything if an administrator assumed them, and nothing else.
     */
    public boolean isOfBootstrap() {
        return OF_BOOTSTRAP.matcher(arn.substring(ALL.length())).matches();
    }

    /** What somebody becomes by assuming it; only an administrator remains one, as a role of the CDK's bootstrap. */
    public Identity assumedBy(Identity caller, String session) {
        Identity limited = Identities.session(arn, session);
        return new Identity("", limited.arn(), limited.role(), caller.isAdministrator() && isOfBootstrap(), true);
    }

    /**
     * Its policies, parsed.
     *
     * @throws UnsupportedPolicyElement a policy has an element that is not implemented
     * @throws MalformedPolicyDocument if a policy is invalid
     */
    public List<PolicyDocument> documents() {
        return policies.entrySet().stream()
                .map(policy -> PolicyDocument.parse(policy.getKey(), policy.getValue()))
                .toList();
    }

    /**
     * What its trust policy alone says of a caller.
     *
     * @param caller by what the policy may name the caller
     * @throws UnsupportedPolicyElement the policy has an element that is not implemented
     * @throws MalformedPolicyDocument if the policy is invalid
     */
    Decision trusts(Set<String> caller, Question question) {
        return new Evaluator(List.of()).decide(question, caller, List.of(trustPolicy()));
    }

    /** Its trust policy, parsed; errors as {@link #documents}. */
    PolicyDocument trustPolicy() {
        return PolicyDocument.parse(name(), PolicyDocument.Kind.TRUST, trust);
    }

    /**
     * Returns if its trust policy is one, if only one that has what is not implemented and so trusts nobody here.
     *
     * @throws MalformedPolicyDocument as IAM says it
     */
    public void checkTrust() {
        try {
            trustPolicy();
        } catch (UnsupportedPolicyElement e) {
            // Whoever asks to become the role is told.
        }
    }

    /** This role with other policies. */
    public Role with(Map<String, JsonNode> others) {
        return new Role(arn, trust, others, tags, longestSession);
    }

    /** This role with another trust policy. */
    Role trusting(JsonNode others) {
        return new Role(arn, others, policies, tags, longestSession);
    }
}
