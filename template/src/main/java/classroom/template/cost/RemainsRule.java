package classroom.template.cost;

import classroom.template.Resource;
import classroom.template.Template;
import classroom.template.language.Texts;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds resources that would stay after the deletion of a stack, or would keep a stack from being deleted. {@link
 * RightsRule} finds what a class could make outside its stack.
 *
 * <p>Source: AWS CloudFormation Template Reference, "DeletionPolicy attribute" and "UpdateReplacePolicy attribute"
 * (both are Delete by default); AWS CloudFormation User Guide, "Outputs" (a stack cannot be deleted while another
 * imports one of its outputs).
 */
final class RemainsRule {
    private RemainsRule() {}

    static void judge(Subject subject) {
        policy(subject, "DeletionPolicy", subject.resource().deletionPolicy());
        policy(subject, "UpdateReplacePolicy", subject.resource().updateReplacePolicy());
    }

    /**
     * An export that no stack of the class imports is for other stacks, and their imports would block the class's
     * deletion.
     */
    static void exports(Map<String, Template> stacks, Appraisal appraisal) {
        Set<JsonNode> imported = new HashSet<>();
        stacks.values()
                .forEach(template -> template.resources()
                        .values()
                        .forEach(resource -> resource.properties()
                                .findValues("Fn::ImportValue")
                                .forEach(name ->
                                        imported.addAll(template.outlook().of(name)))));
        stacks.forEach((stack, template) -> template.outputs().values().stream()
                .filter(output -> output.exportName() != null
                        && !imported.containsAll(template.outlook().of(output.exportName())))
                .forEach(output -> appraisal.refuse(new Violation(
                        Violation.Kind.REMAINS,
                        Texts.of("an output that is exported, and not to a stack of the class"),
                        Texts.of("the stack cannot be deleted while another imports it"),
                        List.of(stack + ".Outputs." + output.name() + ".Export"),
                        Texts.of("leave Export out")))));
    }

    private static void policy(Subject subject, String attribute, Resource.Retention retention) {
        if (retention != Resource.Retention.DELETE) {
            subject.refuse(
                    new Refusal(
                            Violation.Kind.REMAINS,
                            Texts.of(
                                    "%s %s of an %s",
                                    attribute, retention, subject.resource().type()),
                            Refusal.STAYS,
                            "RemovalPolicy.DESTROY"),
                    subject.name() + "." + attribute);
        }
    }
}
