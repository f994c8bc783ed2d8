package classroom.template.cost;

import classroom.template.Template;
import classroom.template.language.Texts;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The worst month of a class: of 31 days, with every unit of capacity that the templates state, for every student.
 * Amounts by use are listed with their free allowance and are not in the total; a resource under a condition is
 * counted.
 *
 * @param stacks names of the stacks, in order
 * @param students how many classes share the payer's allowance at the same time
 * @param prices the prices that were used
 * @param lines fixed and unlimited amounts, then amounts by use
 * @param refusals violations that {@link Guard} refuses with any consent
 * @param open resources that anybody may use, by name: {@link Guard} refuses them without consent to that name
 * @param notes the assumptions
 */
public record CostReport(
        List<String> stacks,
        int students,
        Prices prices,
        List<Line> lines,
        List<Violation> refusals,
        Map<String, List<Violation>> open,
        List<String> notes) {
    private static final int STANDARD_PARAMETER_BYTES = 4096;

    public CostReport {
        stacks = List.copyOf(stacks);
        lines = List.copyOf(lines);
        refusals = List.copyOf(refusals);
        open = Collections.unmodifiableMap(open);
        notes = List.copyOf(notes);
    }

    /** By the prices of a region that is not known. */
    public static CostReport of(Map<String, Template> stacks, int students) {
        return of(stacks, students, Prices.current());
    }

    /**
     * @param stacks templates of the class by stack name, in the order in which the free allowance is given out
     * @param students at least 1
     * @param prices of the region of the stacks
     * @throws IllegalArgumentException naming the setting that is out of range
     */
    public static CostReport of(Map<String, Template> stacks, int students, Prices prices) {
        if (students < 1) {
            throw new IllegalArgumentException(Texts.of("students must be at least 1, not %d", students));
        }
        Appraisal appraisal = new Appraisal(prices, students);
        stacks.forEach((name, template) -> template.resources()
                .values()
                .forEach(resource -> judge(new Subject(name, template, resource, appraisal))));
        stacks.forEach((name, template) -> LoopRule.judge(name, template, appraisal));
        RemainsRule.exports(stacks, appraisal);
        List<String> notes = new ArrayList<>(appraisal.notes());
        notes.add(Texts.of(
                "Tables and other resources outside %s are not seen, though they share the free allowance of the payer:"
                        + " with all accounts of the organization, in the same region.",
                String.join(", ", stacks.keySet())));
        notes.add(Texts.of("The CDK bootstrap stack and its bucket of assets (cents a month) are not seen."));
        notes.add(Texts.of("AWS Budgets are hours to a day late: their mail does not stop costs."));
        return new CostReport(
                List.copyOf(stacks.keySet()),
                students,
                prices,
                appraisal.lines(),
                appraisal.refusals(),
                appraisal.open(),
                notes);
    }

    private static void judge(Subject subject) {
        RemainsRule.judge(subject);
        String type = subject.resource().type();
        Types types = Types.current();
        Optional<Refusal> paid = types.paid(type);
        if (paid.isPresent()) {
            subject.refuse(paid.get(), subject.name());
            return;
        }
        Optional<Types.Known> known = types.known(type);
        if (known.isEmpty()) {
            subject.unknown(Texts.of("a resource of type %s", type), subject.name());
            return;
        }
        known.get().usage().forEach(subject::usage);
        known.get().properties().judge(subject.properties(), subject);
        if (type.equals("AWS::DynamoDB::Table")) {
            new TableRule(subject).judge();
        } else if (type.equals("AWS::SSM::Parameter") && subject.properties().mayLack("Tier")) {
            largeValue(subject);
            // AWS Systems Manager User Guide, "Specifying a default parameter tier".
            subject.appraisal()
                    .note(Texts.of(
                            "%s has no Tier, so it is of the account's default tier: the standard one, unless somebody"
                                    + " has changed that",
                            subject.name()));
        }
    }

    /** AWS Systems Manager User Guide, "Managing parameter tiers": a standard parameter has at most 4 KB. */
    private static void largeValue(Subject subject) {
        for (Property value : subject.properties().all("Value")) {
            if (value.text().orElse("").getBytes(StandardCharsets.UTF_8).length > STANDARD_PARAMETER_BYTES) {
                value.refuse(new Refusal(
                        Violation.Kind.PAID_FEATURE,
                        Texts.of("a value over 4,096 bytes, which only an advanced parameter has"),
                        subject.appraisal()
                                .prices()
                                .price("ssm-advanced-parameters")
                                .quote(),
                        Texts.of("at most 4,096 bytes")));
            }
        }
    }

    /** The lines that cost something. */
    List<Line.Fixed> charged() {
        return fixed().stream().filter(line -> line.usd().signum() > 0).toList();
    }

    /** The amounts that the templates fix, line by line. */
    public List<Line.Fixed> fixed() {
        return lines.stream()
                .filter(Line.Fixed.class::isInstance)
                .map(Line.Fixed.class::cast)
                .toList();
    }

    /** Whether everything that the templates fix has a bound. */
    public boolean isBounded() {
        return lines.stream().noneMatch(Line.Unbounded.class::isInstance);
    }

    /**
     * The worst month in USD, exactly, without what nothing bounds; an amount of its region only if that has prices.
     */
    public BigDecimal boundedUsd() {
        return fixed().stream().map(Line.Fixed::usd).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** Returns the report as a person reads it. Amounts are rounded up to the cent. */
    public String text() {
        return text(Clock.systemUTC());
    }

    /** @param clock by which prices are more than a year old, which the report then says */
    String text(Clock clock) {
        return ReportText.of(this, LocalDate.now(clock));
    }
}
