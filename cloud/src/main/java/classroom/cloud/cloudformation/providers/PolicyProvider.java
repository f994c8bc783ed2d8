package classroom.cloud.cloudformation.providers;

import classroom.cloud.cloudformation.engine.Properties;
import classroom.cloud.cloudformation.engine.ResourceException;
import classroom.cloud.cloudformation.engine.Support;
import classroom.cloud.iam.Role;
import classroom.cloud.iam.Roles;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** {@code AWS::IAM::Policy}: an inline policy of the roles it names. */
final class PolicyProvider extends AttachedPolicyProvider {
    private final Roles roles;

    PolicyProvider(Roles roles) {
        super(
                "AWS::IAM::Policy",
                new Support()
                        .carries("PolicyName", "PolicyDocument", "Roles")
                        // There are no users or groups here whom it could limit.
                        .refuses("Users", "Groups"));
        this.roles = roles;
    }

    @Override
    void attach(Properties properties) {
        if (Stream.of("Groups", "Roles", "Users")
                .allMatch(of -> properties.texts(of).isEmpty())) {
            throw new ResourceException("At least one of [Groups,Roles,Users] must be non-empty.");
        }
        for (String name : properties.texts("Roles")) {
            if (roles.named(name).isEmpty()) {
                throw new ResourceException("The role with name " + name + " cannot be found.");
            }
        }
        JsonNode document = properties.json().path("PolicyDocument");
        for (String name : properties.texts("Roles")) {
            change(name, policies -> policies.put(properties.required("PolicyName"), document));
        }
    }

    @Override
    void detach(Properties properties) {
        for (String name : properties.texts("Roles")) {
            change(name, policies -> policies.remove(properties.required("PolicyName")));
        }
    }

    private void change(String role, Consumer<Map<String, JsonNode>> change) {
        roles.change(role, before -> {
            Map<String, JsonNode> policies = new LinkedHashMap<>(before.policies());
            change.accept(policies);
            Role after = before.with(policies);
            RoleProvider.checkPolicies(after);
            return after;
        });
    }
}
