package classroom.cloud.cloudformation.providers;

import classroom.cloud.cloudformation.engine.Properties;
import classroom.cloud.cloudformation.engine.Provider;
import classroom.cloud.cloudformation.engine.Support;
import classroom.cloud.iam.Roles;
import classroom.cloud.sqs.Queues;
import classroom.template.AwsEnvironment;
import java.util.List;
import java.util.Map;

/** {@code AWS::SQS::QueuePolicy}: the policy that stands on each of its queues, kept where the roles are. */
final class QueuePolicyProvider implements Provider {
    private static final Support SUPPORT = new Support().carries("PolicyDocument", "Queues");

    private final Queues queues;
    private final Roles roles;
    private final AwsEnvironment place;

    QueuePolicyProvider(Queues queues, Roles roles, AwsEnvironment place) {
        this.queues = queues;
        this.roles = roles;
        this.place = place;
    }

    @Override
    public String type() {
        return "AWS::SQS::QueuePolicy";
    }

    @Override
    public Support support() {
        return SUPPORT;
    }

    @Override
    public Physical create(Desired desired) {
        attach(desired.properties());
        return new Physical(desired.name(), Map.of("Id", desired.name()));
    }

    @Override
    public Physical update(Desired desired, Physical current, Properties before) {
        attach(desired.properties());
        List<String> kept = desired.properties().texts("Queues");
        before.texts("Queues").stream()
                .filter(url -> !kept.contains(url))
                .forEach(url -> roles.deleteResourcePolicy(arn(url)));
        return current;
    }

    @Override
    public void delete(Physical current, Properties properties) {
        properties.texts("Queues").forEach(url -> roles.deleteResourcePolicy(arn(url)));
    }

    private void attach(Properties properties) {
        properties.texts("Queues").forEach(url -> queues.checkExists(name(url)));
        properties
                .texts("Queues")
                .forEach(url ->
                        roles.putResourcePolicy(arn(url), properties.json().path("PolicyDocument")));
    }

    private String arn(String queueUrl) {
        return place.arn("sqs", name(queueUrl));
    }

    private static String name(String queueUrl) {
        return queueUrl.substring(queueUrl.lastIndexOf('/') + 1);
    }
}
