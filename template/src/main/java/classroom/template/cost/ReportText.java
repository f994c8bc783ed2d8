package classroom.template.cost;

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
        text.add("Worst month of " + String.join(", ", report.stacks()) + " for " + students(report.students()));
        text.add(heading(prices) + "; a month has 31 days (" + prices.hoursPerMonth() + " hours);"
                + " amounts are rounded up to the cent");
        text.add("");
        text.add("Fixed by the template:");
        text.addAll(table(fixed(report)));
        text.add("");
        text.add("Decided by use, shared by all students; free up to the allowance and not in the total:");
        text.addAll(table(usage(report)));
        if (!report.refusals().isEmpty()) {
            text.add("");
            text.add("Refused with any maxMonthlyUsd:");
            report.refusals().forEach(violation -> text.add("  - " + violation.message()));
        }
        if (!report.open().isEmpty()) {
            text.add("");
            text.add("Open to anybody, so refused unless allowAnybody names it:");
            report.open().values().forEach(open -> open.forEach(violation -> text.add("  - " + violation.message())));
        }
        text.add("");
        report.notes().forEach(note -> text.add("Note: " + note));
        if (prices.date().plusYears(1).isBefore(today)) {
            text.add("Note: These prices are of " + prices.date()
                    + ", more than a year ago: AWS may charge other amounts."
                    + " docs/pinned.md says how to renew them.");
        }
        return String.join("\n", text) + "\n";
    }

    private static String heading(Prices prices) {
        if (!prices.areKnown()) {
            return "No prices of " + prices.region() + ", only the free allowance";
        }
        return "Prices of " + prices.date() + " in " + prices.region() + ", in USD"
                + (prices.areAssumed() ? ", for an unknown region (-c region sets it)" : "");
    }

    private static List<String[]> fixed(CostReport report) {
        List<String[]> rows = new ArrayList<>();
        rows.add(row("item", "units", "free", "USD", "where"));
        for (Line line : report.lines()) {
            if (line instanceof Line.Fixed fixed) {
                rows.add(row(
                        fixed.price().what(),
                        Figures.units(fixed.units()) + " " + fixed.price().unit(),
                        Figures.units(fixed.free()),
                        usd(report, fixed.usd()),
                        where(line)));
            } else if (line instanceof Line.Unbounded) {
                rows.add(row(line.price().what(), "without a maximum", "0", "unbounded", where(line)));
            }
        }
        String total = report.isBounded() ? "" : " and what is unbounded";
        rows.add(row("total", "", "", usd(report, report.boundedUsd()) + total, ""));
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
        return usd.signum() == 0 || report.prices().areKnown() ? Figures.usd(usd) : "no price";
    }

    private static List<String[]> usage(CostReport report) {
        List<String[]> rows = new ArrayList<>();
        rows.add(row("item", "free up to, a month", "then", "", "where"));
        for (Line line : report.lines()) {
            if (line instanceof Line.Usage) {
                Price price = line.price();
                boolean free = price.usd().signum() == 0;
                String upTo = free ? "any number" : Figures.units(price.free()) + " " + price.unit();
                String then =
                        price.text() + (price.region().equals(report.prices().region()) ? "" : " in " + price.region());
                rows.add(row(price.what(), upTo, free ? "" : then, "", where(line)));
            }
        }
        return rows;
    }

    private static String where(Line line) {
        List<String> where = line.where();
        return where.size() <= NAMED
                ? String.join(", ", where)
                : String.join(", ", where.subList(0, NAMED - 1)) + " and " + (where.size() - NAMED + 1) + " more";
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

    private static String students(int students) {
        return students == 1 ? "1 student" : students + " students";
    }
}
