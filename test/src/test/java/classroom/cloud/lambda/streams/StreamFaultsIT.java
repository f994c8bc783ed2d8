package classroom.cloud.lambda.streams;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.Reliability;
import classroom.cloud.lambda.environment.TestAsset;
import classroom.cloud.lambda.environment.TestClass;
import classroom.cloud.lambda.environment.TestFunction;
import classroom.cloud.lambda.handlers.Changes;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * 10,000 changes of 100 keys, some of which no attempt can handle. The function's process ends now and then, and the
 * poller is killed again and again, after a batch was handled and before its checkpoint.
 *
 * <p>The mapping's settings are those of {@code books-changes}. {@code -Dstream.changes=1000} tries it out with fewer.
 */
@Tag("long")
@Timeout(1800)
class StreamFaultsIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CHANGES = Integer.getInteger("stream.changes", 10_000);
    private static final int KEYS = 100;
    private static final int PER_BATCH = 25;
    private static final String NAME = "changes";

    /** Between two deaths of the poller: so many checkpoints at least, and up to as many again. */
    private static final int LIFE = 60;

    /** How long nothing may be handled until the test gives up. */
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(90);

    @TempDir
    private Path folder;

    private final Random random = new Random(10_000);
    private Path record;
    private String stream;
    private int parallel;

    /**
     * Dies before a checkpoint: this one and the following ones are not written, and threads that want to write wait
     * for their end.
     */
    private static final class Dying implements Checkpoints {
        private final Checkpoints file;
        private final AtomicInteger left;
        private final CountDownLatch dead = new CountDownLatch(1);

        Dying(Checkpoints file, int left) {
            this.file = file;
            this.left = new AtomicInteger(left);
        }

        @Override
        public Optional<String> mapping(Feed feed) {
            return file.mapping(feed);
        }

        @Override
        public Optional<String> lost(Feed feed) {
            return file.lost(feed);
        }

        @Override
        public void begin(String mapping, Feed feed) {
            file.begin(mapping, feed);
        }

        @Override
        public Optional<String> find(Place place) {
            return file.find(place);
        }

        @Override
        public void put(Place place, String position) {
            if (left.getAndDecrement() > 0) {
                file.put(place, position);
                return;
            }
            dead.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void forget(String mapping) {
            file.forget(mapping);
        }

        @Override
        public void close() {
            file.close();
        }
    }

    /** The function's action on the n-th of all changes. */
    private String deed(int n) {
        int chance = random.nextInt(1000);
        if (n % 2_000 == 1_000) {
            return "exit";
        }
        return chance < 4 ? "throw" : chance < 6 ? "report" : chance < 8 ? "crash" : "none";
    }

    private static boolean isPoison(String deed) {
        return Set.of("exit", "throw", "report").contains(deed);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10})
    void everyGoodChangeIsHandledInOrder_andEveryPoisonIsSentAway(int batchesAtOnce) throws Exception {
        parallel = batchesAtOnce;
        record = folder.resolve("record");
        try (TestClass room = new TestClass(folder, List.of())) {
            create(room);
            Map<String, Set<String>> good = new HashMap<>();
            write(room, good);
            Set<String> poison = new HashSet<>();
            Map<String, String> goodNumbers = new HashMap<>();
            readStream(room, poison, goodNumbers);
            assertThat(poison.size() + goodNumbers.size()).isEqualTo(CHANGES);
            long begin = System.nanoTime();
            int deaths = handle(room, good);
            double seconds = (System.nanoTime() - begin) / 1e9;

            Map<String, Set<String>> handled = handledByKey();
            Set<String> discarded = discarded(room);
            long expected = good.values().stream().mapToLong(Set::size).sum();
            long found = good.entrySet().stream()
                    .mapToLong(key -> key.getValue().stream()
                            .filter(handled.getOrDefault(key.getKey(), Set.of())::contains)
                            .count())
                    .sum();
            long sentAway = poison.stream().filter(discarded::contains).count();
            String fault = "poison records, crashes, poller killed " + deaths + " times before its checkpoint"
                    + (parallel == 1 ? "" : ", " + parallel + " batches at once");
            Reliability.record(fault, CHANGES + " changes of 100 keys", CHANGES, expected, found, expected - found);
            Reliability.record(
                    fault,
                    "the same, poison to the on-failure queue",
                    CHANGES,
                    poison.size(),
                    sentAway,
                    poison.size() - sentAway);
            System.out.printf(
                    "%d changes in %.0f s; the function handled %d, %d of them again%n",
                    CHANGES, seconds, lines().size(), lines().size() - found);
            assertThat(found).isEqualTo(expected);
            assertThat(discarded).isEqualTo(poison);
            good.forEach((key, numbers) -> assertThat(handled.get(key)).as(key).containsExactlyElementsOf(numbers));
            assertThat(deaths).isPositive();
        }
    }

    private void create(TestClass room) {
        stream = room.dynamoDb
                .call(room.identities.teacher(), "DynamoDB_20120810.CreateTable", read("""
                        {"TableName": "changes", "KeySchema": [{"AttributeName": "key", "KeyType": "HASH"}],
                         "AttributeDefinitions": [{"AttributeName": "key", "AttributeType": "S"}],
                         "BillingMode": "PAY_PER_REQUEST",
                         "StreamSpecification": {"StreamEnabled": true, "StreamViewType": "NEW_AND_OLD_IMAGES"}}
                        """))
                .at("/TableDescription/LatestStreamArn")
                .asText();
        room.queues.create(NAME, Map.of());
        room.put(TestFunction.of(Changes.class, jar())
                .named(NAME)
                .with(Map.of("record", record.toString()))
                .build());
    }

    private Path jar() {
        try {
            return TestAsset.jar(folder);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Each key is written again and again, in one order with the others. */
    private void write(TestClass room, Map<String, Set<String>> good) {
        for (int n = 0; n < CHANGES; n += PER_BATCH) {
            ObjectNode request = JSON.createObjectNode();
            ArrayNode puts = request.putObject("RequestItems").putArray("changes");
            for (int i = n; i < n + PER_BATCH; i++) {
                String key = "key" + i % KEYS;
                String number = Integer.toString(i / KEYS);
                String deed = deed(i);
                ObjectNode item = puts.addObject().putObject("PutRequest").putObject("Item");
                item.putObject("key").put("S", key);
                item.putObject("id").put("S", key + " " + number);
                item.putObject("deed").put("S", deed);
                if (!isPoison(deed)) {
                    good.computeIfAbsent(key, k -> new LinkedHashSet<>()).add(number);
                }
            }
            JsonNode answer =
                    room.dynamoDb.call(room.identities.teacher(), "DynamoDB_20120810.BatchWriteItem", request);
            assertThat(answer.path("UnprocessedItems")).isEmpty();
        }
    }

    /** The sequence numbers of all changes. */
    private void readStream(TestClass room, Set<String> poison, Map<String, String> good) {
        JsonNode shards = streams(
                        room, "DescribeStream", JSON.createObjectNode().put("StreamArn", stream))
                .at("/StreamDescription/Shards");
        for (JsonNode shard : shards) {
            JsonNode iterator = streams(
                    room,
                    "GetShardIterator",
                    JSON.createObjectNode()
                            .put("StreamArn", stream)
                            .put("ShardId", shard.path("ShardId").asText())
                            .put("ShardIteratorType", "TRIM_HORIZON"));
            String next = iterator.path("ShardIterator").asText();
            while (next != null) {
                JsonNode page =
                        streams(room, "GetRecords", JSON.createObjectNode().put("ShardIterator", next));
                for (JsonNode change : page.path("Records")) {
                    String number = change.at("/dynamodb/SequenceNumber").asText();
                    if (isPoison(change.at("/dynamodb/NewImage/deed/S").asText())) {
                        poison.add(number);
                    } else {
                        good.put(number, change.at("/dynamodb/NewImage/id/S").asText());
                    }
                }
                next = page.path("Records").isEmpty()
                        ? null
                        : page.path("NextShardIterator").asText(null);
            }
        }
    }

    private static JsonNode streams(TestClass room, String operation, JsonNode request) {
        return room.dynamoDb.call(room.identities.teacher(), "DynamoDBStreams_20120810." + operation, request);
    }

    /** Has all changes handled by one poller after the other; how many died. */
    private int handle(TestClass room, Map<String, Set<String>> good) throws Exception {
        int deaths = 0;
        while (true) {
            Dying checkpoints = new Dying(
                    Checkpoints.in(folder.resolve("checkpoints"), false, line -> {}), LIFE + random.nextInt(LIFE));
            try (EventSourceMappings mappings = new EventSourceMappings(
                    room.functions,
                    new Sources(room.dynamoDb, room.queues, room.identities, (identity, request) -> {}),
                    room.console::add,
                    checkpoints)) {
                mappings.create(new EventSourceMapping(
                        null,
                        NAME,
                        stream,
                        "TRIM_HORIZON",
                        true,
                        10,
                        0,
                        parallel,
                        0,
                        2,
                        3600,
                        true,
                        true,
                        "arn:aws:sqs:us-east-2:000000000000:" + NAME,
                        Filters.NONE,
                        Map.of()));
                if (!isDeadBeforeAllIsHandled(checkpoints, good)) {
                    return deaths;
                }
            }
            deaths++;
        }
    }

    /** Waits for either; with neither for too long, what there is is judged. */
    private boolean isDeadBeforeAllIsHandled(Dying checkpoints, Map<String, Set<String>> good) throws Exception {
        int last = (CHANGES - 1) / KEYS;
        int seen = -1;
        long end = 0;
        while (!checkpoints.dead.await(500, TimeUnit.MILLISECONDS)) {
            Map<String, Set<String>> handled = handledByKey();
            if (good.entrySet().stream()
                    .allMatch(
                            key -> handled.getOrDefault(key.getKey(), Set.of()).containsAll(key.getValue()))) {
                // The last of all may be poison that has not been sent away yet.
                return checkpoints.dead.await(5 + last / 100, TimeUnit.SECONDS);
            }
            int now = lines().size();
            if (now != seen) {
                seen = now;
                end = System.nanoTime() + PATIENCE;
            } else if (System.nanoTime() > end) {
                return false;
            }
        }
        return true;
    }

    private List<String> lines() throws IOException {
        return Files.exists(record) ? Files.readAllLines(record) : List.of();
    }

    /** The changes of each key in the order in which they were handled for the first time. */
    private Map<String, Set<String>> handledByKey() throws IOException {
        Map<String, Set<String>> byKey = new HashMap<>();
        for (String line : lines()) {
            int space = line.indexOf(' ');
            byKey.computeIfAbsent(line.substring(0, space), key -> new LinkedHashSet<>())
                    .add(line.substring(space + 1));
        }
        return byKey;
    }

    /** The sequence numbers in the on-failure queue; each message must have only one. */
    private Set<String> discarded(TestClass room) throws IOException {
        Set<String> numbers = new HashSet<>();
        ObjectNode request = JSON.createObjectNode()
                .put("QueueUrl", room.gateway.uri() + "/000000000000/" + NAME)
                .put("MaxNumberOfMessages", 10)
                .put("VisibilityTimeout", 600);
        while (true) {
            List<JsonNode> bodies = new ArrayList<>();
            for (JsonNode message :
                    room.client.call("sqs", "AmazonSQS.ReceiveMessage", request).path("Messages")) {
                bodies.add(JSON.readTree(message.path("Body").asText()));
            }
            if (bodies.isEmpty()) {
                return numbers;
            }
            for (JsonNode body : bodies) {
                JsonNode range = body.path("DDBStreamBatchInfo");
                assertThat(range.path("batchSize").asInt()).isEqualTo(1);
                assertThat(range.path("endSequenceNumber")).isEqualTo(range.path("startSequenceNumber"));
                assertThat(range.path("streamArn").asText()).isEqualTo(stream);
                numbers.add(range.path("startSequenceNumber").asText());
            }
        }
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
