package classroom.cloud.lambda.streams;

import classroom.cloud.lambda.environment.Invocation;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * Tells those who follow the class what becomes of each batch of a shard: one event for each call of the function, and
 * one for records that are given up without a call. Nothing of it is made while nobody follows.
 */
final class BatchEvents {
    /** A batch may have 10,000 records, and an error any length: an event stays small. */
    private static final int MOST_RECORDS = 1000;

    private static final int LONGEST_ERROR = 1000;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Mapping mapping;
    private final String shard;
    private long number;

    BatchEvents(Progress progress) {
        this.mapping = progress.mapping();
        this.shard = progress.shard();
    }

    /** What became of it. */
    enum Outcome {
        /** All its records are handled. */
        HANDLED,
        /** The records before the first one that failed are handled; a new batch begins there. */
        PARTIAL,
        /** It is cut in two halves. */
        SPLIT,
        /** It is tried again. */
        RETRY,
        /** The function was not invoked, which costs no attempt. */
        REFUSED,
        /** It is given up. */
        DISCARDED,
        /** The mapping was switched off or deleted during the call. */
        STOPPED
    }

    /**
     * A call of the function.
     *
     * @param requestId {@code null} if there was no call
     * @param result {@code null} if the function was not invoked
     */
    record Call(StreamBatch batch, String requestId, Invocation.Result result) {
        static Call of(StreamBatch batch, Invocation invocation, Invocation.Result result) {
            return new Call(batch, invocation.requestId(), result);
        }
    }

    /** Begins a whole batch: what follows, until the next one, is about its pieces. */
    void begin() {
        number = mapping.nextBatch();
    }

    void tell(Call call, Outcome outcome) {
        mapping.batch(() -> event(call, outcome));
    }

    /** @param message {@code null} if none was sent */
    void tellDiscarded(Call call, String condition, ObjectNode message) {
        mapping.batch(() -> {
            ObjectNode event = event(call, Outcome.DISCARDED)
                    .put("condition", condition)
                    .put("queue", mapping.settings().onFailureDestination());
            event.set("message", message);
            return event;
        });
    }

    private ObjectNode event(Call call, Outcome outcome) {
        EventSourceMapping settings = mapping.settings();
        List<StreamBatch.Record> records = call.batch().records();
        ObjectNode event = JSON.createObjectNode()
                .put("mapping", settings.uuid())
                .put("function", settings.functionName())
                .put("stream", settings.eventSourceArn())
                .put("shard", shard)
                .put("number", number)
                .put("size", records.size())
                .put("attempt", call.batch().attempts() + 1)
                .put("outcome", outcome.name().toLowerCase(Locale.ROOT));
        ArrayNode numbers = event.putArray("records");
        records.stream().limit(MOST_RECORDS).forEach(record -> numbers.add(record.sequenceNumber()));
        if (call.requestId() != null) {
            event.put("requestId", call.requestId());
        }
        if (outcome == Outcome.REFUSED) {
            event.put("error", mapping.result());
        } else if (call.result() != null && call.result().failed()) {
            event.put("error", error(call.result().payload()));
        } else if (call.result() != null && settings.reportBatchItemFailures()) {
            ArrayNode failed = event.putArray("failed");
            BatchOutcome.reported(call.result().payload()).stream()
                    .limit(MOST_RECORDS)
                    .forEach(failed::add);
        }
        return event;
    }

    /** An error as Lambda answers it, on one line. */
    private static String error(byte[] payload) {
        String text;
        try {
            JsonNode error = JSON.readTree(payload);
            text = error.path("errorType").asText() + ": "
                    + error.path("errorMessage").asText();
        } catch (IOException e) {
            text = e.getMessage();
        }
        return text.length() > LONGEST_ERROR ? text.substring(0, LONGEST_ERROR) + "…" : text;
    }
}
