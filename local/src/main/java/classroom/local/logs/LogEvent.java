package classroom.local.logs;

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

    @Override
    public int compareTo(LogEvent other) {
        return ORDER.compare(this, other);
    }
}
