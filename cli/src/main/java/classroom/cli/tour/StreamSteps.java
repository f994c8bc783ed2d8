package classroom.cli.tour;

import classroom.cli.tour.Operation.Service;
import classroom.template.language.Texts;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A table's stream: every change, in order, once. */
final class StreamSteps {
    private static final String BOOK = "Author: 'Ana Souza', Title: 'Memórias'";

    private StreamSteps() {}

    static void teach(Walk walk) {
        change(walk);

        walk.step(Texts.of("List the streams"));
        String arn = walk.streams("ListStreams", "{}", "/Streams/0/TableName", "/Streams/0/StreamArn")
                .expect("/Streams", Texts.of("1 stream"), list -> list.size() == 1)
                .expect("/Streams/0/TableName", "'books'")
                .text("/Streams/0/StreamArn");

        walk.step(Texts.of("Describe the stream"));
        Answer stream = walk.streams(
                        "DescribeStream",
                        "{StreamArn: '%s'}".formatted(arn),
                        "/StreamDescription/StreamStatus",
                        "/StreamDescription/StreamViewType",
                        "/StreamDescription/Shards")
                .expect("/StreamDescription/StreamStatus", "'ENABLED'")
                .expect("/StreamDescription/Shards", Texts.of("1 shard at least"), shards -> !shards.isEmpty());
        walk.note(Texts.of("A stream is divided into shards: all changes of one item are in one shard, in order."));

        walk.step(Texts.of("Read every shard from its beginning"));
        Map<String, JsonNode> examples = new LinkedHashMap<>();
        Map<String, Integer> counts = new TreeMap<>();
        for (JsonNode shard : stream.at("/StreamDescription/Shards")) {
            Map<String, Integer> ofShard = read(walk, arn, shard.path("ShardId").asText(), examples);
            ofShard.forEach((event, count) -> counts.merge(event, count, Integer::sum));
        }
        walk.check(
                counts.equals(walk.changes().counts()),
                Texts.of(
                        "the stream must tell what the tour did, %s, not %s",
                        walk.changes().counts(), counts));
        walk.note(Texts.of("That is what the tour did to the books, no more and no less."));

        walk.step(Texts.of("Look at one change of each kind"));
        examples.forEach(
                (event, record) -> walk.show(event, Json.select(record.path("dynamodb"), "OldImage", "NewImage")));
        walk.check(
                examples.get("INSERT").at("/dynamodb/OldImage").isMissingNode()
                        && examples.get("MODIFY").at("/dynamodb/OldImage").isObject()
                        && examples.get("REMOVE").at("/dynamodb/NewImage").isMissingNode(),
                Texts.of("an INSERT must have no old image, a REMOVE no new one, a MODIFY both"));
        walk.note(Texts.of("An insert has no old image, a removal no new one."));
    }

    private static void change(Walk walk) {
        walk.step(Texts.of("Change one book three times"));
        walk.invoke("books-put", "{%s, Rating: 4}".formatted(BOOK)).expect(201);
        walk.changes().inserted(1);
        walk.invoke("books-rate", "{%s, Rating: 5}".formatted(BOOK), "/Rating", "/Version")
                .expect(200);
        walk.changes().modified(1);
        walk.invoke("books-delete", "{%s}".formatted(BOOK), "/Rating", "/Version")
                .expect(200);
        walk.changes().removed(1);
    }

    /** Reads a shard until there is no more for now, and counts its records by event name. */
    private static Map<String, Integer> read(Walk walk, String arn, String shard, Map<String, JsonNode> examples) {
        walk.asking(Texts.of("Streams GetShardIterator and GetRecords, from TRIM_HORIZON on, of %s", shard));
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
        walk.until(Texts.of("the shard must end"), Duration.ofSeconds(30), () -> {
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
