package classroom.cloud.cloudformation.providers;

import classroom.cloud.cloudformation.engine.Properties;
import classroom.cloud.cloudformation.engine.Provider;
import classroom.cloud.cloudformation.engine.Reading;
import classroom.cloud.cloudformation.engine.Support;
import classroom.cloud.gateway.AwsError;
import classroom.cloud.lambda.environment.FunctionName;
import classroom.cloud.lambda.streams.EventSourceMapping;
import classroom.cloud.lambda.streams.EventSourceMappings;
import classroom.cloud.lambda.streams.Filters;
import classroom.template.AwsEnvironment;
import java.util.List;
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
                    "FilterCriteria.Filters.Pattern",
                    "FunctionName",
                    "FunctionResponseTypes",
                    "MaximumBatchingWindowInSeconds",
                    "MaximumRecordAgeInSeconds",
                    "MaximumRetryAttempts",
                    "ParallelizationFactor",
                    "Tags",
                    "TumblingWindowInSeconds")
            .refuses(
                    "AmazonManagedKafkaEventSourceConfig",
                    "DocumentDBEventSourceConfig",
                    "Queues",
                    "ScalingConfig",
                    "SelfManagedEventSource",
                    "SelfManagedKafkaEventSourceConfig",
                    "SourceAccessConfigurations",
                    "StartingPositionTimestamp",
                    "Topics");

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
    public Reading read(Physical current, Properties properties) {
        return mappings.find(current.id())
                .map(mapping -> read(mapping, properties))
                .orElse(Reading.GONE);
    }

    private static Reading read(EventSourceMapping mapping, Properties properties) {
        // The template may name the function in another form than the mapping.
        String function = properties.required("FunctionName");
        boolean same = FunctionName.parse(function, null).reference().equals(mapping.functionName());
        List<String> patterns = mapping.filters().patterns();
        return Reading.found()
                .with("FunctionName", same ? function : mapping.functionName())
                .with("EventSourceArn", mapping.eventSourceArn())
                .with("StartingPosition", mapping.startingPosition())
                .with("Enabled", mapping.enabled())
                .with("BatchSize", mapping.batchSize())
                .with("MaximumBatchingWindowInSeconds", mapping.maximumBatchingWindowInSeconds())
                .with("ParallelizationFactor", mapping.parallelizationFactor())
                .with("TumblingWindowInSeconds", mapping.tumblingWindowInSeconds())
                .with("MaximumRetryAttempts", mapping.maximumRetryAttempts())
                .with("MaximumRecordAgeInSeconds", mapping.maximumRecordAgeInSeconds())
                .with("BisectBatchOnFunctionError", mapping.bisectBatchOnFunctionError())
                .with(
                        "FunctionResponseTypes",
                        mapping.reportBatchItemFailures() ? List.of(EventSourceMapping.REPORT) : List.of())
                .with(
                        "DestinationConfig",
                        "OnFailure",
                        EventInvokeConfigProvider.destination(mapping.onFailureDestination()))
                .with(
                        "FilterCriteria",
                        "Filters",
                        patterns.isEmpty()
                                ? null
                                : patterns.stream()
                                        .map(pattern -> Map.of("Pattern", pattern))
                                        .toList())
                .withTags(mapping.tags());
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
        return new EventSourceMapping(
                uuid,
                properties.required("FunctionName"),
                properties.text("EventSourceArn").orElse(""),
                properties.text("StartingPosition").orElse(""),
                properties.flag("Enabled", true),
                properties.integer("BatchSize", 100),
                properties.integer("MaximumBatchingWindowInSeconds", 0),
                properties.integer("ParallelizationFactor", 1),
                properties.integer("TumblingWindowInSeconds", 0),
                properties.integer("MaximumRetryAttempts", -1),
                properties.integer("MaximumRecordAgeInSeconds", -1),
                properties.flag("BisectBatchOnFunctionError", false),
                EventSourceMapping.reportsItemFailures(properties.texts("FunctionResponseTypes")),
                properties
                        .in("DestinationConfig")
                        .in("OnFailure")
                        .text("Destination")
                        .orElse(null),
                Filters.of(properties.in("FilterCriteria").each("Filters").stream()
                        .map(filter -> filter.text("Pattern").orElse(""))
                        .toList()),
                desired.tags());
    }
}
