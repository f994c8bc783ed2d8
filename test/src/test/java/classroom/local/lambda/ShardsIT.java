package classroom.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.local.lambda.handlers.Changes;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How the poller goes through the shards of a stream. */
@Timeout(120)
class ShardsIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant LONG_AGO = Instant.now().minus(Duration.ofHours(2));

    @TempDir
    private static Path folder;

    private static Path code;
    private static TestClass room;

    private final FakeStream stream = new FakeStream();
    private String name;
    private EventSourceMappings mappings;

    @BeforeAll
    static void start() throws IOException {
        code = TestAsset.jar(folder);
        room = new TestClass(folder, List.of());
    }

    @AfterAll
    static void stop() {
        room.close();
    }

    @BeforeEach
    void create(TestInfo test) {
        name = test.getTestMethod().orElseThrow().getName().split("_")[0];
        room.queues.create(name, Map.of());
        room.put(TestFunction.of(Changes.class, code).named(name).build());
        mappings = new EventSourceMappings(
                room.functions,
                new Sources(stream, room.queues, room.identities, (identity, request) -> {}),
                room.console::add);
    }

    @AfterEach
    void close() {
        mappings.close();
    }

    private void map(int retries, int age) {
        mappings.create(new EventSourceMapping(
                null,
                name,
                FakeStream.ARN,
                "TRIM_HORIZON",
                true,
                2,
                0,
                1,
                retries,
                age,
                false,
                true,
                "arn:aws:sqs:us-east-2:000000000000:" + name,
                Map.of()));
    }

    private List<String> handled() {
        return room.logged(name).stream()
                .filter(m -> m.startsWith("handled "))
                .map(m -> m.substring("handled ".length()))
                .toList();
    }

    private void awaitHandled(String id) throws InterruptedException {
        await(() -> handled().contains(id));
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < end) {
            Thread.sleep(20);
        }
    }

    @Test
    void childShard_isReadAfterItsParent() throws InterruptedException {
        stream.shard("grandchild", "child").shard("child", "parent").shard("parent", "trimmed long ago");
        stream.add("grandchild", "f");
        stream.add("child", "d", "e").close("child");
        stream.add("parent", "a", "b", "c").close("parent");
        map(1, -1);
        awaitHandled("f");
        assertThat(handled()).containsExactly("a", "b", "c", "d", "e", "f");
        stream.add("grandchild", "g");
        mappings.wake();
        awaitHandled("g");
        assertThat(handled()).endsWith("f", "g").hasSize(7);
    }

    @Test
    void shardThatIsStuck_blocksItsChildren_butNoOther() throws InterruptedException {
        stream.shard("stuck", null).shard("child", "stuck").shard("other", null);
        stream.add("stuck", "poison", "throw", Instant.now()).close("stuck");
        stream.add("child", "never");
        stream.add("other", "a", "b", "c");
        map(-1, -1);
        awaitHandled("c");
        Thread.sleep(1000);
        assertThat(handled()).containsExactly("a", "b", "c");
    }

    @Test
    void expiredIterator_isRenewedAtTheCheckpoint() throws InterruptedException {
        stream.shard("shard", null).add("shard", "a", "b");
        map(1, -1);
        awaitHandled("b");
        stream.expire();
        stream.add("shard", "c");
        mappings.wake();
        awaitHandled("c");
        assertThat(handled()).containsExactly("a", "b", "c");
    }

    @Test
    void trimmedRecords_areSkipped() throws InterruptedException {
        stream.shard("shard", null).add("shard", "a", "b");
        map(1, -1);
        awaitHandled("b");
        stream.add("shard", "c", "d", "e");
        stream.trim("shard", 4);
        stream.expire();
        mappings.wake();
        awaitHandled("e");
        assertThat(handled()).startsWith("a", "b").endsWith("e");
    }

    @Test
    void recordsOlderThanAllowed_areSentAway_withoutACall() throws Exception {
        stream.shard("shard", null);
        stream.add("shard", "old1", "none", LONG_AGO).add("shard", "old2", "none", LONG_AGO);
        stream.add("shard", "old3", "none", LONG_AGO).add("shard", "new");
        map(1, 3600);
        awaitHandled("new");
        assertThat(handled()).containsExactly("new");
        JsonNode received = room.client.call(
                "sqs",
                "AmazonSQS.ReceiveMessage",
                JSON.createObjectNode()
                        .put("QueueUrl", room.gateway.uri() + "/000000000000/" + name)
                        .put("MaxNumberOfMessages", 10));
        assertThat(received.get("Messages")).hasSize(2);
        JsonNode first = JSON.readTree(received.at("/Messages/0/Body").asText());
        assertThat(first.at("/requestContext/condition").asText()).isEqualTo("RecordAgeExceeded");
        assertThat(first.at("/requestContext/approximateInvokeCount").asInt()).isZero();
        assertThat(first.has("responseContext")).isFalse();
        assertThat(first.get("DDBStreamBatchInfo")).isEqualTo(JSON.readTree("""
                                {"shardId": "shard", "startSequenceNumber": "1", "endSequenceNumber": "2",
                                 "approximateArrivalOfFirstRecord": "%1$s", "approximateArrivalOfLastRecord": "%1$s",
                                 "batchSize": 2, "streamArn": "%2$s"}
                                """.formatted(
                        Instant.ofEpochSecond(LONG_AGO.getEpochSecond()), FakeStream.ARN)));
    }

    @Test
    void functionThatIsGone_costsNoRetry() throws InterruptedException {
        stream.shard("shard", null);
        map(0, -1);
        room.functions.delete(name);
        stream.add("shard", "a");
        mappings.wake();
        await(() -> mappings.poller(mappings.list().get(0).uuid()).result().startsWith("PROBLEM"));
        room.functions.put(TestFunction.of(Changes.class, code).named(name).build());
        awaitHandled("a");
        assertThat(handled()).containsExactly("a");
    }
}
