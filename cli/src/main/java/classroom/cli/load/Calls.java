package classroom.cli.load;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The records of a file, cut into calls of a loading function, for several readers. */
final class Calls implements AutoCloseable {
    /**
     * Lambda's limit for a synchronous event is 6 MB ("Lambda quotas"); this leaves room for the JSON around the
     * records.
     */
    static final int BYTES = 6 * 1024 * 1024 - 1024;

    private final Entries entries;
    private final long unitsPerCall;

    /** The first record that did not fit into the call before; {@code null} for none. */
    private Entry begun;

    /** Opens the file; a call has no more than so many write units, unless a single record has. */
    Calls(Path file, long unitsPerCall) throws IOException, FileException {
        this.entries = new Entries(file);
        this.unitsPerCall = unitsPerCall;
    }

    /** The records of the next call, none at the end of the file. */
    synchronized List<Entry> next() throws IOException, FileException {
        List<Entry> call = new ArrayList<>();
        long bytes = 0;
        long units = 0;
        for (Optional<Entry> next = entry(); next.isPresent(); next = entries.next()) {
            Entry entry = next.get();
            int comma = 1;
            boolean full = bytes + comma + entry.bytes() > BYTES || units + entry.units() > unitsPerCall;
            if (full && !call.isEmpty()) {
                begun = entry;
                break;
            }
            call.add(entry);
            bytes += comma + entry.bytes();
            units += entry.units();
        }
        return call;
    }

    private Optional<Entry> entry() throws IOException, FileException {
        Optional<Entry> entry = begun == null ? entries.next() : Optional.of(begun);
        begun = null;
        return entry;
    }

    @Override
    public void close() throws IOException {
        entries.close();
    }
}
