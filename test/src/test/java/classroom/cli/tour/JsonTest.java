package classroom.cli.tour;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class JsonTest {
    private static final String LONG = """
            {error: 'BadRequest', message: 'next must be what this function answered to the same question before',
             current: {Author: 'Ana Souza', Title: 'Memórias', Rating: 5, Version: 1, Editions: ['Kindle', 'Paperback']},
             reasons: [{item: 'check', code: 'ConditionalCheckFailed'}, {item: 'put[0]', code: 'None'}],
             Shards: [{ShardId: 'shardId-1', SequenceNumberRange: {StartingSequenceNumber: '000000000000000000001'}}],
             items: [{a: [], n: 1}, {n: 2}, {n: 3}, {n: 4}, {n: 5}], count: 5}
            """;

    @Test
    void lines_shortAnswer_isOneLine() {
        assertThat(lines("{nome: 'Ana', ids: [1, 2], more: {}}", 80)).isEqualTo("""
                {"nome": "Ana", "ids": [1, 2], "more": {}}""");
    }

    @Test
    void lines_longAnswerOfShortFields_sharesLines() {
        assertThat(lines("{nome: 'Ana', email: 'ana@example.com', id: {N: '1'}, idade: 31}", 40))
                .isEqualTo("""
                {"nome": "Ana",
                 "email": "ana@example.com",
                 "id": {"N": "1"}, "idade": 31}""");
    }

    @Test
    void lines_longText_goesOnInTheNextLine() {
        assertThat(lines("{message: 'it is one that has too many words for a line', field: 'id'}", 40))
                .isEqualTo("""
                {"message": "it is one that has too
                             many words for a line",
                 "field": "id"}""");
    }

    @Test
    void lines_longObjectInAnother_standsBelowItsBrace() {
        assertThat(lines("{error: 'Conflict', current: {Author: 'Ana Souza', Title: 'Memórias', Rating: 5}}", 50))
                .isEqualTo("""
                        {"error": "Conflict",
                         "current": {"Author": "Ana Souza",
                                     "Title": "Memórias", "Rating": 5}}""");
    }

    @Test
    void lines_longField_hasLinesOfItsOwn() {
        assertThat(lines(
                        "{nome: 'Ana', ids: [1, 2], more: {a: 1, b: [{c: 1111111}, {c: 2222222}], d: 'eee'}, f: 1, g: 2}",
                        32))
                .isEqualTo("""
                        {
                          "nome": "Ana", "ids": [1, 2],
                          "more": {
                            "a": 1,
                            "b": [
                              {"c": 1111111},
                              {"c": 2222222}
                            ],
                            "d": "eee"
                          },
                          "f": 1, "g": 2
                        }""");
    }

    @Test
    void lines_longList_isShownByItsFirstElementsWithTheirScalarsFirst() {
        assertThat(lines("{items: [{a: [], n: 1}, {n: 2}, {n: 3}, {n: 4}, {n: 5}], count: 5}", 30))
                .isEqualTo("""
                        {
                          "items": [
                            {"n": 1, "a": []},
                            {"n": 2},
                            {"n": 3},
                            … and 2 more
                          ],
                          "count": 5
                        }""");
    }

    @Test
    void lines_areNeverLongerThanTheColumns() {
        IntStream.range(48, 200)
                .forEach(columns -> assertThat(Json.lines(Json.of(LONG), columns))
                        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(columns)));
    }

    private static String lines(String json, int columns) {
        return String.join("\n", Json.lines(Json.of(json), columns));
    }
}
