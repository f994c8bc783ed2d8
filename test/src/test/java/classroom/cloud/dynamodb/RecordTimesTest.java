package classroom.cloud.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The seconds of records, which nobody reads until much later. */
class RecordTimesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private EmbeddedDynamoDb database;

    private JsonNode call(String target, String request) throws IOException {
        EmbeddedDynamoDb.Answer answer =
                database.exchange(target, JSON.writeValueAsBytes(JSON.readTree(request.replace('\'', '"'))));
        assertThat(answer.status()).as(new String(answer.body())).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private void create(String table) throws IOException {
        call("DynamoDB_20120810.CreateTable", """
                {'TableName': '%s', 'KeySchema': [{'AttributeName': 'id', 'KeyType': 'HASH'}],
                 'AttributeDefinitions': [{'AttributeName': 'id', 'AttributeType': 'S'}],
                 'BillingMode': 'PAY_PER_REQUEST',
                 'StreamSpecification': {'StreamEnabled': true, 'StreamViewType': 'NEW_AND_OLD_IMAGES'}}
                """.formatted(table));
    }

    /** Among its attributes are such as a record has. */
    private Instant put(String table, String id) throws IOException {
        call("DynamoDB_20120810.PutItem", """
                {'TableName': '%s', 'Item': {'id': {'S': '%s'}, 'SequenceNumber': {'S': '7'},
                 'ApproximateCreationDateTime': {'N': '7'},
                 'text': {'S': '\\"ApproximateCreationDateTime\\":1, \\"SequenceNumber\\":\\"1\\"'}}}
                """.formatted(table, id));
        return Instant.now();
    }

    /** The time of each record by id, of all streams. */
    private Map<String, Long> times() throws IOException {
        Map<String, Long> times = new LinkedHashMap<>();
        for (JsonNode stream :
                call("DynamoDBStreams_20120810.ListStreams", "{}").path("Streams")) {
            String arn = stream.path("StreamArn").asText();
            JsonNode shard = call("DynamoDBStreams_20120810.DescribeStream", "{'StreamArn': '" + arn + "'}")
                    .at("/StreamDescription/Shards/0/ShardId");
            ObjectNode iterator =
                    (ObjectNode) call("DynamoDBStreams_20120810.GetShardIterator", """
                    {'StreamArn': '%s', 'ShardId': '%s', 'ShardIteratorType': 'TRIM_HORIZON'}
                    """.formatted(arn, shard.asText()));
            for (JsonNode record : call("DynamoDBStreams_20120810.GetRecords", iterator.toString())
                    .path("Records")) {
                JsonNode change = record.path("dynamodb");
                assertThat(change.at("/NewImage/ApproximateCreationDateTime/N").asText())
                        .isEqualTo("7");
                assertThat(change.at("/NewImage/text/S").asText())
                        .isEqualTo("\"ApproximateCreationDateTime\":1, \"SequenceNumber\":\"1\"");
                times.put(
                        change.at("/Keys/id/S").asText(),
                        change.path("ApproximateCreationDateTime").asLong());
            }
        }
        return times;
    }

    @Test
    void recordsThatNobodyReads_haveTheirSecond_alsoForTheNextOneOnTheFolder() throws Exception {
        Map<String, Instant> written = new LinkedHashMap<>();
        Map<String, Long> times;
        database = EmbeddedDynamoDb.in(folder, false, line -> {});
        try {
            create("one");
            create("two");
            for (int i = 0; i < 2; i++) {
                for (String table : List.of("one", "two")) {
                    String id = table + i;
                    written.put(id, put(table, id));
                }
                Thread.sleep(1300); // At its end the first second is known, else all would be of when they were read.
            }
            times = times();
        } finally {
            database.close();
        }

        assertThat(times).hasSameSizeAs(written);
        List<Long> off = new ArrayList<>();
        written.forEach((id, at) -> off.add(Math.abs(times.get(id) - at.getEpochSecond())));
        assertThat(off).allMatch(seconds -> seconds <= 1);
        database = EmbeddedDynamoDb.in(folder, true, line -> {});
        try {
            Map<String, Long> again = times();
            again.forEach((id, second) ->
                    assertThat(Math.abs(second - times.get(id))).as(id).isLessThanOrEqualTo(1));
        } finally {
            database.close();
        }
    }
}
