package classroom.infra.guard;

import classroom.infra.guard.Finding.Rule;
import classroom.template.TemplateException;
import classroom.template.cost.CostReport;
import classroom.template.cost.Guard;
import classroom.template.cost.JudgedAssembly;
import classroom.template.cost.Prices;
import classroom.template.cost.Violation;
import classroom.template.language.Texts;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds what costs more than the {@link Consent} allows, or would stay. It judges the assembly as it was written, and
 * the templates of all stacks together, because they share one free allowance.
 *
 * <p>{@value #FILE} says what was judged, and with which consent: {@code ./classroom cost} reads it.
 */
final class CostGuard {
    /** Beside the templates in the assembly. */
    static final String FILE = "cost.json";

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String ANYBODY = "-c allowAnybody=";
    private static final Pattern OF_A_STACK = Pattern.compile("([\\w-]+): (.*)");

    private final Constructs constructs;
    private final Consent consent;

    /** What anybody may use without consent, by the names that a consent takes. */
    private final Set<String> opened = new TreeSet<>();

    /** What {@value #FILE} says; {@code null} before a verdict. */
    private ObjectNode judged;

    CostGuard(Constructs constructs, Consent consent) {
        this.constructs = constructs;
        this.consent = consent;
    }

    /** Judges the assembly in the folder. */
    List<Finding> judge(Path folder) throws IOException {
        try {
            JudgedAssembly assembly = JudgedAssembly.read(folder);
            judged = assembly.judged()
                    .put("students", consent.students())
                    .put("oneOfMany", consent.oneOfMany())
                    .put("maxMonthlyUsd", consent.maxMonthlyUsd().toPlainString());
            consent.allowAnybody().forEach(judged.putArray("allowAnybody")::add);
            List<Violation> violations = new ArrayList<>(assembly.violations());
            violations.addAll(Guard.check(
                    CostReport.of(assembly.stacks(), consent.students(), Prices.of(assembly.region())),
                    consent.maxMonthlyUsd(),
                    consent.allowAnybody()));
            return violations.stream().map(this::finding).toList();
        } catch (TemplateException e) {
            return List.of(unreadable(e));
        }
    }

    /** Writes {@value #FILE}, if the assembly could be read. */
    void record(Path folder) throws IOException {
        if (judged != null) {
            JSON.writeValue(folder.resolve(FILE).toFile(), judged);
        }
    }

    /** Returns the one option that consents to everything that anybody may use, if it is more than one thing. */
    Optional<String> consentToAll() {
        return opened.size() < 2
                ? Optional.empty()
                : Optional.of(Texts.of("Together: %s", ANYBODY + allowAnybody(opened)));
    }

    private String allowAnybody(Collection<String> names) {
        Set<String> all = new LinkedHashSet<>(consent.allowAnybody());
        all.addAll(names);
        return String.join(",", all);
    }

    private Finding finding(Violation violation) {
        List<String> paths =
                violation.where().stream().map(constructs::path).distinct().toList();
        String what = violation.what().replaceFirst(",$", "");
        String value =
                paths.size() > 1 ? "" : constructs.value(violation.where().get(0), what);
        String problem = what + (value.isEmpty() ? "" : " (" + value + ")") + ": " + violation.howMuch() + ".";
        String ours = paths.size() > 1 ? "" : Ours.forType(constructs.type(paths.get(0)));
        Rule rule = new Rule(
                Rule.GUARD, violation.kind().name().toLowerCase(Locale.ROOT).replace('_', ' '));
        if (violation.consent() == null) {
            return new Finding(paths, rule, problem + ours, Texts.of("cannot be acknowledged: %s", violation.wayOut()));
        }
        String consents = violation.consent();
        if (consents.startsWith(ANYBODY)) {
            String name = consents.substring(ANYBODY.length());
            opened.add(name);
            consents = ANYBODY + allowAnybody(List.of(name));
        }
        String wayOut = Character.toUpperCase(violation.wayOut().charAt(0))
                + violation.wayOut().substring(1) + ".";
        return new Finding(paths, rule, problem + " " + wayOut + ours, violation.consenting(consents));
    }

    private static Finding unreadable(TemplateException e) {
        Matcher told = OF_A_STACK.matcher(e.getMessage());
        return new Finding(
                List.of(told.matches() ? told.group(1) : Texts.of("the class")),
                new Rule(Rule.GUARD, "template"),
                Texts.of("the template cannot be judged: %s.", told.matches() ? told.group(2) : e.getMessage()),
                Texts.of("cannot be acknowledged: %s", Texts.of("leave that out")));
    }
}
