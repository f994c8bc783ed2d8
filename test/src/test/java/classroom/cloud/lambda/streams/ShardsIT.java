package classroom.cloud.lambda.streams;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.Waiting;
import classroom.cloud.lambda.environment.TestAsset;
import classroom.cloud.lambda.environment.TestClass;
import classroom.cloud.lambda.environment.TestFunction;
import classroom.cloud.lambda.handlers.Changes;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** How the poller goes through the shards of a stream. */
@Timeout(120)
class ShardsIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant LONG_AGO = Instant.now().minus(Duration.ofHours(2));

    @TempDir
    private static Path folder;

    private static Path code;
    private static TestClass room;

    /** The number of separate functions and queues so far. */
    private static int tests;

    private static final String TABLE = FakeStream.ARN.split("/")[1];
    private static final JsonNode WRITE = JSON.createObjectNode().put("TableName", TABLE);

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
        name = test.getTestMethod().orElseThrow().getName().split("_")[0] + tests++;
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
        create(mappings, "TRIM_HORIZON", retries, age);
    }

    private void create(EventSourceMappings where, String position, int retries, int age) {
        where.create(new EventSourceMapping(
                null,
                name,
                FakeStream.ARN,
                position,
                true,
                2,
                0,
                1,
                0,
                retries,
                age,
                false,
                true,
                "arn:aws:sqs:us-east-2:000000000000:" + name,
                Filters.NONE,
                Map.of()));
    }

    private List<String> handled() {
        return room.logged(name).stream()
                .filter(m -> m.startsWith("handled "))
                .map(m -> m.substring("handled ".length()))
                .toList();
    }

    private void awaitHandled(String id) {
        Waiting.until(() -> handled().contains(id));
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
        mappings.wake(WRITE);
        awaitHandled("g");
        assertThat(handled()).endsWith("f", "g").hasSize(7);
    }

    @ParameterizedTest
    @CsvSource({"TABLE, 1", "arn:aws:dynamodb:us-east-2:000000000000:table/TABLE, 1", "another, 0", "'', 1"})
    void write_wakesThePollersOfItsTable(String table, int times) {
        stream.shard("only", null);
        map(1, -1);
        Mapping mapping = mappings.get(mappings.list().get(0).uuid());
        long before = mapping.writes().count();

        mappings.wake(JSON.createObjectNode().put("TableName", table.replace("TABLE", TABLE)));

        assertThat(mapping.writes().count() - before).isEqualTo(times);
    }

    @Test
    void shardThatIsStuck_blocksItsChildren_butNoOther() throws InterruptedException {
        stream.shard("stuck", null).shard("child", "stuck").shard("other", null);
        stream.add("stuck", "poison", "throw", Instant.now()).close("stuck");
        stream.add("child", "never");
        stream.add("other", "a", "b", "c");
        map(-1, -1);
        awaitHandled("c");
        int calls = room.logged(name).size();
        Waiting.until(() -> room.logged(name).stream()
                        .skip(calls)
                        .filter("saw poison"::equals)
                        .count()
                > 1);
        assertThat(handled()).containsExactly("a", "b", "c");
    }

    @Test
    void expiredIterator_isRenewedAtTheCheckpoint() throws InterruptedException {
        stream.shard("shard", null).add("shard", "a", "b");
        map(1, -1);
        awaitHandled("b");
        stream.expire();
        stream.add("shard", "c");
        mappings.wake(WRITE);
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
        mappings.wake(WRITE);
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
        assertThat(first.at("/requestContext/approximateInvokeCount").asInt()).isEqualTo(1);
        assertThat(first.has("responseContext")).isFalse();
        assertThat(first.get("DDBStreamBatchInfo")).isEqualTo(JSON.readTree("""
                                {"shardId": "shard", "startSequenceNumber": "1", "endSequenceNumber": "2",
                                 "approximateArrivalOfFirstRecord": "%1$s", "approximateArrivalOfLastRecord": "%1$s",
                                 "batchSize": 2, "streamArn": "%2$s"}
                                """.formatted(
                        Instant.ofEpochSecond(LONG_AGO.getEpochSecond()), FakeStream.ARN)));
    }

    /** What becomes of the checkpoints of a class that has handled a and b before the next one starts. */
    private enum Checkpoint {
        AS_THEY_WERE(0, ""),
        MISSING(2, " is missing."),
        EMPTY(2, " is damaged."),
        GARBAGE(2, " is damaged."),
        WITHOUT_ITS_MAPPING(2, " is damaged."),
        A_FOLDER(2, " was not a file and is now beside it."),
        OF_ANOTHER_STREAM(2, ", and the table has " + FakeStream.ARN + "."),
        AHEAD(2, ": the checkpoints name a position beyond the stream's end. The tables may be an older copy."),
        NO_NUMBER(2, ": the checkpoints name a position beyond the stream's end. The tables may be an older copy."),
        AT_AN_END_THAT_IS_NONE(
                2, ": the checkpoints name a position beyond the stream's end. The tables may be an older copy.");

        private final int again;
        private final String said;

        Checkpoint(int again, String said) {
            this.again = again;
            this.said = said;
        }

        void make(Path file) throws IOException {
            String text = Files.readString(file);
            switch (this) {
                case AS_THEY_WERE -> {}
                case MISSING -> Files.delete(file);
                case EMPTY -> Files.writeString(file, "");
                case GARBAGE -> Files.write(file, new byte[] {0, 1, 2, (byte) 200, '\n', 7});
                case WITHOUT_ITS_MAPPING -> Files.writeString(file, text.substring(0, text.indexOf('\n') + 1));
                case A_FOLDER -> {
                    Files.delete(file);
                    Files.createDirectory(file);
                }
                case OF_ANOTHER_STREAM -> Files.writeString(file, text.replace("2026-11-22T10", "2026-11-22T09"));
                case AHEAD ->
                    Files.writeString(file, "at ID shard 7\n".replace("ID", id(text)), StandardOpenOption.APPEND);
                case NO_NUMBER ->
                    Files.writeString(file, "at ID shard x\n".replace("ID", id(text)), StandardOpenOption.APPEND);
                case AT_AN_END_THAT_IS_NONE ->
                    Files.writeString(
                            file, "at ID shard SHARD_END\n".replace("ID", id(text)), StandardOpenOption.APPEND);
            }
        }

        private static String id(String text) {
            return text.lines()
                    .filter(line -> line.startsWith("mapping "))
                    .findFirst()
                    .orElseThrow()
                    .split(" ")[1];
        }
    }

    /** LATEST, which would skip records that are not known to be handled. */
    @ParameterizedTest
    @EnumSource(Checkpoint.class)
    void checkpoints_thatDoNotFit_loseNoChange_andItIsSaid(Checkpoint checkpoint) throws Exception {
        Path file = folder.resolve(name);
        stream.shard("shard", null);
        try (EventSourceMappings first = kept(file, false)) {
            create(first, "LATEST", 1, -1);
            stream.add("shard", "a", "b");
            first.wake(WRITE);
            awaitHandled("b");
            Waiting.until(() -> first.get(first.list().get(0).uuid()).state().equals("Enabled") && isNoted(file));
        }
        checkpoint.make(file);
        room.console.clear();

        try (EventSourceMappings next = kept(file, true)) {
            create(next, "LATEST", 1, -1);
            stream.add("shard", "c");
            next.wake(WRITE);
            awaitHandled("c");
        }

        assertThat(handled())
                .containsExactlyElementsOf(
                        checkpoint.again == 0 ? List.of("a", "b", "c") : List.of("a", "b", "a", "b", "c"));
        if (checkpoint.again == 0) {
            assertThat(room.console).isEmpty();
        } else {
            assertThat(room.console)
                    .singleElement()
                    .asString()
                    .startsWith(name + " gets the 2 changes that " + FakeStream.ARN + " still has, again")
                    .endsWith(checkpoint.said);
        }
    }

    @Test
    void latest_ofAFunctionThatIsNew_passesOverWhatThereWas() throws Exception {
        Path file = folder.resolve("new");
        stream.shard("shard", null).add("shard", "a");
        kept(file, false).close();
        try (EventSourceMappings next = kept(file, true)) {
            create(next, "LATEST", 1, -1);
            stream.add("shard", "b");
            next.wake(WRITE);
            awaitHandled("b");
        }
        assertThat(handled()).containsExactly("b");
    }

    private static boolean isNoted(Path file) {
        try {
            return Files.readString(file).endsWith(" shard 2\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private EventSourceMappings kept(Path file, boolean used) {
        return new EventSourceMappings(
                room.functions,
                new Sources(stream, room.queues, room.identities, (identity, request) -> {}),
                room.console::add,
                Checkpoints.in(file, used, room.console::add));
    }

    @Test
    void functionThatIsGone_costsNoRetry() throws InterruptedException {
        stream.shard("shard", null);
        map(0, -1);
        room.functions.delete(name);
        stream.add("shard", "a");
        mappings.wake(WRITE);
        Waiting.until(() -> mappings.get(mappings.list().get(0).uuid()).result().startsWith("PROBLEM"));
        room.functions.put(TestFunction.of(Changes.class, code).named(name).build());
        awaitHandled("a");
        assertThat(handled()).containsExactly("a");
    }
}
