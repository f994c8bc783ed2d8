package classroom.cloud.cloudformation.providers;

import classroom.cloud.cloudformation.engine.Properties;
import classroom.cloud.cloudformation.engine.Support;
import classroom.cloud.iam.Roles;
import classroom.cloud.sqs.Queues;
import classroom.template.AwsEnvironment;

/** {@code AWS::SQS::QueuePolicy}: the policy that stands on each of its queues, kept where the roles are. */
final class QueuePolicyProvider extends AttachedPolicyProvider {
    private final Queues queues;
    private final Roles roles;
    private final AwsEnvironment place;

    QueuePolicyProvider(Queues queues, Roles roles, AwsEnvironment place) {
        super("AWS::SQS::QueuePolicy", new Support().carries("PolicyDocument", "Queues"));
        this.queues = queues;
        this.roles = roles;
        this.place = place;
    }

    @Override
    void attach(Properties properties) {
        properties.texts("Queues").forEach(url -> queues.checkExists(name(url)));
        properties
                .texts("Queues")
                .forEach(url ->
                        roles.putResourcePolicy(arn(url), properties.json().path("PolicyDocument")));
    }

    @Override
    void detach(Properties properties) {
        properties.texts("Queues").forEach(url -> roles.deleteResourcePolicy(arn(url)));
    }

    private String arn(String queueUrl) {
        return place.arn("sqs", name(queueUrl));
    }

    private static String name(String queueUrl) {
        return queueUrl.substring(queueUrl.lastIndexOf('/') + 1);
    }
}
