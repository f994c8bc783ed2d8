package classroom.cloud.cloudformation.api;

import classroom.cloud.gateway.AwsError;
import classroom.cloud.gateway.Xml;
import classroom.template.Resource;
import classroom.template.Template;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a client must acknowledge before a template makes identities (CloudFormation API Reference, CreateStack,
 * Capabilities).
 */
final class Capabilities {
    private static final String IAM = "CAPABILITY_IAM";
    private static final String NAMED_IAM = "CAPABILITY_NAMED_IAM";
    private static final List<String> ALL = List.of(IAM, NAMED_IAM, "CAPABILITY_AUTO_EXPAND");

    /** The types that need it, and the property with which one has a name of its own. */
    private static final Map<String, String> TYPES = Map.of(
            "AWS::IAM::AccessKey", "",
            "AWS::IAM::Group", "GroupName",
            "AWS::IAM::InstanceProfile", "InstanceProfileName",
            "AWS::IAM::ManagedPolicy", "ManagedPolicyName",
            "AWS::IAM::Policy", "",
            "AWS::IAM::Role", "RoleName",
            "AWS::IAM::User", "UserName",
            "AWS::IAM::UserToGroupAddition", "");

    private Capabilities() {}

    private static List<Resource> identities(Template template) {
        return template.resources().values().stream()
                .filter(resource -> TYPES.containsKey(resource.type()))
                .toList();
    }

    /** Tells which capability a template needs and why, if it needs one (API Reference, ValidateTemplate). */
    static void describe(Xml xml, Template template) {
        required(template)
                .ifPresent(capability -> xml.list("Capabilities", List.of(capability), Xml::text)
                        .element(
                                "CapabilitiesReason",
                                "The following resource(s) require capabilities: "
                                        + identities(template).stream()
                                                .map(Resource::type)
                                                .distinct()
                                                .toList()));
    }

    /** The capability that a template needs, if any. */
    static Optional<String> required(Template template) {
        List<Resource> identities = identities(template);
        boolean named =
                identities.stream().anyMatch(resource -> resource.properties().has(TYPES.get(resource.type())));
        return identities.isEmpty() ? Optional.empty() : Optional.of(named ? NAMED_IAM : IAM);
    }

    /** @throws AwsError {@code InsufficientCapabilitiesException} */
    static void check(Template template, List<String> acknowledged) {
        if (!ALL.containsAll(acknowledged)) {
            throw AwsError.violation(
                    "ValidationError",
                    acknowledged.toString(),
                    "capabilities",
                    "Member must satisfy constraint: [Member must satisfy enum value set: " + ALL + "]");
        }
        Optional<String> required = required(template);
        if (required.isPresent()
                && !acknowledged.contains(required.get())
                && !(required.get().equals(IAM) && acknowledged.contains(NAMED_IAM))) {
            throw new AwsError(
                    400, "InsufficientCapabilitiesException", "Requires capabilities : [" + required.get() + "]");
        }
    }
}
