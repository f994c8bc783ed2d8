package classroom.cloud.lambda.streams;

import classroom.cloud.gateway.AwsError;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The stream of a mapping, read under the role of the mapping's function. */
final class SourceStream {
    /** GetRecords hands out this many records at most. */
    static final int PAGE = 1000;

    private final Mapping mapping;
    private final RoleSession session;
    private final Sources.Streams streams;

    SourceStream(Mapping mapping, RoleSession session, Sources.Streams streams) {
        this.mapping = mapping;
        this.session = session;
        this.streams = streams;
    }

    /** The part of a shard's description that matters here. */
    record Shard(String id, String parent, boolean closed) {}

    record Description(boolean enabled, List<Shard> shards) {}

    /** @throws AwsError if there is no such stream, as CreateEventSourceMapping says it */
    Description existing() {
        try {
            return describe();
        } catch (AwsError e) {
            if ("ResourceNotFoundException".equals(e.code())) {
                throw new AwsError(
                        400,
                        "InvalidParameterValueException",
                        "Stream not found: " + mapping.settings().eventSourceArn());
            }
            throw e;
        }
    }

    /** Hands out all records that a shard has now, page by page. */
    void pages(String shard, Consumer<JsonNode> use) {
        String iterator = iterator(shard, From.TRIM_HORIZON, null);
        while (iterator != null) {
            JsonNode page = records(iterator, PAGE);
            JsonNode records = page.path("Records");
            if (records.isEmpty()) {
                return;
            }
            use.accept(records);
            iterator = page.path("NextShardIterator").asText(null);
        }
    }

    /** One page of records. */
    JsonNode records(String iterator, int limit) {
        return call("GetRecords", object().put("ShardIterator", iterator).put("Limit", limit));
    }

    /** Where an iterator begins ({@code ShardIteratorType}). */
    enum From {
        TRIM_HORIZON,
        AT_SEQUENCE_NUMBER,
        AFTER_SEQUENCE_NUMBER
    }

    /** A new iterator. */
    String iterator(String shard, From type, String sequenceNumber) {
        ObjectNode request = object().put("StreamArn", mapping.settings().eventSourceArn())
                .put("ShardId", shard)
                .put("ShardIteratorType", type.name());
        if (sequenceNumber != null) {
            request.put("SequenceNumber", sequenceNumber);
        }
        return call("GetShardIterator", request).path("ShardIterator").asText();
    }

    Description describe() {
        Map<String, Shard> all = new HashMap<>();
        boolean enabled;
        ObjectNode request = object().put("StreamArn", mapping.settings().eventSourceArn());
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
        return new Description(enabled, List.copyOf(all.values()));
    }

    private JsonNode call(String operation, ObjectNode request) {
        return streams.call(session.identity(), "DynamoDBStreams_20120810." + operation, request);
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
