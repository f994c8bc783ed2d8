package classroom.cli.tour;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JsonTest {
    @Test
    void lines_shortAnswer_isOneLine() {
        assertThat(Json.lines(Json.of("{nome: 'Ana', ids: [1, 2], more: {}}"), 80))
                .containsExactly("{\"nome\": \"Ana\", \"ids\": [1, 2], \"more\": {}}");
    }

    @Test
    void lines_longAnswer_isALineForEachField() {
        assertThat(Json.lines(Json.of("{nome: 'Ana', email: 'ana@example.com', more: {a: 1, b: [{c: 22222222}]}}"), 20))
                .containsExactly(
                        "{",
                        "  \"nome\": \"Ana\",",
                        "  \"email\": \"ana@example.com\",",
                        "  \"more\": {",
                        "    \"a\": 1,",
                        "    \"b\": [",
                        "      {",
                        "        \"c\": 22222222",
                        "      }",
                        "    ]",
                        "  }",
                        "}");
    }

    @Test
    void lines_longList_isShownByItsFirstElementsWithTheirScalarsFirst() {
        assertThat(Json.lines(Json.of("{items: [{a: [], n: 1}, {n: 2}, {n: 3}, {n: 4}, {n: 5}], count: 5}"), 30))
                .containsExactly(
                        "{",
                        "  \"items\": [",
                        "    {\"n\": 1, \"a\": []},",
                        "    {\"n\": 2},",
                        "    {\"n\": 3},",
                        "    … and 2 more",
                        "  ],",
                        "  \"count\": 5",
                        "}");
    }
}
