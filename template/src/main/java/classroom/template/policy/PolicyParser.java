package classroom.template.policy;

import classroom.template.policy.PolicyDocument.Kind;
import classroom.template.policy.Statement.Effect;
import classroom.template.policy.Statement.Head;
import classroom.template.policy.Statement.Patterns;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads a policy document by the IAM User Guide's "Grammar of the IAM JSON policy language" and the pages on each
 * element. Strict: an element it does not know is refused, never passed over.
 */
final class PolicyParser {
    private static final Set<String> VERSIONS = Set.of("2008-10-17", "2012-10-17");
    private static final Set<String> DOCUMENT_MEMBERS = Set.of("Version", "Id", "Statement");
    private static final Set<String> STATEMENT_MEMBERS = Set.of(
            "Sid",
            "Effect",
            "Principal",
            "NotPrincipal",
            "Action",
            "NotAction",
            "Resource",
            "NotResource",
            "Condition");
    private static final Set<String> PARTITIONS = Set.of("aws", "aws-cn", "aws-us-gov", "*");
    private static final Pattern SID = Pattern.compile("[0-9A-Za-z]*");
    private static final Pattern VENDOR = Pattern.compile("[0-9A-Za-z.-]+");
    private static final Pattern ACCOUNT = Pattern.compile("\\d{12}|arn:[^:]+:iam::\\d{12}:root");

    /** An account or the unique id of who was deleted, the ARN of a user, role or session, or everybody. */
    private static final Pattern AWS = Pattern.compile("\\*|\\w+|arn:[^:]+:(iam|sts)::\\w+:.+");

    private static final Pattern SERVICE = Pattern.compile("[\\w.-]+\\.amazonaws\\.com(\\.cn)?");

    private final Place document;
    private final Kind kind;
    private final boolean toCompare;
    private PolicyNodes nodes;

    /** @param toCompare see {@link PolicyDocument#parseToCompare} */
    PolicyParser(String name, Kind kind, boolean toCompare) {
        this.document = new Place(name, "");
        this.kind = kind;
        this.toCompare = toCompare;
    }

    List<Statement> statements(JsonNode policy) {
        PolicyNodes.members(policy, DOCUMENT_MEMBERS, document);
        if (policy.has("Version") && !VERSIONS.contains(policy.get("Version").asText())) {
            throw new MalformedPolicyDocument(PolicyNodes.SYNTAX, document.in("Version"));
        }
        if (policy.has("Id") && kind != Kind.RESOURCE) {
            throw new MalformedPolicyDocument(PolicyNodes.SYNTAX, document.in("Id"));
        }
        // "Policy variables were introduced in version 2012-10-17" (IAM User Guide, "IAM policy elements: Variables and
        // tags"): before, they are text.
        nodes = new PolicyNodes(toCompare, policy.path("Version").asText().equals("2012-10-17"));
        JsonNode list = policy.path("Statement");
        Place place = document.in("Statement");
        if (list.isObject()) {
            return List.of(statement(list, 0, place));
        }
        if (!list.isArray() || list.isEmpty()) {
            throw new MalformedPolicyDocument(PolicyNodes.SYNTAX, place);
        }
        List<Statement> statements = new ArrayList<>();
        Set<String> sids = new HashSet<>();
        for (int i = 0; i < list.size(); i++) {
            Statement statement = statement(list.get(i), i, place.at(i));
            if (statement.sid().filter(sid -> !sids.add(sid)).isPresent()) {
                throw new MalformedPolicyDocument(
                        "Statement IDs (SID) in a single policy must be unique.",
                        place.at(i).in("Sid"));
            }
            statements.add(statement);
        }
        return statements;
    }

    private Statement statement(JsonNode statement, int index, Place place) {
        PolicyNodes.members(statement, STATEMENT_MEMBERS, place);
        Head head = new Head(place, index, sid(statement, place), effect(statement, place));
        Set<String> principals = principals(statement, place);
        Patterns actions = patterns(statement, "Action", place);
        actions.texts().forEach(action -> checkAction(action, place));
        Patterns resources = resources(statement, place);
        resources.texts().forEach(resource -> checkResource(resource, place));
        return new Statement(
                head,
                actions,
                resources,
                new ConditionParser(nodes).conditions(statement.path("Condition"), place),
                principals);
    }

    private String sid(JsonNode statement, Place place) {
        JsonNode sid = statement.get("Sid");
        if (sid == null) {
            return null;
        }
        if (!sid.isTextual()) {
            throw new MalformedPolicyDocument(PolicyNodes.SYNTAX, place.in("Sid"));
        }
        // Policies of some resources may have other characters in it.
        if (kind != Kind.RESOURCE && !SID.matcher(sid.textValue()).matches()) {
            throw new MalformedPolicyDocument("Statement IDs (SID) should be alpha numeric.", place.in("Sid"));
        }
        return sid.textValue().isEmpty() ? null : sid.textValue();
    }

    private Effect effect(JsonNode statement, Place place) {
        // "The Effect value is case sensitive" (IAM User Guide, "IAM JSON policy elements: Effect").
        return switch (statement.path("Effect").asText()) {
            case "Allow" -> Effect.ALLOW;
            case "Deny" -> Effect.DENY;
            default -> throw new MalformedPolicyDocument(PolicyNodes.SYNTAX, place.in("Effect"));
        };
    }

    private Patterns patterns(JsonNode statement, String element, Place place) {
        String not = "Not" + element;
        if (statement.has(element) && statement.has(not)) {
            throw new MalformedPolicyDocument(PolicyNodes.SYNTAX, place.in(not));
        }
        boolean negated = statement.has(not);
        String name = negated ? not : element;
        List<String> texts = nodes.texts(statement.path(name), place.in(name));
        if (texts.isEmpty()) {
            throw new MalformedPolicyDocument(
                    "Policy statement must contain " + element.toLowerCase(Locale.ROOT) + "s.", place.in(name));
        }
        return new Patterns(texts, negated);
    }

    private Patterns resources(JsonNode statement, Place place) {
        if (kind != Kind.TRUST) {
            return patterns(statement, "Resource", place);
        }
        if (statement.has("Resource") || statement.has("NotResource")) {
            throw new MalformedPolicyDocument("Has prohibited field Resource.", place);
        }
        return new Patterns(List.of(), true);
    }

    private void checkAction(String action, Place place) {
        if (toCompare) {
            return;
        }
        PolicyNodes.noVariable(action, place.in("Action"));
        if (action.equals("*")) {
            return;
        }
        int colon = action.indexOf(':');
        if (colon < 0) {
            throw new MalformedPolicyDocument(
                    "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.",
                    place.in("Action " + action));
        }
        if (action.indexOf(':', colon + 1) >= 0) {
            throw new MalformedPolicyDocument(
                    "Actions/Condition can contain only one colon.", place.in("Action " + action));
        }
        String vendor = action.substring(0, colon);
        if (!VENDOR.matcher(vendor).matches()) {
            throw new MalformedPolicyDocument("Vendor " + vendor + " is not valid", place.in("Action " + action));
        }
    }

    private void checkResource(String resource, Place place) {
        if (toCompare) {
            return;
        }
        Place here = place.in("Resource");
        PolicyNodes.noVariable(resource, here);
        if (resource.equals("*")) {
            return;
        }
        String[] parts = resource.split(":", 6);
        if (!parts[0].equals("arn") || parts.length < 2) {
            throw new MalformedPolicyDocument("Resource " + resource + " must be in ARN format or \"*\".", here);
        }
        if (!PARTITIONS.contains(parts[1])) {
            throw new MalformedPolicyDocument(
                    "Partition \"" + parts[1] + "\" is not valid for resource \"" + resource + "\".", here);
        }
        if (parts.length < 3 || !VENDOR.matcher(parts[2]).matches()) {
            throw new MalformedPolicyDocument(
                    "Resource vendor must be fully qualified and cannot contain regexes.", here);
        }
        // Only a * at the end of its part can match the missing parts.
        if (parts.length < 6 && Arrays.stream(parts).noneMatch(part -> part.endsWith("*"))) {
            throw new UnsupportedPolicyElement("the resource " + resource + " of fewer than six parts", here);
        }
    }

    private Set<String> principals(JsonNode statement, Place place) {
        if (kind == Kind.IDENTITY) {
            if (statement.has("Principal") || statement.has("NotPrincipal")) {
                throw new MalformedPolicyDocument("Policy document should not specify a principal.", place);
            }
            return Set.of();
        }
        if (statement.has("NotPrincipal")) {
            if (toCompare) {
                return Set.of(
                        "all but " + statement.get("NotPrincipal").toString().replaceAll("[{}\"]", ""));
            }
            throw new UnsupportedPolicyElement("NotPrincipal", place);
        }
        Place here = place.in("Principal");
        JsonNode principal = statement.path("Principal");
        if (principal.isTextual() && principal.textValue().equals("*")) {
            return Set.of("*");
        }
        if (!principal.isObject() || principal.isEmpty()) {
            throw new MalformedPolicyDocument("Missing required field Principal.", here);
        }
        Set<String> principals = new HashSet<>();
        for (Map.Entry<String, JsonNode> entry : principal.properties()) {
            Place type = here.in(entry.getKey());
            if (toCompare) {
                nodes.texts(entry.getValue(), type).forEach(id -> principals.add(named(entry.getKey(), id)));
                continue;
            }
            if (!entry.getKey().equals("AWS") && !entry.getKey().equals("Service")) {
                throw new UnsupportedPolicyElement("the principal type " + entry.getKey(), here);
            }
            for (String id : nodes.texts(entry.getValue(), type)) {
                PolicyNodes.noVariable(id, type);
                // What an account as a principal means depends on the identity policies of that account's callers; who
                // asks about a trust policy knows them.
                if (kind != Kind.TRUST && ACCOUNT.matcher(id).matches()) {
                    throw new UnsupportedPolicyElement("the account " + id + " as a principal", type);
                }
                // "You can use * only to specify everyone" (IAM User Guide, "Grammar of the IAM JSON policy language").
                if (id.indexOf('*') >= 0 && !(id.equals("*") && entry.getKey().equals("AWS"))) {
                    throw new UnsupportedPolicyElement("the wildcard in the principal " + id, type);
                }
                if (!(entry.getKey().equals("AWS") ? AWS : SERVICE).matcher(id).matches()) {
                    throw new MalformedPolicyDocument(
                            "Invalid principal in policy: \"" + entry.getKey().toUpperCase(Locale.ROOT) + "\":\"" + id
                                    + "\"",
                            type);
                }
                principals.add(id);
            }
        }
        return principals;
    }

    /** An account and its root are one principal; so are everybody and all of AWS. */
    private static String named(String type, String id) {
        if (type.equals("AWS")) {
            return id.replaceFirst("^arn:[^:]+:iam::([^:]+):root$", "$1");
        }
        return type.equals("Service") && !id.equals("*") ? id : type + " " + id;
    }
}
