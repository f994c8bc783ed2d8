package classroom.cli.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SurveyTest {
    private static final List<String> KEYS = List.of("Author", "Title");

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"Author\":\"A\",\"Title\":\"1\"},{\"Author\":\"A\",\"Title\":\"2\"}]",
                "{\"Author\":\"A\",\"Title\":\"1\"}\n{\"Author\":\"A\",\"Title\":\"2\"}\n",
                "{\"Author\":\"A\",\"Title\":\"1\"}\r\n\r\n{\"Author\":\"A\",\"Title\":\"2\"}",
                "\uFEFF{\"Author\":\"A\",\n\"Title\":\"1\"} {\"Author\":\"A\",\"Title\":\"2\"}",
            })
    void survey_arrayOrLines_countsTheRecords(String content) throws Exception {
        assertThat(Survey.of(file(content), KEYS, bytes -> {})).isEqualTo(new Survey(2, 2, true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "[]"})
    void survey_nothingInTheFile_isNoRecord(String content) throws Exception {
        assertThat(Survey.of(file(content), KEYS, bytes -> {}).records()).isZero();
    }

    @Test
    void survey_largeItems_countAUnitForEachStartedKb() throws Exception {
        String line = "{\"Author\":\"A\",\"Title\":\"1\",\"Text\":\"" + "x".repeat(3000) + "\"}";

        assertThat(Survey.of(file(line), KEYS, bytes -> {}).units()).isEqualTo(3);
    }

    @Test
    void survey_tellsHowFarItIs() throws Exception {
        String content = "{\"Author\":\"A\",\"Title\":\"1\"}\n" + "{\"Author\":\"A\",\"Title\":\"2\"}";
        List<Long> told = new ArrayList<>();

        Survey.of(file(content), KEYS, told::add);

        assertThat(told).hasSize(2).isSorted().last().isEqualTo((long) content.length());
    }

    @Test
    void survey_brokenLine_namesLineAndColumn() throws IOException {
        Path file = file("{\"Author\":\"A\",\"Title\":\"1\"}\n{\"Author\":\"A\" \"Title\":\"2\"}\n");

        assertThatThrownBy(() -> Survey.of(file, KEYS, bytes -> {}))
                .isInstanceOf(FileException.class)
                .hasMessageStartingWith(file + ":2:1")
                .hasMessageContaining("not JSON");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"Author\":\"A\",\"Title\":\"1\"}",
                "{\"Author\":\"A\",\"Title\":\"1\"",
                "{\"Author\":\"A\",\"Title\":\"1\",\"n\":1" + "0E",
                "Author;Title\n",
                "[{\"Author\":\"A\",\"Title\":\"1\"}] [1]",
                "[{\"Author\":\"A\",\"Title\":\"1\"}, 7]",
                "null",
            })
    void survey_notWellFormed_isRefusedWithItsPlace(String content) throws IOException {
        Path file = file(content);

        assertThatThrownBy(() -> Survey.of(file, KEYS, bytes -> {}))
                .isInstanceOf(FileException.class)
                .hasMessageStartingWith(file + ":1:");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"Author\":\"A\"}", "{\"Author\":\"A\",\"Title\":null}", "{\"Author\":\"A\",\"Title\":[]}"})
    void survey_recordWithoutItsKey_isNamed(String record) throws IOException {
        Path file = file("{\"Author\":\"A\",\"Title\":\"1\"}\n" + record);

        assertThatThrownBy(() -> Survey.of(file, KEYS, bytes -> {}))
                .hasMessage(file + ": record 2 (line 2) has no Title, which is part of the table's key");
    }

    @Test
    void survey_twoRecordsOfOneKey_namesBoth() throws IOException {
        Path file = file("{\"Author\":\"A\",\"Title\":\"1\"}\n{\"Author\":\"A\",\"Title\":\"2\"}\n"
                + "{\"Title\":\"1\",\"Rating\":3,\"Author\":\"A\"}");

        assertThatThrownBy(() -> Survey.of(file, KEYS, bytes -> {}))
                .hasMessage(file + ": record 3 (line 3) has the same key as record 1: A, 1");
    }

    @Test
    void survey_keysThatOnlyRunTogetherAlike_areTwo() throws Exception {
        assertThat(Survey.of(
                                file("{\"Author\":\"AB\",\"Title\":\"C\"}{\"Author\":\"A\",\"Title\":\"BC\"}"),
                                KEYS,
                                bytes -> {})
                        .records())
                .isEqualTo(2);
    }

    @Test
    void survey_manyKeys_areAllTold() throws Exception {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 100_000; i++) {
            lines.append("{\"Author\":\"Author ")
                    .append(i % 97)
                    .append("\",\"Title\":\"")
                    .append(i)
                    .append("\"}\n");
        }

        assertThat(Survey.of(file(lines.toString()), KEYS, bytes -> {})).isEqualTo(new Survey(100_000, 100_000, true));
    }

    @Test
    void survey_recordLongerThanAnItemCanBe_isNamedWithoutReadingItWhole() throws IOException {
        Path file = file("{\"Author\":\"A\",\"Title\":\"1\",\"Words\":[" + "\"word\",".repeat(500_000) + "\"end\"]}");

        assertThatThrownBy(() -> Survey.of(file, KEYS, bytes -> {}))
                .hasMessageContaining("record 1 is longer than an item can be");
    }

    @Test
    void entries_numbersKeepAllTheirDigits() throws Exception {
        String record = "{\"Author\":\"A\",\"Title\":\"1\",\"n\":12345678901234567890123456789012345678,"
                + "\"d\":0.10,\"e\":1.234567890123456789012345678901234567E+100}";

        assertThat(read(record))
                .singleElement()
                .satisfies(entry -> assertThat(entry.item().toString()).isEqualTo(record));
    }

    @Test
    void entries_knowNumberAndLine() throws Exception {
        List<Entry> entries = read("[\n {\"a\":1},\n\n {\"b\":\n2}, {\"c\":{\"d\":[1,{}]}}]");

        assertThat(entries).extracting(Entry::number).containsExactly(1L, 2L, 3L);
        assertThat(entries).extracting(Entry::line).containsExactly(2, 4, 5);
        assertThat(entries).extracting(Entry::bytes).containsExactly(7, 7, 18);
    }

    private List<Entry> read(String content) throws IOException, FileException {
        List<Entry> all = new ArrayList<>();
        try (Entries entries = new Entries(file(content))) {
            for (Optional<Entry> next = entries.next(); next.isPresent(); next = entries.next()) {
                all.add(next.get());
            }
        }
        return all;
    }

    private Path file(String content) throws IOException {
        return Files.writeString(directory.resolve("books.json"), content);
    }
}
