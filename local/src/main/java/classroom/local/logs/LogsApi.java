package classroom.local.logs;

import classroom.local.gateway.AwsError;
import classroom.local.gateway.Call;
import classroom.local.gateway.Protocol;
import classroom.local.gateway.Reply;
import classroom.local.gateway.Service;
import classroom.local.iam.Identity;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** The CloudWatch Logs API of the class (JSON 1.1), as far as a class looks at logs. */
public final class LogsApi implements Service {
    private static final String PREFIX = "Logs_20140328.";
    private static final int MOST_EVENTS = 10_000;
    private static final int MOST_DESCRIBED = 50;
    /** A page of events is no larger than this ("FilterLogEvents", CloudWatch Logs API reference). */
    private static final int PAGE_BYTES = 1 << 20;

    private final Logs logs;

    public LogsApi(Logs logs) {
        this.logs = logs;
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
        String target = call.header("x-amz-target").orElse("");
        String operation = target.startsWith(PREFIX) ? target.substring(PREFIX.length()) : "";
        ObjectNode request = Protocol.json(call.body());
        Identity caller = call.caller();
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        switch (operation) {
            case "DescribeLogGroups" -> describeGroups(caller, request, answer);
            case "DescribeLogStreams" -> describeStreams(allowed(caller, operation, request), request, answer);
            case "FilterLogEvents" -> filter(allowed(caller, operation, request), request, answer);
            case "GetLogEvents" -> get(allowed(caller, operation, request), request, answer);
            case "PutLogEvents" -> put(allowed(caller, operation, request), request);
            case "CreateLogGroup" -> {
                String name = required(request, "logGroupName");
                logs.check(caller, operation, name, "");
                logs.createGroup(name, 0, texts(request.path("tags")));
            }
            case "DeleteLogGroup" ->
                logs.deleteGroup(allowed(caller, operation, request).name());
            case "CreateLogStream" -> {
                if (!allowed(caller, operation, request).createStream(required(request, "logStreamName"), logs.now())) {
                    throw new AwsError(
                            400, "ResourceAlreadyExistsException", "The specified log stream already exists");
                }
            }
            case "DeleteLogStream" -> {
                if (!allowed(caller, operation, request).deleteStream(required(request, "logStreamName"))) {
                    throw noStream();
                }
            }
            case "PutRetentionPolicy" ->
                logs.retain(allowed(caller, operation, request).name(), integer(request, "retentionInDays", -1));
            case "DeleteRetentionPolicy" ->
                logs.retain(allowed(caller, operation, request).name(), 0);
            case "ListTagsForResource" -> {
                ObjectNode tags = answer.putObject("tags");
                allowed(caller, operation, request).tags().forEach(tags::put);
            }
            case "TagResource" -> allowed(caller, operation, request).tag(texts(request.path("tags")));
            case "UntagResource" -> {
                List<String> keys = new ArrayList<>();
                request.path("tagKeys").forEach(key -> keys.add(key.asText()));
                allowed(caller, operation, request).untag(keys);
            }
            default -> throw new AwsError(400, "UnknownOperationException", null);
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
            throw missing("logGroupName");
        }
        logs.check(caller, operation, name, request.path("logStreamName").asText(""));
        return logs.group(name);
    }

    /** The name in an identifier, which is a name or an ARN. */
    private String nameOf(String identifier) {
        if (!identifier.startsWith("arn:")) {
            return identifier;
        }
        String prefix = logs.arn("");
        if (!identifier.startsWith(prefix)) {
            throw invalid("not a log group of this class: " + identifier);
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
            throw invalid("Cannot order by LastEventTime with a logStreamNamePrefix.");
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
        int limit = limit(request, MOST_DESCRIBED, MOST_DESCRIBED);
        int from = 0;
        if (request.hasNonNull("nextToken")) {
            try {
                from = Integer.parseInt(request.path("nextToken").asText());
            } catch (NumberFormatException e) {
                throw badToken();
            }
            if (from < 0) {
                throw badToken();
            }
        }
        int start = Math.min(from, all.size());
        int end = Math.min(start + limit, all.size());
        if (end < all.size()) {
            answer.put("nextToken", Integer.toString(end));
        }
        return all.subList(start, end);
    }

    private void filter(LogGroup group, JsonNode request, ObjectNode answer) {
        int limit = limit(request, MOST_EVENTS, MOST_EVENTS);
        Position after = request.hasNonNull("nextToken")
                ? Position.parse(request.path("nextToken").asText(), "n")
                : Position.START;
        long end = request.path("endTime").asLong(Long.MAX_VALUE);
        Predicate<String> streams = streams(request);
        FilterPattern pattern =
                FilterPattern.parse(request.path("filterPattern").asText(""));
        long start = request.path("startTime").asLong(0);
        ArrayNode list = answer.putArray("events");
        answer.putArray("searchedLogStreams");
        Position last = after;
        long bytes = 0;
        for (LogEvent event : group.events(logs.now())) {
            if (after.before(event)
                    && event.timestamp() >= start
                    && event.timestamp() <= end
                    && streams.test(event.stream())
                    && pattern.test(event.message())) {
                bytes += event.message().length();
                if (list.size() == limit || (bytes > PAGE_BYTES && !list.isEmpty())) {
                    answer.put("nextToken", last.token("n"));
                    return;
                }
                last = Position.of(event);
                list.addObject()
                        .put("logStreamName", event.stream())
                        .put("timestamp", event.timestamp())
                        .put("message", event.message())
                        .put("ingestionTime", event.ingestionTime())
                        .put("eventId", String.format("%056d", event.id()));
            }
        }
    }

    private static Predicate<String> streams(JsonNode request) {
        JsonNode names = request.path("logStreamNames");
        String prefix = request.path("logStreamNamePrefix").asText("");
        if (!names.isEmpty() && !prefix.isEmpty()) {
            throw invalid("logStreamNames and logStreamNamePrefix are mutually exclusive.");
        }
        if (names.isEmpty()) {
            return name -> name.startsWith(prefix);
        }
        Set<String> set = new HashSet<>();
        names.forEach(name -> set.add(name.asText()));
        return set::contains;
    }

    private void get(LogGroup group, JsonNode request, ObjectNode answer) {
        String stream = required(request, "logStreamName");
        if (group.stream(stream).isEmpty()) {
            throw noStream();
        }
        int limit = limit(request, MOST_EVENTS, MOST_EVENTS);
        long start = request.path("startTime").asLong(0);
        long end = request.path("endTime").asLong(Long.MAX_VALUE);
        String token = request.path("nextToken").asText("");
        boolean backward = token.isEmpty() ? !request.path("startFromHead").asBoolean() : token.startsWith("b/");
        Position from = token.isEmpty()
                ? (backward ? Position.END : Position.START)
                : Position.parse(token, backward ? "b" : "f");
        List<LogEvent> found = group.events(logs.now()).stream()
                .filter(event -> event.stream().equals(stream))
                .filter(event -> event.timestamp() >= start && event.timestamp() < end)
                .filter(event -> backward ? from.after(event) : from.before(event))
                .toList();
        List<LogEvent> page = cut(found, limit, backward);
        ArrayNode list = answer.putArray("events");
        for (LogEvent event : page) {
            list.addObject()
                    .put("timestamp", event.timestamp())
                    .put("message", event.message())
                    .put("ingestionTime", event.ingestionTime());
        }
        // At the end of the stream the token that came goes back, which is how a client knows.
        Position first = page.isEmpty() ? from : Position.of(page.get(0));
        Position still = token.isEmpty() ? Position.START : from;
        Position last = page.isEmpty() ? still : Position.of(page.get(page.size() - 1));
        answer.put("nextForwardToken", last.token("f")).put("nextBackwardToken", first.token("b"));
    }

    /** The first events, or the last ones, that go on a page. */
    private static List<LogEvent> cut(List<LogEvent> events, int limit, boolean fromTheEnd) {
        long bytes = 0;
        int count = 0;
        while (count < Math.min(limit, events.size())) {
            LogEvent next = events.get(fromTheEnd ? events.size() - 1 - count : count);
            bytes += next.message().length();
            if (bytes > PAGE_BYTES && count > 0) {
                break;
            }
            count++;
        }
        return fromTheEnd ? events.subList(events.size() - count, events.size()) : events.subList(0, count);
    }

    private void put(LogGroup group, JsonNode request) {
        String stream = required(request, "logStreamName");
        if (group.stream(stream).isEmpty()) {
            throw noStream();
        }
        for (JsonNode event : request.path("logEvents")) {
            logs.add(
                    group,
                    stream,
                    event.path("timestamp").asLong(),
                    event.path("message").asText());
        }
    }

    private static Map<String, String> texts(JsonNode object) {
        Map<String, String> texts = new LinkedHashMap<>();
        object.properties()
                .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
        return texts;
    }

    private static int limit(JsonNode request, int usual, int most) {
        int limit = integer(request, "limit", usual);
        if (limit < 1 || limit > most) {
            throw invalid("Value '" + limit + "' at 'limit' must be between 1 and " + most);
        }
        return limit;
    }

    private static int integer(JsonNode request, String member, int absent) {
        return request.hasNonNull(member) ? request.path(member).asInt() : absent;
    }

    private static String required(JsonNode request, String member) {
        String value = request.path(member).asText("");
        if (value.isEmpty()) {
            throw missing(member);
        }
        return value;
    }

    private static AwsError missing(String member) {
        return invalid("1 validation error detected: Value null at '" + member
                + "' failed to satisfy constraint: Member must not be null");
    }

    private static AwsError invalid(String message) {
        return new AwsError(400, "InvalidParameterException", message);
    }

    private static AwsError noStream() {
        return new AwsError(400, "ResourceNotFoundException", "The specified log stream does not exist.");
    }

    private static AwsError badToken() {
        return invalid("The specified nextToken is invalid.");
    }

    /** A place between two events. */
    private record Position(long timestamp, long id) {
        static final Position START = new Position(Long.MIN_VALUE, Long.MIN_VALUE);
        static final Position END = new Position(Long.MAX_VALUE, Long.MAX_VALUE);

        static Position of(LogEvent event) {
            return new Position(event.timestamp(), event.id());
        }

        static Position parse(String token, String kind) {
            String[] parts = token.split("/");
            if (parts.length != 3 || !parts[0].equals(kind)) {
                throw badToken();
            }
            try {
                return new Position(Long.parseLong(parts[1]), Long.parseLong(parts[2]));
            } catch (NumberFormatException e) {
                throw badToken();
            }
        }

        String token(String kind) {
            return kind + "/" + timestamp + "/" + id;
        }

        boolean before(LogEvent event) {
            return timestamp < event.timestamp() || (timestamp == event.timestamp() && id < event.id());
        }

        boolean after(LogEvent event) {
            return timestamp > event.timestamp() || (timestamp == event.timestamp() && id > event.id());
        }
    }
}
