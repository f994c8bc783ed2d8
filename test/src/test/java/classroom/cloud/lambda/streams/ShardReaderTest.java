package classroom.cloud.lambda.streams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import classroom.Waiting;
import classroom.cloud.lambda.environment.Invocation;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Filters, lanes and tumbling windows of a shard; the function's calls are answered here. */
@Timeout(60)
class ShardReaderTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SHARD = "shard";

    @TempDir
    private Path folder;

    /** Lanes, and the reader where it goes on until the test ends. */
    private final ExecutorService threads = Executors.newCachedThreadPool();

    private final List<JsonNode> calls = new CopyOnWriteArrayList<>();

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    private static EventSourceMapping settings(int batch, int parallel, int tumbling, Filters filters) {
        return new EventSourceMapping(
                "m",
                TestMapping.FUNCTION,
                FakeStream.ARN,
                "TRIM_HORIZON",
                true,
                batch,
                0,
                parallel,
                tumbling,
                1,
                -1,
                false,
                false,
                null,
                filters,
                Map.of());
    }

    private ShardReader reader(TestMapping room, Function<JsonNode, String> function) {
        BatchHandler.Calls answer = (name, invocation) -> {
            JsonNode event = read(invocation.payload());
            calls.add(event);
            String payload = function.apply(event);
            return new Invocation.Result("$LATEST", payload.getBytes(UTF_8), payload.isEmpty(), new byte[0]);
        };
        return new ShardReader(
                room.mapping,
                room.source,
                SHARD,
                new ShardReader.Work(answer, room.destination, threads::execute, "us-east-2"));
    }

    private static JsonNode read(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> ids(JsonNode event) {
        return event.path("Records")
                .valueStream()
                .map(record -> record.at("/dynamodb/NewImage/id/S").asText())
                .toList();
    }

    private List<List<String>> batches() {
        return calls.stream().map(ShardReaderTest::ids).toList();
    }

    @Test
    void filteredRecords_areHandled_withoutACall() throws Exception {
        Filters filters = Filters.of(List.of("{\"dynamodb\":{\"Keys\":{\"id\":{\"S\":[{\"prefix\":\"yes\"}]}}}}"));
        try (TestMapping room = new TestMapping(folder, settings(2, 1, 0, filters))) {
            room.stream.shard(SHARD, null).add(SHARD, "no1", "yes1", "no2", "yes2", "yes3", "no3", "no4");
            threads.execute(running(reader(room, event -> "{}")));

            Waiting.until(() -> room.mapping.position(SHARD).orElse("").equals("7"));
            room.stream.add(SHARD, "no5");
            room.mapping.wake();
            Waiting.until(() -> room.mapping.position(SHARD).orElse("").equals("8"));

            assertThat(batches()).containsExactly(List.of("yes1", "yes2"), List.of("yes3"));
            room.mapping.stop();
        }
    }

    @Test
    void shardOfFilteredRecords_endsWithoutACall() throws Exception {
        Filters filters = Filters.of(List.of("{\"eventName\":[\"REMOVE\"]}"));
        try (TestMapping room = new TestMapping(folder, settings(2, 1, 0, filters))) {
            room.stream.shard(SHARD, null).add(SHARD, "a", "b").close(SHARD);

            reader(room, event -> "{}").run();

            assertThat(calls).isEmpty();
            assertThat(room.mapping.isDone(SHARD)).isTrue();
        }
    }

    private static Runnable running(ShardReader reader) {
        return () -> {
            try {
                reader.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 10})
    void lanes_handleSoManyBatchesAtOnce_andEachItemsChangesInOrder(int parallel) throws Exception {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        // The first calls wait for each other: so many are under way at once.
        int used = (int) IntStream.range(0, 25)
                .map(item -> Math.floorMod(item("item" + item).hashCode(), parallel))
                .distinct()
                .count();
        CountDownLatch together = new CountDownLatch(used);
        try (TestMapping room = new TestMapping(folder, settings(5, parallel, 0, Filters.NONE))) {
            room.stream.shard(SHARD, null);
            for (int change = 0; change < 40; change++) {
                for (int item = 0; item < 25; item++) {
                    room.stream.add(SHARD, "item" + item, Integer.toString(change), Instant.now());
                }
            }
            room.stream.close(SHARD);

            reader(room, event -> {
                        most.accumulateAndGet(running.incrementAndGet(), Math::max);
                        together.countDown();
                        await(together);
                        running.decrementAndGet();
                        return "{}";
                    })
                    .run();

            assertThat(used).isGreaterThan(parallel / 2);
            assertThat(most).hasValue(used);
            assertThat(room.mapping.isDone(SHARD)).isTrue();
            Map<String, List<Integer>> changes = new HashMap<>();
            for (JsonNode event : calls) {
                assertThat(event.path("Records").size()).isBetween(1, 5);
                for (JsonNode record : event.path("Records")) {
                    changes.computeIfAbsent(record.at("/dynamodb/NewImage/id/S").asText(), id -> new ArrayList<>())
                            .add(record.at("/dynamodb/NewImage/deed/S").asInt());
                }
            }
            assertThat(changes).hasSize(25);
            assertThat(changes.values())
                    .allSatisfy(of -> assertThat(of).hasSize(40).isSorted());
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void itemThatFails_holdsUpItsOwnLane_andTheCheckpoint() throws Exception {
        try (TestMapping room = new TestMapping(folder, endless(settings(1, 10, 0, Filters.NONE)))) {
            room.stream.shard(SHARD, null).add(SHARD, "a", "poison", "b", "c", "d", "e", "f", "g", "h");
            threads.execute(running(reader(room, event -> ids(event).contains("poison") ? "" : "{}")));
            int lane = Math.floorMod(item("poison").hashCode(), 10);
            List<String> others = List.of("a", "b", "c", "d", "e", "f", "g", "h").stream()
                    .filter(id -> Math.floorMod(item(id).hashCode(), 10) != lane)
                    .toList();

            Waiting.until(
                    () -> batches().stream().flatMap(List::stream).toList().containsAll(others));

            assertThat(others).hasSizeGreaterThan(4);
            assertThat(room.mapping.position(SHARD)).hasValue("1");
            room.mapping.stop();
        }
    }

    private static String item(String id) {
        return "{\"id\":{\"S\":\"" + id + "\"}}";
    }

    /** It tries again for ever. */
    private static EventSourceMapping endless(EventSourceMapping s) {
        return new EventSourceMapping(
                s.uuid(),
                s.functionName(),
                s.eventSourceArn(),
                s.startingPosition(),
                true,
                s.batchSize(),
                0,
                s.parallelizationFactor(),
                0,
                -1,
                -1,
                false,
                false,
                null,
                s.filters(),
                Map.of());
    }

    @Test
    void changedMapping_goesOnAtTheCheckpoint_withOtherLanesAndFilters() throws Exception {
        try (TestMapping room = new TestMapping(folder, settings(1, 4, 0, Filters.NONE))) {
            room.stream.shard(SHARD, null).add(SHARD, "a", "b", "c");
            threads.execute(running(reader(room, event -> "{}")));
            Waiting.until(() -> room.mapping.position(SHARD).orElse("").equals("3"));

            room.mapping.update(
                    settings(1, 1, 0, Filters.of(List.of("{\"dynamodb\":{\"Keys\":{\"id\":{\"S\":[\"e\"]}}}}"))));
            room.stream.add(SHARD, "d", "e");
            room.mapping.wake();
            Waiting.until(() -> room.mapping.position(SHARD).orElse("").equals("5"));

            assertThat(batches()).hasSize(4).endsWith(List.of("e"));
            room.mapping.stop();
        }
    }

    private static final Instant LONG_AGO = Instant.parse("2020-07-30T17:00:00Z");

    private TestMapping twoWindows() throws IOException {
        TestMapping room = new TestMapping(folder, settings(2, 1, 60, Filters.NONE));
        room.stream
                .shard(SHARD, null)
                .add(SHARD, "a", "", LONG_AGO)
                .add(SHARD, "b", "", LONG_AGO.plusSeconds(1))
                .add(SHARD, "c", "", LONG_AGO.plusSeconds(59))
                .add(SHARD, "d", "", LONG_AGO.plusSeconds(60))
                .close(SHARD);
        return room;
    }

    /** Counts the records in the state. */
    private static String counted(JsonNode event) {
        return "{\"state\":{\"n\":"
                + (event.at("/state/n").asInt() + event.path("Records").size()) + "}}";
    }

    @Test
    void tumblingWindow_handsItsStateOn_andEndsWithACallOfItsOwn() throws Exception {
        try (TestMapping room = twoWindows()) {
            reader(room, ShardReaderTest::counted).run();

            assertThat(batches()).containsExactly(List.of("a", "b"), List.of("c"), List.of(), List.of("d"), List.of());
            assertThat(calls).extracting(e -> e.at("/state/n").asInt()).containsExactly(0, 2, 3, 0, 1);
            assertThat(calls)
                    .extracting(e -> e.path("isFinalInvokeForWindow").asBoolean())
                    .containsExactly(false, false, true, false, true);
            assertThat(calls)
                    .extracting(e -> e.at("/window/start").asText())
                    .containsExactly(
                            "2020-07-30T17:00:00Z",
                            "2020-07-30T17:00:00Z",
                            "2020-07-30T17:00:00Z",
                            "2020-07-30T17:01:00Z",
                            "2020-07-30T17:01:00Z");
            assertThat(room.mapping.isDone(SHARD)).isTrue();
        }
    }

    @Test
    void recordsOfAWindow_areHandled_whenItsLastCallSucceeds() throws Exception {
        List<String> positions = new ArrayList<>();
        try (TestMapping room = twoWindows()) {
            reader(room, event -> {
                        positions.add(room.mapping.position(SHARD).orElse("-"));
                        return counted(event);
                    })
                    .run();

            assertThat(positions).containsExactly("-", "-", "-", "3", "3");
        }
    }

    @Test
    void lastCallThatFails_isTriedAgain_andThenTheStateIsGone() throws Exception {
        try (TestMapping room = twoWindows()) {
            reader(room, event -> event.path("isFinalInvokeForWindow").asBoolean() ? "" : counted(event))
                    .run();

            assertThat(batches())
                    .containsExactly(
                            List.of("a", "b"), List.of("c"), List.of(), List.of(), List.of("d"), List.of(), List.of());
            assertThat(calls.get(4).at("/state/n").asInt()).isZero();
            assertThat(room.mapping.isDone(SHARD)).isTrue();
        }
    }

    @Test
    void answerWithoutAState_isAFailedCall() throws Exception {
        try (TestMapping room = twoWindows()) {
            reader(room, event -> "{}").run();

            assertThat(batches())
                    .startsWith(List.of("a", "b"), List.of("a", "b"), List.of("c"), List.of("c"), List.of());
            assertThat(room.mapping.result()).isEqualTo("PROBLEM: Function call failed");
        }
    }

    @Test
    void stateOfMoreThanAMegabyte_endsTheWindowEarly() throws Exception {
        String large = "{\"state\":{\"n\":1,\"x\":\"" + "x".repeat(TumblingWindow.LARGEST_STATE) + "\"}}";
        try (TestMapping room = twoWindows()) {
            reader(room, event -> ids(event).contains("a") ? large : counted(event))
                    .run();

            assertThat(batches())
                    .containsExactly(List.of("a", "b"), List.of(), List.of("c"), List.of(), List.of("d"), List.of());
            assertThat(calls)
                    .extracting(e -> e.path("isWindowTerminatedEarly").asBoolean())
                    .containsExactly(false, true, false, false, false, false);
            assertThat(calls.get(2).path("state")).isEmpty();
            assertThat(calls.get(2).at("/window/start").asText()).isEqualTo("2020-07-30T17:00:00Z");
        }
    }
}
