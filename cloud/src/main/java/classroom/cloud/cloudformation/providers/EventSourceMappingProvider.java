package classroom.cloud.cloudformation.providers;

import classroom.cloud.cloudformation.engine.Properties;
import classroom.cloud.cloudformation.engine.Provider;
import classroom.cloud.cloudformation.engine.ResourceException;
import classroom.cloud.cloudformation.engine.Support;
import classroom.cloud.gateway.AwsError;
import classroom.cloud.lambda.streams.EventSourceMapping;
import classroom.cloud.lambda.streams.EventSourceMappings;
import classroom.template.AwsEnvironment;
import com.fasterxml.jackson.databind.node.IntNode;
import java.util.Map;

/**
 * {@code AWS::Lambda::EventSourceMapping} of a DynamoDB stream.
 *
 * <p>Defaults: Lambda Developer Guide, "Using AWS Lambda with Amazon DynamoDB", event source mapping parameters.
 */
public final class EventSourceMappingProvider implements Provider {
    private static final Support SUPPORT = new Support()
            .carriesReplacing("EventSourceArn", "StartingPosition")
            .carries(
                    "BatchSize",
                    "BisectBatchOnFunctionError",
                    "DestinationConfig.OnFailure.Destination",
                    "Enabled",
                    "FunctionName",
                    "FunctionResponseTypes",
                    "MaximumBatchingWindowInSeconds",
                    "MaximumRecordAgeInSeconds",
                    "MaximumRetryAttempts",
                    "Tags")
            // A shard is read by one reader; more is left out by name.
            .usually("ParallelizationFactor", IntNode.valueOf(1))
            .refuses(
                    "AmazonManagedKafkaEventSourceConfig",
                    "DocumentDBEventSourceConfig",
                    "FilterCriteria",
                    "Queues",
                    "ScalingConfig",
                    "SelfManagedEventSource",
                    "SelfManagedKafkaEventSourceConfig",
                    "SourceAccessConfigurations",
                    "StartingPositionTimestamp",
                    "Topics",
                    "TumblingWindowInSeconds");

    private final EventSourceMappings mappings;
    private final AwsEnvironment place;

    public EventSourceMappingProvider(EventSourceMappings mappings, AwsEnvironment place) {
        this.mappings = mappings;
        this.place = place;
    }

    @Override
    public String type() {
        return "AWS::Lambda::EventSourceMapping";
    }

    @Override
    public Support support() {
        return SUPPORT;
    }

    @Override
    public Physical create(Desired desired) {
        EventSourceMapping created = mappings.create(mapping(null, desired));
        return physical(created.uuid());
    }

    @Override
    public Physical update(Desired desired, Physical current, Properties before) {
        mappings.update(mapping(current.id(), desired));
        return current;
    }

    @Override
    public void delete(Physical current, Properties properties) {
        try {
            mappings.delete(current.id());
        } catch (AwsError e) {
            if (!"ResourceNotFoundException".equals(e.code())) {
                throw e;
            }
        }
    }

    private Physical physical(String uuid) {
        return new Physical(
                uuid, Map.of("Id", uuid, "EventSourceMappingArn", place.arn("lambda", "event-source-mapping:" + uuid)));
    }

    private static EventSourceMapping mapping(String uuid, Desired desired) {
        Properties properties = desired.properties();
        String source = properties.required("EventSourceArn");
        if (!source.contains(":dynamodb:")) {
            throw new ResourceException(
                    "EventSourceArn " + source + " is not carried out: the class reads DynamoDB streams");
        }
        return new EventSourceMapping(
                uuid,
                properties.required("FunctionName"),
                source,
                properties.required("StartingPosition"),
                properties.flag("Enabled", true),
                properties.integer("BatchSize", 100),
                properties.integer("MaximumBatchingWindowInSeconds", 0),
                1,
                properties.integer("MaximumRetryAttempts", -1),
                properties.integer("MaximumRecordAgeInSeconds", -1),
                properties.flag("BisectBatchOnFunctionError", false),
                EventSourceMapping.reportsItemFailures(properties.texts("FunctionResponseTypes")),
                properties
                        .in("DestinationConfig")
                        .in("OnFailure")
                        .text("Destination")
                        .orElse(null),
                desired.tags());
    }
}
