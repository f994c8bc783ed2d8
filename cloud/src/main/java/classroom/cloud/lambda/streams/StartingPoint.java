package classroom.cloud.lambda.streams;

import classroom.cloud.gateway.AwsError;
import classroom.template.language.Texts;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Where a mapping begins to read its stream. */
final class StartingPoint {
    private final Mapping mapping;
    private final SourceStream stream;

    StartingPoint(Mapping mapping, SourceStream stream) {
        this.mapping = mapping;
        this.stream = stream;
    }

    /**
     * Reads the stream for the first time: this fixes the position of LATEST.
     *
     * @throws AwsError if there is no such stream
     */
    void begin() {
        SourceStream.Description description = stream.existing();
        if (mapping.settings().startingPosition().equals("LATEST")) {
            for (SourceStream.Shard shard : description.shards()) {
                if (shard.closed()) {
                    mapping.checkpoint(shard.id(), Checkpoints.SHARD_END);
                } else {
                    skip(shard.id());
                }
            }
        }
    }

    /**
     * Begins with all records of the stream.
     *
     * @param lost the reason why an earlier local class's position is unknown
     * @throws AwsError if there is no such stream
     */
    void beginAnew(String lost) {
        again(
                stream.existing().shards().stream()
                        .mapToInt(shard -> count(shard.id()))
                        .sum(),
                lost);
    }

    /**
     * Checks whether the stream contains the position of an earlier local class. Tables that were restored from an
     * older copy do not: the next records would have numbers that were handled before, and would be skipped.
     *
     * @throws AwsError if there is no such stream
     */
    void goOn() {
        int count = 0;
        for (SourceStream.Shard shard : stream.existing().shards()) {
            Optional<String> position = mapping.position(shard.id());
            if (position.isPresent() && !has(shard, position.get())) {
                mapping.checkpoint(shard.id(), Checkpoints.SHARD_START);
                count += count(shard.id());
            }
        }
        again(count, "the checkpoints name a position beyond the stream's end. The tables may be an older copy");
    }

    private boolean has(SourceStream.Shard shard, String position) {
        if (position.equals(Checkpoints.SHARD_START)) {
            return true;
        }
        if (position.equals(Checkpoints.SHARD_END)) {
            return shard.closed();
        }
        try {
            // After trimmed records, the next existing record. If there is none, the shard is empty or ends before.
            return !stream.records(stream.iterator(shard.id(), SourceStream.From.AT_SEQUENCE_NUMBER, position), 1)
                    .path("Records")
                    .isEmpty();
        } catch (AwsError e) {
            return "TrimmedDataAccessException".equals(e.code()); // Otherwise it is no sequence number.
        }
    }

    private void again(int count, String reason) {
        EventSourceMapping settings = mapping.settings();
        if (count > 0) {
            String function = settings.functionName();
            String stream = settings.eventSourceArn();
            mapping.say(
                    count == 1
                            ? Texts.of(
                                    "%s gets the change that %s still has, again where it has handled them: %s.",
                                    function, stream, reason)
                            : Texts.of(
                                    "%s gets the %d changes that %s still has, again where it has handled them: %s.",
                                    function, count, stream, reason));
        }
    }

    /** Puts the checkpoint behind what an open shard holds. An iterator of LATEST would lose its place by expiring. */
    private void skip(String shard) {
        stream.pages(
                shard,
                records -> mapping.checkpoint(
                        shard,
                        records.get(records.size() - 1)
                                .at("/dynamodb/SequenceNumber")
                                .asText()));
    }

    private int count(String shard) {
        AtomicInteger count = new AtomicInteger();
        stream.pages(shard, records -> count.addAndGet(records.size()));
        return count.get();
    }
}
