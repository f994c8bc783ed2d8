package classroom.cloud.cloudformation.providers;

import classroom.cloud.cloudformation.engine.Properties;
import classroom.cloud.cloudformation.engine.Provider;
import classroom.cloud.cloudformation.engine.Reading;
import classroom.cloud.cloudformation.engine.ResourceException;
import classroom.cloud.cloudformation.engine.Support;
import classroom.cloud.iam.Role;
import classroom.cloud.iam.Roles;
import classroom.cloud.identity.Identity;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * {@code AWS::IAM::Role}: its trust policy and inline policies go to {@link Roles}, which decides from them.
 *
 * <p>The local class does not have managed policies and permissions boundaries. If they were ignored, they would make
 * the role wider or narrower here than on AWS, so such a role is refused; but not those of the CDK's bootstrap, whose
 * policies are not read.
 */
final class RoleProvider implements Provider {
    private static final Support SUPPORT = new Support()
            .carriesReplacing("RoleName", "Path")
            .carries("AssumeRolePolicyDocument", "Description", "MaxSessionDuration", "Tags")
            .carries("Policies.PolicyName", "Policies.PolicyDocument");

    /** Properties that a role may not have, each with what to write instead. */
    private static final Map<String, String> ELSEWHERE = Map.of(
            "ManagedPolicyArns", "write what they allow into Policies",
            "PermissionsBoundary", "write the rights that it withholds into Policies, as a Deny");

    /** IAM API Reference, CreateRole. */
    private static final Pattern NAME = Pattern.compile("[\\w+=,.@-]{1,64}");

    private static final Pattern PATH = Pattern.compile("/|/[\\u0021-\\u007E]{1,510}/");
    private static final Pattern DESCRIPTION = Pattern.compile("[\\s\\S]{0,1000}");

    /** IAM API Reference, PutRolePolicy. */
    private static final Pattern POLICY_NAME = Pattern.compile("[\\w+=,.@-]{1,128}");

    /** IAM User Guide, "IAM and AWS STS quotas": of all inline policies of a role, white space not counted. */
    private static final int LONGEST_POLICIES = 10_240;

    private static final Duration SHORTEST = Duration.ofHours(1);
    private static final Duration LONGEST = Duration.ofHours(12);

    private final Roles roles;

    RoleProvider(Roles roles) {
        this.roles = roles;
    }

    @Override
    public String type() {
        return "AWS::IAM::Role";
    }

    @Override
    public Support support() {
        return SUPPORT;
    }

    @Override
    public Optional<String> nameProperty() {
        return Optional.of("RoleName");
    }

    @Override
    public Physical create(Desired desired) {
        String name = desired.nameFrom("RoleName");
        if (roles.named(name).isPresent()) {
            throw new ResourceException("Role with name " + name + " already exists.");
        }
        String path = desired.properties().text("Path").orElse("/");
        matching(NAME, "roleName", name);
        matching(PATH, "path", path);
        return put(Role.arn(path + name), desired, Map.of());
    }

    @Override
    public Physical update(Desired desired, Physical current, Properties before) {
        Map<String, JsonNode> attached = new LinkedHashMap<>(
                roles.named(current.id()).map(Role::policies).orElse(Map.of()));
        before.each("Policies").forEach(policy -> attached.remove(policy.required("PolicyName")));
        return put(current.attributes().get("Arn"), desired, attached);
    }

    @Override
    public Reading read(Physical current, Properties properties) {
        Role role = roles.named(current.id()).orElse(null);
        if (role == null) {
            return Reading.GONE;
        }
        // The others are those of AWS::IAM::Policy.
        List<Map<String, Object>> policies = properties.each("Policies").stream()
                .map(policy -> policy.required("PolicyName"))
                .filter(role.policies()::containsKey)
                .map(name -> Map.<String, Object>of(
                        "PolicyName", name, "PolicyDocument", role.policies().get(name)))
                .toList();
        return Reading.found()
                .with("RoleName", role.name())
                .with("Path", role.path())
                .with("AssumeRolePolicyDocument", role.trust())
                .with("MaxSessionDuration", role.longestSession().toSeconds())
                .with("Policies", policies)
                .withTags(role.tags());
    }

    @Override
    public void delete(Physical current, Properties properties) {
        roles.delete(current.id());
    }

    /** Attached policies are those of {@code AWS::IAM::Policy} resources; they stay when the role changes. */
    private Physical put(String arn, Desired desired, Map<String, JsonNode> attached) {
        Properties properties = desired.properties();
        matching(DESCRIPTION, "description", properties.text("Description").orElse(""));
        Map<String, JsonNode> policies = new LinkedHashMap<>(attached);
        properties
                .each("Policies")
                .forEach(policy -> policies.put(
                        policy.required("PolicyName"), policy.json().path("PolicyDocument")));
        Duration session = Duration.ofSeconds(properties.number("MaxSessionDuration", SHORTEST.toSeconds()));
        if (session.compareTo(SHORTEST) < 0 || session.compareTo(LONGEST) > 0) {
            throw invalid(
                    "maxSessionDuration",
                    Long.toString(session.toSeconds()),
                    "have value between " + SHORTEST.toSeconds() + " and " + LONGEST.toSeconds());
        }
        Role role =
                new Role(arn, properties.json().path("AssumeRolePolicyDocument"), policies, desired.tags(), session);
        role.checkTrust();
        checkPolicies(role);
        ELSEWHERE.forEach((property, instead) -> {
            if (properties.has(property) && !role.isOfBootstrap()) {
                throw new ResourceException("the class cannot carry out " + property
                        + " of a role, and without it the role could do other things than on AWS: " + instead);
            }
        });
        roles.put(role);
        return new Physical(role.name(), Map.of("Arn", arn, "RoleId", Identity.roleId(role.name())));
    }

    /** IAM's rules for the inline policies of a role together; each document has its own rules. */
    static void checkPolicies(Role role) {
        role.policies().keySet().forEach(policy -> matching(POLICY_NAME, "policyName", policy));
        int length = role.policies().values().stream()
                .mapToInt(policy -> policy.toString().length())
                .sum();
        if (length > LONGEST_POLICIES && !role.isOfBootstrap()) {
            throw new ResourceException(
                    "Maximum policy size of " + LONGEST_POLICIES + " bytes exceeded for role " + role.name());
        }
    }

    private static void matching(Pattern pattern, String member, String value) {
        if (!pattern.matcher(value).matches()) {
            throw invalid(member, value, "satisfy regular expression pattern: " + pattern);
        }
    }

    private static ResourceException invalid(String member, String value, String constraint) {
        return new ResourceException("1 validation error detected: Value '" + value + "' at '" + member
                + "' failed to satisfy constraint: Member must " + constraint);
    }
}
