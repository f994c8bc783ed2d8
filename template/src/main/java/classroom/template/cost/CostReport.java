package classroom.template.cost;

import classroom.template.Template;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The worst month of a class: of 31 days, with every unit of capacity that the templates state, for every student. What
 * use decides is listed with its free allowance and is not in the total; a resource under a condition is counted.
 *
 * @param stacks names of the stacks, in order
 * @param students how many classes side by side share the account and its allowance
 * @param lines what is fixed and what nothing bounds, then what use decides
 * @param refusals what {@link Guard} refuses whatever is consented to
 * @param notes what was assumed
 */
public record CostReport(
        List<String> stacks, int students, List<Line> lines, List<Violation> refusals, List<String> notes) {
    public CostReport {
        stacks = List.copyOf(stacks);
        lines = List.copyOf(lines);
        refusals = List.copyOf(refusals);
        notes = List.copyOf(notes);
    }

    /**
     * @param stacks templates of the class by stack name, in the order in which the free allowance is given out
     * @param students at least 1
     * @throws IllegalArgumentException naming the setting that is out of range
     */
    public static CostReport of(Map<String, Template> stacks, int students) {
        if (students < 1) {
            throw new IllegalArgumentException("students must be at least 1, not " + students);
        }
        Appraisal appraisal = new Appraisal(Prices.current(), students);
        stacks.forEach((name, template) -> template.resources()
                .values()
                .forEach(resource -> judge(new Subject(name, resource, template.parameters(), appraisal))));
        List<String> notes = new ArrayList<>(appraisal.notes());
        notes.add("Tables and other resources outside " + String.join(", ", stacks.keySet())
                + " are not seen, though they share the account's free allowance, and so do all accounts of one"
                + " organization.");
        notes.add("The CDK bootstrap stack and its bucket of assets (cents a month) are not seen.");
        notes.add("AWS Budgets lag behind by hours to a day: a mail of theirs is no brake.");
        return new CostReport(List.copyOf(stacks.keySet()), students, appraisal.lines(), appraisal.refusals(), notes);
    }

    private static void judge(Subject subject) {
        RemainsRule.judge(subject);
        String type = subject.resource().type();
        Prices prices = subject.appraisal().prices();
        Optional<Prices.PaidType> paid = prices.paidType(type);
        if (paid.isPresent()) {
            String howMuch = paid.get()
                    .price()
                    .map(price -> price.what() + ": " + price.text())
                    .orElse("outside the free allowance");
            subject.paid(paid.get().what(), howMuch, subject.name(), paid.get().wayOut());
            return;
        }
        Optional<Prices.KnownType> known = prices.type(type);
        if (known.isEmpty()) {
            subject.unknown("a resource of type " + type, subject.name());
            return;
        }
        known.get().usage().forEach(price -> subject.appraisal().usage(subject.name(), price));
        subject.onlyKnown(subject.properties(), type);
        KeyRule.judge(subject);
        switch (type) {
            case "AWS::DynamoDB::Table" -> new TableRule(subject).judge();
            case "AWS::Lambda::Function" -> FunctionRule.function(subject);
            case "AWS::Lambda::Alias", "AWS::Lambda::Version" -> FunctionRule.qualifier(subject);
            case "AWS::Lambda::EventSourceMapping" -> FunctionRule.mapping(subject);
            case "AWS::Logs::LogGroup" -> LogGroupRule.judge(subject);
            default -> {
                // Free at any value of its known properties.
            }
        }
    }

    /** The lines that cost something. */
    List<Line.Fixed> charged() {
        return fixed().stream().filter(line -> line.usd().signum() > 0).toList();
    }

    /** What the templates fix, line by line. */
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

    /** The worst month in USD, exactly, without what nothing bounds. */
    public BigDecimal boundedUsd() {
        return fixed().stream().map(Line.Fixed::usd).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** The report as a person reads it. Amounts are rounded up to the cent. */
    public String text() {
        return ReportText.of(this);
    }
}
