package classroom.template.access;

import classroom.template.Resource;
import classroom.template.policy.PolicyDocument.Kind;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Who may do something with a resource, from what stands on it: policies, permissions of functions, their URLs. */
final class ResourcePolicies {
    private static final String CALLERS = "callers of";

    /** What a policy that is a resource of its own stands on. */
    private static final List<String> SUBJECTS = List.of(
            "Queues",
            "Queue",
            "Topics",
            "TopicArn",
            "Bucket",
            "FunctionName",
            "LayerVersionArn",
            "EventBusName",
            "ResourceArn",
            "SecretId",
            "KeyId");

    private static final Set<String> PERMISSIONS =
            Set.of("AWS::Lambda::Permission", "AWS::Lambda::LayerVersionPermission", "AWS::Events::EventBusPolicy");

    private final Side side;
    private final Holders holders;
    private final Map<String, Access> found = new LinkedHashMap<>();

    private ResourcePolicies(Side side, Holders holders) {
        this.side = side;
        this.holders = holders;
    }

    /**
     * Reads what a stack has beside its IAM.
     *
     * @param holders learn who acts with a role
     * @return by {@linkplain Access#key its key}
     */
    static Map<String, Access> read(Side side, Holders holders) {
        ResourcePolicies policies = new ResourcePolicies(side, holders);
        side.included().values().stream()
                .filter(resource -> !Holders.isRead(resource))
                .forEach(policies::read);
        return policies.found;
    }

    private void read(Resource resource) {
        ObjectNode properties = side.bestProperties(resource.id());
        if (PERMISSIONS.contains(resource.type()) && properties.has("Principal")) {
            carry(resource, properties, "", List.of(Accesses.statement(Callers.statement(properties))));
            return;
        }
        if (resource.type().equals("AWS::Lambda::Url")) {
            String function = Texts.subject(Texts.of(properties.path("TargetFunctionArn")));
            Access access = Access.of(function, CALLERS, Kind.RESOURCE);
            access.others().addAll(Callers.ofUrl(properties));
            add("Lambda", access);
            return;
        }
        Carried carried = Carried.of(resource, properties, holders::isRole);
        holders.acts(resource, carried);
        carried.policies().forEach((path, documents) -> carry(resource, properties, path, documents));
        if (!carried.unread().isEmpty()) {
            Access access = Access.of(side.name(resource.id()), Holders.relation(resource), Kind.RESOURCE);
            access.unread().putAll(carried.unread());
            add("unread", access);
        }
    }

    /** Lays policies on what they are about: the subjects that the resource names, or else the resource itself. */
    private void carry(Resource resource, ObjectNode properties, String path, List<JsonNode> documents) {
        String service = resource.type().replaceFirst("^\\w+::", "").replaceFirst("::.*", "");
        String relation = resource.type().equals("AWS::Lambda::Permission") ? CALLERS : "policy of";
        Set<String> subjects = new TreeSet<>();
        if (resource.type().endsWith("Policy") || PERMISSIONS.contains(resource.type())) {
            SUBJECTS.forEach(
                    member -> Texts.all(properties.path(member)).forEach(name -> subjects.add(Texts.subject(name))));
            if (subjects.isEmpty()) {
                subjects.add(service + " in this account");
            }
        }
        boolean own = subjects.isEmpty();
        if (own) {
            subjects.add(side.name(resource.id()));
        }
        for (String subject : subjects) {
            Access access = Access.of(subject, relation, Kind.RESOURCE);
            access.documents().addAll(documents);
            side.whyUnresolved(resource.id()).ifPresent(access.problems()::add);
            add(service + (own ? " " + path : ""), access);
        }
    }

    private void add(String service, Access access) {
        found.computeIfAbsent(access.key(service), key -> Access.nothing(access))
                .with(access);
    }
}
