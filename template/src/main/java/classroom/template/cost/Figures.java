package classroom.template.cost;

import classroom.template.language.Texts;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;

/** Figures as a report writes them, the same in every locale. */
public final class Figures {
    private static final DecimalFormatSymbols SYMBOLS = DecimalFormatSymbols.getInstance(Locale.ROOT);

    private static final int HOURLY_DECIMALS = 4;

    private Figures() {}

    /** Rounded up, so that consent to the printed amount is enough. */
    static BigDecimal cents(BigDecimal usd) {
        return usd.setScale(2, RoundingMode.CEILING);
    }

    public static String usd(BigDecimal usd) {
        return "$" + new DecimalFormat("#,##0.00", SYMBOLS).format(cents(usd));
    }

    /** What that much a month is an hour, to a hundredth of a cent, rounded up: {@code $0.0149 an hour}. */
    static String usdAnHour(BigDecimal usd, int hoursPerMonth) {
        BigDecimal hourly = usd.divide(BigDecimal.valueOf(hoursPerMonth), HOURLY_DECIMALS, RoundingMode.CEILING);
        return Texts.of("$%s an hour", new DecimalFormat("#,##0.00##", SYMBOLS).format(hourly));
    }

    public static String units(BigDecimal units) {
        return new DecimalFormat("#,##0.##########", SYMBOLS).format(units);
    }
}
