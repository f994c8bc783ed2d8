package classroom.local.iam;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** The roles of the class with their policies, and the policies that stand on resources; whoever decides reads here. */
public final class Roles {
    private final Map<String, Role> roles = new ConcurrentSkipListMap<>();
    private final Map<String, JsonNode> resourcePolicies = new ConcurrentHashMap<>();

    /** Creates or replaces a role. */
    public void put(Role role) {
        roles.put(role.name(), role);
    }

    /** Forgets a role with its policies. */
    public void delete(String name) {
        roles.remove(name);
    }

    /** The role of that name. */
    public Optional<Role> find(String name) {
        return Optional.ofNullable(roles.get(name));
    }

    /** All roles by name. */
    public List<Role> list() {
        return List.copyOf(roles.values());
    }

    /** Sets the policy that stands on a resource, such as a queue. */
    public void putResourcePolicy(String arn, JsonNode document) {
        resourcePolicies.put(arn, document);
    }

    /** Takes the policy off a resource. */
    public void deleteResourcePolicy(String arn) {
        resourcePolicies.remove(arn);
    }

    /** The policy that stands on a resource. */
    public Optional<JsonNode> resourcePolicy(String arn) {
        return Optional.ofNullable(resourcePolicies.get(arn));
    }
}
