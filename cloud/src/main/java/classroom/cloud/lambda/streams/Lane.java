package classroom.cloud.lambda.streams;

import classroom.cloud.lambda.environment.Invocation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Records of a shard that wait for their call, in order. A shard has as many lanes as {@code ParallelizationFactor}
 * says, and all changes of an item are in one ("Process DynamoDB records with Lambda": in-order processing at the item
 * level).
 */
final class Lane {
    private final BatchHandler handler;
    private final int limit;
    private final Deque<StreamBatch.Record> waiting = new ArrayDeque<>();
    private int bytes;
    private Instant first;
    private volatile boolean busy;

    /** @param limit the bytes of an event */
    Lane(BatchHandler handler, int limit) {
        this.handler = handler;
        this.limit = limit;
    }

    BatchHandler handler() {
        return handler;
    }

    void add(StreamBatch.Record record) {
        if (waiting.isEmpty()) {
            first = Instant.now();
        }
        waiting.add(record);
        bytes += record.json().length;
    }

    int size() {
        return waiting.size();
    }

    /** The next record, {@code null} if there is none. */
    StreamBatch.Record next() {
        return waiting.peek();
    }

    /** The last record that was added, {@code null} if there is none. */
    StreamBatch.Record last() {
        return waiting.peekLast();
    }

    /** Whether a batch of this lane is being handled. */
    boolean isBusy() {
        return busy;
    }

    void busy(boolean now) {
        busy = now;
    }

    /** Whether a whole batch waits. */
    boolean isFull(EventSourceMapping settings) {
        return waiting.size() >= settings.batchSize() || bytes >= limit;
    }

    /** How long its batch may still grow. */
    Duration window(EventSourceMapping settings) {
        if (isFull(settings)) {
            return Duration.ZERO;
        }
        Duration left = Duration.between(Instant.now(), first.plusSeconds(settings.maximumBatchingWindowInSeconds()));
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** Takes a batch: of so many records, of one event's bytes, and with a tumbling window only of that one. */
    StreamBatch take(EventSourceMapping settings, TumblingWindow only) {
        List<StreamBatch.Record> records = new ArrayList<>();
        int length = StreamBatch.eventLength(List.of());
        while (!waiting.isEmpty()
                && records.size() < settings.batchSize()
                && (only == null || only.holds(waiting.peek()))) {
            length += waiting.peek().json().length + 1;
            if (length > limit && !records.isEmpty()) {
                break;
            }
            records.add(waiting.remove());
        }
        bytes = waiting.stream().mapToInt(r -> r.json().length).sum();
        first = Instant.now();
        return new StreamBatch(records, 0);
    }

    /** The bytes of an event's records: all of it, but for the state of a tumbling window. */
    static int limit(EventSourceMapping settings) {
        return Invocation.REQUEST_LIMIT - (settings.tumblingWindowInSeconds() > 0 ? TumblingWindow.ROOM : 0);
    }
}
