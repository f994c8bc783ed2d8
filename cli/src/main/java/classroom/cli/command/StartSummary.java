package classroom.cli.command;

import classroom.cloud.cloudformation.engine.Deployment;
import classroom.cloud.cloudformation.engine.LeftOut;
import classroom.template.Output;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The summary of a stack that {@code up} prints: its resources, the parts that are left out, its outputs. */
final class StartSummary {
    /** The words for resources of a type, and whether people use their names. */
    private record Words(String one, String many, boolean named) {}

    private static final Map<String, Words> WORDS = new LinkedHashMap<>();

    static {
        WORDS.put("AWS::DynamoDB::Table", new Words("table", "tables", true));
        WORDS.put("AWS::Lambda::Function", new Words("function", "functions", true));
        WORDS.put("AWS::Lambda::Version", new Words("version", "versions", false));
        WORDS.put("AWS::Lambda::Alias", new Words("alias", "aliases", false));
        WORDS.put("AWS::Lambda::EventSourceMapping", new Words("event source mapping", "event source mappings", false));
        WORDS.put("AWS::SQS::Queue", new Words("queue", "queues", false));
        WORDS.put("AWS::SQS::QueuePolicy", new Words("queue policy", "queue policies", false));
        WORDS.put("AWS::Logs::LogGroup", new Words("log group", "log groups", false));
        WORDS.put("AWS::IAM::Role", new Words("role", "roles", false));
        WORDS.put("AWS::IAM::Policy", new Words("policy", "policies", false));
    }

    private StartSummary() {}

    static void print(PrintStream out, String stack, Deployment deployment) {
        out.println("stack " + stack);
        made(deployment).forEach((type, names) -> {
            Words words = WORDS.getOrDefault(type, new Words(type, type, true));
            String count = names.size() + " " + (names.size() == 1 ? words.one() : words.many());
            out.println("  " + count + (words.named() ? ": " + String.join(", ", names) : ""));
        });
        printLeftOut(out, deployment);
        if (!deployment.outputs().isEmpty()) {
            out.println("outputs:");
            for (Output output : deployment.outputs().values()) {
                out.println("  " + output.name() + " = "
                        + (output.value().isTextual() ? output.value().textValue() : output.value()));
            }
        }
    }

    /** Prints the parts that are left out, if there are any. */
    static void printLeftOut(PrintStream out, Deployment deployment) {
        if (!deployment.leftOut().isEmpty()) {
            out.println("not carried out here, and without effect on this machine:");
            leftOut(deployment.leftOut())
                    .forEach((what, where) -> out.println("  " + what + " ("
                            + (where.size() <= 3 ? String.join(", ", where) : where.size() + " resources") + ")"));
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
