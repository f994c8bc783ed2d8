package classroom.cli.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import classroom.cli.client.Invocation;
import classroom.cli.terminal.Progress;
import classroom.cli.terminal.Terminal;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The loader against functions that answer as {@code books-load} may. */
class LoaderTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final List<Integer> sizes = new ArrayList<>();
    private final Set<String> table = new LinkedHashSet<>();
    private final List<Duration> pauses = new ArrayList<>();

    @TempDir
    private Path directory;

    @Test
    void load_manyRecords_areCutByTheTablesCapacity() throws Exception {
        Loader loader = loader(this::writeAll, 300);

        loader.load(lines(1000));

        assertThat(sizes).containsExactly(300, 300, 300, 100);
        assertThat(table).hasSize(1000);
        assertThat(loader.written()).isEqualTo(1000);
        assertThat(loader.units()).isEqualTo(1000);
        assertThat(loader.calls()).isEqualTo(4);
        assertThat(loader.sentAgain()).isZero();
        assertThat(pauses).isEmpty();
    }

    @Test
    void load_largeRecords_stayUnderSixMegabytesACall() throws Exception {
        String text = "é".repeat(100_000);
        Path file = directory.resolve("large.json");
        StringBuilder array = new StringBuilder("[");
        for (int i = 0; i < 70; i++) {
            array.append(i == 0 ? "" : ",").append(record(i).replace("}", ",\"Text\":\"" + text + "\"}"));
        }
        Files.writeString(file, array.append("]"));
        List<Integer> bytes = new ArrayList<>();
        Loader loader = loader(
                event -> {
                    bytes.add(event.length);
                    return writeAll(event);
                },
                1_000_000);

        loader.load(file);

        assertThat(bytes).hasSize(3).allSatisfy(length -> assertThat(length).isLessThan(6 * 1024 * 1024));
        assertThat(table).hasSize(70);
    }

    @Test
    void load_notWritten_isSentAgain() throws Exception {
        Loader loader = loader(event -> books(event).size() > 2 ? writeFirst(event, 2) : writeAll(event), 100);

        loader.load(lines(7));

        assertThat(sizes).containsExactly(7, 5, 3, 1);
        assertThat(table).hasSize(7);
        assertThat(loader.written()).isEqualTo(7);
        assertThat(loader.sentAgain()).isEqualTo(5 + 3 + 1);
    }

    @Test
    void written_whileCallsAreUnderWay_isSaidAsAtLeastAndAtMost() throws Exception {
        List<String> said = new ArrayList<>();
        List<Loader> loaders = new ArrayList<>();
        Loader loader = loader(
                event -> {
                    said.add(loaders.get(0).written(7));
                    return books(event).size() > 2 ? writeFirst(event, 2) : writeAll(event);
                },
                100);
        loaders.add(loader);

        loader.load(lines(7));

        assertThat(said)
                .containsExactly(
                        "at least 0 and at most 7 of 7",
                        "at least 2 and at most 7 of 7",
                        "at least 4 and at most 7 of 7",
                        "at least 6 and at most 7 of 7");
        assertThat(loader.written(7)).isEqualTo("7 of 7");
    }

    /** Only where it is not known what became of a call: its answer was lost, or the function failed. */
    @Test
    void written_afterAFailure_isSaidAsFarAsItIsKnown() throws Exception {
        Path file = lines(3);
        Map<String, Function<byte[], Invocation>> failures = Map.of(
                "at least 0 and at most 3 of 3",
                event -> {
                    throw new UncheckedIOException("The class did not answer", new IOException());
                },
                "0 of 3",
                event ->
                        answer(400, JSON.createObjectNode().put("field", "nome").put("message", "nome is missing")));
        failures.forEach((said, failure) -> {
            Loader loader = loader(failure, 100);
            assertThatThrownBy(() -> loader.load(file)).isInstanceOf(LoadException.class);
            assertThat(loader.written(3)).isEqualTo(said);
        });
        Loader failing = loader(event -> new Invocation(200, "Unhandled", "{}".getBytes(), ""), 100);
        assertThatThrownBy(() -> failing.load(file)).isInstanceOf(LoadException.class);
        assertThat(failing.written(3)).isEqualTo("at least 0 and at most 3 of 3");
        Loader refusing = loader(event -> writeFirst(event, 0), 100);
        assertThatThrownBy(() -> refusing.load(file)).isInstanceOf(LoadException.class);
        assertThat(refusing.written(3)).isEqualTo("0 of 3");
    }

    @Test
    void load_refusedRecord_isNamedWithItsLineAndTheOthersAreWritten() throws Exception {
        Path file = lines(5);
        Files.writeString(
                file, Files.readString(file).replace(record(3), record(3).replace("}", ",\"Rating\":11}")));
        Loader loader = loader(this::refuseRatings, 100);

        loader.load(file);

        assertThat(table).hasSize(4);
        assertThat(loader.written()).isEqualTo(4);
        assertThat(loader.refused()).containsExactly("record 4 (line 4): Rating must be an integer from 1 to 5");
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("Left out: record 4 (line 4)");
    }

    @Test
    void load_onlyRefusedRecords_stopsBeforeTheEnd() throws Exception {
        Path file = lines(1000);
        Files.writeString(file, Files.readString(file).replace("}", ",\"Rating\":11}"));
        Loader loader = loader(this::refuseRatings, 100);

        assertThatThrownBy(() -> loader.load(file)).isInstanceOf(LoadException.class);
        assertThat(loader.calls()).isEqualTo(Loader.REFUSALS);
        assertThat(table).isEmpty();
    }

    @Test
    void load_functionFailsOnce_isTriedAgainAfterAPause() throws Exception {
        List<Invocation> failures = new ArrayList<>(List.of(
                new Invocation(200, "Unhandled", "{\"errorMessage\":\"Task timed out\"}".getBytes(), ""),
                answer(503, JSON.createObjectNode().put("message", "no capacity"))));
        Loader loader = loader(event -> failures.isEmpty() ? writeAll(event) : failures.remove(0), 100);

        loader.load(lines(3));

        assertThat(table).hasSize(3);
        assertThat(pauses).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2));
    }

    @Test
    void load_nothingIsEverWritten_endsAndSaysWhy() throws Exception {
        Path file = lines(3);
        Loader loader = loader(event -> writeFirst(event, 0), 100);

        assertThatThrownBy(() -> loader.load(file))
                .isInstanceOf(LoadException.class)
                .hasMessage("nothing was written in 6 calls from record 1 (line 1) to record 3 (line 3): "
                        + "the table takes no more at the moment");
    }

    @Test
    void load_classGoesAway_endsAndSaysSo() throws Exception {
        Path file = lines(3);
        Loader loader = loader(
                event -> {
                    throw new UncheckedIOException("The class did not answer", new IOException());
                },
                100);

        assertThatThrownBy(() -> loader.load(file))
                .isInstanceOf(LoadException.class)
                .hasMessage("The class did not answer");
    }

    @Test
    void load_functionThatIsNoLoader_endsWithItsAnswer() throws Exception {
        Path file = lines(1);
        ObjectNode refusal = JSON.createObjectNode().put("field", "nome").put("message", "nome is missing");
        Loader loader = loader(event -> answer(400, refusal), 100);

        assertThatThrownBy(() -> loader.load(file)).hasMessage("the function answered 400: nome is missing");
    }

    @Test
    void load_inTwoLanes_hasTwoCallsUnderWayAndLosesNothing() throws Exception {
        CyclicBarrier both = new CyclicBarrier(2);
        Loader loader = inTwoLanes(event -> {
            meet(both);
            synchronized (table) {
                return writeAll(event);
            }
        });

        loader.load(lines(1000));

        assertThat(sizes).containsOnly(100).hasSize(10);
        assertThat(table).hasSize(1000);
        assertThat(loader.written()).isEqualTo(1000);
        assertThat(loader.units()).isEqualTo(1000);
        assertThat(loader.calls()).isEqualTo(10);
    }

    @Test
    void load_oneLaneFails_theOtherEndsItsCallAndBeginsNone() throws Exception {
        CyclicBarrier both = new CyclicBarrier(2);
        AtomicBoolean failed = new AtomicBoolean();
        Path file = lines(1000);
        Loader loader = inTwoLanes(event -> {
            meet(both);
            if (failed.compareAndSet(false, true)) {
                throw new UncheckedIOException("The class did not answer", new IOException());
            }
            sleep(200);
            return writeAll(event);
        });

        assertThatThrownBy(() -> loader.load(file))
                .isInstanceOf(LoadException.class)
                .hasMessage("The class did not answer");

        assertThat(loader.calls()).isEqualTo(2);
        assertThat(table).hasSize(100);
        assertThat(loader.written()).isEqualTo(100);
    }

    @Test
    void target_sizesACallByTheCapacityThatATableKeeps() {
        assertThat(target(5).pace()).isEqualTo(new Pace(750, 2));
        assertThat(target(1).pace()).isEqualTo(new Pace(150, 2));
        assertThat(target(5).expected(10_000)).isEqualTo(Duration.ofSeconds(2000));
    }

    private static Target target(long units) {
        return new Target("books-load", "books", List.of("Author", "Title"), units, false);
    }

    private Loader loader(Function<byte[], Invocation> function, long unitsPerCall) {
        return loader(function, new Pace(unitsPerCall, 1));
    }

    private Loader inTwoLanes(Function<byte[], Invocation> function) {
        return loader(function, new Pace(100, 2));
    }

    private Loader loader(Function<byte[], Invocation> function, Pace pace) {
        Terminal terminal = new Terminal(new PrintStream(printed, true, StandardCharsets.UTF_8), false, false);
        return new Loader(function, pace, new Progress(terminal, "load", 1000), pauses::add);
    }

    /** Waits for the other lane. */
    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException("no second call is under way", e);
        }
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Invocation writeAll(byte[] event) {
        return writeFirst(event, books(event).size());
    }

    private Invocation writeFirst(byte[] event, int count) {
        JsonNode books = books(event);
        sizes.add(books.size());
        ObjectNode body = JSON.createObjectNode().put("loaded", count);
        for (int i = 0; i < books.size(); i++) {
            if (i < count) {
                table.add(books.get(i).path("Title").textValue());
            } else {
                body.withArray("notWritten").add(i);
            }
        }
        return answer(200, body);
    }

    private Invocation refuseRatings(byte[] event) {
        JsonNode books = books(event);
        for (int i = 0; i < books.size(); i++) {
            if (books.get(i).path("Rating").asInt(1) > 5) {
                String field = "books[" + i + "].Rating";
                return answer(
                        400,
                        JSON.createObjectNode()
                                .put("error", "BadRequest")
                                .put("field", field)
                                .put("message", field + " must be an integer from 1 to 5"));
            }
        }
        return writeAll(event);
    }

    private static Invocation answer(int status, ObjectNode body) {
        ObjectNode answer = JSON.createObjectNode().put("statusCode", status).put("body", body.toString());
        return new Invocation(200, null, answer.toString().getBytes(StandardCharsets.UTF_8), "");
    }

    private static JsonNode books(byte[] event) {
        try {
            return JSON.readTree(event).path("books");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path lines(int count) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < count; i++) {
            lines.append(record(i)).append("\n");
        }
        return Files.writeString(directory.resolve("books.jsonl"), lines);
    }

    private static String record(int i) {
        return "{\"Author\":\"Author\",\"Title\":\"Title " + i + "\"}";
    }
}
