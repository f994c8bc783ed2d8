package classroom.cloud.lambda.streams;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.cloud.lambda.streams.Checkpoints.Feed;
import classroom.cloud.lambda.streams.Checkpoints.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileCheckpointsTest {
    private static final String STREAM =
            "arn:aws:dynamodb:us-east-2:000000000000:table/books/stream/2026-11-22T10:00:00.000";

    @TempDir
    private Path folder;

    private final List<String> console = new ArrayList<>();
    private Path file;

    @BeforeEach
    void choose() {
        file = folder.resolve("checkpoints");
    }

    private Checkpoints open() {
        return Checkpoints.in(file, false, console::add);
    }

    @Test
    void whatWasPut_isFoundByTheNextOne_thoughNothingWasClosed() {
        Checkpoints first = open();
        first.begin("id", new Feed(STREAM, "books-changes"));
        first.put(new Place("id", "shard"), "1");
        first.put(new Place("id", "shard"), "2");
        first.put(new Place("id", "other"), Checkpoints.SHARD_END);

        Checkpoints next = open();

        assertThat(next.mapping(new Feed(STREAM, "books-changes"))).contains("id");
        assertThat(next.mapping(new Feed(STREAM, "another"))).isEmpty();
        assertThat(next.find(new Place("id", "shard"))).contains("2");
        assertThat(next.find(new Place("id", "other"))).contains(Checkpoints.SHARD_END);
        assertThat(next.find(new Place("id", "third"))).isEmpty();
    }

    @Test
    void lineThatWasCutOff_isPassedOver_andTheNextIsWhole() throws IOException {
        Checkpoints first = open();
        first.begin("id", new Feed(STREAM, "f"));
        first.put(new Place("id", "shard"), "7");
        first.close();
        Files.writeString(file, "at id shard 12", StandardOpenOption.APPEND); // of 1234, say

        Checkpoints next = open();

        assertThat(next.find(new Place("id", "shard"))).contains("7");
        next.put(new Place("id", "shard"), "8");
        assertThat(open().find(new Place("id", "shard"))).contains("8");
    }

    @Test
    void linesAddedLater_thatCannotBeUnderstood_arePassedOver() throws IOException {
        Files.writeString(file, "checkpoints 1\nmapping id " + STREAM + " f\n\0\0\0\nat id\nat id shard 7\nwhatever\n");

        assertThat(open().find(new Place("id", "shard"))).contains("7");
        assertThat(open().lost(new Feed(STREAM, "f"))).isEmpty();
    }

    /** In each, a mapping that is begun now may be one that was there. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "checkpoints",
                "checkpoints 1\n",
                "checkpoints 1\nmapping id",
                "checkpoints 2\nmapping id STREAM f\n",
                "checkpoints 2\nmapping id STREAM f\n\0\0\0\n",
                "checkpoints x\nmapping id STREAM f\n",
                "mapping id STREAM f\nat id shard 7\n",
                "\0\0\0\0"
            })
    void fileThatIsDamaged_isSaid_andNothingInItCounts(String content) throws IOException {
        Files.writeString(file, content.replace("STREAM", STREAM));

        Checkpoints next = open();

        assertThat(next.lost(new Feed(STREAM, "f"))).contains(file + " is damaged");
        assertThat(next.mapping(new Feed(STREAM, "f"))).isEmpty();
        next.begin("id", new Feed(STREAM, "f"));
        assertThat(next.lost(new Feed(STREAM, "f"))).as("known again").isEmpty();
        assertThat(open().lost(new Feed(STREAM, "f"))).isEmpty();
    }

    @Test
    void fileThatMustBeThere_orIsAFolder_isSaid() throws IOException {
        assertThat(Checkpoints.in(file, true, console::add).lost(new Feed(STREAM, "f")))
                .contains(file + " is missing");
        assertThat(open().lost(new Feed(STREAM, "f"))).isEmpty();

        Files.delete(file);
        Files.createDirectories(file.resolve("in it"));
        assertThat(open().lost(new Feed(STREAM, "f"))).contains(file + " was not a file and is now beside it");
        assertThat(folder).isDirectoryContaining(other -> Files.isDirectory(other.resolve("in it")));
        assertThat(open().lost(new Feed(STREAM, "f"))).isEmpty();
    }

    @Test
    void anotherStreamOfTheTable_isSaid_toTheSameFunctionAlone() {
        Checkpoints first = open();
        first.begin("id", new Feed(STREAM, "f"));

        Checkpoints next = open();

        String other = STREAM.replace("10:00", "11:00");
        assertThat(next.lost(new Feed(other, "f")))
                .contains(file + " is of the stream " + STREAM + ", and the table has " + other);
        assertThat(next.lost(new Feed(other, "g"))).isEmpty();
        assertThat(next.lost(new Feed(other.replace("books", "cars"), "f"))).isEmpty();
    }

    @Test
    void mappingThatWasNotTakenIn_isForgottenWithItsPositions() throws IOException {
        Checkpoints first = open();
        first.put(new Place("id", "shard"), "7");
        first.close();

        Checkpoints next = open();

        assertThat(next.find(new Place("id", "shard"))).isEmpty();
        assertThat(file).hasContent("checkpoints 0");
    }

    @Test
    void forgottenMapping_isNotFound_andWhatComesLateIsNoMapping() {
        Checkpoints first = open();
        first.begin("id", new Feed(STREAM, "f"));
        first.put(new Place("id", "shard"), "7");
        first.forget("id");
        first.put(new Place("id", "shard"), "8"); // of a reader that was at a batch

        Checkpoints next = open();

        assertThat(next.mapping(new Feed(STREAM, "f"))).isEmpty();
        assertThat(next.find(new Place("id", "shard"))).isEmpty();
    }

    @Test
    void file_staysSmall() throws IOException {
        try (Checkpoints checkpoints = open()) {
            checkpoints.begin("id", new Feed(STREAM, "f"));
            for (int i = 0; i < 25_000; i++) {
                checkpoints.put(new Place("id", "shard"), Integer.toString(i));
            }
            assertThat(Files.size(file)).isLessThan(200_000);
        }
        assertThat(open().find(new Place("id", "shard"))).contains("24999");
    }

    @Test
    void threadThatIsInterrupted_writesAllTheSame() {
        Checkpoints first = open();
        first.begin("id", new Feed(STREAM, "f"));
        Thread.currentThread().interrupt();
        first.put(new Place("id", "shard"), "1");
        assertThat(Thread.interrupted()).isTrue();
        first.put(new Place("id", "shard"), "2");

        assertThat(open().find(new Place("id", "shard"))).contains("2");
        assertThat(console).isEmpty();
    }

    @Test
    void fileThatCannotBeWritten_isToldOnce_andAllIsWrittenWhenItCanBe() throws IOException {
        Checkpoints first = open();
        first.begin("id", new Feed(STREAM, "f"));
        first.close(); // What follows begins a new file, which a folder is in the way of.
        Path way = Files.createDirectory(folder.resolve("checkpoints.new"));
        first.put(new Place("id", "shard"), "1");
        first.put(new Place("id", "shard"), "2");

        assertThat(console).singleElement().asString().startsWith("Cannot write " + file);
        assertThat(first.find(new Place("id", "shard"))).contains("2");
        Files.delete(way);
        first.put(new Place("id", "other"), "1");
        assertThat(open().find(new Place("id", "shard"))).contains("2");
    }
}
