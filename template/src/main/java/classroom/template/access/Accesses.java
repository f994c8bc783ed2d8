package classroom.template.access;

import classroom.template.Resource;
import classroom.template.policy.PolicyDocument.Kind;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Every permission that a stack gives, by who has it. What a role may do counts as what its functions and schedules may
 * do, so that a role that is renamed, split or shared is compared by what they may do; likewise a managed policy counts
 * as its roles', and a group as its users'.
 */
public final class Accesses {
    private static final String FUNCTION = "function";
    private static final String ROLE = "role";
    private static final String USER = "user";
    private static final String GROUP = "group";
    public static final String MANAGED_POLICY = "managed policy";
    private static final String CALLERS = "callers of";
    private static final String PROFILE = "instance profile";

    private static final Map<String, String> IDENTITIES =
            Map.of("AWS::IAM::Role", ROLE, "AWS::IAM::User", USER, "AWS::IAM::Group", GROUP);

    /** Where a policy says to whom it is attached. */
    private static final Map<String, String> ATTACHMENTS = Map.of(
            "Roles", ROLE, "Users", USER, "Groups", GROUP, "RoleName", ROLE, "UserName", USER, "GroupName", GROUP);

    private static final Set<String> ATTACHED =
            Set.of("AWS::IAM::Policy", "AWS::IAM::RolePolicy", "AWS::IAM::UserPolicy", "AWS::IAM::GroupPolicy");

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

    public static final String BOUNDARY = "boundary of ";

    private static final String ALL_OF = "all of the ";

    /** Policies of AWS that only allow, by their names. */
    private static final Pattern ALLOWING = Pattern.compile(
            ALL_OF + MANAGED_POLICY + " arn:[^:]*:iam::aws:policy/(?!.*(deny|quarantine|boundary|guardrail|block)).*",
            Pattern.CASE_INSENSITIVE);

    /** The boundary of who has none. */
    public static final JsonNode EVERYTHING = statement(JsonNodeFactory.instance
            .objectNode()
            .put("Effect", "Allow")
            .put("Action", "*")
            .put("Resource", "*"));

    private final Side side;
    private final Map<String, Holder> holders = new LinkedHashMap<>();
    /** Those that this template makes. */
    private final Set<Holder> own = new HashSet<>();

    private final Set<Holder> retained = new HashSet<>();

    private final Map<String, Access> found = new LinkedHashMap<>();
    private final Map<String, Set<String>> holding = new LinkedHashMap<>();
    /** The keys of those who stay when this template lets go of them. */
    private final Set<String> staying = new HashSet<>();

    private Accesses(Side side) {
        this.side = side;
    }

    public static Accesses of(Side side) {
        Accesses accesses = new Accesses(side);
        accesses.collect();
        return accesses;
    }

    /** By a key that is the same on both sides. */
    public Map<String, Access> found() {
        return found;
    }

    /** The keys of those that have what this one has: the functions of a role, the roles of a managed policy. */
    public Set<String> holdersOf(String key) {
        return holding.getOrDefault(key, Set.of());
    }

    /** Whether it is about an identity that is there without this template, or that is retained. */
    public boolean stays(String key) {
        return staying.contains(key);
    }

    /** Whether what is not read, and is one of an access's others, may also deny. */
    public static boolean mayDeny(String other) {
        return (other.startsWith(ALL_OF + MANAGED_POLICY) || other.startsWith(ALL_OF + GROUP))
                && !ALLOWING.matcher(other).matches();
    }

    /** What the functions' roles allow them, by the function's name. */
    public static Map<String, Access> ofFunctions(Side side) {
        Map<String, Access> functions = new LinkedHashMap<>();
        of(side).found.values().stream()
                .filter(access -> access.relation().equals(FUNCTION))
                .forEach(access -> functions.put(access.title(), access));
        return functions;
    }

    /** Somebody, or something that somebody may hold, with what it allows by itself. */
    private static final class Holder {
        private final Access allowed;
        private final Access trust;
        private final Access boundary;
        private final Set<Holder> holds = new LinkedHashSet<>();

        Holder(String relation, String title) {
            String bound = IDENTITIES.containsValue(relation) ? relation : "the role of " + relation;
            allowed = Access.of(title, relation, Kind.IDENTITY);
            trust = Access.of(title, "trust in " + bound, Kind.TRUST);
            boundary = Access.of(title, BOUNDARY + bound, Kind.IDENTITY);
        }

        String name() {
            return allowed.who(title -> title);
        }

        /** Itself and everything that it holds, directly or not. */
        Set<Holder> all() {
            Set<Holder> all = new LinkedHashSet<>(Set.of(this));
            List<Holder> open = new ArrayList<>(List.of(this));
            while (!open.isEmpty()) {
                open.remove(open.size() - 1).holds.stream().filter(all::add).forEach(open::add);
            }
            return all;
        }

        List<Access> accesses() {
            return List.of(allowed, trust, boundary);
        }
    }

    private Holder holder(String relation, String title) {
        return holders.computeIfAbsent(relation + " " + title, key -> new Holder(relation, title));
    }

    private void collect() {
        Collection<Resource> resources = side.included().values();
        List<Resource> others = new ArrayList<>();
        resources.stream()
                .filter(resource -> resource.type().equals("AWS::IAM::ManagedPolicy"))
                .forEach(resource -> attached(resource, side.bestProperties(resource.id())));
        for (Resource resource : resources) {
            ObjectNode properties = side.bestProperties(resource.id());
            if (IDENTITIES.containsKey(resource.type())) {
                identity(resource, properties);
            } else if (ATTACHED.contains(resource.type())) {
                attached(resource, properties);
            } else if (resource.type().equals("AWS::IAM::UserToGroupAddition")) {
                Holder group = holder(GROUP, text(properties.path("GroupName")));
                each(properties.path("Users"), user -> holder(USER, user).holds.add(group));
            } else if (resource.type().equals("AWS::IAM::InstanceProfile")) {
                Holder profile = holder(PROFILE, side.name(resource.id()));
                own.add(profile);
                each(properties.path("Roles"), role -> profile.holds.add(holder(ROLE, role)));
            } else if (resource.type().equals("AWS::IAM::AccessKey")) {
                Holder user = holder(USER, text(properties.path("UserName")));
                if (!properties.path("Status").asText().equals("Inactive")) {
                    user.allowed.others().add("may be used with the access key " + resource.id());
                }
            } else if (!resource.type().equals("AWS::IAM::ManagedPolicy")) {
                others.add(resource);
            }
        }
        others.forEach(this::other);
        holders.values()
                .forEach(holder -> holder.holds.stream()
                        .filter(held -> !own.contains(held))
                        .forEach(held ->
                                holder.allowed.others().add(ALL_OF + held.name() + ", which is not of this template")));
        Map<String, String> roles = rolesByTheirHolders();
        holders.values().forEach(this::add);
        found.values()
                .forEach(access -> access.documents().replaceAll(document -> renamed(document.deepCopy(), roles)));
    }

    /** What a holder may do is what all that it holds allow together. */
    private void add(Holder holder) {
        if (IDENTITIES.containsValue(holder.allowed.relation())
                && (!own.contains(holder) || retained.contains(holder))) {
            holder.accesses().forEach(access -> staying.add(key("", access)));
        }
        for (Holder held : holder.all()) {
            for (int i = 0; i < held.accesses().size(); i++) {
                Access had = held.accesses().get(i);
                Access has = holder.accesses().get(i);
                found.computeIfAbsent(key("", has), key -> Access.nothing(has)).with(had);
                if (held != holder) {
                    holding.computeIfAbsent(key("", had), key -> new TreeSet<>())
                            .add(key("", has));
                }
            }
        }
    }

    private static String key(String service, Access access) {
        return access.relation() + " " + access.title() + " " + service;
    }

    private void identity(Resource resource, ObjectNode properties) {
        Holder holder = holder(IDENTITIES.get(resource.type()), side.name(resource.id()));
        Set<String> others = holder.allowed.others();
        own.add(holder);
        if (resource.deletionPolicy() != Resource.Retention.DELETE) {
            retained.add(holder);
        }
        JsonNode policies = properties.path("Policies");
        (policies.isArray() ? policies : List.of(policies)).forEach(policy -> {
            if (policy.has("PolicyDocument")) {
                holder.allowed.documents().add(Carried.document(policy.get("PolicyDocument")));
            } else if (!policy.isMissingNode()) {
                holder.allowed
                        .unread()
                        .computeIfAbsent("Policies", path -> new TreeSet<>())
                        .add(policy.toString());
            }
        });
        each(properties.path("ManagedPolicyArns"), arn -> {
            Holder policy = managed(arn);
            if (policy == null) {
                others.add(ALL_OF + MANAGED_POLICY + " " + arn);
            } else {
                holder.holds.add(policy);
            }
        });
        each(properties.path("Groups"), group -> holder.holds.add(holder(GROUP, group)));
        if (properties.has("LoginProfile")) {
            others.add("may be used with a password");
        }
        if (properties.has("PermissionsBoundary")) {
            String arn = text(properties.path("PermissionsBoundary"));
            Holder policy = managed(arn);
            if (policy == null) {
                holder.boundary.others().add("within the boundary " + arn + ", which is not read");
            } else {
                holder.boundary.with(policy.allowed);
            }
        } else {
            holder.boundary.documents().add(EVERYTHING);
        }
        if (properties.has("AssumeRolePolicyDocument")) {
            holder.trust.documents().add(Carried.document(properties.path("AssumeRolePolicyDocument")));
        }
        problems(resource, holder);
    }

    /** The managed policy of this template that an ARN names, or null. */
    private Holder managed(String arn) {
        return holders.get(MANAGED_POLICY + " " + here(arn));
    }

    private void attached(Resource resource, ObjectNode properties) {
        boolean isManaged = resource.type().equals("AWS::IAM::ManagedPolicy");
        JsonNode document = Carried.document(properties.path("PolicyDocument"));
        if (isManaged) {
            Holder policy = holder(MANAGED_POLICY, side.name(resource.id()));
            own.add(policy);
            policy.allowed.documents().add(document);
            problems(resource, policy);
        }
        ATTACHMENTS.forEach((member, relation) -> each(properties.path(member), name -> {
            Holder holder = holder(relation, name);
            if (isManaged) {
                holder.holds.add(holder(MANAGED_POLICY, side.name(resource.id())));
            } else {
                holder.allowed.documents().add(document);
                problems(resource, holder);
            }
        }));
    }

    private void problems(Resource resource, Holder holder) {
        holder.accesses().forEach(access -> problems(resource, access));
    }

    private void problems(Resource resource, Access access) {
        side.whyUnresolved(resource.id()).ifPresent(access.problems()::add);
    }

    private void other(Resource resource) {
        ObjectNode properties = side.bestProperties(resource.id());
        if (PERMISSIONS.contains(resource.type()) && properties.has("Principal")) {
            carry(resource, properties, "", List.of(statement(Callers.statement(properties))));
            return;
        }
        if (resource.type().equals("AWS::Lambda::Url")) {
            Access access = Access.of(subject(text(properties.path("TargetFunctionArn"))), CALLERS, Kind.RESOURCE);
            access.others().addAll(Callers.ofUrl(properties));
            add("Lambda", access);
            return;
        }
        Carried carried = Carried.of(resource, properties, this::isRole);
        String relation = relation(resource);
        String name = side.name(resource.id());
        carried.roles().forEach(arn -> holder(relation, name).holds.add(holder(ROLE, here(arn))));
        carried.profiles().forEach(profile -> holder(relation, name).holds.add(holder(PROFILE, subject(profile))));
        if (!carried.roles().isEmpty()) {
            carried.calls()
                    .forEach(call -> holder(relation, name).allowed.others().add("calls " + call));
        }
        carried.policies().forEach((path, documents) -> carry(resource, properties, path, documents));
        if (!carried.unread().isEmpty()) {
            Access access = Access.of(name, relation, Kind.RESOURCE);
            access.unread().putAll(carried.unread());
            add("unread", access);
        }
    }

    private boolean isRole(String text) {
        return text.matches("arn:[^:]*:iam::[^:]*:role/.+") || holders.containsKey(ROLE + " " + text);
    }

    /** What a resource is called: {@code function}, {@code state machine}. */
    private static String relation(Resource resource) {
        return resource.type()
                .replaceFirst(".*::", "")
                .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
                .toLowerCase(Locale.ROOT);
    }

    /** Lays policies on what they are about: the subjects that the resource names, or else the resource itself. */
    private void carry(Resource resource, ObjectNode properties, String path, List<JsonNode> documents) {
        String service = resource.type().replaceFirst("^\\w+::", "").replaceFirst("::.*", "");
        String relation = resource.type().equals("AWS::Lambda::Permission") ? CALLERS : "policy of";
        Set<String> subjects = new TreeSet<>();
        if (resource.type().endsWith("Policy") || PERMISSIONS.contains(resource.type())) {
            SUBJECTS.forEach(member -> each(properties.path(member), name -> subjects.add(subject(name))));
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
            problems(resource, access);
            add(service + (own ? " " + path : ""), access);
        }
    }

    private void add(String service, Access access) {
        found.computeIfAbsent(key(service, access), key -> Access.nothing(access))
                .with(access);
    }

    /** Roles that somebody acts with, by their ARN: who that is says more than their name, which may change. */
    private Map<String, String> rolesByTheirHolders() {
        Map<String, String> roles = new TreeMap<>();
        for (Resource resource : side.included().values()) {
            if (resource.type().equals("AWS::IAM::Role")) {
                Holder role = holder(ROLE, side.name(resource.id()));
                String names = holders.values().stream()
                        .filter(holder -> holder.holds.contains(role))
                        .map(Holder::name)
                        .sorted()
                        .collect(Collectors.joining(", "));
                if (!names.isEmpty()) {
                    String arn = side.arn(resource.id());
                    roles.put(arn, arn.substring(0, arn.lastIndexOf('/') + 1) + "(of " + names + ")");
                }
            }
        }
        return roles;
    }

    private static JsonNode renamed(JsonNode node, Map<String, String> names) {
        if (node instanceof ObjectNode object) {
            object.properties().forEach(member -> member.setValue(renamed(member.getValue(), names)));
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, renamed(array.get(i), names));
            }
        }
        return node.isTextual() && names.containsKey(node.textValue())
                ? TextNode.valueOf(names.get(node.textValue()))
                : node;
    }

    /** One value or a list of them. */
    private static void each(JsonNode values, Consumer<String> visit) {
        if (values.isArray()) {
            values.forEach(value -> visit.accept(text(value)));
        } else if (!values.isMissingNode()) {
            visit.accept(text(values));
        }
    }

    /** A function that could not be carried out stands for itself. */
    private static String text(JsonNode value) {
        return value.isValueNode() ? value.asText() : value.toString();
    }

    /**
     * The name in the ARN of an identity or policy in the stack's account; one of another account has its ARN for a
     * name.
     */
    private String here(String nameOrArn) {
        String[] parts = nameOrArn.split(":", 6);
        return parts.length == 6 && !parts[4].equals(side.account())
                ? nameOrArn
                : nameOrArn.substring(nameOrArn.lastIndexOf('/') + 1);
    }

    /** The name in a name with a qualifier, an ARN or a URL. */
    private static String subject(String text) {
        String name = text.replaceFirst("^.*:(?:function|layer):|^function:", "");
        return !name.equals(text) || !text.contains("/") && !text.startsWith("arn:")
                ? name.replaceFirst(":.*", "")
                : text.replaceFirst(".*[:/]", "");
    }

    private static JsonNode statement(ObjectNode statement) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("Version", "2012-10-17")
                .set("Statement", statement);
    }
}
