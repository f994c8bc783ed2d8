package classroom.cli.load;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongConsumer;

/**
 * What a first reading of the whole file found, before anything is written.
 *
 * @param records how many there are
 * @param units the write units that putting them consumes
 * @param allKeysCompared whether two records of one key would have been found everywhere in the file
 */
record Survey(long records, long units, boolean allKeysCompared) {

    /**
     * Reads the file.
     *
     * @param keys the key attributes of the table
     * @param progress is told how many bytes are behind
     * @throws FileException where the file is not JSON, where a record lacks its key, where two records have the same:
     *     one of them would be lost, and which one is for the file's owner to say
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
                    throw new FileException(
                            file + ": " + entry.place() + " has no " + missing + ", which is part of the table's key");
                }
                OptionalLong twin = seen.add(entry);
                if (twin.isPresent()) {
                    throw new FileException(file + ": " + entry.place() + " has the same key as record "
                            + twin.getAsLong() + ": " + seen.text(entry.item()));
                }
                progress.accept(entries.bytesRead());
                records++;
                units += entry.units();
            }
        }
        return new Survey(records, units, seen.complete());
    }
}
