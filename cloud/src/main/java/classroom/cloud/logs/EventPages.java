package classroom.cloud.logs;

import classroom.cloud.gateway.JsonRequest;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Hands out the events of a log group, or of one of its streams, page by page. */
final class EventPages {
    static final int MOST_EVENTS = 10_000;

    /**
     * A page of events, or a batch, is no larger than this ("FilterLogEvents", "PutLogEvents", CloudWatch Logs API
     * reference).
     */
    static final int PAGE_BYTES = 1 << 20;

    private final Logs logs;

    EventPages(Logs logs) {
        this.logs = logs;
    }

    /** FilterLogEvents. */
    void filter(LogGroup group, JsonRequest request, ObjectNode answer) {
        int limit = request.integer("limit", MOST_EVENTS);
        Position after = request.has("nextToken") ? Position.parse(request.text("nextToken"), "n") : Position.START;
        long end = request.number("endTime", Long.MAX_VALUE);
        Predicate<String> streams = streams(request);
        FilterPattern pattern = FilterPattern.parse(request.text("filterPattern"));
        long start = request.number("startTime", 0);
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
                bytes += event.size();
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
                        .put("eventId", LogEvent.digits(event.id()));
            }
        }
    }

    private static Predicate<String> streams(JsonRequest request) {
        Set<String> names = Set.copyOf(request.texts("logStreamNames"));
        String prefix = request.text("logStreamNamePrefix");
        if (!names.isEmpty() && !prefix.isEmpty()) {
            throw Requests.invalid("logStreamNames and logStreamNamePrefix are mutually exclusive.");
        }
        return names.isEmpty() ? name -> name.startsWith(prefix) : names::contains;
    }

    /** GetLogEvents. */
    void get(LogGroup group, JsonRequest request, ObjectNode answer) {
        String stream = request.required("logStreamName");
        if (group.stream(stream).isEmpty()) {
            throw Requests.noStream();
        }
        int limit = request.integer("limit", MOST_EVENTS);
        long start = request.number("startTime", 0);
        long end = request.number("endTime", Long.MAX_VALUE);
        String token = request.text("nextToken");
        boolean backward = token.isEmpty() ? !request.flag("startFromHead", false) : token.startsWith("b/");
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
            bytes += next.size();
            if (bytes > PAGE_BYTES && count > 0) {
                break;
            }
            count++;
        }
        return fromTheEnd ? events.subList(events.size() - count, events.size()) : events.subList(0, count);
    }
}
