package classroom.garage;

import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;

/**
 * A car's time in the parking lot, from a whole minute to a whole minute: the minutes of stays that follow each other
 * add up to the time from the first to the last, and a month's end is a whole minute too, so nothing is lost or made up
 * where a stay is split.
 */
record Stay(Instant entry, Instant exit) {
    /** Four years, at most 50 months: well within the 4 KB and 300 operators that DynamoDB takes in an update expression. */
    static final Duration LONGEST = Duration.ofDays(4 * 365 + 1);

    long minutes() {
        return ChronoUnit.MINUTES.between(entry, exit);
    }

    /** The minutes of each month (UTC) that it has any in. */
    Map<String, Long> byMonth() {
        Map<String, Long> months = new TreeMap<>();
        Instant from = entry;
        while (from.isBefore(exit)) {
            YearMonth month = YearMonth.from(from.atOffset(ZoneOffset.UTC));
            Instant end =
                    month.plusMonths(1).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
            Instant to = end.isBefore(exit) ? end : exit;
            months.put(month.toString(), ChronoUnit.MINUTES.between(from, to));
            from = to;
        }
        return months;
    }
}
