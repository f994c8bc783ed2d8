package classroom.local.lambda;

import classroom.local.gateway.AwsError;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
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
            "StartingPosition",
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
        return mappings.poller(arn.substring(arn.lastIndexOf(':') + 1))
                .settings()
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
        int start = Marker.start(request, all, EventSourceMapping::uuid);
        int end = Math.min(all.size(), start + Math.min(PAGE, Marker.maxItems(request)));
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode list = answer.putArray("EventSourceMappings");
        all.subList(start, end).forEach(m -> list.add(get(m.uuid())));
        if (end < all.size()) {
            answer.put("NextMarker", Marker.after(all.get(end - 1).uuid()));
        }
        return answer;
    }

    ObjectNode get(String uuid) {
        StreamPoller poller = mappings.poller(uuid);
        return describe(poller.settings(), poller, poller.state());
    }

    ObjectNode create(ObjectNode input) {
        onlyCarriedOut(input);
        EventSourceMapping mapping = mappings.create(new EventSourceMapping(
                null,
                functionName(required(input, "FunctionName")),
                required(input, "EventSourceArn"),
                startingPosition(input),
                bool(input, "Enabled", true),
                number(input, "BatchSize", 100, 1, 10_000),
                number(input, "MaximumBatchingWindowInSeconds", 0, 0, 300),
                number(input, "ParallelizationFactor", 1, 1, 10),
                number(input, "MaximumRetryAttempts", -1, -1, 10_000),
                number(input, "MaximumRecordAgeInSeconds", -1, -1, 604_800),
                bool(input, "BisectBatchOnFunctionError", false),
                reportsFailures(input, false),
                destination(input, null),
                tags(input.path("Tags"))));
        StreamPoller poller = mappings.poller(mapping.uuid());
        return describe(mapping, poller, "Creating");
    }

    ObjectNode update(String uuid, ObjectNode input) {
        onlyCarriedOut(input);
        EventSourceMapping old = mappings.poller(uuid).settings();
        EventSourceMapping changed = new EventSourceMapping(
                uuid,
                input.has("FunctionName") ? functionName(required(input, "FunctionName")) : old.functionName(),
                old.eventSourceArn(),
                old.startingPosition(),
                bool(input, "Enabled", old.enabled()),
                number(input, "BatchSize", old.batchSize(), 1, 10_000),
                number(input, "MaximumBatchingWindowInSeconds", old.maximumBatchingWindowInSeconds(), 0, 300),
                number(input, "ParallelizationFactor", old.parallelizationFactor(), 1, 10),
                number(input, "MaximumRetryAttempts", old.maximumRetryAttempts(), -1, 10_000),
                number(input, "MaximumRecordAgeInSeconds", old.maximumRecordAgeInSeconds(), -1, 604_800),
                bool(input, "BisectBatchOnFunctionError", old.bisectBatchOnFunctionError()),
                reportsFailures(input, old.reportBatchItemFailures()),
                destination(input, old.onFailureDestination()),
                old.tags());
        mappings.update(changed);
        String state = changed.enabled() == old.enabled() ? "Updating" : changed.enabled() ? "Enabling" : "Disabling";
        return describe(changed, mappings.poller(uuid), state);
    }

    ObjectNode delete(String uuid) {
        StreamPoller poller = mappings.poller(uuid);
        mappings.delete(uuid);
        return describe(poller.settings(), poller, "Deleting");
    }

    private ObjectNode describe(EventSourceMapping mapping, StreamPoller poller, String state) {
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
        answer.put("TumblingWindowInSeconds", 0);
        ArrayNode types = answer.putArray("FunctionResponseTypes");
        if (mapping.reportBatchItemFailures()) {
            types.add("ReportBatchItemFailures");
        }
        ObjectNode destinations = answer.putObject("DestinationConfig");
        if (mapping.onFailureDestination() != null) {
            destinations.putObject("OnFailure").put("Destination", mapping.onFailureDestination());
        }
        answer.put("State", state);
        answer.put("StateTransitionReason", "USER_INITIATED");
        answer.put("LastProcessingResult", poller.result());
        answer.put("LastModified", poller.modified().toEpochMilli() / 1e3);
        return answer;
    }

    private static void onlyCarriedOut(ObjectNode input) {
        for (Iterator<String> names = input.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!CARRIED_OUT.contains(name)) {
                throw invalid("The local class does not carry out " + name + " of an event source mapping.");
            }
        }
    }

    private static String functionName(String text) {
        return FunctionName.parse(text, null).reference();
    }

    private static String startingPosition(ObjectNode input) {
        String position = input.path("StartingPosition").asText();
        if (!position.equals("TRIM_HORIZON") && !position.equals("LATEST")) {
            throw invalid("StartingPosition of a DynamoDB stream must be TRIM_HORIZON or LATEST.");
        }
        return position;
    }

    private static String destination(ObjectNode input, String otherwise) {
        if (!input.has("DestinationConfig")) {
            return otherwise;
        }
        String destination = input.path("DestinationConfig")
                .path("OnFailure")
                .path("Destination")
                .asText("");
        if (!destination.isEmpty() && !destination.startsWith("arn:aws:sqs:")) {
            throw invalid("The local class sends discarded records to SQS queues only, not to " + destination + ".");
        }
        return destination.isEmpty() ? null : destination;
    }

    private static boolean reportsFailures(ObjectNode input, boolean otherwise) {
        JsonNode types = input.path("FunctionResponseTypes");
        if (types.isMissingNode()) {
            return otherwise;
        }
        for (JsonNode type : types) {
            if (type.asText().equals("ReportBatchItemFailures")) {
                return true;
            }
        }
        return false;
    }

    private static String required(ObjectNode input, String name) {
        String value = input.path(name).asText("");
        if (value.isEmpty()) {
            throw invalid(name + " is required.");
        }
        return value;
    }

    private static boolean bool(ObjectNode input, String name, boolean otherwise) {
        return input.path(name).asBoolean(otherwise);
    }

    private static int number(ObjectNode input, String name, int otherwise, int least, int most) {
        JsonNode value = input.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return otherwise;
        }
        if (!value.isInt() || value.asInt() < least || value.asInt() > most) {
            throw new AwsError(
                    400,
                    "ValidationException",
                    "1 validation error detected: Value '" + value.asText() + "' at '" + name
                            + "' failed to satisfy constraint: Member must have value between " + least + " and "
                            + most);
        }
        return value.asInt();
    }

    private static Map<String, String> tags(JsonNode object) {
        Map<String, String> map = new TreeMap<>();
        object.properties().forEach(e -> map.put(e.getKey(), e.getValue().asText()));
        return map;
    }

    private static AwsError invalid(String message) {
        return new AwsError(400, "InvalidParameterValueException", message);
    }
}
