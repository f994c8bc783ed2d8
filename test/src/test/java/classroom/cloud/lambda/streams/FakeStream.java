package classroom.cloud.lambda.streams;

import classroom.cloud.gateway.AwsError;
import classroom.cloud.identity.Identity;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A stream with what DynamoDB Local cannot be made to show in a test: several shards, iterators that expire, records that
 * are trimmed or old. An iterator is {@code SHARD INDEX}; a sequence number is the index, from 1.
 */
public final class FakeStream implements Sources.Streams {
    public static final String ARN =
            "arn:aws:dynamodb:us-east-2:000000000000:table/fake/stream/2026-11-22T10:00:00.000";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Shard> shards = new LinkedHashMap<>();
    private boolean expireNext;

    private static final class Shard {
        private final String parent;
        private final List<ObjectNode> records = new ArrayList<>();
        private boolean closed;
        private int trimmed;

        Shard(String parent) {
            this.parent = parent;
        }
    }

    synchronized FakeStream shard(String id, String parent) {
        shards.put(id, new Shard(parent));
        return this;
    }

    synchronized FakeStream add(String shard, String id, String deed, Instant created) {
        ObjectNode record = JSON.createObjectNode().put("eventName", "INSERT");
        ObjectNode change = record.putObject("dynamodb");
        change.put("ApproximateCreationDateTime", created.getEpochSecond());
        change.put("SequenceNumber", Integer.toString(shards.get(shard).records.size() + 1));
        change.putObject("Keys").putObject("id").put("S", id);
        ObjectNode image = change.putObject("NewImage");
        image.putObject("id").put("S", id);
        image.putObject("deed").put("S", deed);
        shards.get(shard).records.add(record);
        return this;
    }

    FakeStream add(String shard, String... ids) {
        for (String id : ids) {
            add(shard, id, "none", Instant.now());
        }
        return this;
    }

    synchronized FakeStream close(String shard) {
        shards.get(shard).closed = true;
        return this;
    }

    /** Forgets the first records of a shard, as DynamoDB does after a day. */
    synchronized void trim(String shard, int count) {
        shards.get(shard).trimmed = count;
    }

    /** The next GetRecords finds its iterator expired. */
    synchronized void expire() {
        expireNext = true;
    }

    @Override
    public synchronized JsonNode call(Identity caller, String target, JsonNode request) {
        return switch (target.substring(target.indexOf('.') + 1)) {
            case "DescribeStream" -> describe(request);
            case "GetShardIterator" -> iterator(request);
            case "GetRecords" -> records(request);
            default -> throw new AssertionError(target);
        };
    }

    /** One shard a page. */
    private JsonNode describe(JsonNode request) {
        ObjectNode answer = JSON.createObjectNode();
        ObjectNode description = answer.putObject("StreamDescription").put("StreamStatus", "ENABLED");
        ArrayNode page = description.putArray("Shards");
        List<String> ids = new ArrayList<>(shards.keySet());
        int index = ids.indexOf(request.path("ExclusiveStartShardId").asText()) + 1;
        Shard shard = shards.get(ids.get(index));
        ObjectNode entry = page.addObject().put("ShardId", ids.get(index));
        if (shard.parent != null) {
            entry.put("ParentShardId", shard.parent);
        }
        ObjectNode range = entry.putObject("SequenceNumberRange").put("StartingSequenceNumber", "1");
        if (shard.closed) {
            range.put("EndingSequenceNumber", Integer.toString(shard.records.size()));
        }
        if (index + 1 < ids.size()) {
            description.put("LastEvaluatedShardId", ids.get(index));
        }
        return answer;
    }

    private JsonNode iterator(JsonNode request) {
        String id = request.path("ShardId").asText();
        Shard shard = shards.get(id);
        if (!request.path("SequenceNumber").asText("0").matches("[0-9]+")) {
            throw new AwsError(400, "ValidationException", "no sequence number");
        }
        int index = switch (request.path("ShardIteratorType").asText()) {
            case "TRIM_HORIZON" -> shard.trimmed;
            case "AFTER_SEQUENCE_NUMBER" ->
                Integer.parseInt(request.path("SequenceNumber").asText());
            case "AT_SEQUENCE_NUMBER" ->
                Integer.parseInt(request.path("SequenceNumber").asText()) - 1;
            default -> throw new AssertionError(request);
        };
        if (index < shard.trimmed) {
            throw new AwsError(400, "TrimmedDataAccessException", "before the horizon");
        }
        return JSON.createObjectNode().put("ShardIterator", id + " " + index);
    }

    private JsonNode records(JsonNode request) {
        if (expireNext) {
            expireNext = false;
            throw new AwsError(400, "ExpiredIteratorException", "Iterator expired");
        }
        String[] iterator = request.path("ShardIterator").asText().split(" ");
        Shard shard = shards.get(iterator[0]);
        int from = Integer.parseInt(iterator[1]);
        int to = Math.min(
                Math.max(from, shard.records.size()),
                from + request.path("Limit").asInt(1000));
        ObjectNode answer = JSON.createObjectNode();
        answer.putArray("Records")
                .addAll(shard.records.subList(
                        Math.min(from, shard.records.size()), Math.min(to, shard.records.size())));
        if (!shard.closed || to < shard.records.size()) {
            answer.put("NextShardIterator", iterator[0] + " " + to);
        }
        return answer;
    }
}
