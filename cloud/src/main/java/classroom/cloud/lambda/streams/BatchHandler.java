package classroom.cloud.lambda.streams;

import classroom.cloud.gateway.AwsError;
import classroom.cloud.lambda.environment.Invocation;
import classroom.cloud.lambda.streams.BatchEvents.Call;
import classroom.cloud.lambda.streams.BatchEvents.Outcome;
import classroom.cloud.lambda.streams.OnFailureDestination.LastCall;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * Calls the function with the batches of one lane, with the retries that the mapping states ("Retain discarded records
 * for a DynamoDB event source in Lambda").
 */
final class BatchHandler {
    private static final String FAILED = "PROBLEM: Function call failed";
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    /** How the function is called. */
    interface Calls {
        /** @throws AwsError if it was not invoked at all */
        Invocation.Result invoke(String reference, Invocation invocation) throws InterruptedException;
    }

    private final Mapping mapping;
    private final Progress progress;
    private final Calls calls;
    private final OnFailureDestination destination;
    private final BatchEvents events;

    /** {@code null} if the mapping has no tumbling windows. */
    private final TumblingWindow window;

    /** How often in a row the function was not even invoked. */
    private int refused;

    BatchHandler(Progress progress, TumblingWindow window, Calls calls, OnFailureDestination destination) {
        this.mapping = progress.mapping();
        this.progress = progress;
        this.window = window;
        this.calls = calls;
        this.destination = destination;
        this.events = new BatchEvents(progress);
    }

    /**
     * Has a batch handled, piece by piece where it fails, until each record is handled or discarded.
     *
     * @return {@code false} if the mapping was switched off or stopped before that
     */
    boolean handle(StreamBatch whole) throws InterruptedException {
        Deque<StreamBatch> pieces = new ArrayDeque<>();
        pieces.push(whole);
        events.begin();
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
     * Calls the function for the last time in the tumbling window, and again while it fails, as the mapping says.
     *
     * @return {@code false} if the mapping was switched off or stopped before that
     */
    boolean finish() throws InterruptedException {
        StreamBatch last = new StreamBatch(List.of(), 0);
        events.begin();
        while (last != null && mapping.beginCall()) {
            Duration rest = Duration.ZERO;
            try {
                StreamBatch failed = lastCall(last);
                rest = failed == null ? Duration.ZERO : rest(failed.attempts());
                last = failed;
            } finally {
                mapping.endCall();
            }
            pause(rest);
        }
        return last == null;
    }

    /** Returns the batch to try again, {@code null} if there is none. */
    private StreamBatch lastCall(StreamBatch last) throws InterruptedException {
        EventSourceMapping settings = mapping.settings();
        StreamBatch whole = new StreamBatch(List.copyOf(window.records()), last.attempts());
        boolean tooOld = !whole.records().isEmpty()
                && expired(whole, settings) == whole.records().size();
        Invocation invocation = new Invocation(UUID.randomUUID().toString(), window.event(last), "");
        Invocation.Result result = tooOld ? null : call(invocation);
        Call call = tooOld ? new Call(whole, null, null) : Call.of(whole, invocation, result);
        if (!tooOld && result == null) {
            events.tell(call, Outcome.REFUSED);
            return last;
        }
        boolean fine = result != null && !result.failed() && window.accept(result.payload());
        mapping.result(fine ? "OK" : FAILED);
        boolean exhausted = isExhausted(last, settings);
        if (!fine && !mapping.isAtWork()) {
            events.tell(call, Outcome.STOPPED);
            return last;
        }
        if (!fine && !tooOld && !exhausted) {
            events.tell(call, Outcome.RETRY);
            return last.from(0, last.attempts() + 1);
        }
        if (fine) {
            events.tell(call, Outcome.HANDLED);
        } else if (!whole.records().isEmpty()) {
            giveUp(call, tooOld ? "RecordAgeExceeded" : "RetryAttemptsExhausted");
        }
        window.close();
        progress.handled(whole.records());
        return null;
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
            StreamBatch old = piece.until(expired);
            giveUp(new Call(old, null, null), "RecordAgeExceeded");
            handled(old.records());
            if (expired < piece.records().size()) {
                pieces.push(piece.from(expired, piece.attempts()));
            }
            return Duration.ZERO;
        }
        byte[] event = window == null ? piece.event() : window.event(piece);
        Invocation invocation = new Invocation(UUID.randomUUID().toString(), event, "");
        Invocation.Result result = call(invocation);
        Call call = Call.of(piece, invocation, result);
        if (result == null) {
            events.tell(call, Outcome.REFUSED);
            pieces.push(piece);
            return rest(refused - 1);
        }
        OptionalInt failure = failure(piece, result, settings);
        if (failure.isEmpty()) {
            handled(piece.records());
            mapping.result("OK");
            events.tell(call, Outcome.HANDLED);
            return Duration.ZERO;
        }
        mapping.result(FAILED);
        int index = failure.getAsInt();
        handled(piece.records().subList(0, index));
        if (!mapping.isAtWork()) {
            // Switched off or deleted during the call: nothing is given up any more.
            pieces.push(piece.from(index, piece.attempts()));
            events.tell(call, Outcome.STOPPED);
        } else if (index > 0) {
            // The batch is cut at the returned number, whether or not the mapping splits. What remains is a new batch,
            // with all retries (recorded on AWS: LocalStack's test_dynamodb_report_batch_item_failures, 2025-11-25).
            pieces.push(piece.from(index, 0));
            events.tell(call, Outcome.PARTIAL);
        } else if (settings.bisectBatchOnFunctionError() && piece.records().size() > 1) {
            // Splitting uses up no attempt.
            int half = piece.records().size() / 2;
            pieces.push(piece.from(half, piece.attempts()));
            pieces.push(piece.until(half));
            events.tell(call, Outcome.SPLIT);
        } else if (isExhausted(piece, settings)) {
            giveUp(call, "RetryAttemptsExhausted");
            handled(piece.records());
        } else {
            pieces.push(piece.from(0, piece.attempts() + 1));
            events.tell(call, Outcome.RETRY);
            return rest(piece.attempts());
        }
        return Duration.ZERO;
    }

    /** Returns {@code null} if it was not invoked at all, which costs no attempt. */
    private Invocation.Result call(Invocation invocation) throws InterruptedException {
        try {
            Invocation.Result result = calls.invoke(mapping.settings().functionName(), invocation);
            refused = 0;
            return result;
        } catch (AwsError e) {
            mapping.result("PROBLEM: " + e.getMessage());
            refused++;
            return null;
        }
    }

    private static boolean isExhausted(StreamBatch batch, EventSourceMapping settings) {
        return settings.maximumRetryAttempts() >= 0 && batch.attempts() >= settings.maximumRetryAttempts();
    }

    /** The index of the first record that failed. In a tumbling window an answer without a state is a failed one. */
    private OptionalInt failure(StreamBatch batch, Invocation.Result result, EventSourceMapping settings) {
        OptionalInt failure = result.failed()
                ? OptionalInt.of(0)
                : settings.reportBatchItemFailures()
                        ? BatchOutcome.lowestFailure(batch, result.payload())
                        : OptionalInt.empty();
        boolean whole = failure.isPresent() && failure.getAsInt() == 0;
        return window == null || whole || window.accept(result.payload()) ? failure : OptionalInt.of(0);
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

    private void handled(List<StreamBatch.Record> records) {
        if (window == null) {
            progress.handled(records);
        } else {
            window.aggregated(records);
        }
    }

    /** Sends records that are given up to the on-failure destination. */
    private void giveUp(Call call, String condition) {
        Invocation.Result result = call.result();
        LastCall last = result == null ? null : new LastCall(call.requestId(), result.version(), result.failed());
        ObjectNode message =
                destination.tell(progress.shard(), call.batch(), new OnFailureDestination.Reason(condition, last));
        events.tellDiscarded(call, condition, message);
    }
}
