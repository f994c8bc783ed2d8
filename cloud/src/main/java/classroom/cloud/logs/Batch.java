package classroom.cloud.logs;

import classroom.cloud.gateway.JsonRequest;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;

/** The events of a PutLogEvents, within the constraints that its page of the CloudWatch Logs API Reference lists. */
final class Batch {
    private static final long LONGEST = Duration.ofHours(24).toMillis();
    private static final long NEWEST = Duration.ofHours(2).toMillis();
    private static final long OLDEST = Duration.ofDays(14).toMillis();

    private final Logs logs;
    private final String stream;
    private final List<JsonRequest> events;

    Batch(Logs logs, JsonRequest request) {
        this.logs = logs;
        this.stream = request.required("logStreamName");
        this.events = request.structures("logEvents");
    }

    /** Adds the events to their stream, but for those too old or too new, which the answer tells. */
    void put(LogGroup group, ObjectNode answer) {
        if (group.stream(stream).isEmpty()) {
            throw Requests.noStream();
        }
        check();
        long now = logs.now();
        long expired = group.retentionDays() == 0
                ? Long.MIN_VALUE
                : now - Duration.ofDays(group.retentionDays()).toMillis();
        // The events are in order: each kind is one part of them, and an index tells where it ends or starts.
        int endOfOld = before(now - OLDEST);
        int endOfExpired = before(expired);
        int startOfNew = before(now + NEWEST + 1);
        for (JsonRequest event : events.subList(Math.max(endOfOld, endOfExpired), startOfNew)) {
            logs.add(group, stream, timestamp(event), event.text("message"));
        }
        // Clients of before 2023 send it with their next batch; nothing looks at it any more, as on AWS.
        group.stream(stream).ifPresent(after -> answer.put("nextSequenceToken", LogEvent.digits(after.lastId())));
        if (endOfOld > 0) {
            answer.withObject("/rejectedLogEventsInfo").put("tooOldLogEventEndIndex", endOfOld);
        }
        if (endOfExpired > 0) {
            answer.withObject("/rejectedLogEventsInfo").put("expiredLogEventEndIndex", endOfExpired);
        }
        if (startOfNew < events.size()) {
            answer.withObject("/rejectedLogEventsInfo").put("tooNewLogEventStartIndex", startOfNew);
        }
    }

    private void check() {
        long bytes = events.stream()
                .mapToLong(event -> LogEvent.size(event.text("message")))
                .sum();
        if (bytes > EventPages.PAGE_BYTES) {
            throw Requests.invalid("Upload too large: " + bytes + " bytes exceeds limit of " + EventPages.PAGE_BYTES);
        }
        long first = timestamp(events.get(0));
        long last = first;
        for (JsonRequest event : events) {
            if (timestamp(event) < last) {
                throw Requests.invalid("Log events in a single PutLogEvents request must be in chronological order.");
            }
            last = timestamp(event);
        }
        if (last - first > LONGEST) {
            throw Requests.invalid(
                    "The batch of log events in a single PutLogEvents request cannot span more than 24 hours.");
        }
    }

    /** How many events are older than a moment. */
    private int before(long moment) {
        return (int) events.stream().filter(event -> timestamp(event) < moment).count();
    }

    private static long timestamp(JsonRequest event) {
        return event.number("timestamp", 0);
    }
}
