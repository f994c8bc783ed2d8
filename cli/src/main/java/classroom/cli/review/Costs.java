package classroom.cli.review;

import classroom.template.Template;
import classroom.template.access.Side;
import classroom.template.cost.CostReport;
import classroom.template.cost.Figures;
import classroom.template.cost.Line;
import classroom.template.cost.Price;
import classroom.template.cost.Violation;
import classroom.template.language.Texts;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What changes of the cost, from the rule that synth and {@code ./classroom cost} judge by.
 *
 * @param before the worst month so far
 * @param after the worst month to be
 */
record Costs(CostReport before, CostReport after) {
    static Costs of(Map<String, Side> base, Map<String, Side> head, int students) {
        return new Costs(report(base, students), report(head, students));
    }

    private static CostReport report(Map<String, Side> sides, int students) {
        Map<String, Template> templates = new LinkedHashMap<>();
        sides.forEach((name, side) -> templates.put(name, side.template()));
        return CostReport.of(templates, students);
    }

    /** New refusals that no consent allows. */
    List<Violation> refusals() {
        List<Violation> fresh = new ArrayList<>(after.refusals());
        fresh.removeAll(before.refusals());
        return fresh;
    }

    boolean isDearer() {
        return after.boundedUsd().compareTo(before.boundedUsd()) > 0;
    }

    /** One line for each quantity that changes, such as {@code write capacity 10 → 12 WCU, 25 free}. */
    List<String> changes() {
        Map<Price, BigDecimal> had = units(before);
        Map<Price, BigDecimal> has = units(after);
        Map<Price, BigDecimal> all = new LinkedHashMap<>(had);
        all.putAll(has);
        List<String> changes = new ArrayList<>();
        for (Price price : all.keySet()) {
            BigDecimal from = had.getOrDefault(price, BigDecimal.ZERO);
            BigDecimal to = has.getOrDefault(price, BigDecimal.ZERO);
            if (from.compareTo(to) != 0) {
                changes.add(Texts.of(
                        "%s: %s → **%s** %s (%s are free)",
                        Texts.of(price.what()),
                        Figures.units(from),
                        Figures.units(to),
                        Texts.of(price.unit()),
                        Figures.units(price.free())));
            }
        }
        if (after.boundedUsd().compareTo(before.boundedUsd()) != 0) {
            changes.add(Texts.of(
                    "worst month: %s → **%s** at the prices of %s",
                    Figures.usd(before.boundedUsd()),
                    Figures.usd(after.boundedUsd()),
                    after.prices().region()));
        } else if (!changes.isEmpty()) {
            changes.add(Texts.of("worst month: %s, as before", Figures.usd(after.boundedUsd())));
        }
        return changes;
    }

    private static Map<Price, BigDecimal> units(CostReport report) {
        return report.fixed().stream()
                .collect(Collectors.toMap(Line.Fixed::price, Line.Fixed::units, BigDecimal::add, LinkedHashMap::new));
    }
}
