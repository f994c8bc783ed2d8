package classroom.bench.models;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What operations cost: requests, the bytes of their bodies, and capacity units by the table or index that they are of.
 */
final class Usage {
    private int operations;
    private int reads;
    private int writes;
    private long sent;
    private long received;
    private final Map<String, Double> read = new TreeMap<>();
    private final Map<String, Double> written = new TreeMap<>();

    int operations() {
        return operations;
    }

    int requests() {
        return reads + writes;
    }

    /** The requests that only read. */
    int reads() {
        return reads;
    }

    /** The requests that write. */
    int writes() {
        return writes;
    }

    long sent() {
        return sent;
    }

    long received() {
        return received;
    }

    /** Read units by the name of a table or index. */
    Map<String, Double> read() {
        return Collections.unmodifiableMap(read);
    }

    /** Write units by the name of a table or index. */
    Map<String, Double> written() {
        return Collections.unmodifiableMap(written);
    }

    static double sum(Map<String, Double> units) {
        return units.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    void addRequest(boolean write, long bytesSent, long bytesReceived) {
        if (write) {
            writes++;
        } else {
            reads++;
        }
        sent += bytesSent;
        received += bytesReceived;
    }

    /** A place that nothing was used of is not noted. */
    void addUnits(String place, boolean write, double units) {
        if (units > 0) {
            (write ? written : read).merge(place, units, Double::sum);
        }
    }

    /** Adds what one operation took. */
    void addOperation(Usage one) {
        operations++;
        add(one);
    }

    /** The sum of all of these. */
    static Usage total(Iterable<Usage> all) {
        Usage total = new Usage();
        for (Usage usage : all) {
            total.operations += usage.operations;
            total.add(usage);
        }
        return total;
    }

    private void add(Usage other) {
        reads += other.reads;
        writes += other.writes;
        sent += other.sent;
        received += other.received;
        other.read.forEach((place, units) -> read.merge(place, units, Double::sum));
        other.written.forEach((place, units) -> written.merge(place, units, Double::sum));
    }
}
