package classroom.cloud.lambda.streams;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The position of each mapping in each shard. These positions decide which records are handled again after a restart.
 */
public interface Checkpoints extends AutoCloseable {
    /** Says that a shard is closed and has been handled whole. */
    String SHARD_END = "SHARD_END";

    /** Says that a shard is to be handled from the first record that it still has. */
    String SHARD_START = "SHARD_START";

    /** Used in place of a shard: its position says whether the mapping is enabled, {@code true}, or disabled. */
    String SWITCH = "SWITCH";

    /** A function, and the stream of a table whose records it handles. */
    record Feed(String stream, String function) {
        /** The table and the function, whichever of its streams the table has. */
        String key() {
            return stream.replaceFirst("/stream/.*", " ") + function;
        }

        /** Whether it is the function's feed from another stream of the same table. */
        boolean isEarlierThan(Feed other) {
            return !stream.equals(other.stream) && key().equals(other.key());
        }
    }

    /** A shard, or {@link #SWITCH}, as a mapping has handled it. */
    record Place(String mapping, String shard) {}

    /** Such that live as long as the class does, as its tables do. */
    static Checkpoints inMemory() {
        return new MemoryCheckpoints();
    }

    /**
     * Opens checkpoints in a file, for a local class that keeps its tables.
     *
     * @param used whether an earlier local class must have left the file
     * @param console gets one message if the file cannot be written
     * @throws java.io.UncheckedIOException if the file cannot be written now
     */
    static Checkpoints in(Path file, boolean used, Consumer<String> console) {
        return new FileCheckpoints(file, used, console);
    }

    /** The mapping of a feed that is known here. */
    Optional<String> mapping(Feed feed);

    /** Returns why an earlier local class's position in a feed is unknown, if it may have been known once. */
    Optional<String> lost(Feed feed);

    /** Adds a mapping: from now on its position is kept, and it handles every record that it has not handled yet. */
    void begin(String mapping, Feed feed);

    /** The sequence number of the last record handled, {@link #SHARD_START} or {@link #SHARD_END}. */
    Optional<String> find(Place place);

    /** Notes how far it came. */
    void put(Place place, String position);

    /** Forgets a mapping. */
    void forget(String mapping);

    /** Closes the file. */
    @Override
    default void close() {}
}
