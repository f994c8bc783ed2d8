package classroom.cloud.dynamodb.words;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * DynamoDB Local's own words and AWS's: the table {@code translations.txt}, which the first error reads. It has what
 * DynamoDB Local's classes can say, not only what somebody has met.
 */
final class Translations {
    /**
     * A row.
     *
     * @param operations the operations that it is about; empty for all
     * @param local a whole message of DynamoDB Local
     * @param aws what AWS says, with {@code $1} for what the first group has found, {@code TABLE} for the table's name,
     *     {@code DUPLICATE} for an attribute that is wanted twice
     * @param recorded date and source of AWS's words
     */
    record Row(Set<String> operations, Pattern local, String aws, String recorded) {}

    private static final class Table {
        private static final List<Row> ROWS = read();
    }

    private Translations() {}

    static List<Row> rows() {
        return Table.ROWS;
    }

    private static List<Row> read() {
        try (InputStream file = Translations.class.getResourceAsStream("translations.txt");
                BufferedReader lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            return lines.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(Translations::row)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Row row(String line) {
        String[] columns = line.split(" \\| ");
        String operations = columns[0].strip();
        return new Row(
                operations.equals("*") ? Set.of() : Set.of(operations.split(" ")),
                Pattern.compile(columns[1].strip(), Pattern.DOTALL),
                columns[2].strip(),
                columns[3].strip());
    }

    /** AWS's words for a message of DynamoDB Local; the message itself, if it has none of its own. */
    static String of(String operation, JsonNode request, String message) {
        for (Row row : rows()) {
            if (row.operations().isEmpty() || row.operations().contains(operation)) {
                Matcher local = row.local().matcher(message);
                if (local.matches()) {
                    return local.replaceAll(row.aws())
                            .replace("TABLE", request.path("TableName").asText())
                            .replace("DUPLICATE", duplicate(request.findValue("AttributesToGet")));
                }
            }
        }
        return message;
    }

    private static String duplicate(JsonNode names) {
        Set<String> seen = new HashSet<>();
        return names == null
                ? "DUPLICATE"
                : names.valueStream()
                        .map(JsonNode::asText)
                        .filter(name -> !seen.add(name))
                        .findFirst()
                        .orElse("DUPLICATE");
    }
}
