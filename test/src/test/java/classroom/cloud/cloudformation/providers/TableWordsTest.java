package classroom.cloud.cloudformation.providers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import classroom.cloud.cloudformation.engine.Properties;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;

class TableWordsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String INDEX = """
            {"IndexName": "by-year", "KeySchema": [{"AttributeName": "Year", "KeyType": "HASH"}],
             "Projection": {"ProjectionType": "ALL"},
             "ProvisionedThroughput": {"ReadCapacityUnits": "2", "WriteCapacityUnits": 1}}""";

    @Test
    void indexes_haveNumbersForWhatTheTemplateSaysAsText() {
        assertThat(TableWords.indexes(properties("{\"GlobalSecondaryIndexes\": [" + INDEX + "]}"))
                        .get("by-year")
                        .path("ProvisionedThroughput"))
                .hasToString("{\"ReadCapacityUnits\":2,\"WriteCapacityUnits\":1}");
    }

    @Test
    void indexNamedTwice_isRefused() {
        assertThatThrownBy(() ->
                        TableWords.indexes(properties("{\"GlobalSecondaryIndexes\": [" + INDEX + "," + INDEX + "]}")))
                .hasMessageContaining("Duplicate index name: by-year");
    }

    @Test
    void maximum_isUnlimitedWhereTheTemplateSaysNothing() {
        assertThat(TableWords.maximum(properties("{\"OnDemandThroughput\": {\"MaxReadRequestUnits\": \"4\"}}")))
                .map(Object::toString)
                .hasValue("{\"MaxReadRequestUnits\":4,\"MaxWriteRequestUnits\":-1}");
        assertThat(TableWords.maximum(properties("{}"))).isEmpty();
    }

    @Test
    void keys_nameKeysAndIndexesWithTheirTypes() {
        assertThat(TableWords.keys(json("""
                        {"AttributeDefinitions": [{"AttributeName": "Author", "AttributeType": "S"},
                                                  {"AttributeName": "Year", "AttributeType": "N"}],
                         "KeySchema": [{"AttributeName": "Author", "KeyType": "HASH"}],
                         "GlobalSecondaryIndexes": [%s]}""".formatted(INDEX)))).isEqualTo("Author (S); by-year: Year (N) with ALL");
    }

    /** It has more reads than the template wants, and fewer writes. */
    @Test
    void warmThroughput_isOnlyWhatTheTemplateWants() {
        assertThat(TableWords.ofWarm(
                        properties(
                                "{\"WarmThroughput\": {\"ReadUnitsPerSecond\": \"50\", \"WriteUnitsPerSecond\": 60}}"),
                        json("{\"WarmThroughput\": {\"ReadUnitsPerSecond\": 70, \"WriteUnitsPerSecond\": 40}}")))
                .map(Object::toString)
                .hasValue("{\"ReadUnitsPerSecond\":50,\"WriteUnitsPerSecond\":40}");
        assertThat(TableWords.ofWarm(properties("{}"), json("{}"))).isEmpty();
    }

    private static Properties properties(String text) {
        return new Properties(json(text));
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
