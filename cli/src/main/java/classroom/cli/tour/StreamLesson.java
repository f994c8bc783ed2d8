package classroom.cli.tour;

import classroom.cli.tour.Operation.Service;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A table's stream: every change, in order, once. */
final class StreamLesson implements Lesson {
    @Override
    public String title() {
        return "The stream: every change, in order";
    }

    @Override
    public void teach(Walk walk) {
        walk.step("List the streams");
        Answer streams = walk.streams("ListStreams", "{}").expect("/Streams", "1 stream", list -> list.size() == 1);
        String arn = streams.expect("/Streams/0/TableName", "'books'").text("/Streams/0/StreamArn");

        walk.step("Describe the stream");
        Answer stream = walk.streams(
                        "DescribeStream",
                        "{StreamArn: '%s'}".formatted(arn),
                        "/StreamDescription/StreamStatus",
                        "/StreamDescription/StreamViewType",
                        "/StreamDescription/Shards")
                .expect("/StreamDescription/StreamStatus", "'ENABLED'")
                .expect("/StreamDescription/Shards", "1 shard at least", shards -> !shards.isEmpty());

        walk.step("Read every shard from its beginning");
        Map<String, JsonNode> examples = new LinkedHashMap<>();
        Map<String, Integer> counts = new TreeMap<>();
        for (JsonNode shard : stream.at("/StreamDescription/Shards")) {
            Map<String, Integer> ofShard = read(walk, arn, shard.path("ShardId").asText(), examples);
            ofShard.forEach((event, count) -> counts.merge(event, count, Integer::sum));
        }
        walk.check(
                counts.equals(walk.changes().counts()),
                "the stream must tell what the tour did, " + walk.changes().counts() + ", not " + counts);
        walk.note("That is what the tour did to the books, no more and no less.");

        walk.step("Look at one change of each kind");
        examples.forEach((event, record) -> walk.show(event, record.path("dynamodb")));
        walk.check(
                examples.get("INSERT").at("/dynamodb/OldImage").isMissingNode()
                        && examples.get("MODIFY").at("/dynamodb/OldImage").isObject()
                        && examples.get("REMOVE").at("/dynamodb/NewImage").isMissingNode(),
                "an INSERT must have no old image, a REMOVE no new one, a MODIFY both");
        walk.note("An insert has no old image, a removal no new one.");
    }

    /** Reads a shard until there is no more for now, and counts its records by event name. */
    private static Map<String, Integer> read(Walk walk, String arn, String shard, Map<String, JsonNode> examples) {
        walk.asking("Streams GetShardIterator and GetRecords, from TRIM_HORIZON on, of " + shard);
        Map<String, Integer> counts = new HashMap<>();
        String[] iterator = {
            walk.quietly(new Operation(
                            Service.STREAMS,
                            "GetShardIterator",
                            "{StreamArn: '%s', ShardId: '%s', ShardIteratorType: 'TRIM_HORIZON'}"
                                    .formatted(arn, shard)))
                    .path("ShardIterator")
                    .asText()
        };
        walk.until("the shard must end", Duration.ofSeconds(30), () -> {
            JsonNode page = walk.quietly(
                    new Operation(Service.STREAMS, "GetRecords", "{ShardIterator: '%s'}".formatted(iterator[0])));
            page.path("Records").forEach(record -> {
                String event = record.path("eventName").asText();
                counts.merge(event, 1, Integer::sum);
                examples.put(event, record);
            });
            iterator[0] = page.path("NextShardIterator").asText("");
            return iterator[0].isEmpty() || page.path("Records").isEmpty() ? Optional.of(page) : Optional.empty();
        });
        walk.show("", Json.count(counts));
        return counts;
    }
}
