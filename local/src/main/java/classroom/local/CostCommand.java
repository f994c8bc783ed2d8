package classroom.local;

import classroom.local.cloudformation.CloudAssembly;
import classroom.template.Template;
import classroom.template.cost.CostReport;
import classroom.template.cost.Guard;
import classroom.template.cost.Violation;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code cost}: the worst month of the class, by the rule that the synth refuses it by, also when it does. */
@Command(
        name = "cost",
        description = "Prints what the class costs in its worst month, line by line, and whether a synth allows it.",
        exitCodeListHeading = "Exit status:%n",
        exitCodeList = {"0:a synth allows it", "1:a synth refuses it, or it could not be read", "2:wrong usage"},
        footer = {
            "",
            "-c students=N counts N classes like this one in the account; -c maxMonthlyUsd=X consents to that much."
        })
final class CostCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Mixin
    private Help help;

    @Mixin
    private AppOptions options;

    @Override
    public Integer call() {
        options.check();
        Path folder = options.judged(System.err);
        JsonNode judged = judged(folder);
        Map<String, Template> stacks = stacks(folder, judged);
        int students = judged.path("students").asInt(1);
        BigDecimal maximum = new BigDecimal(judged.path("maxMonthlyUsd").asText("0"));
        PrintStream out = System.out;
        out.print(CostReport.of(stacks, students).text());
        if (judged.path("oneOfMany").asBoolean()) {
            out.println("Note: " + Guard.ONE_OF_MANY);
        }
        out.println();
        List<Violation> violations = Guard.check(stacks, students, maximum);
        if (violations.isEmpty()) {
            out.println(
                    "A synth allows this: the worst month is within maxMonthlyUsd=" + maximum.toPlainString() + ".");
            return 0;
        }
        out.println("A synth refuses this"
                + (violations.stream().anyMatch(each -> each.kind() == Violation.Kind.COST)
                        ? ":"
                        : " for what is named above."));
        violations.stream()
                .filter(violation -> violation.kind() == Violation.Kind.COST)
                .forEach(violation -> out.println("  - " + violation.message()));
        return 1;
    }

    /** What the app's own guard judged by; nothing for an assembly of another app. */
    private static JsonNode judged(Path folder) {
        Path file = folder.resolve(Synthesis.JUDGED);
        try {
            return Files.exists(file) ? JSON.readTree(file.toFile()) : MissingNode.getInstance();
        } catch (IOException e) {
            throw new CommandException(file + " cannot be read (" + e.getMessage() + "): synthesize again");
        }
    }

    private static Map<String, Template> stacks(Path folder, JsonNode judged) {
        Map<String, Template> stacks = new LinkedHashMap<>();
        if (judged.isMissingNode()) {
            CloudAssembly.read(folder, LocalClass.REGION)
                    .stacks()
                    .forEach(stack -> stacks.put(stack.name(), Template.parse(stack.template())));
        } else {
            judged.path("templates")
                    .properties()
                    .forEach(entry -> stacks.put(
                            entry.getKey(),
                            template(folder.resolve(entry.getValue().asText()))));
        }
        return stacks;
    }

    private static Template template(Path file) {
        try {
            return Template.parse(JSON.readTree(file.toFile()));
        } catch (IOException e) {
            throw new CommandException(file + " cannot be read (" + e.getMessage() + "): synthesize again");
        }
    }
}
