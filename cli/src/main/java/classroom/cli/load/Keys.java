package classroom.cli.load;

import classroom.cloud.host.Fingerprint;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Which keys a file has had so far, in bounded memory: a fingerprint of 64 bits of each key and the record's number, so
 * that two records of one key are found. Two other keys hardly ever look alike (once in millions of files of a million
 * keys). What comes after {@link #BOUND} keys is not remembered.
 */
final class Keys {
    static final int BOUND = 1 << 20;

    private final List<String> names;
    private final Map<String, Long> records = new HashMap<>();

    /**
     * @param names the key attributes of the table
     */
    Keys(List<String> names) {
        this.names = names;
    }

    /** Whether every key so far was remembered. */
    boolean complete() {
        return records.size() < BOUND;
    }

    /** The name of a key attribute that this record lacks or that is neither text nor number, {@code null} for none. */
    String missing(JsonNode item) {
        for (String name : names) {
            if (!item.path(name).isTextual() && !item.path(name).isNumber()) {
                return name;
            }
        }
        return null;
    }

    /** The key as a person reads it. */
    String text(JsonNode item) {
        return String.join(
                ", ", names.stream().map(name -> item.path(name).asText()).toList());
    }

    /** Remembers the key of a record, or returns the earlier record with the same key. */
    OptionalLong add(Entry entry) {
        if (!complete()) {
            return OptionalLong.empty();
        }
        Long earlier = records.putIfAbsent(fingerprint(entry.item()), entry.number());
        return earlier == null ? OptionalLong.empty() : OptionalLong.of(earlier);
    }

    private String fingerprint(JsonNode item) {
        Fingerprint fingerprint = new Fingerprint();
        for (String name : names) {
            JsonNode value = item.path(name);
            String text =
                    value.isNumber() ? value.decimalValue().stripTrailingZeros().toPlainString() : value.textValue();
            fingerprint.add(text.length() + " " + text); // Else a text could move from one attribute to the next.
        }
        return fingerprint.toString();
    }
}
