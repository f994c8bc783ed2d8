package classroom.cloud.logs;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;

/**
 * One event of a log group.
 *
 * @param id rises with each event of the class; it tells events of one millisecond apart and keeps their order
 */
record LogEvent(long id, String stream, long timestamp, long ingestionTime, String message)
        implements Comparable<LogEvent> {
    private static final Comparator<LogEvent> ORDER =
            Comparator.comparingLong(LogEvent::timestamp).thenComparingLong(LogEvent::id);

    /** What CloudWatch Logs counts for each event beside its message ("PutLogEvents" in its API reference). */
    static final int OVERHEAD = 26;

    /** What it counts as, in bytes: its message in UTF-8 and {@link #OVERHEAD}. */
    long size() {
        return size(message);
    }

    /** An event's id, or a token of what follows it, as long as on AWS. */
    static String digits(long id) {
        return String.format("%056d", id);
    }

    static long size(String message) {
        return message.getBytes(StandardCharsets.UTF_8).length + OVERHEAD;
    }

    @Override
    public int compareTo(LogEvent other) {
        return ORDER.compare(this, other);
    }
}
