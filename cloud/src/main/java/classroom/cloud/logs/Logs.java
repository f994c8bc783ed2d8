package classroom.cloud.logs;

import classroom.cloud.gateway.AwsError;
import classroom.cloud.iam.Authorizer;
import classroom.cloud.identity.Identity;
import classroom.template.AwsEnvironment;
import classroom.template.api.Api;
import classroom.template.api.Violations;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/**
 * CloudWatch Logs of the class, in memory: groups, streams, events in order. {@link LogsApi} is its face to clients.
 */
public final class Logs {
    /** The days that a group may keep its events for ("PutRetentionPolicy", CloudWatch Logs API reference). */
    private static final Set<Integer> RETENTION_DAYS = Set.of(
            1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653);

    /** What the model allows. The model itself is read for the words of a refusal: a start would wait for it. */
    private static final Pattern NAME = Pattern.compile("[.\\-_/#A-Za-z0-9]{1,512}");

    private final Map<String, LogGroup> groups = new ConcurrentSkipListMap<>();
    private final AtomicLong ids = new AtomicLong();
    private final Authorizer authorizer;
    private final AwsEnvironment here;
    private final Clock clock;

    public Logs(Authorizer authorizer, AwsEnvironment here, Clock clock) {
        this.authorizer = authorizer;
        this.here = here;
        this.clock = clock;
    }

    /**
     * Creates a log group.
     *
     * @param retentionDays how long events are kept; 0 is for ever
     * @throws AwsError ResourceAlreadyExistsException if there is one; InvalidParameterException
     */
    public void createGroup(String name, int retentionDays, Map<String, String> tags) {
        checkName(name);
        if (retentionDays != 0) {
            checkRetention(retentionDays);
        }
        LogGroup group = new LogGroup(name, clock.millis(), retentionDays);
        group.tag(tags);
        if (groups.putIfAbsent(name, group) != null) {
            throw new AwsError(400, "ResourceAlreadyExistsException", "The specified log group already exists");
        }
    }

    /** @throws AwsError InvalidParameterException if no log group can have that name */
    public static void checkName(String name) {
        if (NAME.matcher(name).matches()) {
            return;
        }
        Requests.checkLength(name);
        List<String> violations =
                Violations.of(Api.of("logs").shape("LogGroupName"), TextNode.valueOf(name), "logGroupName");
        if (!violations.isEmpty()) {
            throw AwsError.violations(Requests.INVALID, violations);
        }
    }

    /** The names of all log groups, sorted. */
    public List<String> names() {
        return List.copyOf(groups.keySet());
    }

    /** Deletes a log group with all its streams; an {@code AwsError} ResourceNotFoundException if there is none. */
    public void deleteGroup(String name) {
        if (groups.remove(name) == null) {
            throw noGroup();
        }
    }

    /** Keeps a group's events for so many days from now on; 0 is for ever. */
    public void retain(String name, int days) {
        if (days != 0) {
            checkRetention(days);
        }
        group(name).retain(days);
    }

    /** Gives a group these tags instead of those it has. */
    public void retag(String name, Map<String, String> tags) {
        group(name).retag(tags);
    }

    /** Whether there is a group of that name. */
    public boolean contains(String name) {
        return groups.containsKey(name);
    }

    /** How long a group keeps its events; 0 is for ever. */
    public int retentionDays(String name) {
        return group(name).retentionDays();
    }

    /** The tags of a group. */
    public Map<String, String> tags(String name) {
        return group(name).tags();
    }

    /**
     * Appends one event as a function's environment does: it creates the group and the stream if they are missing. An
     * event for which the writer's role may not do so is lost, as on Lambda ("Sending Lambda function logs to
     * CloudWatch Logs": the role's permissions are CreateLogGroup, CreateLogStream and PutLogEvents).
     */
    public void append(Identity writer, String group, String stream, long timestamp, String message) {
        LogGroup to;
        try {
            if (!groups.containsKey(group)) {
                check(writer, "CreateLogGroup", arn(group, ""));
            }
            to = groups.computeIfAbsent(group, name -> new LogGroup(name, clock.millis(), 0));
            if (to.stream(stream).isEmpty()) {
                check(writer, "CreateLogStream", arn(group, stream));
                to.createStream(stream, clock.millis());
            }
            check(writer, "PutLogEvents", arn(group, stream));
        } catch (AwsError refused) {
            return;
        }
        add(to, stream, timestamp, message);
    }

    /**
     * Asks IAM about an action on tags of a group, whose ARN then ends with its name (CloudWatch Logs API Reference,
     * "TagResource"), or on an {@link #arn(String, String)}.
     */
    void check(Identity caller, String action, String arn) {
        authorizer.check(caller, Authorizer.question("logs:" + action, arn));
    }

    /** What all other actions are on; {@code stream} is empty for a group. */
    String arn(String group, String stream) {
        return arn(group) + ":log-stream:" + stream;
    }

    void add(LogGroup group, String stream, long timestamp, String message) {
        group.add(new LogEvent(ids.incrementAndGet(), stream, timestamp, clock.millis(), message));
    }

    LogGroup group(String name) {
        LogGroup group = groups.get(name);
        if (group == null) {
            throw noGroup();
        }
        return group;
    }

    List<LogGroup> groups() {
        return List.copyOf(groups.values());
    }

    String arn(String group) {
        return here.arn("logs", "log-group:" + group);
    }

    long now() {
        return clock.millis();
    }

    private static AwsError noGroup() {
        return new AwsError(400, "ResourceNotFoundException", "The specified log group does not exist.");
    }

    /** Refuses days that no group can have; 0, too, which is for ever where a template says nothing. */
    static void checkRetention(int days) {
        if (!RETENTION_DAYS.contains(days)) {
            throw Requests.invalid("Invalid retention value. Valid values are: " + new TreeSet<>(RETENTION_DAYS));
        }
    }
}
