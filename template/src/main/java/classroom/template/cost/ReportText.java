package classroom.template.cost;

import classroom.template.language.Texts;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** Renders a {@link CostReport} as plain text: a table of fixed amounts, then the amounts by use, then the notes. */
final class ReportText {
    private static final int COLUMNS = 5;

    /** More resources than these are counted, not named: a class has dozens of functions. */
    private static final int NAMED = 3;

    private ReportText() {}

    static String of(CostReport report, LocalDate today) {
        Prices prices = report.prices();
        List<String> text = new ArrayList<>();
        text.add(worstMonth(String.join(", ", report.stacks()), report.students()));
        text.add(Texts.of(
                "%s; a month has 31 days (%d hours); amounts are rounded up to the cent",
                heading(prices), prices.hoursPerMonth()));
        text.add("");
        text.add(Texts.of("Fixed by the template:"));
        text.addAll(table(fixed(report)));
        text.add("");
        text.add(Texts.of("Decided by use, shared by all students; free up to the allowance and not in the total:"));
        text.addAll(table(usage(report)));
        if (!report.refusals().isEmpty()) {
            text.add("");
            text.add(Texts.of("Refused with any maxMonthlyUsd:"));
            report.refusals().forEach(violation -> text.add("  - " + violation.message()));
        }
        if (!report.open().isEmpty()) {
            text.add("");
            text.add(Texts.of("Open to anybody, so refused unless allowAnybody names it:"));
            report.open().values().forEach(open -> open.forEach(violation -> text.add("  - " + violation.message())));
        }
        text.add("");
        report.notes().forEach(note -> text.add(Texts.of("Note: %s", note)));
        if (prices.date().plusYears(1).isBefore(today)) {
            text.add(Texts.of(
                    "Note: These prices are of %s, more than a year ago: AWS may charge other amounts. docs/pinned.md"
                            + " says how to renew them.",
                    prices.date()));
        }
        return String.join("\n", text) + "\n";
    }

    private static String heading(Prices prices) {
        if (!prices.areKnown()) {
            return Texts.of("No prices of %s, only the free allowance", prices.region());
        }
        return prices.areAssumed()
                ? Texts.of(
                        "Prices of %s in %s, in USD, for an unknown region (-c region sets it)",
                        prices.date(), prices.region())
                : Texts.of("Prices of %s in %s, in USD", prices.date(), prices.region());
    }

    private static List<String[]> fixed(CostReport report) {
        List<String[]> rows = new ArrayList<>();
        rows.add(row(Texts.of("item"), Texts.of("units"), Texts.of("free"), "USD", Texts.of("where")));
        for (Line line : report.lines()) {
            if (line instanceof Line.Fixed fixed) {
                rows.add(row(
                        Texts.of(fixed.price().what()),
                        Figures.units(fixed.units()) + " "
                                + Texts.of(fixed.price().unit()),
                        Figures.units(fixed.free()),
                        usd(report, fixed.usd()),
                        where(line)));
            } else if (line instanceof Line.Unbounded) {
                rows.add(row(
                        Texts.of(line.price().what()),
                        Texts.of("without a maximum"),
                        "0",
                        Texts.of("unbounded"),
                        where(line)));
            }
        }
        String bounded = usd(report, report.boundedUsd());
        String total = report.isBounded() ? bounded : Texts.of("%s and what is unbounded", bounded);
        rows.add(row(Texts.of("total"), "", "", total, ""));
        if (report.boundedUsd().signum() > 0 && report.prices().areKnown()) {
            rows.add(row(
                    "",
                    "",
                    "",
                    Figures.usdAnHour(report.boundedUsd(), report.prices().hoursPerMonth()),
                    ""));
        }
        return rows;
    }

    private static String usd(CostReport report, BigDecimal usd) {
        return usd.signum() == 0 || report.prices().areKnown() ? Figures.usd(usd) : Texts.of("no price");
    }

    private static List<String[]> usage(CostReport report) {
        List<String[]> rows = new ArrayList<>();
        rows.add(row(Texts.of("item"), Texts.of("free up to, a month"), Texts.of("then"), "", Texts.of("where")));
        for (Line line : report.lines()) {
            if (line instanceof Line.Usage) {
                Price price = line.price();
                boolean free = price.usd().signum() == 0;
                String upTo =
                        free ? Texts.of("any number") : Figures.units(price.free()) + " " + Texts.of(price.unit());
                String then = price.region().equals(report.prices().region())
                        ? price.text()
                        : Texts.of("%s in %s", price.text(), price.region());
                rows.add(row(Texts.of(price.what()), upTo, free ? "" : then, "", where(line)));
            }
        }
        return rows;
    }

    private static String where(Line line) {
        List<String> where = line.where();
        return where.size() <= NAMED
                ? String.join(", ", where)
                : Texts.of("%s and %d more", String.join(", ", where.subList(0, NAMED - 1)), where.size() - NAMED + 1);
    }

    private static String[] row(String... cells) {
        return cells;
    }

    private static List<String> table(List<String[]> rows) {
        int[] widths = new int[COLUMNS];
        for (String[] row : rows) {
            for (int i = 0; i < COLUMNS; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        List<String> lines = new ArrayList<>();
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < COLUMNS; i++) {
                if (widths[i] > 0) {
                    line.append("  ").append(row[i]).append(" ".repeat(widths[i] - row[i].length()));
                }
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    private static String worstMonth(String stacks, int students) {
        return students == 1
                ? Texts.of("Worst month of %s for 1 student", stacks)
                : Texts.of("Worst month of %s for %d students", stacks, students);
    }
}
