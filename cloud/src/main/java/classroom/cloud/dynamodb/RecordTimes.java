package classroom.cloud.dynamodb;

import classroom.cloud.gateway.Protocol;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The creation time of each stream record in seconds, as DynamoDB returns it; DynamoDB Local returns minutes.
 *
 * <p>DynamoDB Local numbers the records of all its streams in one order. At the end of each second with a write, the
 * streams are read, so the highest number of that second is known. A record that was not read then (for example of an
 * expired item) gets the time when somebody first reads it, but within its minute.
 */
final class RecordTimes implements AutoCloseable {
    private static final String STREAMS = "DynamoDBStreams_20120810.";
    private static final String TIME = "\"ApproximateCreationDateTime\":";
    private static final String NUMBER = "\"SequenceNumber\":\"";

    /** Records are kept for a day. */
    private static final long KEPT = Duration.ofHours(25).toSeconds();

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Database database;
    private final Clock clock;

    /** The highest number of a second, and that second. */
    private final NavigableMap<Long, Long> seconds;

    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, task -> {
        Thread daemon = new Thread(task, "times of records");
        daemon.setDaemon(true);
        return daemon;
    });
    private boolean awaited;

    /** Carries out an operation of DynamoDB Local. */
    interface Database {
        EmbeddedDynamoDb.Answer exchange(String target, byte[] body);
    }

    /** @param seconds those that are known */
    RecordTimes(Database database, Clock clock, SortedMap<Long, Long> seconds) {
        this.database = database;
        this.clock = clock;
        this.seconds = new TreeMap<>(seconds);
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Must be called after each write. */
    synchronized void wrote() {
        if (!awaited && !thread.isShutdown()) {
            awaited = true;
            long millis = clock.millis();
            thread.schedule(() -> look(millis / 1000), 1000 - millis % 1000, TimeUnit.MILLISECONDS);
        }
    }

    /**
     * Puts the seconds into an answer of GetRecords. The search never matches a user's data: an attribute's value is an
     * object, and in a text the quotation marks are escaped.
     */
    byte[] toTheSecond(byte[] answer) {
        String text = new String(answer, StandardCharsets.UTF_8);
        StringBuilder precise = new StringBuilder(text.length() + 64);
        int done = 0;
        for (int at = text.indexOf(TIME); at >= 0; at = text.indexOf(TIME, at + TIME.length())) {
            int begin = at + TIME.length();
            if (text.charAt(begin) == '{') {
                continue;
            }
            int end = begin;
            while (",}".indexOf(text.charAt(end)) < 0) {
                end++;
            }
            int number = text.indexOf(NUMBER, end) + NUMBER.length();
            long second = second(
                    Long.parseLong(text, number, text.indexOf('"', number), 10),
                    new BigDecimal(text.substring(begin, end)).longValue());
            precise.append(text, done, begin).append(second);
            done = end;
        }
        return done == 0
                ? answer
                : precise.append(text, done, text.length()).toString().getBytes(StandardCharsets.UTF_8);
    }

    private synchronized long second(long number, long minute) {
        if (seconds.ceilingEntry(number) == null) {
            note(number, now());
        }
        return Math.max(
                minute, Math.min(minute + 59, seconds.ceilingEntry(number).getValue()));
    }

    private synchronized void note(long number, long second) {
        Map.Entry<Long, Long> last = seconds.lastEntry();
        if (last != null && number <= last.getKey()) {
            return;
        }
        if (last != null && second <= last.getValue()) {
            seconds.remove(last.getKey());
            seconds.put(number, last.getValue());
        } else {
            seconds.put(number, second);
        }
        while (seconds.firstEntry().getValue() < second - KEPT) {
            seconds.pollFirstEntry();
        }
    }

    private long now() {
        return clock.millis() / 1000;
    }

    /** Reads what came to be in a second that has ended. */
    private void look(long second) {
        synchronized (this) {
            awaited = false;
        }
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        do {
            JsonNode page = call("ListStreams", request);
            page.path("Streams").forEach(stream -> look(stream.path("StreamArn"), second));
            request.set("ExclusiveStartStreamArn", page.path("LastEvaluatedStreamArn"));
        } while (request.path("ExclusiveStartStreamArn").isTextual());
    }

    private void look(JsonNode stream, long second) {
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        request.set("StreamArn", stream);
        do {
            JsonNode description = call("DescribeStream", request).path("StreamDescription");
            for (JsonNode shard : description.path("Shards")) {
                if (!shard.path("SequenceNumberRange").has("EndingSequenceNumber")) {
                    read(stream, shard.path("ShardId"), second);
                }
            }
            request.set("ExclusiveStartShardId", description.path("LastEvaluatedShardId"));
        } while (request.path("ExclusiveStartShardId").isTextual());
    }

    private void read(JsonNode stream, JsonNode shard, long second) {
        ObjectNode from = JsonNodeFactory.instance.objectNode();
        from.set("StreamArn", stream);
        from.set("ShardId", shard);
        Map.Entry<Long, Long> last;
        synchronized (this) {
            last = seconds.lastEntry();
        }
        if (last == null) {
            from.put("ShardIteratorType", "TRIM_HORIZON");
        } else {
            from.put("ShardIteratorType", "AFTER_SEQUENCE_NUMBER")
                    .put("SequenceNumber", String.format(Locale.ROOT, "%021d", last.getKey()));
        }
        JsonNode iterator = call("GetShardIterator", from).path("ShardIterator");
        while (iterator.isTextual()) {
            JsonNode page =
                    call("GetRecords", JsonNodeFactory.instance.objectNode().set("ShardIterator", iterator));
            JsonNode records = page.path("Records");
            if (records.isEmpty()) {
                return;
            }
            // On a busy machine this may be late: then the records may belong to the next second.
            note(records.path(records.size() - 1).at("/dynamodb/SequenceNumber").asLong(), Math.max(second, now() - 1));
            iterator = page.path("NextShardIterator");
        }
    }

    /** A refused read, for example because the table is just being deleted, has no records. */
    private JsonNode call(String operation, JsonNode request) {
        return Protocol.json(
                database.exchange(STREAMS + operation, Protocol.bytes(request)).body());
    }

    @Override
    public void close() {
        synchronized (this) {
            thread.shutdown();
        }
        try {
            thread.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
