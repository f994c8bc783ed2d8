package classroom.garage;

import classroom.lambda.Event;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The cost of a month's parking for an owner. The amount of each car is rounded, their sum is not. So the sum does not
 * depend on the pages.
 */
record Bill(Cpf cpf, String month, BigDecimal rate) {
    static final BigDecimal NOTHING = new BigDecimal("0.00");

    private static final String RATE = "ratePerHour";
    static final BigDecimal DEFAULT_RATE = new BigDecimal("6.00");
    private static final int HIGHEST_RATE = 10_000;
    private static final int CENTS = 2;
    private static final BigDecimal MINUTES_PER_HOUR = BigDecimal.valueOf(60);

    static Bill of(Event event) {
        BigDecimal rate = event.has(RATE) ? event.decimal(RATE, HIGHEST_RATE, CENTS) : DEFAULT_RATE;
        return new Bill(Cpf.of(event), Times.month(event), rate);
    }

    /** Returns the subject of the bill: {@code {cpf, month, ratePerHour}}. */
    Map<String, Object> plain() {
        Map<String, Object> bill = new LinkedHashMap<>();
        bill.put(Cpf.FIELD, cpf.digits());
        bill.put(Times.MONTH, month);
        bill.put(RATE, rate);
        return bill;
    }

    /** Rounds half a cent to the even cent. Source: ABNT NBR 5891, "Regras de arredondamento na numeração decimal". */
    BigDecimal amount(BigDecimal minutes) {
        return minutes.multiply(rate).divide(MINUTES_PER_HOUR, CENTS, RoundingMode.HALF_EVEN);
    }
}
