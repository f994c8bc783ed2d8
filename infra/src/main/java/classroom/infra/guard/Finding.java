package classroom.infra.guard;

import classroom.template.language.Texts;
import java.util.Comparator;
import java.util.List;

/**
 * A reason to refuse the class.
 *
 * @param constructs paths of what is refused in the construct tree; several if they are refused together
 * @param rule that refuses it
 * @param problem with its value, and the way out
 * @param answer a line that acknowledges it or consents to it, or why there is none
 */
record Finding(List<String> constructs, Rule rule, String problem, String answer) {
    /** Sorts by construct, what concerns one before what concerns several: so two runs print the same lines. */
    static final Comparator<Finding> ORDER = Comparator.comparing((Finding finding) -> finding.constructs.size() > 1)
            .thenComparing(finding -> finding.constructs.get(0))
            .thenComparing(finding -> finding.rule.source)
            .thenComparing(finding -> finding.rule.name)
            .thenComparing(Finding::problem);

    Finding {
        constructs = List.copyOf(constructs);
    }

    /** Returns the finding in two lines. */
    List<String> lines() {
        return List.of("- " + String.join(", ", constructs) + " [" + rule.name + "] " + problem, "  " + answer);
    }

    /**
     * Names a rule.
     *
     * @param source who has the rule: the cost guard, cdk-nag or the CDK, in English
     * @param name as the source prints it
     */
    record Rule(String source, String name) {
        static final String GUARD = Texts.later("the cost guard");
        static final String NAG = Texts.later("cdk-nag");
        static final String CDK = Texts.later("the CDK");
    }
}
