package classroom.cloud.lambda.streams;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How far a shard has been handled. Its checkpoint stands behind the last record before which all are handled, however
 * far the lanes are. Records behind it that a lane has handled already come again after a restart: at least once, as
 * Lambda promises.
 */
final class Progress {
    private final Mapping mapping;
    private final String shard;

    /** The records that were read and are behind the checkpoint, and whether each is handled. */
    private final Map<String, Boolean> open = new LinkedHashMap<>();

    Progress(Mapping mapping, String shard) {
        this.mapping = mapping;
        this.shard = shard;
    }

    Mapping mapping() {
        return mapping;
    }

    String shard() {
        return shard;
    }

    /** Notes that a record was read. One that no filter lets through counts as handled; see {@link #save}. */
    synchronized void read(String sequenceNumber, boolean filteredOut) {
        open.put(sequenceNumber, filteredOut);
    }

    /** Notes records as handled or discarded, and saves this. */
    synchronized void handled(List<StreamBatch.Record> records) {
        records.forEach(record -> open.replace(record.sequenceNumber(), true));
        save();
    }

    /** Moves the checkpoint as far as it may go. */
    synchronized void save() {
        String last = null;
        for (Iterator<Map.Entry<String, Boolean>> all = open.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<String, Boolean> record = all.next();
            if (!record.getValue()) {
                break;
            }
            last = record.getKey();
            all.remove();
        }
        if (last != null) {
            mapping.checkpoint(shard, last);
        }
    }

    /** Forgets what is behind the checkpoint: it will be read again. */
    synchronized void forget() {
        open.clear();
    }
}
