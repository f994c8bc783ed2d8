package classroom.template.cost;

import classroom.template.language.Texts;
import java.math.BigDecimal;

/**
 * One line of the price table.
 *
 * @param id stable name
 * @param what the charged thing, in English as the unit
 * @param unit of quantities, for example {@code RCU} or {@code requests}
 * @param usd for each {@link #per} units; for each hour of the month if {@link #hourly}
 * @param per the number of units that the price is for
 * @param hourly whether a unit is charged for each hour of its existence
 * @param free units a month that are always free for a payer, or zero: for DynamoDB in each region, for the others
 *     in all regions together
 * @param region the AWS Region of the price
 * @param source the AWS pricing page
 * @param checked the source of the check and its date, or a note that it was not checked
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
     * For messages about features that are always refused, so one region's price is enough: the text and the region.
     */
    String quote() {
        return Texts.of("%s: %s in %s", Texts.of(what), text(), region);
    }

    /** For messages: {@code $0.625 per 1,000,000 write request units}, {@code $0.25 per GB-month}. */
    String text() {
        boolean single = per.compareTo(BigDecimal.ONE) == 0;
        String quantity = single ? Texts.of(unit.replaceFirst("s$", "")) : Figures.units(per) + " " + Texts.of(unit);
        return hourly
                ? Texts.of("$%s per %s and hour", usd.toPlainString(), quantity)
                : Texts.of("$%s per %s", usd.toPlainString(), quantity);
    }
}
