package classroom.garage;

import classroom.lambda.Event;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * Points in time in events and items, as ISO 8601. All are in UTC and in years of four digits, so that their texts sort
 * by time.
 */
final class Times {
    static final String MONTH = "month";

    private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    /** The length of a text with an offset and nanoseconds. */
    private static final int LONGEST = 35;

    private static final int DATE_LENGTH = "2026-11-22".length();
    private static final int MONTH_LENGTH = "2026-11".length();

    private Times() {}

    /** Returns the minute of the event's {@code at}, or this minute. */
    static Instant at(Event event) {
        Instant at = event.has("at") ? instant(event, "at") : Instant.now();
        return at.truncatedTo(ChronoUnit.MINUTES);
    }

    private static Instant instant(Event event, String field) {
        try {
            Instant instant = OffsetDateTime.parse(event.text(field, LONGEST)).toInstant();
            if (!instant.isBefore(EARLIEST) && !instant.isAfter(LATEST)) {
                return instant;
            }
        } catch (DateTimeException malformed) {
            // Refused below, as a time out of bounds is.
        }
        throw event.refuse(field, "must be a time from 1970 to 9999 with its offset, such as 2026-11-22T12:30:00Z");
    }

    /** Returns the required month of an event, such as {@code 2026-11}. */
    static String month(Event event) {
        String month = event.text(MONTH);
        try {
            if (month.length() == MONTH_LENGTH) {
                return YearMonth.parse(month).toString();
            }
        } catch (DateTimeException malformed) {
            // Refused below.
        }
        throw event.refuse(MONTH, "must be a month such as 2026-11");
    }

    /** Returns the event's date {@code field}, or today. */
    static LocalDate date(Event event, String field) {
        if (!event.has(field)) {
            return LocalDate.now(ZoneOffset.UTC);
        }
        String date = event.text(field);
        try {
            if (date.length() == DATE_LENGTH) {
                return LocalDate.parse(date);
            }
        } catch (DateTimeException malformed) {
            // Refused below.
        }
        throw event.refuse(field, "must be a date such as 2026-11-22");
    }
}
