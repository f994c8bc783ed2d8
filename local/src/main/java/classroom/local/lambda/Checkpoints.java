package classroom.local.lambda;

import java.util.Optional;

/** How far each mapping has come in each shard. What is kept here decides what is handled again after a restart. */
interface Checkpoints {
    /** Says that a shard is closed and has been handled whole. */
    String SHARD_END = "SHARD_END";

    /** The sequence number of the last record handled, or {@link #SHARD_END}. */
    Optional<String> find(String mapping, String shard);

    /** Notes how far it came. */
    void put(String mapping, String shard, String position);

    /** Forgets a mapping. */
    void forget(String mapping);
}
