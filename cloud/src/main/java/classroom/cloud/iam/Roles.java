package classroom.cloud.iam;

import classroom.cloud.gateway.AwsError;
import classroom.cloud.identity.Identities;
import classroom.cloud.identity.Identity;
import classroom.template.policy.Evaluator;
import classroom.template.policy.MalformedPolicyDocument;
import classroom.template.policy.PolicyDocument;
import classroom.template.policy.UnsupportedPolicyElement;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** The roles of the class with their policies, and the policies that stand on resources; whoever decides reads here. */
public final class Roles {
    private static final String LAMBDA = "lambda.amazonaws.com";

    private static final Evaluator NOTHING = new Evaluator(List.of());

    private final Map<String, Held> byName = new ConcurrentSkipListMap<>();
    private final Map<String, Standing> resourcePolicies = new ConcurrentHashMap<>();
    private volatile Consumer<Role> whenDeleted = role -> {};

    /** A role with its policies, parsed, and when it was made. */
    private record Held(Role role, Evaluator policies, Instant created) {
        static Held of(Role role, Instant created) {
            return new Held(role, role.isOfBootstrap() ? NOTHING : new Evaluator(role.documents()), created);
        }
    }

    /** A resource's policy, as it was given and parsed. */
    private record Standing(JsonNode document, PolicyDocument policy) {}

    /** Has this told of every role that is deleted: one, the latest. */
    public void onDelete(Consumer<Role> listener) {
        whenDeleted = listener;
    }

    /**
     * Creates or replaces a role. Its policies must be understood whole, or the class would enforce something else than
     * its template says. A trust policy that is not understood trusts nobody.
     *
     * @throws UnsupportedPolicyElement a policy has an element that is not implemented; nothing was changed
     * @throws AwsError {@code MalformedPolicyDocument} if its trust policy names a role or user that is not there;
     *     nothing was changed
     */
    public synchronized void put(Role role) {
        Held held = Held.of(role, find(role.arn()).isPresent() ? created(role.name()) : Instant.now());
        readable(role).ifPresent(this::checkPrincipals);
        byName.put(role.name(), held);
    }

    private static Optional<PolicyDocument> readable(Role role) {
        try {
            return Optional.of(role.trustPolicy());
        } catch (UnsupportedPolicyElement | MalformedPolicyDocument e) {
            return Optional.empty();
        }
    }

    /**
     * Changes the role of that name, if there is one; two changes at once leave both.
     *
     * @throws UnsupportedPolicyElement a policy has an element that is not implemented; nothing was changed
     */
    public synchronized void change(String name, UnaryOperator<Role> change) {
        byName.computeIfPresent(name, (any, held) -> Held.of(change.apply(held.role()), held.created()));
    }

    /** When the role of that name was made; the beginning of time if there is none. */
    public Instant created(String name) {
        return Optional.ofNullable(byName.get(name)).map(Held::created).orElse(Instant.EPOCH);
    }

    /**
     * Forgets a role with its policies. Policies that name it name nobody from then on, not even a role that gets its
     * name (IAM User Guide, "AWS JSON policy elements: Principal": the ARN of a role "transforms to the role's unique
     * principal ID when you save the policy").
     */
    public synchronized void delete(String name) {
        Held gone = byName.remove(name);
        if (gone == null) {
            return;
        }
        String arn = gone.role().arn();
        byName.replaceAll((any, held) -> new Held(
                held.role().trusting(replaced(held.role().trust(), arn, Identity.roleId(name))),
                held.policies(),
                held.created()));
        resourcePolicies.replaceAll((resource, standing) -> {
            JsonNode document = replaced(standing.document(), arn, Identity.roleId(name));
            return new Standing(document, parse(resource, document));
        });
        whenDeleted.accept(gone.role());
    }

    private static JsonNode replaced(JsonNode node, String text, String other) {
        if (node.isObject()) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            node.properties().forEach(entry -> object.set(entry.getKey(), replaced(entry.getValue(), text, other)));
            return object;
        }
        if (node.isArray()) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            node.forEach(element -> array.add(replaced(element, text, other)));
            return array;
        }
        return node.asText().equals(text) ? TextNode.valueOf(other) : node;
    }

    /** The role of that ARN; a role of the same name with another path is another one. */
    public Optional<Role> find(String arn) {
        return named(arn.substring(arn.lastIndexOf('/') + 1))
                .filter(role -> role.arn().equals(arn));
    }

    /** The role of that name, whatever its path. */
    public Optional<Role> named(String name) {
        return Optional.ofNullable(byName.get(name)).map(Held::role);
    }

    /** All roles by name. */
    public List<Role> list() {
        return byName.values().stream().map(Held::role).toList();
    }

    /** What decides by the policies of the role of that ARN; of a role that is not there, by none. */
    Evaluator policies(String arn) {
        Held held = byName.get(arn.substring(arn.lastIndexOf('/') + 1));
        return held == null || !held.role().arn().equals(arn) ? NOTHING : held.policies();
    }

    /**
     * Why a service may not assume the role of that ARN, by its trust policy; empty if it may.
     *
     * @param service its principal, such as {@code lambda.amazonaws.com}
     */
    public Optional<String> whyNotFor(String service, String arn) {
        Role role = find(arn).orElse(null);
        if (role == null) {
            return Optional.of("There is no role " + arn + ".");
        }
        try {
            return role.trusts(Set.of(service), Authorizer.question(Authorizer.ASSUME_ROLE, arn))
                            .isAllowed()
                    ? Optional.empty()
                    : Optional.of("The trust policy of " + arn + " does not allow " + Authorizer.ASSUME_ROLE + " to "
                            + service + ".");
        } catch (UnsupportedPolicyElement | MalformedPolicyDocument e) {
            return Optional.of("The local class cannot read the trust policy of " + arn + ": " + e.getMessage());
        }
    }

    /**
     * Returns if functions may run with the role of that ARN.
     *
     * @throws AwsError {@code AccessDeniedException} in Lambda's words, and why
     */
    public void checkLambda(String arn) {
        whyNotFor(LAMBDA, arn).ifPresent(why -> {
            throw new AwsError(
                    403,
                    "AccessDeniedException",
                    "The role defined for the function cannot be assumed by Lambda. " + why);
        });
    }

    /**
     * Sets the policy that stands on a resource, such as a queue.
     *
     * @throws UnsupportedPolicyElement it has an element that is not implemented; nothing was changed
     * @throws AwsError {@code MalformedPolicyDocument} if it names a role or user that is not there; nothing was
     *     changed
     */
    public synchronized void putResourcePolicy(String arn, JsonNode document) {
        PolicyDocument policy = parse(arn, document);
        checkPrincipals(policy);
        resourcePolicies.put(arn, new Standing(document, policy));
    }

    /** Takes the policy off a resource. */
    public synchronized void deleteResourcePolicy(String arn) {
        resourcePolicies.remove(arn);
    }

    /** The policy that stands on a resource; on an object of S3 stands that of its bucket. */
    List<PolicyDocument> resourcePolicies(String arn) {
        int object = arn.indexOf('/');
        Standing standing = resourcePolicies.get(object < 0 ? arn : arn.substring(0, object));
        return standing == null ? List.of() : List.of(standing.policy());
    }

    private static PolicyDocument parse(String arn, JsonNode document) {
        return PolicyDocument.parse(arn, PolicyDocument.Kind.RESOURCE, document);
    }

    /** Who is not there cannot be named: a role that gets the name later would be meant by it. */
    private void checkPrincipals(PolicyDocument policy) {
        policy.statements().stream()
                .flatMap(statement -> statement.principals().stream())
                .filter(principal -> principal.startsWith(Identities.GLOBAL.arn("iam", "")))
                .filter(principal -> !Identities.ACCOUNT_PRINCIPALS.contains(principal))
                .filter(principal -> !principal.equals(Identities.TEACHER_ARN))
                .filter(principal -> find(principal).isEmpty())
                .findFirst()
                .ifPresent(principal -> {
                    throw new AwsError(
                            400,
                            "MalformedPolicyDocument",
                            "Invalid principal in policy: \"AWS\":\"" + principal + "\"");
                });
    }
}
