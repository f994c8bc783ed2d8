package classroom.local.lambda;

import classroom.local.gateway.AwsError;
import classroom.local.iam.Identity;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * One event source mapping at work: finds the shards of its stream and has each read by a {@link ShardReader}, a child
 * only after its parents ("DynamoDB Streams", "Reading and processing a stream").
 */
final class StreamPoller {
    /** New shards are looked for when one ends, and now and then. */
    private static final Duration DISCOVERY = Duration.ofSeconds(10);

    private static final String NONE_YET = "No records processed";

    private final Functions functions;
    private final Sources sources;
    private final Checkpoints checkpoints;
    private final Consumer<String> console;
    private final Signal writes = new Signal();
    private final Signal shards = new Signal();
    private final Set<String> reading = ConcurrentHashMap.newKeySet();
    private final List<Thread> threads = new ArrayList<>();

    private volatile EventSourceMapping settings;
    private volatile boolean stopped;
    private volatile boolean gone;
    private volatile String result = NONE_YET;
    private volatile Instant modified = Instant.now();
    private Identity identity;

    StreamPoller(
            EventSourceMapping settings,
            Functions functions,
            Sources sources,
            Checkpoints checkpoints,
            Consumer<String> console) {
        this.settings = settings;
        this.functions = functions;
        this.sources = sources;
        this.checkpoints = checkpoints;
        this.console = console;
    }

    /** The part of a shard's description that matters here. */
    private record Shard(String id, String parent, boolean closed) {}

    private record Stream(boolean enabled, List<Shard> shards) {}

    /**
     * Looks at the stream: what LATEST means is decided now, for good.
     *
     * @param first whether there are no checkpoints of an earlier class
     * @throws AwsError if there is no such stream
     */
    void prepare(boolean first) {
        Stream stream;
        try {
            stream = describe();
        } catch (AwsError e) {
            if (e.code().equals("ResourceNotFoundException")) {
                throw new AwsError(
                        400, "InvalidParameterValueException", "Stream not found: " + settings.eventSourceArn());
            }
            throw e;
        }
        if (first && settings.startingPosition().equals("LATEST")) {
            for (Shard shard : stream.shards()) {
                if (shard.closed()) {
                    checkpoints.put(settings.uuid(), shard.id(), Checkpoints.SHARD_END);
                } else {
                    skip(shard.id());
                }
            }
        }
    }

    /** Puts the checkpoint behind what an open shard holds. An iterator of LATEST would lose its place by expiring. */
    private void skip(String shard) {
        String iterator = iterator(shard, "TRIM_HORIZON", null);
        while (iterator != null) {
            JsonNode page = records(iterator, ShardReader.PAGE);
            JsonNode records = page.path("Records");
            if (records.isEmpty()) {
                return;
            }
            checkpoints.put(
                    settings.uuid(),
                    shard,
                    records.get(records.size() - 1)
                            .at("/dynamodb/SequenceNumber")
                            .asText());
            iterator = page.path("NextShardIterator").asText(null);
        }
    }

    void start() {
        startThread(this::run, "stream of " + settings.functionName());
    }

    private synchronized void startThread(Runnable work, String name) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } finally {
                        threadEnds();
                    }
                },
                name);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    /** The last thread of an ended poller takes its identity with it; a batch under way needs it until then. */
    private synchronized void threadEnds() {
        threads.remove(Thread.currentThread());
        if (threads.isEmpty() && identity != null) {
            sources.identities().revoke(identity);
            identity = null;
        }
    }

    EventSourceMapping settings() {
        return settings;
    }

    void update(EventSourceMapping changed) {
        settings = changed;
        modified = Instant.now();
        writes.raise();
        shards.raise();
    }

    void wake() {
        writes.raise();
    }

    /** Stops after the batch that is under way. */
    void stop() {
        stopped = true;
        writes.raise();
        shards.raise();
    }

    /** Stops at once and waits until no thread is left. */
    void interrupt() {
        stop();
        List<Thread> all;
        synchronized (this) {
            all = List.copyOf(threads);
        }
        all.forEach(Thread::interrupt);
        try {
            for (Thread thread : all) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** {@code State} of the mapping. */
    String state() {
        return settings.enabled() && !gone ? "Enabled" : "Disabled";
    }

    /** {@code LastProcessingResult} of the mapping. */
    String result() {
        return result;
    }

    Instant modified() {
        return modified;
    }

    private void run() {
        try {
            while (isRunning()) {
                long seen = shards.count();
                boolean fine = !settings.enabled() || look();
                shards.await(seen, fine ? DISCOVERY : ShardReader.IDLE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Starts readers for the shards whose turn has come; {@code false} if the stream could not be read. */
    private boolean look() {
        try {
            Stream stream = describe();
            Set<String> known = new HashSet<>();
            stream.shards().forEach(s -> known.add(s.id()));
            boolean allDone = true;
            for (Shard shard : stream.shards()) {
                if (isDone(shard.id())) {
                    continue;
                }
                allDone = false;
                boolean parentFirst =
                        shard.parent() != null && known.contains(shard.parent()) && !isDone(shard.parent());
                if (!parentFirst && reading.add(shard.id())) {
                    startReader(shard.id());
                }
            }
            if (allDone && !stream.enabled()) {
                end("Stream disabled: " + settings.eventSourceArn());
            }
            return true;
        } catch (AwsError e) {
            failed(e);
            return false;
        }
    }

    private boolean isDone(String shard) {
        return checkpoints
                .find(settings.uuid(), shard)
                .filter(Checkpoints.SHARD_END::equals)
                .isPresent();
    }

    private void startReader(String shard) {
        ShardReader reader = new ShardReader(this, shard);
        startThread(
                () -> {
                    try {
                        reader.run();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    } finally {
                        reading.remove(shard);
                        shards.raise();
                    }
                },
                "shard of " + settings.functionName());
    }

    // What the shard readers use.

    boolean isRunning() {
        return !stopped && !gone;
    }

    Signal writes() {
        return writes;
    }

    Functions functions() {
        return functions;
    }

    Checkpoints checkpoints() {
        return checkpoints;
    }

    /** Notes how the last batch went. */
    void result(String text) {
        result = text;
    }

    /** Notes what the stream refused; a stream that is not there any more ends the poller. */
    void failed(AwsError error) {
        switch (error.code()) {
            case "ResourceNotFoundException" -> end("Stream not found: " + settings.eventSourceArn());
            case "AccessDeniedException" ->
                result = "PROBLEM: Cannot access stream " + settings.eventSourceArn()
                        + ". Please ensure the role can perform the GetRecords, GetShardIterator, DescribeStream, and "
                        + "ListStreams Actions on your stream in IAM.";
            default -> result = "PROBLEM: " + error.getMessage();
        }
    }

    private synchronized void end(String reason) {
        if (gone || stopped) {
            return;
        }
        gone = true;
        result = "PROBLEM: " + reason;
        console.accept("The event source mapping of " + settings.functionName() + " has ended. " + reason);
        writes.raise();
        shards.raise();
    }

    /** Sends to the on-failure destination; what it refuses is lost, as on Lambda. */
    void sendToDestination(String body) {
        try {
            sources.queues().send(identity(), settings.onFailureDestination(), body, Map.of());
        } catch (AwsError e) {
            result = "PROBLEM: The on-failure destination refused a message: " + e.getMessage();
            console.accept("The on-failure destination of " + settings.functionName() + " refused a message: "
                    + e.getMessage());
        }
    }

    /** One page of records. */
    JsonNode records(String iterator, int limit) {
        return call("GetRecords", object().put("ShardIterator", iterator).put("Limit", limit));
    }

    /** A new iterator. */
    String iterator(String shard, String type, String sequenceNumber) {
        ObjectNode request = object().put("StreamArn", settings.eventSourceArn())
                .put("ShardId", shard)
                .put("ShardIteratorType", type);
        if (sequenceNumber != null) {
            request.put("SequenceNumber", sequenceNumber);
        }
        return call("GetShardIterator", request).path("ShardIterator").asText();
    }

    private Stream describe() {
        Map<String, Shard> all = new HashMap<>();
        boolean enabled;
        ObjectNode request = object().put("StreamArn", settings.eventSourceArn());
        JsonNode last;
        do {
            JsonNode description = call("DescribeStream", request).path("StreamDescription");
            for (JsonNode shard : description.path("Shards")) {
                String id = shard.path("ShardId").asText();
                all.put(
                        id,
                        new Shard(
                                id,
                                shard.path("ParentShardId").asText(null),
                                shard.path("SequenceNumberRange").hasNonNull("EndingSequenceNumber")));
            }
            enabled = !description.path("StreamStatus").asText().startsWith("DISABL");
            last = description.path("LastEvaluatedShardId");
            request.put("ExclusiveStartShardId", last.asText());
        } while (last.isTextual());
        return new Stream(enabled, List.copyOf(all.values()));
    }

    private JsonNode call(String operation, ObjectNode request) {
        return sources.streams().call(identity(), "DynamoDBStreams_20120810." + operation, request);
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** The function's role, which may change while the poller runs. */
    private synchronized Identity identity() {
        Function function = functions
                .find(settings.functionName())
                .orElseThrow(() -> new AwsError(400, "InvalidParameterValueException", "Function does not exist"));
        if (identity == null || !identity.role().equals(function.role())) {
            if (identity != null) {
                sources.identities().revoke(identity);
            }
            identity = sources.identities().issue(function.role(), function.name());
        }
        return identity;
    }
}
