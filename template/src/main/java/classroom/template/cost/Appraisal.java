package classroom.template.cost;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Collects the rules' findings in the templates of a class, then distributes the free allowances. */
final class Appraisal {
    private final Prices prices;
    private final int students;
    private final Map<Price, List<Use>> fixed = new LinkedHashMap<>();
    private final Map<Price, Set<String>> usage = new LinkedHashMap<>();
    private final Map<Price, Set<String>> unbounded = new LinkedHashMap<>();
    private final Set<Violation> refusals = new LinkedHashSet<>();
    private final Map<String, Set<Violation>> open = new LinkedHashMap<>();
    private final Set<String> notes = new LinkedHashSet<>();

    Appraisal(Prices prices, int students) {
        this.prices = prices;
        this.students = students;
    }

    Prices prices() {
        return prices;
    }

    /** So many units for one student. */
    void fixed(String where, String price, BigDecimal units) {
        fixed.computeIfAbsent(prices.price(price), any -> new ArrayList<>())
                .add(new Use(where, units.multiply(BigDecimal.valueOf(students))));
    }

    void usage(String where, Price price) {
        usage.computeIfAbsent(price, any -> new LinkedHashSet<>()).add(where);
    }

    void unbounded(String where, Price price) {
        unbounded.computeIfAbsent(price, any -> new LinkedHashSet<>()).add(where);
    }

    void refuse(Violation violation) {
        refusals.add(violation);
    }

    /** Anybody may use the resource with that name, because of this violation. */
    void open(String name, Violation violation) {
        open.computeIfAbsent(name, any -> new LinkedHashSet<>()).add(violation);
    }

    void note(String note) {
        notes.add(note);
    }

    List<Violation> refusals() {
        return List.copyOf(refusals);
    }

    Map<String, List<Violation>> open() {
        Map<String, List<Violation>> copy = new LinkedHashMap<>();
        open.forEach((name, violations) -> copy.put(name, List.copyOf(violations)));
        return copy;
    }

    List<String> notes() {
        return List.copyOf(notes);
    }

    /** In the order of the price table: fixed amounts, unlimited amounts, amounts by use. */
    List<Line> lines() {
        List<Line> lines = new ArrayList<>();
        for (Price price : prices.all()) {
            BigDecimal free = price.free();
            for (Use use : fixed.getOrDefault(price, List.of())) {
                // The allowance is the payer's: the first in the template have it, so that the sum is exact.
                BigDecimal covered = use.units.min(free);
                free = free.subtract(covered);
                BigDecimal usd = price.of(use.units.subtract(covered), prices.hoursPerMonth());
                lines.add(new Line.Fixed(List.of(use.where), price, use.units, covered, usd));
            }
            Set<String> where = unbounded.getOrDefault(price, Set.of());
            if (!where.isEmpty()) {
                lines.add(new Line.Unbounded(List.copyOf(where), price));
            }
        }
        for (Price price : prices.all()) {
            Set<String> where = usage.getOrDefault(price, Set.of());
            if (!where.isEmpty()) {
                lines.add(new Line.Usage(List.copyOf(where), price));
            }
        }
        return lines;
    }

    private record Use(String where, BigDecimal units) {}
}
