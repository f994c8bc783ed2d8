package classroom.local.cloudformation;

import classroom.local.iam.Role;
import classroom.local.iam.Roles;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code AWS::IAM::Policy}: an inline policy of the roles it names. */
final class PolicyProvider implements Provider {
    private static final Support SUPPORT = new Support().carries("PolicyName", "PolicyDocument", "Roles");

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
        JsonNode document = properties.json().path("PolicyDocument");
        for (String name : properties.texts("Roles")) {
            Role role = roles.find(name)
                    .orElseThrow(() -> new ResourceException("The role with name " + name + " cannot be found."));
            Map<String, JsonNode> policies = new LinkedHashMap<>(role.policies());
            policies.put(properties.required("PolicyName"), document);
            roles.put(role.with(policies));
        }
    }

    private void detach(Properties properties) {
        for (String name : properties.texts("Roles")) {
            roles.find(name).ifPresent(role -> {
                Map<String, JsonNode> policies = new LinkedHashMap<>(role.policies());
                policies.remove(properties.required("PolicyName"));
                roles.put(role.with(policies));
            });
        }
    }
}
