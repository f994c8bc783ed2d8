package classroom.template.cost;

import classroom.template.Template;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Refuses a class that leaves the account's always-free allowance without consent by name and amount, that uses a paid
 * feature, or that would leave something behind. It judges what {@link CostReport} prints.
 */
public final class Guard {
    /** What to say beside the figures of a student's class while nobody said how many there are. */
    public static final String ONE_OF_MANY =
            "Only one student's class was counted; -c students=N counts all that share the account.";

    private static final String CONSENT = "maxMonthlyUsd";

    private Guard() {}

    /**
     * @param stacks templates of the class by stack name
     * @param students how many classes side by side share the account
     * @param maxMonthlyUsd what the worst month may cost; zero for nothing
     * @return what is refused; empty if the class may be deployed
     * @throws IllegalArgumentException naming the setting that is out of range
     */
    public static List<Violation> check(Map<String, Template> stacks, int students, BigDecimal maxMonthlyUsd) {
        if (maxMonthlyUsd.signum() < 0) {
            throw new IllegalArgumentException(CONSENT + " must not be negative, as " + maxMonthlyUsd + " is");
        }
        CostReport report = CostReport.of(stacks, students);
        List<Violation> violations = new ArrayList<>(report.refusals());
        if (report.boundedUsd().compareTo(maxMonthlyUsd) > 0) {
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
        String free = price.free().signum() == 0 ? "none" : Figures.units(price.free());
        String together = report.students() == 1 ? "" : " for " + report.students() + " students";
        String total = Figures.cents(report.boundedUsd()).toPlainString();
        return new Violation(
                Violation.Kind.COST,
                price.what() + " beyond the free allowance",
                Figures.units(units) + " " + price.unit() + together + ", " + free + " of them free: "
                        + Figures.usd(usd) + " in the worst month (of " + Figures.usd(report.boundedUsd())
                        + " in all; " + CONSENT + " is " + maxMonthlyUsd.toPlainString() + ")",
                lines.stream().flatMap(line -> line.where().stream()).toList(),
                wayOut(price, report.students()) + ", or consent with -c " + CONSENT + "=" + total);
    }

    private static String wayOut(Price price, int students) {
        String less =
                price.hourly() ? "less capacity" : "-c billing=provisioned, a lower maximum in OnDemandThroughput";
        return less + (students == 1 ? "" : ", a smaller -c students");
    }
}
