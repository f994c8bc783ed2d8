package classroom.template.cost;

import classroom.template.language.Texts;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Refuses a class that leaves the payer's always-free allowance without consent by amount, that opens something to
 * anybody without consent by name, that uses a paid feature, or that would leave something behind. It judges the
 * content of {@link CostReport}.
 */
public final class Guard {
    /** A note for the figures of a student's class if the number of classes is not set. */
    public static final String ONE_OF_MANY = Texts.later(
            "Only one student's class was counted; -c students=N counts all that share the payer's allowance.");

    private Guard() {}

    /**
     * @param report of the class
     * @param maxMonthlyUsd the allowed cost of the worst month; zero for nothing
     * @param anybody names of resources that anybody may use
     * @return the violations; empty if the class may be deployed
     * @throws IllegalArgumentException naming the setting that is out of range
     */
    public static List<Violation> check(CostReport report, BigDecimal maxMonthlyUsd, Set<String> anybody) {
        if (maxMonthlyUsd.signum() < 0) {
            throw new IllegalArgumentException(Texts.of("maxMonthlyUsd must not be negative, as %s is", maxMonthlyUsd));
        }
        List<Violation> violations = new ArrayList<>(report.refusals());
        report.open().forEach((name, open) -> {
            if (!anybody.contains(name)) {
                violations.addAll(open);
            }
        });
        if (!report.prices().areKnown() || report.boundedUsd().compareTo(maxMonthlyUsd) > 0) {
            violations.addAll(costs(report, maxMonthlyUsd));
        }
        return List.copyOf(violations);
    }

    /** One for each price that is paid: the allowance is one for all tables together, so no single one is to blame. */
    private static List<Violation> costs(CostReport report, BigDecimal maxMonthlyUsd) {
        Map<Price, List<Line.Fixed>> paid = new LinkedHashMap<>();
        report.charged().forEach(line -> paid.put(line.price(), new ArrayList<>()));
        report.fixed().stream()
                .filter(line -> paid.containsKey(line.price()))
                .forEach(line -> paid.get(line.price()).add(line));
        List<Violation> violations = new ArrayList<>();
        paid.forEach((price, lines) -> violations.add(cost(report, price, lines, maxMonthlyUsd)));
        return violations;
    }

    private static Violation cost(CostReport report, Price price, List<Line.Fixed> lines, BigDecimal maxMonthlyUsd) {
        BigDecimal units = lines.stream().map(Line.Fixed::units).reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal usd = lines.stream().map(Line.Fixed::usd).reduce(BigDecimal.ZERO, BigDecimal::add);
        String amount = Figures.units(units) + " " + Texts.of(price.unit());
        String all = report.students() == 1 ? amount : Texts.of("%s for %d students", amount, report.students());
        String used = price.free().signum() == 0
                ? Texts.of("%s, none of them free", all)
                : Texts.of("%s, %s of them free", all, Figures.units(price.free()));
        String what = Texts.of("%s beyond the free allowance", Texts.of(price.what()));
        List<String> where =
                lines.stream().flatMap(line -> line.where().stream()).toList();
        Prices prices = report.prices();
        if (!prices.areKnown()) {
            return new Violation(
                    Violation.Kind.UNPRICED,
                    what,
                    Texts.of(
                            "%s: nobody has looked up the prices of %s, so nobody can consent to an amount",
                            used, prices.region()),
                    where,
                    Texts.of(
                            "%s, or a region with prices: -c region=%s",
                            wayOut(price, report.students()), String.join(Texts.of(" or "), Prices.regions())));
        }
        return new Violation(
                Violation.Kind.COST,
                what,
                Texts.of(
                        "%s: %s in the worst month, %s%s (of %s in all; maxMonthlyUsd is %s)",
                        used,
                        Figures.usd(usd),
                        Figures.usdAnHour(usd, prices.hoursPerMonth()),
                        whose(prices),
                        Figures.usd(report.boundedUsd()),
                        maxMonthlyUsd.toPlainString()),
                where,
                wayOut(price, report.students()),
                "-c maxMonthlyUsd=" + Figures.cents(report.boundedUsd()).toPlainString());
    }

    private static String whose(Prices prices) {
        return prices.areAssumed() ? Texts.of(" at the prices of %s", prices.region()) : "";
    }

    private static String wayOut(Price price, int students) {
        String less = price.hourly()
                ? Texts.of("less capacity")
                : Texts.of("-c billing=provisioned, a lower maximum in OnDemandThroughput");
        return students == 1 ? less : Texts.of("%s, a smaller -c students, a separate payer for each", less);
    }
}
