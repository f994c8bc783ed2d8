package classroom.local.cloudformation.api;

import classroom.local.gateway.AwsError;
import classroom.template.Resource;
import classroom.template.Template;
import java.util.List;
import java.util.Map;

/**
 * What a client must acknowledge before a template makes identities (CloudFormation API Reference, CreateStack,
 * Capabilities).
 */
final class Capabilities {
    private static final String IAM = "CAPABILITY_IAM";
    private static final String NAMED_IAM = "CAPABILITY_NAMED_IAM";

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

    /** @throws AwsError {@code InsufficientCapabilitiesException} */
    static void check(Template template, List<String> acknowledged) {
        List<Resource> identities = template.resources().values().stream()
                .filter(resource -> TYPES.containsKey(resource.type()))
                .toList();
        boolean named =
                identities.stream().anyMatch(resource -> resource.properties().has(TYPES.get(resource.type())));
        if (named && !acknowledged.contains(NAMED_IAM)
                || !identities.isEmpty() && !acknowledged.contains(IAM) && !acknowledged.contains(NAMED_IAM)) {
            throw new AwsError(
                    400,
                    "InsufficientCapabilitiesException",
                    "Requires capabilities : [" + (named ? NAMED_IAM : IAM) + "]");
        }
    }
}
