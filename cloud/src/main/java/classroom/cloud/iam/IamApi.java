package classroom.cloud.iam;

import classroom.cloud.gateway.AwsError;
import classroom.cloud.gateway.Form;
import classroom.cloud.gateway.QueryService;
import classroom.cloud.gateway.Xml;
import classroom.cloud.identity.Identities;
import classroom.cloud.identity.Identity;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Roles as the IAM API shows them (query protocol, 2010-05-08): what {@code ./classroom leftovers} looks for, what
 * takes a role away by hand, and what its policies would say. CloudFormation alone makes and changes them here.
 *
 * <p>Source: IAM API Reference, the operations by name.
 */
public final class IamApi extends QueryService {
    /** IAM API Reference, "MaxItems", where it is not given. */
    private static final int PAGE = 100;

    /** Kinds of resources that the class has not, by the parameter that names one. */
    private static final Map<String, String> NAMED =
            Map.of("UserName", "user", "GroupName", "group", "InstanceProfileName", "instance-profile");

    private final Roles roles;
    private final Authorizer authorizer;

    public IamApi(Roles roles, Authorizer authorizer) {
        super("https://iam.amazonaws.com/doc/2010-05-08/", Form.members("iam"));
        this.roles = roles;
        this.authorizer = authorizer;
        on("ListRoles", this::listRoles);
        on("GetRole", (form, xml) -> describe(xml.open("Role"), role(form)).close("Role"));
        on(
                "ListRoleTags",
                (form, xml) ->
                        page(xml, form, "Tags", List.copyOf(role(form).tags().entrySet()), IamApi::tag));
        on(
                "ListRolePolicies",
                (form, xml) -> page(
                        xml,
                        form,
                        "PolicyNames",
                        role(form).policies().keySet().stream().sorted().toList(),
                        Xml::text));
        on("ListAttachedRolePolicies", this::listAttachedPolicies);
        on("GetRolePolicy", this::getRolePolicy);
        on("DeleteRolePolicy", this::deleteRolePolicy);
        on("DeleteRole", this::deleteRole);
        on("SimulatePrincipalPolicy", this::simulate);
    }

    @Override
    public String signingName() {
        return "iam";
    }

    @Override
    protected void check(Form form) {
        authorizer.check(form.caller(), Authorizer.question("iam:" + form.action(), resource(form)));
    }

    /** What an action is about (Service Authorization Reference, "AWS Identity and Access Management"). */
    private String resource(Form form) {
        if (form.action().equals("ListRoles")) {
            return Role.arn("/*");
        }
        return form.text("RoleName")
                .map(name -> roles.named(name).map(Role::arn).orElse(Role.arn("/" + name)))
                .or(() -> form.text("PolicyArn"))
                .or(() -> form.text("PolicySourceArn"))
                .or(() -> NAMED.entrySet().stream()
                        .flatMap(kind -> form.text(kind.getKey()).stream()
                                .map(name -> Identities.GLOBAL.arn("iam", kind.getValue() + "/" + name)))
                        .findFirst())
                .orElse("*");
    }

    private void listRoles(Form form, Xml xml) {
        String prefix = form.text("PathPrefix").orElse("/");
        List<Role> found = roles.list().stream()
                .filter(role -> role.path().startsWith(prefix))
                .toList();
        page(xml, form, "Roles", found, this::describe);
    }

    private void listAttachedPolicies(Form form, Xml xml) {
        role(form);
        // The class has no managed policies, so none is ever attached here.
        page(xml, form, "AttachedPolicies", List.<String>of(), Xml::text);
    }

    private void getRolePolicy(Form form, Xml xml) {
        Role role = role(form);
        String name = policy(role, form);
        xml.element("RoleName", role.name())
                .element("PolicyName", name)
                .element("PolicyDocument", encoded(role.policies().get(name)));
    }

    private void deleteRolePolicy(Form form, Xml xml) {
        Role role = role(form);
        String name = policy(role, form);
        roles.change(role.name(), found -> {
            Map<String, JsonNode> others = new LinkedHashMap<>(found.policies());
            others.remove(name);
            return found.with(others);
        });
    }

    private void deleteRole(Form form, Xml xml) {
        Role role = role(form);
        if (!role.policies().isEmpty()) {
            throw new AwsError(409, "DeleteConflict", "Cannot delete entity, must delete policies first.");
        }
        roles.delete(role.name());
    }

    private void simulate(Form form, Xml xml) {
        String arn = form.required("PolicySourceArn");
        Role role = roles.find(arn)
                .orElseThrow(() -> new AwsError(404, "NoSuchEntity", "The entity " + arn + " cannot be found."));
        Simulation simulation = new Simulation(role, roles.policies(arn), form);
        page(xml, form, "EvaluationResults", simulation.of(form.texts("ActionNames")), simulation::write);
    }

    private Role role(Form form) {
        String name = form.required("RoleName");
        return roles.named(name)
                .orElseThrow(
                        () -> new AwsError(404, "NoSuchEntity", "The role with name " + name + " cannot be found."));
    }

    private static String policy(Role role, Form form) {
        String name = form.text("PolicyName").orElse("");
        if (!role.policies().containsKey(name)) {
            throw new AwsError(404, "NoSuchEntity", "The role policy with name " + name + " cannot be found.");
        }
        return name;
    }

    private Xml describe(Xml xml, Role role) {
        return xml.element("Path", role.path())
                .element("RoleName", role.name())
                .element("RoleId", Identity.roleId(role.name()))
                .element("Arn", role.arn())
                .element("CreateDate", seconds(roles.created(role.name())))
                .element("AssumeRolePolicyDocument", encoded(role.trust()))
                .element(
                        "MaxSessionDuration",
                        Long.toString(role.longestSession().toSeconds()))
                .list("Tags", role.tags().entrySet(), IamApi::tag);
    }

    private static void tag(Xml xml, Map.Entry<String, String> tag) {
        xml.element("Key", tag.getKey()).element("Value", tag.getValue());
    }

    private static String seconds(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** IAM API Reference, "GetRole": "Policies returned by this operation are URL-encoded compliant with RFC 3986". */
    private static String encoded(JsonNode document) {
        return URLEncoder.encode(document.toString(), StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    /** A page of a list: {@code Marker} is the place where the next one begins. */
    private static <T> void page(Xml xml, Form form, String name, List<T> all, BiConsumer<Xml, T> content) {
        int from = Math.min(marker(form), all.size());
        int size = form.integer("MaxItems", PAGE);
        int to = Math.min(all.size(), from + size);
        xml.element("IsTruncated", Boolean.toString(to < all.size()));
        if (to < all.size()) {
            xml.element("Marker", Integer.toString(to));
        }
        xml.list(name, all.subList(from, to), content);
    }

    private static int marker(Form form) {
        String text = form.text("Marker").orElse("0");
        if (!text.matches("[0-9]{1,6}")) {
            throw Form.invalid("Invalid Marker: " + text);
        }
        return Integer.parseInt(text);
    }
}
