package classroom.template.cost;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds customer-managed KMS keys wherever a resource names a key: a class needs none, and each is charged by the month
 * and by the request, even one that is managed elsewhere. Keys that AWS manages for a service
 * (<code>alias/aws/sqs</code>) are free but for their requests.
 *
 * <p>Source: AWS Key Management Service pricing; AWS KMS Developer Guide, "AWS KMS keys".
 */
final class KeyRule {
    /** KmsKeyId, KMSMasterKeyId, KmsKeyArn, KmsKeyIdentifier … */
    private static final Pattern NAMES_A_KEY = Pattern.compile("(?i)kms(master)?key(id|arn|identifier)?");

    private static final Pattern MANAGED_BY_AWS = Pattern.compile("(arn:[^:]+:kms:[^:]*:[^:]*:)?alias/aws/.+");

    /** What is in these is text or policy of the class's own, not a setting of the service. */
    private static final Set<String> OPAQUE =
            Set.of("AssumeRolePolicyDocument", "Environment", "PolicyDocument", "ResourcePolicy", "Tags");

    private KeyRule() {}

    static void judge(Subject subject) {
        search(subject, subject.properties(), subject.resource().properties());
    }

    private static void search(Subject subject, Property object, JsonNode written) {
        written.properties().forEach(entry -> {
            String name = entry.getKey();
            JsonNode value = entry.getValue();
            if (NAMES_A_KEY.matcher(name).matches()) {
                key(subject, object.peek(name));
            } else if (value.isObject() && !OPAQUE.contains(name) && !isFunction(value)) {
                search(subject, object.member(name), value);
            } else if (value.isArray() && !OPAQUE.contains(name)) {
                for (int i = 0; i < value.size(); i++) {
                    if (value.get(i).isObject() && !isFunction(value.get(i))) {
                        search(subject, object.member(name).elements().get(i), value.get(i));
                    }
                }
            }
        });
    }

    private static void key(Subject subject, Property key) {
        if (key.isAbsent()) {
            return;
        }
        if (MANAGED_BY_AWS.matcher(key.text().orElse("")).matches()) {
            subject.usage("kms-requests");
        } else {
            subject.paid(
                    "a customer-managed KMS key", "kms-key", key, "leave encryption to the key that the service owns");
        }
    }

    private static boolean isFunction(JsonNode value) {
        return value.size() == 1 && value.fieldNames().next().matches("Ref|Fn::.*");
    }
}
