package classroom.local.review;

import classroom.template.Resource;
import classroom.template.policy.PolicyDocument.Kind;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Every permission that a stack gives, by who has it. A role counts as its functions', so that a role that is renamed,
 * split or shared is compared by what the function may do.
 */
public final class Accesses {
    private static final Set<String> IDENTITIES = Set.of("AWS::IAM::Role", "AWS::IAM::User", "AWS::IAM::Group");
    private static final Set<String> ATTACHED = Set.of(
            "AWS::IAM::Policy",
            "AWS::IAM::ManagedPolicy",
            "AWS::IAM::RolePolicy",
            "AWS::IAM::UserPolicy",
            "AWS::IAM::GroupPolicy");

    private static final String FUNCTION = "function";

    /** That a role has no permissions boundary is worth saying only where it had one. */
    public static final String NO_BOUNDARY = "whatever its policies say, without a boundary";

    private final Side side;
    private final Map<String, Access> identities = new LinkedHashMap<>();
    private final Map<String, Access> trusts = new LinkedHashMap<>();
    private final Map<String, Access> found = new LinkedHashMap<>();

    private Accesses(Side side) {
        this.side = side;
    }

    /** By a key that is the same on both sides. */
    static Map<String, Access> of(Side side) {
        Accesses accesses = new Accesses(side);
        accesses.collect();
        return accesses.found;
    }

    /** What the functions' roles allow them, by the function's name; none for a function without a role of this stack. */
    public static Map<String, Access> ofFunctions(Side side) {
        Map<String, Access> functions = new LinkedHashMap<>();
        of(side).values().stream()
                .filter(access -> access.relation().equals(FUNCTION))
                .forEach(access -> functions.put(access.title(), access));
        return functions;
    }

    private void collect() {
        each(IDENTITIES, this::identity);
        each(ATTACHED, this::attached);
        Map<String, Set<String>> functionsOf = functionsOf();
        identities.forEach((name, access) -> {
            Set<String> functions = functionsOf.getOrDefault(name, Set.of());
            functions.forEach(
                    function -> add(Access.of(function, FUNCTION, Kind.IDENTITY).with(access)));
            functions.forEach(function -> add(Access.of(function, "trust in the role of", Kind.TRUST)
                    .with(trusts.getOrDefault(name, access(name, "trust in", Kind.TRUST)))));
            if (functions.isEmpty()) {
                add(access);
                add(trusts.getOrDefault(name, access(name, "trust in", Kind.TRUST)));
            }
        });
        for (Resource resource : side.resources().values()) {
            if (!resource.type().startsWith("AWS::IAM::")) {
                resourcePolicies(resource);
            }
        }
    }

    private void add(Access access) {
        found.computeIfAbsent(access.relation() + " " + access.title(), key -> Access.nothing(access))
                .with(access);
    }

    private static Access access(String title, String relation, Kind kind) {
        return Access.of(title, relation, kind);
    }

    private void identity(Resource resource, ObjectNode properties) {
        String name = side.name(resource.id());
        Access access = identities.computeIfAbsent(name, key -> access(name, "role", Kind.IDENTITY));
        properties.path("Policies").forEach(policy -> access.documents().add(policy.path("PolicyDocument")));
        properties
                .path("ManagedPolicyArns")
                .forEach(arn -> access.others().add("all of the managed policy " + arn.asText()));
        JsonNode boundary = properties.path("PermissionsBoundary");
        access.others()
                .add(
                        boundary.isMissingNode()
                                ? NO_BOUNDARY
                                : "whatever its policies say within the boundary " + boundary.asText());
        if (properties.has("AssumeRolePolicyDocument")) {
            trusts.computeIfAbsent(name, key -> access(name, "trust in", Kind.TRUST))
                    .documents()
                    .add(properties.get("AssumeRolePolicyDocument"));
        }
        unread(resource, access);
    }

    private void attached(Resource resource, ObjectNode properties) {
        for (String member : List.of("Roles", "Users", "Groups")) {
            properties.path(member).forEach(name -> attach(name.asText(), resource, properties));
        }
        for (String member : List.of("RoleName", "UserName", "GroupName")) {
            if (properties.has(member)) {
                attach(properties.path(member).asText(), resource, properties);
            }
        }
    }

    private void attach(String name, Resource resource, ObjectNode properties) {
        Access access = identities.computeIfAbsent(name, key -> access(name, "role", Kind.IDENTITY));
        access.documents().add(properties.path("PolicyDocument"));
        unread(resource, access);
    }

    private void unread(Resource resource, Access access) {
        Optional<String> why = side.properties(resource.id()).isEmpty()
                ? Optional.of(side.whyUnresolved(resource.id()))
                : Optional.of(resource.id() + " depends on a condition (Fn::If)")
                        .filter(told -> resource.properties().toString().contains("\"Fn::If\""));
        why.ifPresent(told -> {
            access.problems().add(told);
            access.unread().add(resource.properties());
        });
    }

    /** The names of the functions that run under each role, by the role's name. */
    private Map<String, Set<String>> functionsOf() {
        Map<String, Set<String>> functions = new HashMap<>();
        each(Set.of("AWS::Lambda::Function"), (resource, properties) -> {
            String role = properties.path("Role").asText();
            functions
                    .computeIfAbsent(role.substring(role.lastIndexOf('/') + 1), name -> new TreeSet<>())
                    .add(side.name(resource.id()));
        });
        return functions;
    }

    private void resourcePolicies(Resource resource) {
        ObjectNode properties = side.bestProperties(resource.id());
        if (resource.type().equals("AWS::Lambda::Permission")) {
            Access access = access(properties.path("FunctionName").asText(), "callers of", Kind.RESOURCE);
            ObjectNode rest = properties.deepCopy();
            rest.remove("FunctionName");
            access.others().add(words(rest));
            add(access);
            return;
        }
        if (resource.type().equals("AWS::Lambda::Url")) {
            Access access = access(properties.path("TargetFunctionArn").asText(), "callers of", Kind.RESOURCE);
            access.others()
                    .add("lambda:InvokeFunctionUrl, "
                            + (properties.path("AuthType").asText().equals("NONE")
                                    ? "by anybody"
                                    : "by who is allowed to"));
            add(access);
            return;
        }
        Access access = access(policed(resource, properties), "policy of", Kind.RESOURCE);
        policies(properties, access);
        if (!access.documents().isEmpty()) {
            unread(resource, access);
            add(access);
        }
    }

    /** What a policy that is a resource of its own stands on. */
    private String policed(Resource resource, ObjectNode properties) {
        for (String member : List.of("Queues", "Topics", "Bucket", "FunctionName", "ResourceArn", "SecretId")) {
            JsonNode subject = properties.path(member);
            if (resource.type().endsWith("Policy") && !subject.isMissingNode()) {
                return subject.isArray() ? subject.path(0).asText() : subject.asText();
            }
        }
        return side.name(resource.id());
    }

    /** Wherever in the properties a policy document stands: a queue policy's, a table's, a key's, a stream's. */
    private static void policies(JsonNode node, Access access) {
        if (node.isObject() && node.has("Statement")) {
            access.documents().add(node);
        } else {
            node.forEach(child -> policies(child, access));
        }
    }

    private static String words(ObjectNode properties) {
        StringBuilder words = new StringBuilder();
        asTexts(properties)
                .forEach((name, value) -> words.append(words.isEmpty() ? "" : ", ")
                        .append(name)
                        .append(' ')
                        .append(value));
        return words.toString();
    }

    private static Map<String, String> asTexts(ObjectNode properties) {
        Map<String, String> texts = new TreeMap<>();
        properties
                .properties()
                .forEach(member -> texts.put(
                        member.getKey(),
                        member.getValue().isTextual()
                                ? member.getValue().textValue()
                                : member.getValue().toString()));
        return texts;
    }

    private interface Visit {
        void visit(Resource resource, ObjectNode properties);
    }

    private void each(Set<String> types, Visit visit) {
        for (Resource resource : side.resources().values()) {
            if (types.contains(resource.type())) {
                visit.visit(resource, side.bestProperties(resource.id()));
            }
        }
    }
}
