package classroom.template.access;

import classroom.template.Resource;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the properties of a resource that is not IAM's hold by which somebody may do something: policies, the roles it
 * acts with, and whatever is named as if it were one of these and is not understood.
 *
 * @param policies by where they stand
 * @param roles names or ARNs
 * @param profiles names or ARNs of instance profiles
 * @param calls that its roles are used for, where the template says them
 * @param unread by where it stands
 */
record Carried(
        Map<String, List<JsonNode>> policies,
        Set<String> roles,
        Set<String> profiles,
        Set<String> calls,
        Map<String, Set<String>> unread) {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** Properties that say who may do what, in the names that the resources of CloudFormation have for them. */
    private static final Pattern GRANTING =
            Pattern.compile("polic|role|principal|auth|grant|permission|public(?!ation)|acl"
                    + "|access|trust|federat|identit|credential|allow|member|saml|oidc|issuer|cors|privilege|"
                    + "admin|ownership");

    /** Properties of the same names that say something else, and what is free text or the business of code. */
    private static final Pattern HARMLESS = Pattern.compile(
            "(redrive|redriveallow|retry|delivery|filter|archive|lifecycle|fieldindex)polic.*|.*scaling.*"
                    + "|policy(name|type)|allowedpattern|environment|tags|metadata|description|eventpattern|input"
                    + "|inputtransformer|filtercriteria|definition|definitionstring|dashboardbody");

    private static final Pattern UNSAID = Pattern.compile("tags|description");

    private static final Set<String> ELEMENTS = Set.of("version", "id", "statement");

    /** Services and kinds of resources that are about nothing but who may do what, or that stand for others unseen. */
    private static final Pattern OPAQUE =
            Pattern.compile("AWS::(IAM|SSO|RAM|LakeFormation|Organizations|VerifiedPermissions"
                    + "|RolesAnywhere|IdentityStore|Cognito|ApiGateway|ApiGatewayV2|AppSync|CloudFormation|"
                    + "Serverless)::.*|(?!AWS::).*|.*::MODULE");

    private static final Pattern WAITING = Pattern.compile("AWS::CloudFormation::WaitCondition(Handle)?");

    /**
     * Calls of any API (EventBridge Scheduler User Guide, "Using universal targets"; Step Functions, "AWS SDK
     * integrations").
     */
    private static final Pattern CALL = Pattern.compile("arn:[\\w-]+:(scheduler|states):::[\\w:.-]+");

    /** What a call of any API is made with. */
    private static final Pattern CALLED_WITH = Pattern.compile("input|definition(string|substitutions|s3location)?");

    /** @param isRole whether a text names a role */
    static Carried of(Resource resource, ObjectNode properties, Predicate<String> isRole) {
        Carried carried =
                new Carried(new TreeMap<>(), new TreeSet<>(), new TreeSet<>(), new TreeSet<>(), new TreeMap<>());
        boolean opaque = OPAQUE.matcher(resource.type()).matches()
                && !WAITING.matcher(resource.type()).matches();
        boolean calling = properties.toString().contains(":aws-sdk:") || properties.has("DefinitionS3Location");
        carried.read(properties, new Where("", opaque, false, false, calling), isRole);
        Matcher call = CALL.matcher(properties.toString());
        while (call.find()) {
            carried.calls.add(call.group());
        }
        return carried;
    }

    /** A policy in either form that CloudFormation takes, an object or its text. */
    static JsonNode document(JsonNode policy) {
        if (policy.isTextual()) {
            try {
                return JSON.readTree(policy.textValue());
            } catch (JsonProcessingException e) {
                return policy;
            }
        }
        return policy;
    }

    /**
     * What a value is within: names of members, whether one of them grants, and whether it is a role's or a profile's;
     * and whether its resource calls any API.
     */
    private record Where(String path, boolean granting, boolean ofRole, boolean ofProfile, boolean calling) {
        Where member(String name) {
            String lower = name.toLowerCase(Locale.ROOT);
            return new Where(
                    path.isEmpty() ? name : path + "." + name,
                    granting || GRANTING.matcher(lower).find() || isCalledWith(lower),
                    ofRole || lower.contains("role"),
                    ofProfile || lower.contains("instanceprofile"),
                    calling);
        }

        boolean isLeft(String name) {
            String lower = name.toLowerCase(Locale.ROOT);
            return (granting ? UNSAID : HARMLESS).matcher(lower).matches() && !isCalledWith(lower);
        }

        private boolean isCalledWith(String lower) {
            return calling && CALLED_WITH.matcher(lower).matches();
        }
    }

    private void read(JsonNode node, Where where, Predicate<String> isRole) {
        JsonNode policy = document(node);
        boolean isPolicy = policy.isObject() ? isPolicy(policy) : isPolicy(node.asText());
        if (isPolicy) {
            policies.computeIfAbsent(where.path, path -> new ArrayList<>()).add(policy);
        } else if (node.isValueNode()) {
            text(node.asText(), where, isRole);
        }
        node.properties().stream()
                .filter(member ->
                        !isPolicy || !ELEMENTS.contains(member.getKey().toLowerCase(Locale.ROOT)))
                .filter(member -> !where.isLeft(member.getKey()))
                .forEach(member -> read(member.getValue(), where.member(member.getKey()), isRole));
        if (node.isArray()) {
            node.forEach(element -> read(element, where, isRole));
        }
    }

    /** A name in other letters than IAM's makes no other thing of it; what it is worth is seen when it is parsed. */
    private static boolean isPolicy(JsonNode object) {
        return object.properties().stream()
                .anyMatch(member -> member.getKey().equalsIgnoreCase("Statement")
                        && member.getValue().toString().toLowerCase(Locale.ROOT).contains("\"effect\""));
    }

    /** Text that is to be a policy and cannot be read as JSON. */
    private static boolean isPolicy(String text) {
        return text.strip().startsWith("{") && text.contains("\"Effect\"");
    }

    private void text(String text, Where where, Predicate<String> isRole) {
        if (where.ofRole && isRole.test(text)) {
            roles.add(text);
        } else if (where.ofProfile) {
            profiles.add(text);
        } else if (where.granting) {
            unread.computeIfAbsent(where.path, path -> new TreeSet<>()).add(text);
        }
    }
}
