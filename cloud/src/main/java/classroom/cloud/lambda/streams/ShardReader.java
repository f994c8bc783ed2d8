package classroom.cloud.lambda.streams;

import classroom.cloud.gateway.AwsError;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.stream.Stream;

/**
 * Reads one shard from its checkpoint to its end, leaves out what no filter lets through, and passes the records on,
 * batch by batch ({@link Lane}, {@link BatchHandler}). One lane is handled in this thread, several each in their own.
 *
 * <p>A disabled mapping "pauses polling and invocation" (API Reference, "UpdateEventSourceMapping"): a running call
 * ends, its handled records are saved, and nothing is called, split or given up until the mapping is enabled. Then the
 * reader continues after the handled records. The guide does not say what happens to used retries; here records that
 * are read again have all retries. After any other change, too, the reader begins anew at its checkpoint.
 */
final class ShardReader {
    /** The pause before an empty shard is read again, if no write wakes the reader. */
    static final Duration IDLE = Duration.ofSeconds(1);

    /**
     * How batches are handled.
     *
     * @param threads where each of several lanes is handled
     * @param region of the function, which the records name
     */
    record Work(BatchHandler.Calls calls, OnFailureDestination destination, Executor threads, String region) {}

    private final Mapping mapping;
    private final SourceStream stream;
    private final Progress progress;
    private final Work work;

    /** The settings with which the lanes were made. */
    private EventSourceMapping settings;

    private List<Lane> lanes = List.of();

    /** {@code null} if the mapping has no tumbling windows. */
    private TumblingWindow window;

    private String iterator;
    private String lastRead;
    private boolean closed;

    /** Whether a lane came back without having handled its batch. */
    private volatile boolean gaveUp;

    ShardReader(Mapping mapping, SourceStream stream, String shard, Work work) {
        this.mapping = mapping;
        this.stream = stream;
        this.progress = new Progress(mapping, shard);
        this.work = work;
    }

    /** Returns when the shard has been handled whole or the mapping has stopped. */
    void run() throws InterruptedException {
        while (mapping.isRunning()) {
            long seen = mapping.writes().count();
            EventSourceMapping now = mapping.settings();
            if (now != settings || gaveUp) {
                if (isBusy()) {
                    mapping.writes().await(seen, IDLE);
                    continue;
                }
                begin(now);
            }
            if (!now.enabled()) {
                mapping.writes().await(seen, IDLE);
                continue;
            }
            try {
                fill();
            } catch (AwsError e) {
                if ("ExpiredIteratorException".equals(e.code()) || "TrimmedDataAccessException".equals(e.code())) {
                    iterator = null;
                    continue;
                }
                mapping.failed(e);
                mapping.writes().await(mapping.writes().count(), IDLE);
                continue;
            }
            if (!mapping.isAtWork()) {
                continue; // It was disabled while it read: these records are read again later.
            }
            Duration rest = window == null ? handle() : handleWindow(lanes.get(0));
            if (closed && !isBusy() && isEmpty() && (window == null || !window.isOpen())) {
                mapping.checkpoint(progress.shard(), Checkpoints.SHARD_END);
                return;
            }
            if (!rest.isZero()) {
                mapping.writes().await(seen, rest.compareTo(IDLE) < 0 ? rest : IDLE);
            }
        }
    }

    /** Makes the lanes, and forgets what was read and is not handled. */
    private void begin(EventSourceMapping now) {
        settings = now;
        gaveUp = false;
        progress.forget();
        iterator = null;
        lastRead = null;
        closed = false;
        window = now.tumblingWindowInSeconds() > 0 ? new TumblingWindow(now, progress.shard()) : null;
        lanes = Stream.generate(() ->
                        new Lane(new BatchHandler(progress, window, work.calls(), work.destination()), Lane.limit(now)))
                .limit(now.parallelizationFactor())
                .toList();
    }

    private boolean isBusy() {
        return lanes.stream().anyMatch(Lane::isBusy);
    }

    private boolean isEmpty() {
        return lanes.stream().allMatch(lane -> lane.size() == 0);
    }

    /** Reads on if a lane has no whole batch yet, unless too much waits behind one that fails. */
    private void fill() {
        int waiting = lanes.stream().mapToInt(Lane::size).sum();
        boolean wanted = lanes.stream().anyMatch(lane -> !lane.isBusy() && !lane.isFull(settings));
        if (closed || !wanted || lanes.size() > 1 && waiting >= SourceStream.PAGE * lanes.size()) {
            return;
        }
        if (iterator == null) {
            iterator = iterator();
        }
        // A whole page, for every batch size: in a burst of writes, GetRecords keeps the database busy.
        JsonNode page = stream.records(iterator, SourceStream.PAGE);
        iterator = page.path("NextShardIterator").asText(null);
        closed = iterator == null;
        for (JsonNode streamed : page.path("Records")) {
            ObjectNode event = StreamBatch.event(streamed, work.region(), settings.eventSourceArn());
            StreamBatch.Record record = StreamBatch.Record.of(event);
            boolean passes = settings.filters().pass(event);
            progress.read(record.sequenceNumber(), !passes);
            lastRead = record.sequenceNumber();
            if (passes) {
                lanes.get(Math.floorMod(record.item().hashCode(), lanes.size())).add(record);
            }
        }
        progress.save();
    }

    private String iterator() {
        Optional<String> position = lastRead == null ? mapping.position(progress.shard()) : Optional.of(lastRead);
        if (position.isPresent() && !position.get().equals(Checkpoints.SHARD_START)) {
            try {
                return stream.iterator(progress.shard(), SourceStream.From.AFTER_SEQUENCE_NUMBER, position.get());
            } catch (AwsError e) {
                if (!"TrimmedDataAccessException".equals(e.code())) {
                    throw e;
                }
            }
        }
        return stream.iterator(progress.shard(), SourceStream.From.TRIM_HORIZON, null);
    }

    /** Has each lane's batch handled if it is time, and returns how long to wait for the next one. */
    private Duration handle() {
        Duration rest = IDLE;
        for (Lane lane : lanes) {
            if (lane.isBusy() || lane.size() == 0) {
                continue;
            }
            Duration left = closed ? Duration.ZERO : lane.window(settings);
            if (left.isZero()) {
                handle(lane, lane.take(settings, null));
            }
            rest = left.compareTo(rest) < 0 ? left : rest;
        }
        return rest;
    }

    private void handle(Lane lane, StreamBatch batch) {
        lane.busy(true);
        Runnable handling = () -> {
            try {
                gaveUp |= !lane.handler().handle(batch);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                lane.busy(false);
                mapping.writes().raise();
            }
        };
        if (lanes.size() == 1) {
            handling.run();
        } else {
            work.threads().execute(handling);
        }
    }

    /** Has the lane's next batch in the tumbling window handled, or the window's last call made. */
    private Duration handleWindow(Lane lane) throws InterruptedException {
        StreamBatch.Record next = lane.next();
        if (!window.isOpen()) {
            if (next == null) {
                return IDLE;
            }
            window.open(next);
        }
        boolean over = next == null ? closed : !window.holds(next);
        if (over || window.left().isZero() && (next == null || window.isTooLarge())) {
            gaveUp |= !lane.handler().finish();
            return Duration.ZERO;
        }
        if (next == null) {
            return window.left();
        }
        boolean complete = closed || !window.holds(lane.last());
        Duration left = complete ? Duration.ZERO : lane.window(settings);
        left = left.compareTo(window.left()) < 0 ? left : window.left();
        if (left.isZero()) {
            handle(lane, lane.take(settings, window));
        }
        return left;
    }
}
