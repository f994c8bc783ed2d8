package classroom.local.cloudformation;

import classroom.local.iam.Role;
import classroom.local.iam.Roles;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code AWS::IAM::Role}: its trust policy and inline policies go to {@link Roles}, which decides from them.
 *
 * <p>Managed policies and permissions boundaries the class does not have. Left out, they would make a function's role
 * wider or narrower here than on AWS, so such a role is refused; other roles limit nobody here.
 */
final class RoleProvider implements Provider {
    private static final Support SUPPORT = new Support()
            .carriesReplacing("RoleName", "Path")
            .carries("AssumeRolePolicyDocument", "Description", "MaxSessionDuration", "Tags")
            .carries("Policies.PolicyName", "Policies.PolicyDocument");

    /** What a function's role may not have. */
    private static final List<String> ELSEWHERE = List.of("ManagedPolicyArns", "PermissionsBoundary");

    private final Roles roles;
    private final Place place;

    RoleProvider(Roles roles, Place place) {
        this.roles = roles;
        this.place = place;
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
        if (roles.find(name).isPresent()) {
            throw new ResourceException("Role with name " + name + " already exists.");
        }
        put(name, desired, Map.of());
        return physical(name, desired);
    }

    @Override
    public Physical update(Desired desired, Physical current, Properties before) {
        Map<String, JsonNode> attached =
                new LinkedHashMap<>(roles.find(current.id()).map(Role::policies).orElse(Map.of()));
        before.each("Policies").forEach(policy -> attached.remove(policy.required("PolicyName")));
        put(current.id(), desired, attached);
        return physical(current.id(), desired);
    }

    @Override
    public void delete(Physical current, Properties properties) {
        roles.delete(current.id());
    }

    /** Attached policies are those of {@code AWS::IAM::Policy} resources; they stay when the role changes. */
    private void put(String name, Desired desired, Map<String, JsonNode> attached) {
        Map<String, JsonNode> policies = new LinkedHashMap<>(attached);
        desired.properties()
                .each("Policies")
                .forEach(policy -> policies.put(
                        policy.required("PolicyName"), policy.json().path("PolicyDocument")));
        Role role =
                new Role(name, desired.properties().json().path("AssumeRolePolicyDocument"), policies, desired.tags());
        ELSEWHERE.stream()
                .filter(property ->
                        role.isForFunctions() && desired.properties().has(property))
                .findFirst()
                .ifPresent(property -> {
                    throw new ResourceException("the class cannot carry out " + property
                            + " of a function's role, and without it the function could do other things than on AWS");
                });
        roles.put(role);
    }

    private Physical physical(String name, Desired desired) {
        String path = desired.properties().text("Path").orElse("/");
        return new Physical(
                name,
                Map.of("Arn", "arn:aws:iam::" + place.account() + ":role" + path + name, "RoleId", Roles.id(name)));
    }
}
