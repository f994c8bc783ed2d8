package classroom.cli.command;

import classroom.cli.terminal.Terminal;
import classroom.cloud.cloudformation.engine.Deployment;
import classroom.cloud.cloudformation.engine.LeftOut;
import classroom.template.Output;
import classroom.template.language.Texts;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The summary of a stack that {@code up} prints: its resources, the parts that are left out, and those of its outputs
 * that are more than names of what it has.
 */
final class StartSummary {
    /** The words for resources of a type, and whether people use their names. */
    private record Words(String one, String many, boolean named) {
        String of(int count) {
            return count + " " + Texts.of(count == 1 ? one : many);
        }
    }

    private static final Map<String, Words> WORDS = new LinkedHashMap<>();

    static {
        put("DynamoDB::Table", Texts.later("table"), Texts.later("tables"), true);
        put("Lambda::Function", Texts.later("function"), Texts.later("functions"), true);
        put("Lambda::Version", Texts.later("version"), Texts.later("versions"), false);
        put("Lambda::Alias", Texts.later("alias"), Texts.later("aliases"), false);
        put(
                "Lambda::EventSourceMapping",
                Texts.later("event source mapping"),
                Texts.later("event source mappings"),
                false);
        put("SQS::Queue", Texts.later("queue"), Texts.later("queues"), false);
        put("SQS::QueuePolicy", Texts.later("queue policy"), Texts.later("queue policies"), false);
        put("Logs::LogGroup", Texts.later("log group"), Texts.later("log groups"), false);
        put("IAM::Role", Texts.later("role"), Texts.later("roles"), false);
        put("IAM::Policy", Texts.later("policy"), Texts.later("policies"), false);
    }

    private StartSummary() {}

    private static void put(String type, String one, String many, boolean named) {
        WORDS.put("AWS::" + type, new Words(one, many, named));
    }

    static void print(Terminal terminal, String stack, Deployment deployment) {
        terminal.print(Texts.of("stack %s", stack));
        Map<String, List<String>> made = made(deployment);
        List<String> counts = new ArrayList<>();
        Set<String> said = new HashSet<>();
        made.forEach((type, names) -> {
            Words words = WORDS.getOrDefault(type, new Words(type, type, true));
            if (words.named()) {
                terminal.print("  " + words.of(names.size()) + ": " + String.join(", ", names));
                said.addAll(names);
            } else {
                counts.add(words.of(names.size()));
            }
        });
        if (!counts.isEmpty()) {
            terminal.print("  " + String.join(", ", counts));
        }
        printLeftOut(terminal, deployment);
        List<Output> outputs = deployment.outputs().values().stream()
                .filter(output -> !said.containsAll(List.of(text(output).split(","))))
                .toList();
        if (!outputs.isEmpty()) {
            terminal.print(Texts.of("outputs:"));
            // Not folded: they are copied.
            outputs.forEach(output -> terminal.out().println("  " + output.name() + " = " + text(output)));
        }
    }

    private static String text(Output output) {
        return output.value().isTextual()
                ? output.value().textValue()
                : output.value().toString();
    }

    /** Prints the parts that are left out, if there are any. */
    static void printLeftOut(Terminal terminal, Deployment deployment) {
        if (!deployment.leftOut().isEmpty()) {
            terminal.print(Texts.of("not carried out here, and without effect on this machine:"));
            leftOut(deployment.leftOut())
                    .forEach((what, where) -> terminal.print("  " + what + " ("
                            + (where.size() <= 3 ? String.join(", ", where) : Texts.of("%d resources", where.size()))
                            + ")"));
        }
    }

    /** The physical ids by type: first the types with their own words, in their order. */
    private static Map<String, List<String>> made(Deployment deployment) {
        Map<String, List<String>> made = new LinkedHashMap<>();
        WORDS.keySet().forEach(type -> made.put(type, new ArrayList<>()));
        List<String> leftOut = deployment.leftOut().stream()
                .filter(left -> left.properties().isEmpty())
                .map(LeftOut::logicalId)
                .toList();
        for (Deployment.Step step : deployment.steps()) {
            if (step.kind() != Deployment.Kind.DELETED
                    && !leftOut.contains(step.resource().logicalId())
                    && !step.resource().type().equals("AWS::CDK::Metadata")) {
                made.computeIfAbsent(step.resource().type(), type -> new ArrayList<>())
                        .add(step.resource().physicalId());
            }
        }
        made.values().removeIf(List::isEmpty);
        return made;
    }

    /** The resources by the parts that are left out. */
    private static Map<String, List<String>> leftOut(List<LeftOut> leftOut) {
        Map<String, List<String>> byWhat = new TreeMap<>();
        for (LeftOut left : leftOut) {
            if (left.properties().isEmpty()) {
                byWhat.computeIfAbsent(left.type(), type -> new ArrayList<>()).add(left.logicalId());
            }
            for (String property : left.properties()) {
                byWhat.computeIfAbsent(left.type() + " " + property, what -> new ArrayList<>())
                        .add(left.logicalId());
            }
        }
        return byWhat;
    }
}
