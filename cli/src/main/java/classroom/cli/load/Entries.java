package classroom.cli.load;

import classroom.template.language.Texts;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * The records of a file, one after the other: a JSON array, or JSON lines (objects with white space between them). Only
 * one record is in memory at a time, up to the size of a DynamoDB item.
 */
final class Entries implements AutoCloseable {
    /**
     * The longest record as compact JSON: an item has at most 400 KB ("Quotas in Amazon DynamoDB"), and JSON is longer
     * than the size that DynamoDB counts, at most six times, if every byte is escaped.
     */
    static final int LONGEST = 6 * 400 * 1024;

    private static final ObjectReader READER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build()
            .reader();

    private static final String EXAMPLE = "{\"Author\": \"…\", \"Title\": \"…\"}";

    private final JsonFactory factory = new JsonFactory();
    private final Path file;
    private final JsonParser parser;
    private final boolean array;
    private long number;

    /** Opens the file. */
    Entries(Path file) throws IOException, FileException {
        this.file = file;
        this.parser = factory.createParser(Files.newInputStream(file));
        try {
            array = parser.nextToken() == JsonToken.START_ARRAY;
            if (array) {
                parser.nextToken();
            }
        } catch (JsonProcessingException e) {
            parser.close();
            throw noJson(e);
        }
    }

    /** The next record, empty at the end of the file. */
    Optional<Entry> next() throws IOException, FileException {
        try {
            return atEnd() ? Optional.empty() : Optional.of(read());
        } catch (JsonProcessingException e) {
            throw noJson(e);
        }
    }

    /** How many bytes of the file are behind. */
    long bytesRead() {
        return parser.currentLocation().getByteOffset();
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }

    private boolean atEnd() throws IOException, FileException {
        if (!array || parser.currentToken() != JsonToken.END_ARRAY) {
            return parser.currentToken() == null;
        }
        if (parser.nextToken() != null) {
            throw new FileException(
                    at(parser.currentTokenLocation()) + Texts.of("something follows the end of the array"));
        }
        return true;
    }

    private Entry read() throws IOException, FileException {
        number++;
        JsonLocation start = parser.currentTokenLocation();
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new FileException(at(start) + Texts.of("record %d is not a JSON object", number));
        }
        byte[] json = copy(start);
        parser.nextToken();
        return new Entry(number, start.getLineNr(), json.length, READER.readTree(json));
    }

    private byte[] copy(JsonLocation start) throws IOException, FileException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator generator = factory.createGenerator(out)) {
            int depth = 0;
            do {
                generator.copyCurrentEventExact(parser);
                generator.flush();
                depth += parser.currentToken().isStructStart()
                        ? 1
                        : parser.currentToken().isStructEnd() ? -1 : 0;
                if (out.size() > LONGEST) {
                    throw new FileException(
                            at(start) + Texts.of("record %d is longer than an item can be (400 KB)", number));
                }
            } while (depth > 0 && parser.nextToken() != null);
        }
        return out.toByteArray();
    }

    private FileException noJson(JsonProcessingException e) {
        if (file.toString().toLowerCase(Locale.ROOT).endsWith(".csv")) {
            return new FileException(Texts.of(
                    "%s is CSV, and this takes JSON: an array of objects, or one object a line, such as %s. Save it as"
                            + " JSON, or convert it with a program",
                    file, EXAMPLE));
        }
        String problem = e instanceof JsonEOFException
                ? Texts.of("not JSON: it ends too early")
                : Texts.of("not JSON: it takes an array of objects, or one object a line, such as %s", EXAMPLE);
        return new FileException(at(e.getLocation()) + problem);
    }

    private String at(JsonLocation location) {
        return file + ":" + location.getLineNr() + ":" + location.getColumnNr() + ": ";
    }
}
