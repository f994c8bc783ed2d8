package classroom.cloud.dynamodb.words;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.dynamodb.services.local.shared.exceptions.LocalDBClientExceptionMessage;

/** The tables of words by themselves. That DynamoDB's answers have them is in DynamoDbWordsTest. */
class WordsTest {
    /** What DynamoDB Local can say, however it came to say it. */
    private static final List<String> LOCAL = Stream.of(LocalDBClientExceptionMessage.values())
            .map(LocalDBClientExceptionMessage::getMessage)
            .toList();

    /** A row is about something that DynamoDB Local says, and says something else. */
    @Test
    void translation_ofEveryRow_isOfAMessageOfDynamoDbLocal() {
        Set<String> translated = new TreeSet<>();
        for (Translations.Row row : Translations.rows()) {
            List<String> found = new ArrayList<>();
            for (String message : LOCAL) {
                if (row.local().matcher(message).matches()) {
                    found.add(message);
                    translated.add(message);
                    String operation = row.operations().isEmpty()
                            ? "GetItem"
                            : row.operations().iterator().next();
                    String words = Translations.of(
                            operation, JsonNodeFactory.instance.objectNode().put("TableName", "TABLE"), message);
                    assertThat(words)
                            .as("%s of %s", message, operation)
                            .isNotEqualTo(message)
                            .isEqualTo(row.aws());
                }
            }
            if (row.aws().contains("$1")) {
                continue; // The words of the expression parser, which has them in no list.
            }
            assertThat(found)
                    .as("no message of DynamoDB Local matches %s", row.local())
                    .isNotEmpty();
        }
        System.out.printf(
                "%d rows translate %d of DynamoDB Local's %d messages%n",
                Translations.rows().size(), translated.size(), LOCAL.size());
    }

    @Test
    void recording_ofEveryRow_hasDateAndSource() {
        List<String> recorded = Stream.of(
                        Translations.rows().stream().map(Translations.Row::recorded),
                        Envelope.TABLE.stream().map(Envelope.Row::recorded),
                        Constraints.TABLE.stream().map(Constraints.Told::recorded),
                        Rules.TABLE.stream().map(Rules.Rule::recorded))
                .flatMap(rows -> rows)
                .toList();

        assertThat(recorded).hasSizeGreaterThan(40).allMatch(text -> text.matches("20\\d\\d-\\d\\d-\\d\\d \\S+.*"));
        System.out.printf(
                "%d rows: %d translations, %d of the envelope, %d of members, %d rules%n",
                recorded.size(),
                Translations.rows().size(),
                Envelope.TABLE.size(),
                Constraints.TABLE.size(),
                Rules.TABLE.size());
    }

    @Test
    void message_thatNoRowKnows_isLeft() {
        assertThat(Translations.of("GetItem", JsonNodeFactory.instance.objectNode(), "The conditional request failed"))
                .isEqualTo("The conditional request failed");
        assertThat(Envelope.of("PutItem", "Cannot update attribute a")).isEqualTo("Cannot update attribute a");
    }

    /** Somebody has looked at every message of DynamoDB Local; a new version of it brings new ones. */
    @Test
    void message_ofDynamoDbLocal_isTranslatedOrKnownToBeLeft() throws Exception {
        Map<String, String> looked = new TreeMap<>();
        for (String line : Files.readAllLines(Path.of("src/test/resources/local-words.txt"))) {
            if (!line.startsWith("#") && !line.isBlank()) {
                String[] words = line.split(" +");
                looked.put(words[1], words[0]);
            }
        }
        for (LocalDBClientExceptionMessage message : LocalDBClientExceptionMessage.values()) {
            boolean translated = Translations.rows().stream()
                    .anyMatch(row -> row.local().matcher(message.getMessage()).matches());
            assertThat(looked.get(message.name()))
                    .as("%s in local-words.txt: %s", message.name(), message.getMessage())
                    .isIn(translated ? Set.of("translated") : Set.of("aws", "before", "computed", "kept", "never"));
        }
        assertThat(looked).hasSize(LocalDBClientExceptionMessage.values().length);
        System.out.println("DynamoDB Local's messages: "
                + looked.values().stream()
                        .collect(Collectors.groupingBy(fate -> fate, TreeMap::new, Collectors.counting())));
    }
}
