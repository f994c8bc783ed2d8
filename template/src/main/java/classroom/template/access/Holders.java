package classroom.template.access;

import static classroom.template.access.Holder.GROUP;
import static classroom.template.access.Holder.IDENTITIES;
import static classroom.template.access.Holder.ROLE;
import static classroom.template.access.Holder.USER;

import classroom.template.Resource;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The identities of a stack and what they hold: roles, users, groups, managed policies, instance profiles, and whoever
 * acts with a role.
 */
final class Holders {
    private static final String PROFILE = "instance profile";
    private static final String POLICY = "AWS::IAM::ManagedPolicy";

    /** Where a policy says to whom it is attached. */
    private static final Map<String, String> ATTACHMENTS = Map.of(
            "Roles", ROLE, "Users", USER, "Groups", GROUP, "RoleName", ROLE, "UserName", USER, "GroupName", GROUP);

    private static final Set<String> READ = Set.of(
            "AWS::IAM::Role",
            "AWS::IAM::User",
            "AWS::IAM::Group",
            POLICY,
            "AWS::IAM::Policy",
            "AWS::IAM::RolePolicy",
            "AWS::IAM::UserPolicy",
            "AWS::IAM::GroupPolicy",
            "AWS::IAM::UserToGroupAddition",
            "AWS::IAM::InstanceProfile",
            "AWS::IAM::AccessKey");

    private final Side side;
    private final Map<Holder.Name, Holder> holders = new LinkedHashMap<>();

    private Holders(Side side) {
        this.side = side;
    }

    /** Reads what a stack has of IAM. */
    static Holders of(Side side) {
        Holders holders = new Holders(side);
        // Identities name managed policies, which may stand behind them.
        side.included().values().stream()
                .filter(resource -> resource.type().equals(POLICY))
                .forEach(holders::attached);
        side.included().values().stream().filter(Holders::isRead).forEach(holders::read);
        return holders;
    }

    /** Whether a resource makes an identity, or says what one holds. */
    static boolean isRead(Resource resource) {
        return READ.contains(resource.type());
    }

    Collection<Holder> all() {
        return holders.values();
    }

    /** Whether a text is a role's ARN, or the name of a role of this stack. */
    boolean isRole(String text) {
        return text.matches("arn:[^:]*:iam::[^:]*:role/.+") || holders.containsKey(new Holder.Name(ROLE, text));
    }

    /** A resource acts with the roles and profiles that it carries. */
    void acts(Resource resource, Carried carried) {
        if (carried.roles().isEmpty() && carried.profiles().isEmpty()) {
            return;
        }
        Holder actor = holder(relation(resource), side.name(resource.id()));
        carried.roles().forEach(arn -> actor.hold(holder(ROLE, here(arn))));
        carried.profiles().forEach(profile -> actor.hold(holder(PROFILE, Texts.subject(profile))));
        if (!carried.roles().isEmpty()) {
            carried.calls().forEach(call -> actor.allowed().others().add("calls " + call));
        }
    }

    /** What a resource is called: {@code function}, {@code state machine}. */
    static String relation(Resource resource) {
        return resource.type()
                .replaceFirst(".*::", "")
                .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
                .toLowerCase(Locale.ROOT);
    }

    /** Roles that somebody acts with, by their ARN: who that is says more than their name, which may change. */
    Map<String, String> rolesByTheirHolders() {
        Map<String, String> roles = new TreeMap<>();
        for (Resource resource : side.included().values()) {
            if (resource.type().equals("AWS::IAM::Role")) {
                Holder role = holder(ROLE, side.name(resource.id()));
                String names = holders.values().stream()
                        .filter(holder -> holder.holds(role))
                        .map(Holder::words)
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

    private void read(Resource resource) {
        ObjectNode properties = side.bestProperties(resource.id());
        switch (resource.type()) {
            case POLICY -> {
                // Read before.
            }
            case "AWS::IAM::Role", "AWS::IAM::User", "AWS::IAM::Group" -> identity(resource, properties);
            case "AWS::IAM::UserToGroupAddition" -> {
                Holder group = holder(GROUP, Texts.of(properties.path("GroupName")));
                Texts.all(properties.path("Users"))
                        .forEach(user -> holder(USER, user).hold(group));
            }
            case "AWS::IAM::InstanceProfile" -> {
                Holder profile = holder(PROFILE, side.name(resource.id()));
                profile.isMade(false);
                Texts.all(properties.path("Roles")).forEach(role -> profile.hold(holder(ROLE, role)));
            }
            case "AWS::IAM::AccessKey" -> {
                Holder user = holder(USER, Texts.of(properties.path("UserName")));
                if (!properties.path("Status").asText().equals("Inactive")) {
                    user.allowed().others().add("may be used with the access key " + resource.id());
                }
            }
            default -> attached(resource);
        }
    }

    private void identity(Resource resource, ObjectNode properties) {
        Holder holder = holder(IDENTITIES.get(resource.type()), side.name(resource.id()));
        Access allowed = holder.allowed();
        holder.isMade(resource.deletionPolicy() != Resource.Retention.DELETE);
        JsonNode policies = properties.path("Policies");
        (policies.isArray() ? policies : List.of(policies)).forEach(policy -> {
            if (policy.has("PolicyDocument")) {
                allowed.documents().add(Carried.document(policy.get("PolicyDocument")));
            } else if (!policy.isMissingNode()) {
                allowed.unread()
                        .computeIfAbsent("Policies", path -> new TreeSet<>())
                        .add(policy.toString());
            }
        });
        Texts.all(properties.path("ManagedPolicyArns")).forEach(arn -> {
            Holder policy = managed(arn);
            if (policy == null) {
                allowed.others().add(Accesses.ALL_OF + Accesses.MANAGED_POLICY + " " + arn);
            } else {
                holder.hold(policy);
            }
        });
        Texts.all(properties.path("Groups")).forEach(group -> holder.hold(holder(GROUP, group)));
        if (properties.has("LoginProfile")) {
            allowed.others().add("may be used with a password");
        }
        boundary(holder.boundary(), properties);
        if (properties.has("AssumeRolePolicyDocument")) {
            holder.trust().documents().add(Carried.document(properties.path("AssumeRolePolicyDocument")));
        }
        problems(resource, holder);
    }

    private void boundary(Access boundary, ObjectNode properties) {
        if (!properties.has("PermissionsBoundary")) {
            boundary.documents().add(Accesses.EVERYTHING);
            return;
        }
        String arn = Texts.of(properties.path("PermissionsBoundary"));
        Holder policy = managed(arn);
        if (policy == null) {
            boundary.others().add("within the boundary " + arn + ", which is not read");
        } else {
            boundary.with(policy.allowed());
        }
    }

    private void attached(Resource resource) {
        ObjectNode properties = side.bestProperties(resource.id());
        boolean isManaged = resource.type().equals(POLICY);
        JsonNode document = Carried.document(properties.path("PolicyDocument"));
        if (isManaged) {
            Holder policy = holder(Accesses.MANAGED_POLICY, side.name(resource.id()));
            policy.isMade(false);
            policy.allowed().documents().add(document);
            problems(resource, policy);
        }
        ATTACHMENTS.forEach((member, relation) -> Texts.all(properties.path(member))
                .forEach(name -> {
                    Holder holder = holder(relation, name);
                    if (isManaged) {
                        holder.hold(holder(Accesses.MANAGED_POLICY, side.name(resource.id())));
                    } else {
                        holder.allowed().documents().add(document);
                        problems(resource, holder);
                    }
                }));
    }

    private void problems(Resource resource, Holder holder) {
        side.whyUnresolved(resource.id())
                .ifPresent(why ->
                        holder.accesses().forEach(access -> access.problems().add(why)));
    }

    private Holder holder(String relation, String title) {
        return holders.computeIfAbsent(new Holder.Name(relation, title), Holder::new);
    }

    /** The managed policy of this template that an ARN names, or null. */
    private Holder managed(String arn) {
        return holders.get(new Holder.Name(Accesses.MANAGED_POLICY, here(arn)));
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
}
