package classroom.cli.load;

import classroom.template.language.Texts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongConsumer;

/**
 * The result of a first reading of the whole file, before anything is written.
 *
 * @param records the number of records
 * @param units the write units that putting them consumes
 * @param allKeysCompared whether all records of the file were compared for equal keys
 */
record Survey(long records, long units, boolean allKeysCompared) {

    /**
     * Reads the file.
     *
     * @param keys the key attributes of the table
     * @param progress gets the number of bytes read
     * @throws FileException if the file is not JSON, a record has no key, or two records have the same key: one of
     *     them would be lost, and only the file's owner can say which
     */
    static Survey of(Path file, List<String> keys, LongConsumer progress) throws IOException, FileException {
        Keys seen = new Keys(keys);
        long records = 0;
        long units = 0;
        try (Entries entries = new Entries(file)) {
            for (Optional<Entry> next = entries.next(); next.isPresent(); next = entries.next()) {
                Entry entry = next.get();
                String missing = seen.missing(entry.item());
                if (missing != null) {
                    throw new FileException(Texts.of(
                            "%s: %s has no %s, which is part of the table's key", file, entry.place(), missing));
                }
                OptionalLong twin = seen.add(entry);
                if (twin.isPresent()) {
                    throw new FileException(Texts.of(
                            "%s: %s has the same key as record %d: %s",
                            file, entry.place(), twin.getAsLong(), seen.text(entry.item())));
                }
                progress.accept(entries.bytesRead());
                records++;
                units += entry.units();
            }
        }
        return new Survey(records, units, seen.complete());
    }
}
