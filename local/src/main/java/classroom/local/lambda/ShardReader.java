package classroom.local.lambda;

import classroom.local.gateway.AwsError;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * Reads one shard from its checkpoint to its end and hands its records to the function, batch by batch and in order,
 * with the retries that the mapping states ("Retain discarded records for a DynamoDB event source in Lambda").
 */
final class ShardReader {
    /** How long an empty shard is left alone when no write wakes the reader. */
    static final Duration IDLE = Duration.ofSeconds(1);

    /** GetRecords hands out this many records at most. */
    static final int PAGE = 1000;

    /** DynamoDB Local rounds the time of a record down to the minute; nothing is given up too early for it. */
    private static final Duration PRECISION = Duration.ofMinutes(1);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final StreamPoller poller;
    private final String shard;
    private final Deque<StreamBatch.Record> read = new ArrayDeque<>();
    private int readBytes;
    private String iterator;
    private boolean closed;
    private Instant firstRead;

    ShardReader(StreamPoller poller, String shard) {
        this.poller = poller;
        this.shard = shard;
    }

    /** Returns when the shard has been handled whole or the poller has stopped. */
    void run() throws InterruptedException {
        while (poller.isRunning()) {
            long seen = poller.writes().count();
            EventSourceMapping settings = poller.settings();
            if (!settings.enabled()) {
                forget();
                poller.writes().await(seen, IDLE);
                continue;
            }
            try {
                fill(settings);
            } catch (AwsError e) {
                if (e.code().equals("ExpiredIteratorException") || e.code().equals("TrimmedDataAccessException")) {
                    // From the checkpoint again; what was read and not handled comes again with it.
                    forget();
                    continue;
                }
                poller.failed(e);
                poller.writes().await(poller.writes().count(), IDLE);
                continue;
            }
            if (!poller.isRunning() || !poller.settings().enabled()) {
                continue; // Told to rest while it read: what it read comes again, if ever.
            }
            if (read.isEmpty()) {
                if (closed) {
                    checkpoint(Checkpoints.SHARD_END);
                    return;
                }
                poller.writes().await(seen, IDLE);
            } else {
                Duration left = window(settings);
                if (left.isZero()) {
                    handle(take(settings));
                } else {
                    poller.writes().await(seen, left.compareTo(IDLE) < 0 ? left : IDLE);
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
        if (closed || read.size() >= settings.batchSize() || readBytes >= LambdaApi.REQUEST_LIMIT) {
            return;
        }
        if (iterator == null) {
            iterator = begin();
        }
        // A whole page, whatever the size of a batch: in a burst of writes GetRecords is what keeps the database busy.
        JsonNode page = poller.records(iterator, PAGE);
        iterator = page.path("NextShardIterator").asText(null);
        closed = iterator == null;
        for (JsonNode streamed : page.path("Records")) {
            StreamBatch.Record record =
                    StreamBatch.Record.of(streamed, poller.functions().region(), settings.eventSourceArn());
            if (read.isEmpty()) {
                firstRead = Instant.now();
            }
            read.add(record);
            readBytes += record.json().length;
        }
    }

    private String begin() {
        Optional<String> checkpoint =
                poller.checkpoints().find(poller.settings().uuid(), shard);
        if (checkpoint.isPresent()) {
            try {
                return poller.iterator(shard, "AFTER_SEQUENCE_NUMBER", checkpoint.get());
            } catch (AwsError e) {
                if (!e.code().equals("TrimmedDataAccessException")) {
                    throw e;
                }
            }
        }
        return poller.iterator(shard, "TRIM_HORIZON", null);
    }

    /** How long the batch may still grow. */
    private Duration window(EventSourceMapping settings) {
        if (closed || read.size() >= settings.batchSize() || readBytes >= LambdaApi.REQUEST_LIMIT) {
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
            if (length > LambdaApi.REQUEST_LIMIT && !records.isEmpty()) {
                break;
            }
            records.add(read.remove());
        }
        readBytes = read.stream().mapToInt(r -> r.json().length).sum();
        firstRead = Instant.now();
        return new StreamBatch(records, 0);
    }

    /** Has a batch handled, piece by piece where it fails, until each record is handled or discarded. */
    private void handle(StreamBatch whole) throws InterruptedException {
        Deque<StreamBatch> pieces = new ArrayDeque<>();
        pieces.push(whole);
        int calls = 0;
        while (!pieces.isEmpty() && poller.isRunning()) {
            EventSourceMapping settings = poller.settings();
            StreamBatch piece = pieces.pop();
            int expired = expired(piece, settings);
            if (expired > 0) {
                discard(piece.until(expired), "RecordAgeExceeded", null);
                if (expired < piece.records().size()) {
                    pieces.push(piece.from(expired, piece.attempts()));
                }
                continue;
            }
            Invocation invocation = new Invocation(UUID.randomUUID().toString(), piece.event(), "");
            Invocation.Result result;
            try {
                result = poller.functions().invoke(settings.functionName(), invocation);
            } catch (AwsError e) {
                // Not invoked at all: this costs no attempt, and lasts until the records are too old.
                poller.result("PROBLEM: " + e.getMessage());
                pieces.push(piece);
                pause(calls++);
                continue;
            }
            OptionalInt failure = failure(piece, result, settings);
            if (failure.isEmpty()) {
                checkpoint(piece.last().sequenceNumber());
                poller.result("OK");
                continue;
            }
            poller.result("PROBLEM: Function call failed");
            int index = failure.getAsInt();
            if (index > 0) {
                checkpoint(piece.records().get(index - 1).sequenceNumber());
            }
            StreamBatch rest = piece.from(index, piece.attempts());
            if (settings.bisectBatchOnFunctionError() && rest.records().size() > 1) {
                // Splitting uses up no attempt.
                int half = rest.records().size() / 2;
                pieces.push(rest.from(half, rest.attempts()));
                pieces.push(rest.until(half));
            } else if (settings.maximumRetryAttempts() >= 0 && rest.attempts() >= settings.maximumRetryAttempts()) {
                discard(
                        rest,
                        "RetryAttemptsExhausted",
                        new LastCall(invocation.requestId(), result.version(), result.failed()));
            } else {
                pieces.push(rest.from(0, rest.attempts() + 1));
                pause(rest.attempts());
            }
        }
    }

    private static OptionalInt failure(StreamBatch batch, Invocation.Result result, EventSourceMapping settings) {
        if (result.failed()) {
            return OptionalInt.of(0);
        }
        return settings.reportBatchItemFailures()
                ? BatchOutcome.lowestFailure(batch, result.payload())
                : OptionalInt.empty();
    }

    /** How many records at the head are older than the mapping allows. */
    private static int expired(StreamBatch batch, EventSourceMapping settings) {
        if (settings.maximumRecordAgeInSeconds() < 0) {
            return 0;
        }
        Instant oldest =
                Instant.now().minusSeconds(settings.maximumRecordAgeInSeconds()).minus(PRECISION);
        int count = 0;
        while (count < batch.records().size()
                && batch.records().get(count).created().isBefore(oldest)) {
            count++;
        }
        return count;
    }

    private void pause(int earlier) throws InterruptedException {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(earlier, 10));
        Instant end = Instant.now().plus(pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE);
        while (poller.isRunning() && Instant.now().isBefore(end)) {
            long seen = poller.writes().count();
            poller.writes().await(seen, Duration.between(Instant.now(), end));
        }
    }

    private void checkpoint(String position) {
        poller.checkpoints().put(poller.settings().uuid(), shard, position);
    }

    private record LastCall(String requestId, String version, boolean functionError) {}

    /** Gives records up: tells the on-failure destination where they stand in the stream, and goes on after them. */
    private void discard(StreamBatch batch, String condition, LastCall call) {
        EventSourceMapping settings = poller.settings();
        if (settings.onFailureDestination() != null) {
            ObjectNode message = JsonNodeFactory.instance.objectNode();
            ObjectNode request = message.putObject("requestContext");
            request.put("requestId", call == null ? UUID.randomUUID().toString() : call.requestId());
            request.put("functionArn", poller.functions().arn(settings.functionName()));
            request.put("condition", condition);
            request.put("approximateInvokeCount", call == null ? batch.attempts() : batch.attempts() + 1);
            if (call != null) {
                ObjectNode response = message.putObject("responseContext");
                response.put("statusCode", 200);
                response.put("executedVersion", call.version());
                response.put("functionError", call.functionError() ? "Unhandled" : null);
            }
            message.put("version", "1.0");
            message.put(
                    "timestamp",
                    DateTimeFormatter.ISO_INSTANT.format(Instant.now().truncatedTo(ChronoUnit.MILLIS)));
            ObjectNode info = message.putObject("DDBStreamBatchInfo");
            info.put("shardId", shard);
            info.put("startSequenceNumber", batch.first().sequenceNumber());
            info.put("endSequenceNumber", batch.last().sequenceNumber());
            info.put("approximateArrivalOfFirstRecord", batch.first().created().toString());
            info.put("approximateArrivalOfLastRecord", batch.last().created().toString());
            info.put("batchSize", batch.records().size());
            info.put("streamArn", settings.eventSourceArn());
            poller.sendToDestination(message.toString());
        }
        checkpoint(batch.last().sequenceNumber());
    }
}
