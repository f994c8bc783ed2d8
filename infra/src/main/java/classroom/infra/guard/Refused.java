package classroom.infra.guard;

import classroom.infra.guard.Finding.Rule;
import classroom.template.language.Texts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Says why the class may not be deployed: everything that the cost guard, cdk-nag and the CDK found, two lines each.
 */
public final class Refused extends RuntimeException {
    /**
     * Names all findings.
     *
     * @param stacks of the class
     * @param findings at least one
     * @param notes lines after them
     */
    Refused(Iterable<String> stacks, List<Finding> findings, List<String> notes) {
        super(message(stacks, findings, notes));
    }

    private static String message(Iterable<String> stacks, List<Finding> findings, List<String> notes) {
        TreeSet<String> sources = new TreeSet<>(Comparator.reverseOrder());
        findings.forEach(finding -> sources.add(finding.rule().source()));
        List<String> lines = new ArrayList<>();
        lines.add(heading(sources, String.join(", ", stacks)));
        findings.stream().distinct().sorted(Finding.ORDER).map(Finding::lines).forEach(lines::addAll);
        lines.addAll(notes);
        return String.join(System.lineSeparator(), lines);
    }

    private static String heading(Set<String> sources, String stacks) {
        if (sources.equals(Set.of(Rule.GUARD))) {
            return Texts.of("the cost guard refuses %s (./classroom cost shows the month):", stacks);
        }
        String names = sources.stream().map(Texts::of).collect(Collectors.joining(Texts.of(" and ")));
        return sources.size() == 1
                ? Texts.of("%s refuses %s:", names, stacks)
                : Texts.of("%s refuse %s:", names, stacks);
    }
}
