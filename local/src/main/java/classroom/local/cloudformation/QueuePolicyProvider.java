package classroom.local.cloudformation;

import classroom.local.iam.Roles;
import java.util.Map;

/** {@code AWS::SQS::QueuePolicy}: the policy that stands on each of its queues, kept where the roles are. */
final class QueuePolicyProvider implements Provider {
    private static final Support SUPPORT = new Support().carries("PolicyDocument", "Queues");

    private final Roles roles;
    private final Place place;

    QueuePolicyProvider(Roles roles, Place place) {
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
        delete(current, before);
        attach(desired.properties());
        return current;
    }

    @Override
    public void delete(Physical current, Properties properties) {
        properties.texts("Queues").forEach(url -> roles.deleteResourcePolicy(arn(url)));
    }

    private void attach(Properties properties) {
        properties
                .texts("Queues")
                .forEach(url ->
                        roles.putResourcePolicy(arn(url), properties.json().path("PolicyDocument")));
    }

    private String arn(String queueUrl) {
        return place.arn("sqs", queueUrl.substring(queueUrl.lastIndexOf('/') + 1));
    }
}
