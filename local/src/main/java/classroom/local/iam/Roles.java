package classroom.local.iam;

import classroom.template.policy.PolicyDocument;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** The roles of the class with their policies, and the policies that stand on resources; whoever decides reads here. */
public final class Roles {
    private final Map<String, Role> roles = new ConcurrentSkipListMap<>();
    private final Map<String, Instant> created = new ConcurrentHashMap<>();
    private final Map<String, JsonNode> resourcePolicies = new ConcurrentHashMap<>();

    /** The ARN of the role of that name. */
    public static String arn(String name) {
        return "arn:aws:iam::" + Identities.ACCOUNT + ":role/" + name;
    }

    /** The unique id of the role of that name: AROA and 17 letters and digits (IAM User Guide, "Unique identifiers"). */
    public static String id(String name) {
        return String.format("AROA%017X", name.hashCode() & 0xFFFFFFFFL);
    }

    /**
     * Creates or replaces a role. One that functions run with must be understood whole, or the class would enforce
     * something else than its template says.
     *
     * @throws classroom.template.policy.UnsupportedPolicyElement a policy of a function's role has an element that is not
     *     implemented; nothing was changed
     */
    public void put(Role role) {
        if (role.isForFunctions()) {
            role.documents();
        }
        roles.put(role.name(), role);
        created.putIfAbsent(role.name(), Instant.now());
    }

    /** When the role of that name was made; the beginning of time if there is none. */
    public Instant created(String name) {
        return created.getOrDefault(name, Instant.EPOCH);
    }

    /** Forgets a role with its policies. */
    public void delete(String name) {
        roles.remove(name);
        created.remove(name);
    }

    /** The role of that name. */
    public Optional<Role> find(String name) {
        return Optional.ofNullable(roles.get(name));
    }

    /** All roles by name. */
    public List<Role> list() {
        return List.copyOf(roles.values());
    }

    /**
     * Sets the policy that stands on a resource, such as a queue.
     *
     * @throws classroom.template.policy.UnsupportedPolicyElement it has an element that is not implemented; nothing was
     *     changed
     */
    public void putResourcePolicy(String arn, JsonNode document) {
        parseResourcePolicy(arn, document);
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

    static PolicyDocument parseResourcePolicy(String arn, JsonNode document) {
        return PolicyDocument.parse(arn, PolicyDocument.Kind.RESOURCE, document);
    }
}
