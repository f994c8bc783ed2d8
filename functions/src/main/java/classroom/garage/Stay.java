package classroom.garage;

import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;

/**
 * A car's time in the parking lot, from a whole minute to a whole minute. A month ends at a whole minute, too. So no
 * minute is lost or made up where a stay is split, or where one stay follows another.
 */
record Stay(Instant entry, Instant exit) {
    /** Four years, at most 50 months: far below the 4 KB and 300 operators of an update expression of DynamoDB. */
    static final Duration LONGEST = Duration.ofDays(4 * 365 + 1);

    long minutes() {
        return ChronoUnit.MINUTES.between(entry, exit);
    }

    /** Returns the minutes of each month (UTC) in which the stay has any. */
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
