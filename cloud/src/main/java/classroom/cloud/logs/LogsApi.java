package classroom.cloud.logs;

import classroom.cloud.gateway.AwsError;
import classroom.cloud.gateway.Call;
import classroom.cloud.gateway.Members;
import classroom.cloud.gateway.Protocol;
import classroom.cloud.gateway.Reply;
import classroom.cloud.gateway.Service;
import classroom.cloud.identity.Identity;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** The CloudWatch Logs API of the class (JSON 1.1), as far as a class looks at logs. */
public final class LogsApi implements Service {
    private static final String PREFIX = "Logs_20140328.";
    private static final int MOST_DESCRIBED = 50;

    /** The operations that are about one stream; others ignore its name. */
    private static final Set<String> OF_STREAMS =
            Set.of("CreateLogStream", "DeleteLogStream", "GetLogEvents", "PutLogEvents");

    private static final Set<String> OF_TAGS = Set.of("ListTagsForResource", "TagResource", "UntagResource");

    private static final Members MEMBERS = Members.of(
            Requests::missing,
            "String logGroupName logGroupIdentifier logGroupNamePrefix logGroupNamePattern logStreamName"
                    + " logStreamNamePrefix resourceArn nextToken orderBy filterPattern message sequenceToken kmsKeyId"
                    + " logGroupClass",
            "Boolean descending startFromHead interleaved unmask includeLinkedAccounts",
            "Integer limit retentionInDays",
            "Long startTime endTime timestamp",
            "[String] logStreamNames logGroupIdentifiers accountIdentifiers tagKeys",
            "[Structure] logEvents",
            "{String} tags");

    private final Logs logs;
    private final EventPages events;

    public LogsApi(Logs logs) {
        this.logs = logs;
        this.events = new EventPages(logs);
    }

    @Override
    public String signingName() {
        return "logs";
    }

    @Override
    public Reply error(Call call, AwsError error) {
        return Protocol.jsonError("1.1", error, error.code());
    }

    @Override
    public Reply answer(Call call) {
        String operation = Protocol.operation(call, PREFIX);
        ObjectNode request = MEMBERS.read(call.body());
        Identity caller = call.caller();
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        switch (operation) {
            case "DescribeLogGroups" -> describeGroups(caller, request, answer);
            case "DescribeLogStreams" -> describeStreams(allowed(caller, operation, request), request, answer);
            case "FilterLogEvents" -> events.filter(allowed(caller, operation, request), request, answer);
            case "GetLogEvents" -> events.get(allowed(caller, operation, request), request, answer);
            case "PutLogEvents" -> put(allowed(caller, operation, request), request);
            case "CreateLogGroup" -> {
                String name = Requests.required(request, "logGroupName");
                logs.check(caller, operation, name, "");
                if (!request.path("tags").isEmpty()) {
                    logs.checkTags(caller, "TagResource", name);
                }
                logs.createGroup(name, 0, Requests.texts(request.path("tags")));
            }
            case "DeleteLogGroup" ->
                logs.deleteGroup(allowed(caller, operation, request).name());
            case "CreateLogStream" -> {
                if (!allowed(caller, operation, request)
                        .createStream(Requests.required(request, "logStreamName"), logs.now())) {
                    throw new AwsError(
                            400, "ResourceAlreadyExistsException", "The specified log stream already exists");
                }
            }
            case "DeleteLogStream" -> {
                if (!allowed(caller, operation, request).deleteStream(Requests.required(request, "logStreamName"))) {
                    throw Requests.noStream();
                }
            }
            case "PutRetentionPolicy" ->
                logs.retain(
                        allowed(caller, operation, request).name(), Requests.integer(request, "retentionInDays", -1));
            case "DeleteRetentionPolicy" ->
                logs.retain(allowed(caller, operation, request).name(), 0);
            case "ListTagsForResource" -> {
                ObjectNode tags = answer.putObject("tags");
                allowed(caller, operation, request).tags().forEach(tags::put);
            }
            case "TagResource" -> allowed(caller, operation, request).tag(Requests.texts(request.path("tags")));
            case "UntagResource" -> {
                List<String> keys = new ArrayList<>();
                request.path("tagKeys").forEach(key -> keys.add(key.asText()));
                allowed(caller, operation, request).untag(keys);
            }
            default -> throw AwsError.notCarriedOut("UnknownOperationException", operation);
        }
        return Protocol.jsonReply("1.1", answer);
    }

    /** The group that a request is about, which the caller may do this with. */
    private LogGroup allowed(Identity caller, String operation, JsonNode request) {
        String name = request.path("logGroupName").asText("");
        for (String member : List.of("logGroupIdentifier", "resourceArn")) {
            if (name.isEmpty() && request.hasNonNull(member)) {
                name = nameOf(request.path(member).asText());
            }
        }
        if (name.isEmpty()) {
            throw Requests.missing("logGroupName");
        }
        if (OF_TAGS.contains(operation)) {
            logs.checkTags(caller, operation, name);
        } else {
            String stream = request.path("logStreamName").asText("");
            logs.check(caller, operation, name, OF_STREAMS.contains(operation) ? stream : "");
        }
        return logs.group(name);
    }

    /** The name in an identifier, which is a name or an ARN. */
    private String nameOf(String identifier) {
        if (!identifier.startsWith("arn:")) {
            return identifier;
        }
        String prefix = logs.arn("");
        if (!identifier.startsWith(prefix)) {
            throw Requests.invalid("not a log group of this class: " + identifier);
        }
        String name = identifier.substring(prefix.length());
        return name.endsWith(":*") ? name.substring(0, name.length() - 2) : name;
    }

    private void describeGroups(Identity caller, JsonNode request, ObjectNode answer) {
        logs.check(caller, "DescribeLogGroups", "", "");
        String prefix = request.path("logGroupNamePrefix").asText("");
        String pattern = request.path("logGroupNamePattern").asText("");
        List<LogGroup> groups = logs.groups().stream()
                .filter(group -> group.name().startsWith(prefix) && group.name().contains(pattern))
                .toList();
        ArrayNode list = answer.putArray("logGroups");
        for (LogGroup group : page(groups, request, answer)) {
            ObjectNode one = list.addObject()
                    .put("logGroupName", group.name())
                    .put("creationTime", group.created())
                    .put("metricFilterCount", 0)
                    .put("arn", logs.arn(group.name()) + ":*")
                    .put("storedBytes", group.bytes())
                    .put("logGroupClass", "STANDARD")
                    .put("logGroupArn", logs.arn(group.name()));
            if (group.retentionDays() != 0) {
                one.put("retentionInDays", group.retentionDays());
            }
        }
    }

    private void describeStreams(LogGroup group, JsonNode request, ObjectNode answer) {
        String prefix = request.path("logStreamNamePrefix").asText("");
        boolean byTime = request.path("orderBy").asText("").equals("LastEventTime");
        if (byTime && !prefix.isEmpty()) {
            throw Requests.invalid("Cannot order by LastEventTime with a logStreamNamePrefix.");
        }
        List<LogGroup.Stream> streams = new ArrayList<>(group.streams().stream()
                .filter(stream -> stream.name().startsWith(prefix))
                .sorted(
                        byTime
                                ? Comparator.comparingLong(LogGroup.Stream::lastEvent)
                                        .thenComparing(LogGroup.Stream::name)
                                : Comparator.comparing(LogGroup.Stream::name))
                .toList());
        if (request.path("descending").asBoolean()) {
            Collections.reverse(streams);
        }
        ArrayNode list = answer.putArray("logStreams");
        for (LogGroup.Stream stream : page(streams, request, answer)) {
            ObjectNode one = list.addObject()
                    .put("logStreamName", stream.name())
                    .put("creationTime", stream.created())
                    .put("arn", logs.arn(group.name()) + ":log-stream:" + stream.name())
                    .put("storedBytes", 0); // as AWS says since 2019
            if (stream.lastEvent() >= 0) {
                one.put("firstEventTimestamp", stream.firstEvent())
                        .put("lastEventTimestamp", stream.lastEvent())
                        .put("lastIngestionTime", stream.lastIngestion());
            }
        }
    }

    /** A page of what is described; the token is the index of the next one. */
    private static <T> List<T> page(List<T> all, JsonNode request, ObjectNode answer) {
        int limit = Requests.limit(request, MOST_DESCRIBED, MOST_DESCRIBED);
        int from = 0;
        if (request.hasNonNull("nextToken")) {
            try {
                from = Integer.parseInt(request.path("nextToken").asText());
            } catch (NumberFormatException e) {
                throw Requests.badToken();
            }
            if (from < 0) {
                throw Requests.badToken();
            }
        }
        int start = Math.min(from, all.size());
        int end = Math.min(start + limit, all.size());
        if (end < all.size()) {
            answer.put("nextToken", Integer.toString(end));
        }
        return all.subList(start, end);
    }

    private void put(LogGroup group, JsonNode request) {
        String stream = Requests.required(request, "logStreamName");
        if (group.stream(stream).isEmpty()) {
            throw Requests.noStream();
        }
        JsonNode events = request.path("logEvents");
        if (events.isEmpty() || events.size() > EventPages.MOST_EVENTS) {
            throw Requests.invalid(
                    "1 validation error detected: Value at 'logEvents' failed to satisfy constraint: Member must have"
                            + " length between 1 and " + EventPages.MOST_EVENTS);
        }
        long bytes = events.valueStream()
                .mapToLong(event -> LogEvent.size(event.path("message").asText()))
                .sum();
        if (bytes > EventPages.PAGE_BYTES) {
            throw Requests.invalid("Upload too large: " + bytes + " bytes exceeds limit of " + EventPages.PAGE_BYTES);
        }
        for (JsonNode event : events) {
            logs.add(
                    group,
                    stream,
                    event.path("timestamp").asLong(),
                    event.path("message").asText());
        }
    }
}
