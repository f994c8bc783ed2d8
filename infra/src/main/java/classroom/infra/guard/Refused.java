package classroom.infra.guard;

import classroom.infra.guard.Finding.Rule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

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
        boolean onlyCosts = sources.equals(Set.of(Rule.GUARD));
        lines.add(String.join(" and ", sources)
                + (sources.size() == 1 ? " refuses " : " refuse ")
                + String.join(", ", stacks)
                + (onlyCosts ? " (./classroom cost shows the month):" : ":"));
        findings.stream().distinct().sorted(Finding.ORDER).map(Finding::lines).forEach(lines::addAll);
        lines.addAll(notes);
        return String.join(System.lineSeparator(), lines);
    }
}
