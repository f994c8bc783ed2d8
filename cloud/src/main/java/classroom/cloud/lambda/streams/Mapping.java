package classroom.cloud.lambda.streams;

import classroom.cloud.gateway.AwsError;
import classroom.template.language.Texts;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * An event source mapping at work: its settings, whether it handles records now, how far it has come and how that went.
 */
public final class Mapping {
    private static final String NONE_YET = "No records processed";

    private final Checkpoints checkpoints;
    private final Consumer<String> console;
    private final Consumer<Supplier<ObjectNode>> batches;
    private final AtomicLong numbers = new AtomicLong();
    private final Signal writes = new Signal();
    private final Signal shards = new Signal();

    private volatile EventSourceMapping settings;
    private volatile boolean stopped;
    private volatile boolean gone;
    private volatile String result = NONE_YET;
    private volatile Instant modified = Instant.now();
    private int calls;

    /**
     * A mapping that has not begun.
     *
     * @param batches takes what becomes of each batch, to be made if anyone wants it
     */
    Mapping(
            EventSourceMapping settings,
            Checkpoints checkpoints,
            Consumer<String> console,
            Consumer<Supplier<ObjectNode>> batches) {
        this.settings = settings;
        this.checkpoints = checkpoints;
        this.console = console;
        this.batches = batches;
    }

    /** As it was created or last updated. */
    public EventSourceMapping settings() {
        return settings;
    }

    /** A running call continues; if the mapping is disabled, it is the last one. */
    synchronized void update(EventSourceMapping changed) {
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

    /** {@code State} of the mapping. */
    public synchronized String state() {
        return settings.enabled() && !gone ? "Enabled" : calls > 0 ? "Disabling" : "Disabled";
    }

    /** Whether records are handled now. */
    boolean isAtWork() {
        return isRunning() && settings.enabled();
    }

    /** Announces a call of the function; {@code false} if none is to be made by now. */
    synchronized boolean beginCall() {
        if (!isAtWork()) {
            return false;
        }
        calls++;
        return true;
    }

    /** Says that a call has ended and all that follows from it is noted. */
    synchronized void endCall() {
        calls--;
    }

    /** {@code LastProcessingResult} of the mapping. */
    public String result() {
        return result;
    }

    public Instant modified() {
        return modified;
    }

    boolean isRunning() {
        return !stopped && !gone;
    }

    /** Is raised when there may be something to read, or to stop for. */
    Signal writes() {
        return writes;
    }

    /** Is raised when the shards are to be looked at. */
    Signal shards() {
        return shards;
    }

    /** How far it has come in a shard, as the checkpoints have it. */
    Optional<String> position(String shard) {
        return checkpoints.find(new Checkpoints.Place(settings.uuid(), shard));
    }

    /** Notes how far it has come in a shard. */
    void checkpoint(String shard, String position) {
        checkpoints.put(new Checkpoints.Place(settings.uuid(), shard), position);
    }

    /** Whether a shard has been handled whole. */
    boolean isDone(String shard) {
        return position(shard).filter(Checkpoints.SHARD_END::equals).isPresent();
    }

    /** Tells the teacher. */
    void say(String line) {
        console.accept(line);
    }

    /** The number of a batch that begins: 1 for the first since the class started. */
    long nextBatch() {
        return numbers.incrementAndGet();
    }

    /** Tells those who follow the class what became of a batch. */
    void batch(Supplier<ObjectNode> event) {
        batches.accept(event);
    }

    /** Notes how the last batch went. */
    void result(String text) {
        result = text;
    }

    /** Stores the stream's error; if the stream no longer exists, the mapping ends. */
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

    /** Ends the mapping for good. */
    synchronized void end(String reason) {
        if (gone || stopped) {
            return;
        }
        gone = true;
        result = "PROBLEM: " + reason;
        console.accept(Texts.of("The event source mapping of %s has ended. %s", settings.functionName(), reason));
        writes.raise();
        shards.raise();
    }
}
