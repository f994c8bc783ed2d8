package classroom.cloud.iam;

import classroom.cloud.gateway.AwsError;
import classroom.cloud.gateway.Call;
import classroom.cloud.gateway.Protocol;
import classroom.cloud.gateway.Reply;
import classroom.cloud.gateway.Service;
import classroom.cloud.gateway.Xml;
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
 * Roles as the IAM API shows them (query protocol, 2010-05-08): what {@code ./classroom leftovers} looks for and what
 * takes a role away by hand. Making and changing them is CloudFormation's business here.
 *
 * <p>Source: IAM API Reference, the operations by name.
 */
public final class IamApi implements Service {
    private static final String NAMESPACE = "https://iam.amazonaws.com/doc/2010-05-08/";

    /** IAM API Reference, "MaxItems": 100 where it is not given, 1,000 at most. */
    private static final int PAGE = 100;

    private static final int LARGEST_PAGE = 1000;

    private final Roles roles;
    private final Authorizer authorizer;

    public IamApi(Roles roles, Authorizer authorizer) {
        this.roles = roles;
        this.authorizer = authorizer;
    }

    @Override
    public String signingName() {
        return "iam";
    }

    @Override
    public Reply error(Call call, AwsError error) {
        return Protocol.queryError(call, error, NAMESPACE);
    }

    @Override
    public Reply answer(Call call) {
        Map<String, String> form = Protocol.form(call);
        String action = form.getOrDefault("Action", "");
        BiConsumer<Xml, Map<String, String>> operation = switch (action) {
            case "ListRoles" -> this::listRoles;
            case "GetRole" ->
                (xml, request) -> describe(xml.open("Role"), role(request)).close("Role");
            case "ListRoleTags" ->
                (xml, request) -> page(
                        xml, request, "Tags", List.copyOf(role(request).tags().entrySet()), IamApi::tag);
            case "ListRolePolicies" ->
                (xml, request) -> page(
                        xml,
                        request,
                        "PolicyNames",
                        role(request).policies().keySet().stream().sorted().toList(),
                        Xml::text);
            case "ListAttachedRolePolicies" ->
                (xml, request) -> {
                    role(request);
                    // The class has no managed policies, so none is ever attached here.
                    page(xml, request, "AttachedPolicies", List.<String>of(), Xml::text);
                };
            case "GetRolePolicy" -> this::getRolePolicy;
            case "DeleteRolePolicy" -> this::deleteRolePolicy;
            case "DeleteRole" -> this::deleteRole;
            default -> throw AwsError.notCarriedOut("InvalidAction", action);
        };
        authorizer.check(call.caller(), Authorizer.question("iam:" + action, resource(action, form)));
        return Protocol.queryReply(call, NAMESPACE, action, xml -> operation.accept(xml, form));
    }

    private String resource(String action, Map<String, String> form) {
        String name = action.equals("ListRoles") ? "*" : form.getOrDefault("RoleName", "");
        return roles.named(name).map(Role::arn).orElse(Role.arn("/" + name));
    }

    private void listRoles(Xml xml, Map<String, String> request) {
        String prefix = request.getOrDefault("PathPrefix", "/");
        List<Role> found = roles.list().stream()
                .filter(role -> role.path().startsWith(prefix))
                .toList();
        page(xml, request, "Roles", found, this::describe);
    }

    private void getRolePolicy(Xml xml, Map<String, String> request) {
        Role role = role(request);
        String name = policy(role, request);
        xml.element("RoleName", role.name())
                .element("PolicyName", name)
                .element("PolicyDocument", encoded(role.policies().get(name)));
    }

    private void deleteRolePolicy(Xml xml, Map<String, String> request) {
        Role role = role(request);
        String name = policy(role, request);
        roles.change(role.name(), found -> {
            Map<String, JsonNode> others = new LinkedHashMap<>(found.policies());
            others.remove(name);
            return found.with(others);
        });
    }

    private void deleteRole(Xml xml, Map<String, String> request) {
        Role role = role(request);
        if (!role.policies().isEmpty()) {
            throw new AwsError(409, "DeleteConflict", "Cannot delete entity, must delete policies first.");
        }
        roles.delete(role.name());
    }

    private Role role(Map<String, String> request) {
        String name = request.getOrDefault("RoleName", "");
        if (name.isEmpty()) {
            throw new AwsError(
                    400,
                    "ValidationError",
                    "1 validation error detected: Value null at 'roleName' failed to satisfy constraint: Member must"
                            + " not be null");
        }
        return roles.named(name)
                .orElseThrow(
                        () -> new AwsError(404, "NoSuchEntity", "The role with name " + name + " cannot be found."));
    }

    private static String policy(Role role, Map<String, String> request) {
        String name = request.getOrDefault("PolicyName", "");
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
    private static <T> void page(
            Xml xml, Map<String, String> request, String name, List<T> all, BiConsumer<Xml, T> content) {
        int from = Math.min(number(request, "Marker", 0), all.size());
        int size = Math.max(1, Math.min(number(request, "MaxItems", PAGE), LARGEST_PAGE));
        int to = Math.min(all.size(), from + size);
        xml.element("IsTruncated", Boolean.toString(to < all.size()));
        if (to < all.size()) {
            xml.element("Marker", Integer.toString(to));
        }
        xml.list(name, all.subList(from, to), content);
    }

    private static int number(Map<String, String> request, String name, int absent) {
        String text = request.getOrDefault(name, Integer.toString(absent));
        if (!text.matches("[0-9]{1,6}")) {
            throw new AwsError(400, "ValidationError", "Invalid " + name + ": " + text);
        }
        return Integer.parseInt(text);
    }
}
