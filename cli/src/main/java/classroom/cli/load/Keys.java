package classroom.cli.load;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;

/**
 * Which keys a file has had so far, in bounded memory: 64 bits of each key and the record's number, so that two records
 * of one key are found; two keys that only look alike are as good as impossible (one in a million, at a million keys).
 * What comes after {@link #BOUND} keys is not remembered.
 */
final class Keys {
    static final int BOUND = 1 << 20;

    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;
    private static final int SLOTS = 2 * BOUND;

    private final List<String> names;
    private final long[] hashes = new long[SLOTS];
    private final long[] records = new long[SLOTS];
    private int size;

    /**
     * @param names the key attributes of the table
     */
    Keys(List<String> names) {
        this.names = names;
    }

    /** Whether every key so far was remembered. */
    boolean complete() {
        return size < BOUND;
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

    /** Remembers the key of a record, or says which earlier record had the same. */
    OptionalLong add(Entry entry) {
        if (!complete()) {
            return OptionalLong.empty();
        }
        long hash = hash(entry.item());
        int slot = (int) (hash >>> 1) & SLOTS - 1;
        while (records[slot] != 0) {
            if (hashes[slot] == hash) {
                return OptionalLong.of(records[slot]);
            }
            slot = slot + 1 & SLOTS - 1;
        }
        hashes[slot] = hash;
        records[slot] = entry.number();
        size++;
        return OptionalLong.empty();
    }

    /** FNV-1a with a final mix, over the key's values, each ended by a byte that UTF-8 never has. */
    private long hash(JsonNode item) {
        long hash = FNV_OFFSET;
        for (String name : names) {
            JsonNode value = item.path(name);
            String text =
                    value.isNumber() ? value.decimalValue().stripTrailingZeros().toPlainString() : value.textValue();
            for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
                hash = (hash ^ b & 0xff) * FNV_PRIME;
            }
            hash = (hash ^ 0xff) * FNV_PRIME;
        }
        hash = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
        return hash ^ hash >>> 33;
    }
}
