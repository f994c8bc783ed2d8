package classroom.cli.command;

import classroom.cli.option.JsonOutput;
import classroom.template.cost.CostReport;
import classroom.template.cost.Line;
import classroom.template.cost.Price;
import classroom.template.cost.Violation;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** What {@code cost} says, as JSON. Amounts are exact and stand in texts, because a number of JSON may be rounded. */
final class CostJson {
    private CostJson() {}

    /**
     * @param maximum the amount that is consented to
     * @param violations what the guard refuses
     * @param others what else the synth refused, each in a sentence
     */
    static ObjectNode of(CostReport report, BigDecimal maximum, List<Violation> violations, Collection<String> others) {
        ObjectNode answer = JsonOutput.answer().put("allowed", violations.isEmpty() && others.isEmpty());
        report.stacks().forEach(answer.putArray("stacks")::add);
        answer.put("students", report.students());
        answer.put("region", report.prices().region());
        answer.put("pricesKnown", report.prices().areKnown());
        answer.put("pricesOf", report.prices().date().toString());
        answer.put("maxMonthlyUsd", maximum.toPlainString());
        answer.put("worstMonthUsd", plain(report.boundedUsd()));
        answer.put("bounded", report.isBounded());
        ArrayNode lines = answer.putArray("lines");
        report.lines().forEach(line -> lines.add(line(line)));
        ArrayNode refusals = answer.putArray("refusals");
        violations.forEach(violation -> refusals.add(refusal(violation)));
        others.forEach(message -> refusals.addObject().put("kind", "SYNTH").put("message", message));
        report.notes().forEach(answer.putArray("notes")::add);
        return answer;
    }

    private static ObjectNode line(Line line) {
        Price price = line.price();
        ObjectNode one = JsonOutput.object()
                .put("kind", line.getClass().getSimpleName().toUpperCase(Locale.ROOT))
                .put("price", price.id())
                .put("unit", price.unit());
        if (line instanceof Line.Fixed fixed) {
            one.put("units", plain(fixed.units()));
            one.put("free", plain(fixed.free()));
            one.put("usd", plain(fixed.usd()));
        } else {
            one.put("free", plain(price.free()));
        }
        line.where().forEach(one.putArray("where")::add);
        return one;
    }

    private static ObjectNode refusal(Violation violation) {
        ObjectNode one = JsonOutput.object()
                .put("kind", violation.kind().name())
                .put("message", violation.message())
                .put("consent", violation.consent());
        violation.where().forEach(one.putArray("where")::add);
        return one;
    }

    private static String plain(BigDecimal amount) {
        return amount.stripTrailingZeros().toPlainString();
    }
}
