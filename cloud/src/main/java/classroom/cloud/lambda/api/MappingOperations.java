package classroom.cloud.lambda.api;

import classroom.cloud.gateway.AwsError;
import classroom.cloud.gateway.JsonRequest;
import classroom.cloud.lambda.environment.FunctionName;
import classroom.cloud.lambda.environment.Functions;
import classroom.cloud.lambda.streams.EventSourceMapping;
import classroom.cloud.lambda.streams.EventSourceMappings;
import classroom.cloud.lambda.streams.Filters;
import classroom.cloud.lambda.streams.Mapping;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The operations of the Lambda API on event source mappings: JSON to and from {@link EventSourceMapping}. */
final class MappingOperations {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PAGE = 100;
    private static final Set<String> CARRIED_OUT = Set.of(
            "UUID",
            "EventSourceArn",
            "FunctionName",
            "Enabled",
            "BatchSize",
            "MaximumBatchingWindowInSeconds",
            "ParallelizationFactor",
            "TumblingWindowInSeconds",
            "StartingPosition",
            "FilterCriteria",
            "DestinationConfig",
            "MaximumRecordAgeInSeconds",
            "BisectBatchOnFunctionError",
            "MaximumRetryAttempts",
            "FunctionResponseTypes",
            "Tags");

    private final Functions functions;
    private final EventSourceMappings mappings;

    MappingOperations(Functions functions, EventSourceMappings mappings) {
        this.functions = functions;
        this.mappings = mappings;
    }

    String arn(String uuid) {
        String function = functions.arn("x");
        return function.substring(0, function.length() - "function:x".length()) + "event-source-mapping:" + uuid;
    }

    Map<String, String> tags(String arn) {
        String uuid = arn.substring(arn.lastIndexOf(':') + 1);
        return mappings.list().stream()
                .filter(mapping -> mapping.uuid().equals(uuid))
                .findFirst()
                .orElseThrow(() ->
                        new AwsError(404, "ResourceNotFoundException", "Event source mapping not found: " + arn(uuid)))
                .tags();
    }

    ObjectNode list(Request request) {
        String source = request.parameter("EventSourceArn");
        String function = request.parameter("FunctionName");
        String name = function == null ? null : functionName(function);
        List<EventSourceMapping> all = mappings.list().stream()
                .filter(m -> source == null || source.equals(m.eventSourceArn()))
                .filter(m -> name == null || name.equals(m.functionName()))
                .toList();
        return new Marker<>("EventSourceMappings", PAGE, EventSourceMapping::uuid)
                .page(all, request, mapping -> get(mapping.uuid()));
    }

    ObjectNode get(String uuid) {
        Mapping running = mappings.get(uuid);
        return describe(running.settings(), running, running.state());
    }

    ObjectNode create(JsonRequest input) {
        checkTimestamp(input);
        onlyCarriedOut(input);
        EventSourceMapping mapping = mappings.create(new EventSourceMapping(
                null,
                functionName(input.required("FunctionName")),
                input.text("EventSourceArn"),
                input.text("StartingPosition"),
                input.flag("Enabled", true),
                input.integer("BatchSize", 100),
                input.integer("MaximumBatchingWindowInSeconds", 0),
                input.integer("ParallelizationFactor", 1),
                input.integer("TumblingWindowInSeconds", 0),
                input.integer("MaximumRetryAttempts", -1),
                input.integer("MaximumRecordAgeInSeconds", -1),
                input.flag("BisectBatchOnFunctionError", false),
                reportsFailures(input, false),
                destination(input, null),
                filters(input, Filters.NONE),
                new TreeMap<>(input.map("Tags"))));
        Mapping running = mappings.get(mapping.uuid());
        return describe(mapping, running, "Creating");
    }

    ObjectNode update(String uuid, JsonRequest input) {
        onlyCarriedOut(input);
        EventSourceMapping old = mappings.get(uuid).settings();
        EventSourceMapping changed = new EventSourceMapping(
                uuid,
                input.has("FunctionName") ? functionName(input.required("FunctionName")) : old.functionName(),
                old.eventSourceArn(),
                old.startingPosition(),
                input.flag("Enabled", old.enabled()),
                input.integer("BatchSize", old.batchSize()),
                input.integer("MaximumBatchingWindowInSeconds", old.maximumBatchingWindowInSeconds()),
                input.integer("ParallelizationFactor", old.parallelizationFactor()),
                input.integer("TumblingWindowInSeconds", old.tumblingWindowInSeconds()),
                input.integer("MaximumRetryAttempts", old.maximumRetryAttempts()),
                input.integer("MaximumRecordAgeInSeconds", old.maximumRecordAgeInSeconds()),
                input.flag("BisectBatchOnFunctionError", old.bisectBatchOnFunctionError()),
                reportsFailures(input, old.reportBatchItemFailures()),
                destination(input, old.onFailureDestination()),
                filters(input, old.filters()),
                old.tags());
        mappings.update(changed);
        String state = changed.enabled() == old.enabled() ? "Updating" : changed.enabled() ? "Enabling" : "Disabling";
        return describe(changed, mappings.get(uuid), state);
    }

    ObjectNode delete(String uuid) {
        Mapping running = mappings.get(uuid);
        mappings.delete(uuid);
        return describe(running.settings(), running, "Deleting");
    }

    private ObjectNode describe(EventSourceMapping mapping, Mapping running, String state) {
        ObjectNode answer = JSON.createObjectNode();
        answer.put("UUID", mapping.uuid());
        answer.put("EventSourceMappingArn", arn(mapping.uuid()));
        answer.put("EventSourceArn", mapping.eventSourceArn());
        answer.put("FunctionArn", functions.arn(mapping.functionName()));
        answer.put("StartingPosition", mapping.startingPosition());
        answer.put("BatchSize", mapping.batchSize());
        answer.put("MaximumBatchingWindowInSeconds", mapping.maximumBatchingWindowInSeconds());
        answer.put("ParallelizationFactor", mapping.parallelizationFactor());
        answer.put("MaximumRetryAttempts", mapping.maximumRetryAttempts());
        answer.put("MaximumRecordAgeInSeconds", mapping.maximumRecordAgeInSeconds());
        answer.put("BisectBatchOnFunctionError", mapping.bisectBatchOnFunctionError());
        answer.put("TumblingWindowInSeconds", mapping.tumblingWindowInSeconds());
        if (!mapping.filters().patterns().isEmpty()) {
            ArrayNode filters = answer.putObject("FilterCriteria").putArray("Filters");
            mapping.filters().patterns().forEach(pattern -> filters.addObject().put("Pattern", pattern));
        }
        ArrayNode types = answer.putArray("FunctionResponseTypes");
        if (mapping.reportBatchItemFailures()) {
            types.add(EventSourceMapping.REPORT);
        }
        ObjectNode onFailure = answer.putObject("DestinationConfig").putObject("OnFailure");
        if (mapping.onFailureDestination() != null) {
            onFailure.put("Destination", mapping.onFailureDestination());
        }
        answer.put("State", state);
        answer.put("StateTransitionReason", "User action");
        answer.put("LastProcessingResult", running.result());
        answer.put("LastModified", running.modified().toEpochMilli() / 1e3);
        return answer;
    }

    private static void onlyCarriedOut(JsonRequest input) {
        for (String name : input.names()) {
            if (!CARRIED_OUT.contains(name)) {
                throw invalid("The local class does not carry out " + name + " of an event source mapping.");
            }
        }
    }

    private static String functionName(String text) {
        return FunctionName.parse(text, null).reference();
    }

    /** Recorded on AWS (LocalStack's test_create_starting_position_validation_exceptions, 2025-02-17). */
    private static void checkTimestamp(JsonRequest input) {
        if (input.has("StartingPositionTimestamp")) {
            throw input.text("StartingPosition").equals("AT_TIMESTAMP")
                    ? invalid("Unsupported starting position for arn type: " + input.text("EventSourceArn"))
                    : invalid("Timestamp only valid with StartingPosition AT_TIMESTAMP");
        }
    }

    /**
     * The ARN of {@code OnFailure}. AWS's words: LocalStack's test_event_source_mapping_exceptions, 2025-11-27, and
     * issue 2865 of aws-controllers-k8s, 2026-04-22.
     */
    private static String destination(JsonRequest input, String otherwise) {
        JsonRequest config = input.structure("DestinationConfig");
        if (config.has("OnSuccess")) {
            throw invalid("Unsupported DestinationConfig parameter for given event source mapping type.");
        }
        if (!input.has("DestinationConfig")) {
            return otherwise;
        }
        if (!config.has("OnFailure")) {
            return null;
        }
        String destination = config.structure("OnFailure").text("Destination");
        if (destination.isEmpty()) {
            throw invalid("The Destination field is required for an OnFailure configuration.");
        }
        return destination;
    }

    /** Empty criteria take the filters away ("Control which events Lambda sends to your function"). */
    private static Filters filters(JsonRequest input, Filters otherwise) {
        return input.has("FilterCriteria")
                ? Filters.of(input.structure("FilterCriteria").structures("Filters").stream()
                        .map(filter -> filter.text("Pattern"))
                        .toList())
                : otherwise;
    }

    private static boolean reportsFailures(JsonRequest input, boolean otherwise) {
        return input.has("FunctionResponseTypes")
                ? EventSourceMapping.reportsItemFailures(input.texts("FunctionResponseTypes"))
                : otherwise;
    }

    private static AwsError invalid(String message) {
        return new AwsError(400, "InvalidParameterValueException", message);
    }
}
