package classroom.template.cost;

import java.math.BigDecimal;

/**
 * One line of the price table.
 *
 * @param id stable name
 * @param what is charged for
 * @param unit of quantities, for example {@code RCU} or {@code requests}
 * @param usd for each {@link #per} units; for each hour of the month if {@link #hourly}
 * @param per how many units the price is for
 * @param hourly whether a unit is charged for each hour that it is there
 * @param free units a month that are always free for a payer, zero if none: DynamoDB's in each region, the others' in
 *     all
 * @param region the AWS Region whose price it is
 * @param source the AWS pricing page that states it
 * @param checked what the price was compared with, and when; or that it was not
 */
public record Price(
        String id,
        String what,
        String unit,
        BigDecimal usd,
        BigDecimal per,
        boolean hourly,
        BigDecimal free,
        String region,
        String source,
        String checked) {
    /** What that many units beyond the free ones cost in a month of that many hours, exactly. */
    BigDecimal of(BigDecimal units, int hoursPerMonth) {
        BigDecimal hours = hourly ? BigDecimal.valueOf(hoursPerMonth) : BigDecimal.ONE;
        return units.multiply(usd).multiply(hours).divide(per);
    }

    /**
     * For messages about what is refused whatever it costs, so that one region's price will do: text, and whose price
     * it is.
     */
    String quote() {
        return what + ": " + text() + " in " + region;
    }

    /** For messages: {@code $0.625 per 1,000,000 write request units}, {@code $0.25 per GB-month}. */
    String text() {
        boolean single = per.compareTo(BigDecimal.ONE) == 0;
        String quantity = single ? unit.replaceFirst("s$", "") : Figures.units(per) + " " + unit;
        return "$" + usd.toPlainString() + " per " + quantity + (hourly ? " and hour" : "");
    }
}
