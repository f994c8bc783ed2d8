package classroom.cloud.iam;

import classroom.cloud.gateway.Form;
import classroom.cloud.gateway.Xml;
import classroom.template.policy.Decision;
import classroom.template.policy.Evaluator;
import classroom.template.policy.Question;
import classroom.template.policy.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a role's policies say of requests that nobody has made ({@code SimulatePrincipalPolicy}); it counts as no use.
 *
 * <p>Source: IAM API Reference. "The simulation does not automatically retrieve policies for the specified resources",
 * and it has only the context that is given. The name of a role's own policy and "IAM Policy" are as a recorded answer
 * of AWS has them.
 */
final class Simulation {
    private static final Set<String> CARRIED_OUT =
            Set.of("PolicySourceArn", "ActionNames", "ResourceArns", "ContextEntries", "MaxItems", "Marker");

    private final Role role;
    private final Evaluator policies;

    /** "Whenever a context key is evaluated", its value is the given one; keys differ in more than large and small. */
    private final Map<String, List<String>> context = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    private final List<String> resources;

    /** An action with what was decided for each resource. */
    record Result(String action, List<Decision> decisions) {}

    Simulation(Role role, Evaluator policies, Form form) {
        form.given().stream()
                .filter(name -> !CARRIED_OUT.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw Form.invalid("The local class does not carry out " + name + ".");
                });
        this.role = role;
        this.policies = policies;
        form.structures("ContextEntries")
                .forEach(entry -> context.put(entry.required("ContextKeyName"), entry.texts("ContextKeyValues")));
        List<String> named = form.texts("ResourceArns");
        this.resources = named.isEmpty() ? List.of("*") : named;
    }

    /** A result for each action. */
    List<Result> of(List<String> actions) {
        return actions.stream()
                .map(action -> new Result(
                        action,
                        resources.stream()
                                .map(resource -> policies.decide(new Question(action, resource, context)))
                                .toList()))
                .toList();
    }

    /** Writes a result; the decision beside the action's name is that of its only resource, or the strongest one. */
    void write(Xml xml, Result result) {
        Decision strongest = result.decisions().stream()
                .min(Comparator.comparing(Simulation::strength))
                .orElseThrow();
        xml.element("EvalActionName", result.action())
                .element("EvalResourceName", resources.size() == 1 ? resources.get(0) : "*")
                .element("EvalDecision", word(strongest));
        reasons(xml, strongest);
        if (!resources.equals(List.of("*"))) {
            xml.list("ResourceSpecificResults", result.decisions(), (each, decision) -> {
                each.element("EvalResourceName", decision.question().resource())
                        .element("EvalResourceDecision", word(decision));
                reasons(each, decision);
            });
        }
    }

    private void reasons(Xml xml, Decision decision) {
        xml.list("MatchedStatements", decision.statement().stream().toList(), this::matched)
                .list("MissingContextValues", policies.missing(decision.question()), Xml::text);
    }

    private void matched(Xml xml, Statement statement) {
        xml.element("SourcePolicyId", "role_" + role.name() + "_" + statement.document())
                .element("SourcePolicyType", "IAM Policy");
    }

    private static int strength(Decision decision) {
        return List.of("explicitDeny", "allowed", "implicitDeny").indexOf(word(decision));
    }

    private static String word(Decision decision) {
        return switch (decision.outcome()) {
            case ALLOW -> "allowed";
            case EXPLICIT_DENY, EXPLICIT_DENY_OF_RESOURCE -> "explicitDeny";
            case IMPLICIT_DENY, UNCLEAR -> "implicitDeny";
        };
    }
}
