package classroom.cloud.logs;

import classroom.cloud.gateway.AwsError;
import classroom.cloud.gateway.JsonRequest;
import classroom.cloud.gateway.JsonService;
import classroom.cloud.gateway.Members;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The CloudWatch Logs API of the class (JSON 1.1), the part that reads and writes logs. */
public final class LogsApi extends JsonService {
    private static final int MOST_DESCRIBED = 50;

    /** The operations that are about one stream; others ignore its name. */
    private static final Set<String> OF_STREAMS =
            Set.of("CreateLogStream", "DeleteLogStream", "GetLogEvents", "PutLogEvents");

    private static final Set<String> OF_TAGS = Set.of("ListTagsForResource", "TagResource", "UntagResource");

    private final Logs logs;
    private final EventPages events;

    public LogsApi(Logs logs) {
        super("Logs_20140328.", Members.constrained("logs", Requests.INVALID), "1.1");
        this.logs = logs;
        this.events = new EventPages(logs);
        on("DescribeLogGroups", this::describeGroups);
        on("DescribeLogStreams", (request, answer) -> describeStreams(allowed(request), request, answer));
        on("FilterLogEvents", (request, answer) -> events.filter(allowed(request), request, answer));
        on("GetLogEvents", (request, answer) -> events.get(allowed(request), request, answer));
        on("PutLogEvents", (request, answer) -> new Batch(logs, request).put(allowed(request), answer));
        on("CreateLogGroup", this::createGroup);
        on(
                "DeleteLogGroup",
                (request, answer) -> logs.deleteGroup(allowed(request).name()));
        on("CreateLogStream", this::createStream);
        on("DeleteLogStream", this::deleteStream);
        on("PutRetentionPolicy", this::retain);
        on(
                "DeleteRetentionPolicy",
                (request, answer) -> logs.retain(allowed(request).name(), 0));
        on("ListTagsForResource", (request, answer) -> allowed(request).tags().forEach(answer.putObject("tags")::put));
        on("TagResource", (request, answer) -> allowed(request).tag(request.map("tags")));
        on("UntagResource", (request, answer) -> allowed(request).untag(request.texts("tagKeys")));
    }

    @Override
    public String signingName() {
        return "logs";
    }

    @Override
    protected void checkLeftOut(JsonRequest request) {
        logs.check(request.caller(), request.operation(), logs.arn(named(request), request.text("logStreamName")));
    }

    /** The group that a request is about, which the caller may do this with. */
    private LogGroup allowed(JsonRequest request) {
        Requests.checkLengths(request);
        String operation = request.operation();
        if (request.has("logGroupName") && request.has("logGroupIdentifier")) {
            throw new AwsError(
                    400, "ValidationException", "LogGroup name and LogGroup ARN are mutually exclusive parameters.");
        }
        String name = named(request);
        if (name.isEmpty()) {
            name = request.required("logGroupName");
        }
        if (OF_TAGS.contains(operation)) {
            logs.check(request.caller(), operation, logs.arn(name));
        } else {
            String stream = OF_STREAMS.contains(operation) ? request.text("logStreamName") : "";
            logs.check(request.caller(), operation, logs.arn(name, stream));
        }
        return logs.group(name);
    }

    /** The name of the group that a request is about; {@code ""} if it names none. */
    private String named(JsonRequest request) {
        String name = request.text("logGroupName");
        for (String member : List.of("logGroupIdentifier", "resourceArn")) {
            if (name.isEmpty() && request.has(member)) {
                name = nameOf(request.text(member));
            }
        }
        return name;
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

    private void createGroup(JsonRequest request, ObjectNode answer) {
        Requests.checkLengths(request);
        String name = request.required("logGroupName");
        Map<String, String> tags = request.map("tags");
        logs.check(request.caller(), request.operation(), logs.arn(name, ""));
        if (!tags.isEmpty()) {
            logs.check(request.caller(), "TagResource", logs.arn(name));
        }
        logs.createGroup(name, 0, tags);
    }

    private void retain(JsonRequest request, ObjectNode answer) {
        LogGroup group = allowed(request);
        int days = request.integer("retentionInDays", 0);
        Logs.checkRetention(days);
        group.retain(days);
    }

    private void createStream(JsonRequest request, ObjectNode answer) {
        if (!allowed(request).createStream(request.required("logStreamName"), logs.now())) {
            throw new AwsError(400, "ResourceAlreadyExistsException", "The specified log stream already exists");
        }
    }

    private void deleteStream(JsonRequest request, ObjectNode answer) {
        if (!allowed(request).deleteStream(request.required("logStreamName"))) {
            throw Requests.noStream();
        }
    }

    private void describeGroups(JsonRequest request, ObjectNode answer) {
        logs.check(request.caller(), request.operation(), logs.arn("", ""));
        String prefix = request.text("logGroupNamePrefix");
        String pattern = request.text("logGroupNamePattern");
        if (!prefix.isEmpty() && !pattern.isEmpty()) {
            throw Requests.invalid("LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.");
        }
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

    private void describeStreams(LogGroup group, JsonRequest request, ObjectNode answer) {
        String prefix = request.text("logStreamNamePrefix");
        boolean byTime = request.text("orderBy").equals("LastEventTime");
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
        if (request.flag("descending", false)) {
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
                        .put("lastIngestionTime", stream.lastIngestion())
                        .put("uploadSequenceToken", LogEvent.digits(stream.lastId()));
            }
        }
    }

    /** A page of what is described; the token is the index of the next one. */
    private static <T> List<T> page(List<T> all, JsonRequest request, ObjectNode answer) {
        int limit = request.integer("limit", MOST_DESCRIBED);
        int from = 0;
        if (request.has("nextToken")) {
            try {
                from = Integer.parseInt(request.text("nextToken"));
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
}
