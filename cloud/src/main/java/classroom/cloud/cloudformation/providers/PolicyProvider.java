package classroom.cloud.cloudformation.providers;

import classroom.cloud.cloudformation.engine.Properties;
import classroom.cloud.cloudformation.engine.Provider;
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
final class PolicyProvider implements Provider {
    private static final Support SUPPORT = new Support()
            .carries("PolicyName", "PolicyDocument", "Roles")
            // There are no users or groups here whom it could limit.
            .refuses("Users", "Groups");

    private final Roles roles;

    PolicyProvider(Roles roles) {
        this.roles = roles;
    }

    @Override
    public String type() {
        return "AWS::IAM::Policy";
    }

    @Override
    public Support support() {
        return SUPPORT;
    }

    @Override
    public Physical create(Desired desired) {
        attach(desired.properties());
        return new Physical(desired.name(), Map.of("Id", desired.name()));
    }

    @Override
    public Physical update(Desired desired, Physical current, Properties before) {
        detach(before);
        attach(desired.properties());
        return current;
    }

    @Override
    public void delete(Physical current, Properties properties) {
        detach(properties);
    }

    private void attach(Properties properties) {
        if (Stream.of("Groups", "Roles", "Users")
                .allMatch(of -> properties.texts(of).isEmpty())) {
            throw new ResourceException("At least one of [Groups,Roles,Users] must be non-empty.");
        }
        JsonNode document = properties.json().path("PolicyDocument");
        for (String name : properties.texts("Roles")) {
            if (roles.named(name).isEmpty()) {
                throw new ResourceException("The role with name " + name + " cannot be found.");
            }
            change(name, policies -> policies.put(properties.required("PolicyName"), document));
        }
    }

    private void detach(Properties properties) {
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
