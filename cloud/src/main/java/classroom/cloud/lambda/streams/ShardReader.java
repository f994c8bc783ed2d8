package classroom.cloud.lambda.streams;

import classroom.cloud.gateway.AwsError;
import classroom.cloud.lambda.environment.Invocation;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Reads one shard from its checkpoint to its end and passes its records on, batch by batch and in order ({@link
 * BatchHandler}).
 *
 * <p>A disabled mapping "pauses polling and invocation" (API Reference, "UpdateEventSourceMapping"): a running call
 * ends, its handled records are saved, and nothing is called, split or given up until the mapping is enabled. Then the
 * reader continues after the handled records. The guide does not say what happens to used retries; here records that
 * are read again have all retries.
 */
final class ShardReader {
    /** The pause before an empty shard is read again, if no write wakes the reader. */
    static final Duration IDLE = Duration.ofSeconds(1);

    private final Mapping mapping;
    private final SourceStream stream;
    private final String shard;
    private final BatchHandler handler;
    private final String region;
    private final Deque<StreamBatch.Record> read = new ArrayDeque<>();
    private int readBytes;
    private String iterator;
    private boolean closed;
    private Instant firstRead;

    /** @param region of the function, which the records name */
    ShardReader(Mapping mapping, SourceStream stream, String shard, BatchHandler handler, String region) {
        this.mapping = mapping;
        this.stream = stream;
        this.shard = shard;
        this.handler = handler;
        this.region = region;
    }

    /** Returns when the shard has been handled whole or the mapping has stopped. */
    void run() throws InterruptedException {
        while (mapping.isRunning()) {
            long seen = mapping.writes().count();
            EventSourceMapping settings = mapping.settings();
            if (!settings.enabled()) {
                forget();
                mapping.writes().await(seen, IDLE);
                continue;
            }
            try {
                fill(settings);
            } catch (AwsError e) {
                if ("ExpiredIteratorException".equals(e.code()) || "TrimmedDataAccessException".equals(e.code())) {
                    // Start again at the checkpoint; records that were read but not handled are read again.
                    forget();
                    continue;
                }
                mapping.failed(e);
                mapping.writes().await(mapping.writes().count(), IDLE);
                continue;
            }
            if (!mapping.isAtWork()) {
                continue; // It was disabled while it read: these records are read again later.
            }
            if (read.isEmpty()) {
                if (closed) {
                    mapping.checkpoint(shard, Checkpoints.SHARD_END);
                    return;
                }
                mapping.writes().await(seen, IDLE);
            } else {
                Duration left = window(settings);
                if (left.isZero()) {
                    if (!handler.handle(take(settings))) {
                        forget();
                    }
                } else {
                    mapping.writes().await(seen, left.compareTo(IDLE) < 0 ? left : IDLE);
                }
            }
        }
    }

    private void forget() {
        read.clear();
        readBytes = 0;
        iterator = null;
        closed = false;
    }

    /** Reads on unless a whole batch is here already. */
    private void fill(EventSourceMapping settings) {
        if (closed || read.size() >= settings.batchSize() || readBytes >= Invocation.REQUEST_LIMIT) {
            return;
        }
        if (iterator == null) {
            iterator = begin();
        }
        // A whole page, for every batch size: in a burst of writes, GetRecords keeps the database busy.
        JsonNode page = stream.records(iterator, SourceStream.PAGE);
        iterator = page.path("NextShardIterator").asText(null);
        closed = iterator == null;
        for (JsonNode streamed : page.path("Records")) {
            StreamBatch.Record record = StreamBatch.Record.of(streamed, region, settings.eventSourceArn());
            if (read.isEmpty()) {
                firstRead = Instant.now();
            }
            read.add(record);
            readBytes += record.json().length;
        }
    }

    private String begin() {
        Optional<String> checkpoint = mapping.position(shard);
        if (checkpoint.isPresent() && !checkpoint.get().equals(Checkpoints.SHARD_START)) {
            try {
                return stream.iterator(shard, SourceStream.From.AFTER_SEQUENCE_NUMBER, checkpoint.get());
            } catch (AwsError e) {
                if (!"TrimmedDataAccessException".equals(e.code())) {
                    throw e;
                }
            }
        }
        return stream.iterator(shard, SourceStream.From.TRIM_HORIZON, null);
    }

    /** How long the batch may still grow. */
    private Duration window(EventSourceMapping settings) {
        if (closed || read.size() >= settings.batchSize() || readBytes >= Invocation.REQUEST_LIMIT) {
            return Duration.ZERO;
        }
        Instant end = firstRead.plusSeconds(settings.maximumBatchingWindowInSeconds());
        Duration left = Duration.between(Instant.now(), end);
        return left.isNegative() ? Duration.ZERO : left;
    }

    private StreamBatch take(EventSourceMapping settings) {
        List<StreamBatch.Record> records = new ArrayList<>();
        int length = StreamBatch.eventLength(List.of());
        while (!read.isEmpty() && records.size() < settings.batchSize()) {
            length += read.peek().json().length + 1;
            if (length > Invocation.REQUEST_LIMIT && !records.isEmpty()) {
                break;
            }
            records.add(read.remove());
        }
        readBytes = read.stream().mapToInt(r -> r.json().length).sum();
        firstRead = Instant.now();
        return new StreamBatch(records, 0);
    }
}
