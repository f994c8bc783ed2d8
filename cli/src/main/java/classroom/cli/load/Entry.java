package classroom.cli.load;

import classroom.template.language.Texts;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * One record of the file.
 *
 * @param number its place in the file, from 1
 * @param line the line it begins on, from 1
 * @param bytes its length as compact JSON in UTF-8
 * @param item the record itself, numbers with all their digits
 */
record Entry(long number, int line, int bytes, JsonNode item) {

    /** How a person finds it in the file. */
    String place() {
        return Texts.of("record %d (line %d)", number, line);
    }

    /** The write units that putting it consumes. */
    int units() {
        return ItemSize.writeUnits(item);
    }
}
