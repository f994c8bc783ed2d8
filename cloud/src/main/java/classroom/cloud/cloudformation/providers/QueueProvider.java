package classroom.cloud.cloudformation.providers;

import classroom.cloud.cloudformation.engine.Properties;
import classroom.cloud.cloudformation.engine.Provider;
import classroom.cloud.cloudformation.engine.Reading;
import classroom.cloud.cloudformation.engine.Support;
import classroom.cloud.gateway.AwsError;
import classroom.cloud.sqs.Queues;
import classroom.template.AwsEnvironment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code AWS::SQS::Queue}: a standard queue. */
final class QueueProvider implements Provider {
    /** Properties that have the same name as their queue attribute. */
    private static final List<String> ATTRIBUTES = List.of(
            "DelaySeconds",
            "MaximumMessageSize",
            "MessageRetentionPeriod",
            "ReceiveMessageWaitTimeSeconds",
            "SqsManagedSseEnabled",
            "VisibilityTimeout");

    private static final Support SUPPORT = new Support()
            .carriesReplacing("QueueName")
            .carries(ATTRIBUTES.toArray(String[]::new))
            .carries("Tags")
            .refuses("FifoQueue", "RedrivePolicy");

    private final Queues queues;
    private final AwsEnvironment place;

    QueueProvider(Queues queues, AwsEnvironment place) {
        this.queues = queues;
        this.place = place;
    }

    @Override
    public String type() {
        return "AWS::SQS::Queue";
    }

    @Override
    public Support support() {
        return SUPPORT;
    }

    @Override
    public Optional<String> nameProperty() {
        return Optional.of("QueueName");
    }

    @Override
    public Physical create(Desired desired) {
        String name = desired.nameFrom("QueueName");
        String url = queues.create(name, attributes(desired.properties()), desired.tags());
        return new Physical(url, Map.of("Arn", place.arn("sqs", name), "QueueName", name, "QueueUrl", url));
    }

    @Override
    public Physical update(Desired desired, Physical current, Properties before) {
        queues.update(current.attributes().get("QueueName"), attributes(desired.properties()), desired.tags());
        return current;
    }

    @Override
    public Reading read(Physical current, Properties properties) {
        String name = current.attributes().get("QueueName");
        Map<String, String> attributes = queues.attributes(name);
        if (attributes.isEmpty()) {
            return Reading.GONE;
        }
        Reading reading = Reading.found().with("QueueName", name).withTags(queues.tags(name));
        for (String attribute : ATTRIBUTES) {
            String value = attributes.get(attribute);
            reading.with(
                    attribute,
                    attribute.equals("SqsManagedSseEnabled") ? Boolean.valueOf(value) : Integer.valueOf(value));
        }
        return reading;
    }

    @Override
    public void delete(Physical current, Properties properties) {
        try {
            queues.delete(current.attributes().get("QueueName"));
        } catch (AwsError e) {
            if (!"QueueDoesNotExist".equals(e.code())) {
                throw e;
            }
        }
    }

    private static Map<String, String> attributes(Properties properties) {
        Map<String, String> attributes = new LinkedHashMap<>();
        ATTRIBUTES.forEach(name -> properties.text(name).ifPresent(value -> attributes.put(name, value)));
        return attributes;
    }
}
