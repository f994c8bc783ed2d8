package classroom.cloud.logs;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The streams and events of one log group, up to {@link #MAX_BYTES}: with more, the oldest events are dropped, and the
 * streams that have none left with them.
 */
final class LogGroup {
    /** As much as a long class prints, times ten; a function that prints in a loop must not fill the memory. */
    static final int MAX_BYTES = 8 << 20;

    /**
     * What a stream is described with; times are -1 while it has no event.
     *
     * @param firstEvent the timestamp of the first event
     * @param lastEvent the timestamp of the last event
     * @param lastIngestion when the last event came in
     * @param lastId the id of the event that came last; 0 for none
     */
    record Stream(String name, long created, long firstEvent, long lastEvent, long lastIngestion, long lastId) {
        private Stream with(LogEvent event) {
            return new Stream(
                    name,
                    created,
                    firstEvent < 0 ? event.timestamp() : Math.min(firstEvent, event.timestamp()),
                    Math.max(lastEvent, event.timestamp()),
                    event.ingestionTime(),
                    event.id());
        }
    }

    private final String name;
    private final long created;
    private final Map<String, String> tags = new TreeMap<>();
    private final Map<String, Stream> streams = new LinkedHashMap<>();
    private final Map<String, Integer> eventCounts = new HashMap<>();
    private final Deque<LogEvent> events = new ArrayDeque<>();
    private int retentionDays;
    private long bytes;

    LogGroup(String name, long created, int retentionDays) {
        this.name = name;
        this.created = created;
        this.retentionDays = retentionDays;
    }

    String name() {
        return name;
    }

    long created() {
        return created;
    }

    /** Days that events are kept for; 0 is for ever. */
    synchronized int retentionDays() {
        return retentionDays;
    }

    synchronized void retain(int days) {
        retentionDays = days;
    }

    synchronized Map<String, String> tags() {
        return Map.copyOf(tags);
    }

    synchronized void tag(Map<String, String> added) {
        tags.putAll(added);
    }

    /** Gives it these tags instead of those it has. */
    synchronized void retag(Map<String, String> others) {
        tags.clear();
        tags.putAll(others);
    }

    synchronized void untag(List<String> keys) {
        keys.forEach(tags::remove);
    }

    synchronized long bytes() {
        return bytes;
    }

    /** Creates a stream; false if there is one of that name. */
    synchronized boolean createStream(String stream, long now) {
        return streams.putIfAbsent(stream, new Stream(stream, now, -1, -1, -1, 0)) == null;
    }

    /** Deletes a stream with its events; false if there is none. */
    synchronized boolean deleteStream(String stream) {
        if (streams.remove(stream) == null) {
            return false;
        }
        eventCounts.remove(stream);
        events.removeIf(event -> {
            boolean gone = event.stream().equals(stream);
            bytes -= gone ? event.size() : 0;
            return gone;
        });
        return true;
    }

    synchronized Optional<Stream> stream(String stream) {
        return Optional.ofNullable(streams.get(stream));
    }

    synchronized List<Stream> streams() {
        return List.copyOf(streams.values());
    }

    /** Adds an event; lost if its stream has been deleted. */
    synchronized void add(LogEvent event) {
        if (streams.computeIfPresent(event.stream(), (stream, before) -> before.with(event)) == null) {
            return;
        }
        events.add(event);
        eventCounts.merge(event.stream(), 1, Integer::sum);
        bytes += event.size();
        while (bytes > MAX_BYTES && events.size() > 1) {
            LogEvent oldest = events.remove();
            bytes -= oldest.size();
            if (eventCounts.merge(oldest.stream(), -1, Integer::sum) == 0) {
                eventCounts.remove(oldest.stream());
                streams.remove(oldest.stream());
            }
        }
    }

    /** The events that retention has left, in order. */
    synchronized List<LogEvent> events(long now) {
        long oldest = retentionDays == 0
                ? Long.MIN_VALUE
                : now - Duration.ofDays(retentionDays).toMillis();
        return events.stream()
                .filter(event -> event.timestamp() >= oldest)
                .sorted()
                .toList();
    }
}
