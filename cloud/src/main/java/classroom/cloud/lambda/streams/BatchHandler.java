package classroom.cloud.lambda.streams;

import classroom.cloud.gateway.AwsError;
import classroom.cloud.lambda.environment.Invocation;
import classroom.cloud.lambda.streams.OnFailureDestination.LastCall;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * Calls the function with the batches of one shard, with the retries that the mapping states ("Retain discarded records
 * for a DynamoDB event source in Lambda").
 */
final class BatchHandler {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    /** How the function is called. */
    interface Calls {
        /** @throws AwsError if it was not invoked at all */
        Invocation.Result invoke(String reference, Invocation invocation) throws InterruptedException;
    }

    private final Mapping mapping;
    private final String shard;
    private final Calls calls;
    private final OnFailureDestination destination;

    /** How often in a row the function was not even invoked. */
    private int refused;

    BatchHandler(Mapping mapping, String shard, Calls calls, OnFailureDestination destination) {
        this.mapping = mapping;
        this.shard = shard;
        this.calls = calls;
        this.destination = destination;
    }

    /**
     * Has a batch handled, piece by piece where it fails, until each record is handled or discarded.
     *
     * @return {@code false} if the mapping was switched off or stopped before that
     */
    boolean handle(StreamBatch whole) throws InterruptedException {
        Deque<StreamBatch> pieces = new ArrayDeque<>();
        pieces.push(whole);
        while (!pieces.isEmpty() && mapping.beginCall()) {
            Duration rest;
            try {
                rest = attempt(pieces);
            } finally {
                mapping.endCall();
            }
            pause(rest);
        }
        return pieces.isEmpty();
    }

    /**
     * Calls the function with the first piece; the rest of that piece becomes the first one again. Returns how long to
     * wait then.
     */
    private Duration attempt(Deque<StreamBatch> pieces) throws InterruptedException {
        EventSourceMapping settings = mapping.settings();
        StreamBatch piece = pieces.pop();
        int expired = expired(piece, settings);
        if (expired > 0) {
            discard(piece.until(expired), "RecordAgeExceeded", null);
            if (expired < piece.records().size()) {
                pieces.push(piece.from(expired, piece.attempts()));
            }
            return Duration.ZERO;
        }
        Invocation invocation = new Invocation(UUID.randomUUID().toString(), piece.event(), "");
        Invocation.Result result;
        try {
            result = calls.invoke(settings.functionName(), invocation);
        } catch (AwsError e) {
            // Not invoked at all: this costs no attempt, and lasts until the records are too old.
            mapping.result("PROBLEM: " + e.getMessage());
            pieces.push(piece);
            return rest(refused++);
        }
        refused = 0;
        OptionalInt failure = failure(piece, result, settings);
        if (failure.isEmpty()) {
            checkpoint(piece.last().sequenceNumber());
            mapping.result("OK");
            return Duration.ZERO;
        }
        mapping.result("PROBLEM: Function call failed");
        int index = failure.getAsInt();
        if (index > 0) {
            checkpoint(piece.records().get(index - 1).sequenceNumber());
        }
        StreamBatch failed = piece.from(index, piece.attempts());
        if (!mapping.isAtWork()) {
            pieces.push(failed); // Switched off or deleted during the call: nothing is given up any more.
        } else if (settings.bisectBatchOnFunctionError() && failed.records().size() > 1) {
            // Splitting uses up no attempt.
            int half = failed.records().size() / 2;
            pieces.push(failed.from(half, failed.attempts()));
            pieces.push(failed.until(half));
        } else if (settings.maximumRetryAttempts() >= 0 && failed.attempts() >= settings.maximumRetryAttempts()) {
            discard(
                    failed,
                    "RetryAttemptsExhausted",
                    new LastCall(invocation.requestId(), result.version(), result.failed()));
        } else {
            pieces.push(failed.from(0, failed.attempts() + 1));
            return rest(failed.attempts());
        }
        return Duration.ZERO;
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
        Instant oldest = Instant.now().minusSeconds(settings.maximumRecordAgeInSeconds());
        int count = 0;
        while (count < batch.records().size()
                && batch.records().get(count).created().isBefore(oldest)) {
            count++;
        }
        return count;
    }

    private static Duration rest(int earlier) {
        Duration rest = FIRST_PAUSE.multipliedBy(1L << Math.min(earlier, 10));
        return rest.compareTo(LONGEST_PAUSE) < 0 ? rest : LONGEST_PAUSE;
    }

    private void pause(Duration rest) throws InterruptedException {
        Instant end = Instant.now().plus(rest);
        while (mapping.isAtWork() && Instant.now().isBefore(end)) {
            long seen = mapping.writes().count();
            mapping.writes().await(seen, Duration.between(Instant.now(), end));
        }
    }

    private void checkpoint(String position) {
        mapping.checkpoint(shard, position);
    }

    /** Gives up records and continues after them. */
    private void discard(StreamBatch batch, String condition, LastCall call) {
        destination.tell(shard, batch, new OnFailureDestination.Reason(condition, call));
        checkpoint(batch.last().sequenceNumber());
    }
}
