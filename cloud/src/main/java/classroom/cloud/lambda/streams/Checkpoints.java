package classroom.cloud.lambda.streams;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/** How far each mapping has come in each shard. What is kept here decides what is handled again after a restart. */
public interface Checkpoints extends AutoCloseable {
    /** Says that a shard is closed and has been handled whole. */
    String SHARD_END = "SHARD_END";

    /** Says that a shard is to be handled from the first record that it still has. */
    String SHARD_START = "SHARD_START";

    /** Stands for a shard: its position says whether the mapping was last switched on, {@code true}, or off. */
    String SWITCH = "SWITCH";

    /** Such that live as long as the class does, as its tables do. */
    static Checkpoints inMemory() {
        return new MemoryCheckpoints();
    }

    /**
     * Such that are kept in a file, for a class whose tables are.
     *
     * @param used whether an earlier class must have left the file
     * @param console is told once if the file cannot be written
     * @throws java.io.UncheckedIOException if the file cannot be written now
     */
    static Checkpoints in(Path file, boolean used, Consumer<String> console) {
        return new FileCheckpoints(file, used, console);
    }

    /** The mapping of a stream to a function that is known here. */
    Optional<String> mapping(String stream, String function);

    /**
     * Why it is not known here how far an earlier class has come with a stream for a function, if that may have been
     * known once.
     */
    Optional<String> lost(String stream, String function);

    /** Takes in a mapping: from now on it is known, and what it has not handled it will. */
    void begin(String mapping, String stream, String function);

    /** The sequence number of the last record handled, {@link #SHARD_START} or {@link #SHARD_END}. */
    Optional<String> find(String mapping, String shard);

    /** Notes how far it came. */
    void put(String mapping, String shard, String position);

    /** Forgets a mapping. */
    void forget(String mapping);

    /** Closes what it is kept in. */
    @Override
    default void close() {}
}
