package classroom.template.cost;

import classroom.template.language.Texts;
import java.util.regex.Pattern;

/**
 * Finds customer-managed KMS keys where a resource names a key: a class needs none, and each is charged by the month
 * and by the request, also a key of another stack. Keys that AWS manages for a service ({@code alias/aws/sqs}) are
 * free, except for their requests.
 *
 * <p>Source: AWS Key Management Service pricing; AWS KMS Developer Guide, "AWS KMS keys".
 */
final class KeyRule {
    private static final Pattern MANAGED_BY_AWS = Pattern.compile("(arn:[^:]+:kms:.*:)?alias/aws/[^:]+");

    private KeyRule() {}

    static void judge(Property key, Subject subject) {
        if (MANAGED_BY_AWS.matcher(key.text().orElse("")).matches()) {
            subject.usage("kms-requests");
        } else {
            key.refuse(new Refusal(
                    Violation.Kind.PAID_FEATURE,
                    Texts.of("a customer-managed KMS key"),
                    subject.appraisal().prices().price("kms-key").quote(),
                    Texts.of("leave encryption to the key that the service owns")));
        }
    }
}
