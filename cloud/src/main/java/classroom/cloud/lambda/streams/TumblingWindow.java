package classroom.cloud.lambda.streams;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The tumbling window of a shard: its bounds, and the state that one call hands to the next ("Implementing stateful
 * DynamoDB stream processing in Lambda"). The time of a record says to which window it belongs; windows begin at
 * multiples of their length.
 *
 * <p>The last call of a window has no records. Its records are handled only then: what is aggregated lives no longer
 * than the local class, so after a restart they come again, with an empty state.
 */
final class TumblingWindow {
    /** "Your state can be a maximum of 1 MB per shard." */
    static final int LARGEST_STATE = 1024 * 1024;

    /** The bytes of an event beside its records. */
    static final int ROOM = LARGEST_STATE + 4096;

    /** Records have the second in which they were written, and may be read a little later. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final EventSourceMapping settings;
    private final String shard;
    private final List<StreamBatch.Record> aggregated = new ArrayList<>();

    /** {@code null} before the first record. */
    private Instant start;

    private ObjectNode state = JsonNodeFactory.instance.objectNode();
    private boolean tooLarge;

    TumblingWindow(EventSourceMapping settings, String shard) {
        this.settings = settings;
        this.shard = shard;
    }

    boolean isOpen() {
        return start != null;
    }

    /** Opens the window to which a record belongs. */
    void open(StreamBatch.Record first) {
        long length = settings.tumblingWindowInSeconds();
        start = Instant.ofEpochSecond(Math.floorDiv(first.created().getEpochSecond(), length) * length);
    }

    private Instant end() {
        return start.plusSeconds(settings.tumblingWindowInSeconds());
    }

    boolean holds(StreamBatch.Record record) {
        return !record.created().isBefore(start) && record.created().isBefore(end());
    }

    /** Whether it ends before its time, because of its state. */
    boolean isTooLarge() {
        return tooLarge;
    }

    /** How long it is open yet, if no record of a later one comes. */
    Duration left() {
        Duration left = Duration.between(Instant.now(), end().plus(GRACE));
        return tooLarge || left.isNegative() ? Duration.ZERO : left;
    }

    /** The event of a call; without records it is the window's last one. */
    byte[] event(StreamBatch batch) {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.putObject("window").put("start", start.toString()).put("end", end().toString());
        event.set("state", state);
        event.put("shardId", shard);
        event.put("eventSourceARN", settings.eventSourceArn());
        event.put("isFinalInvokeForWindow", batch.records().isEmpty());
        event.put("isWindowTerminatedEarly", tooLarge);
        byte[] records = batch.event();
        byte[] rest = event.toString().getBytes(StandardCharsets.UTF_8);
        byte[] whole = new byte[records.length + rest.length - 1];
        System.arraycopy(records, 0, whole, 0, records.length);
        System.arraycopy(rest, 0, whole, records.length - 1, rest.length);
        whole[records.length - 1] = ',';
        return whole;
    }

    /** Takes the state out of an answer; {@code false} if it has none: then the call has failed. */
    boolean accept(byte[] answer) {
        try {
            JsonNode returned = JSON.readTree(answer).path("state");
            if (!returned.isObject()) {
                return false;
            }
            state = (ObjectNode) returned;
            tooLarge = returned.toString().getBytes(StandardCharsets.UTF_8).length > LARGEST_STATE;
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Notes that records are in the state, or discarded. */
    void aggregated(List<StreamBatch.Record> records) {
        aggregated.addAll(records);
    }

    /** The records that the window has had so far. */
    List<StreamBatch.Record> records() {
        return aggregated;
    }

    /** Closes it; the next record opens one with an empty state. */
    void close() {
        start = null;
        state = JsonNodeFactory.instance.objectNode();
        tooLarge = false;
        aggregated.clear();
    }
}
