package classroom.cli.command;

import classroom.cli.option.AppOptions;
import classroom.cli.option.Help;
import classroom.cli.option.JsonOutput;
import classroom.cli.synth.Synthesis;
import classroom.cli.terminal.CommandException;
import classroom.cli.terminal.Terminal;
import classroom.template.Template;
import classroom.template.cost.CostReport;
import classroom.template.cost.Guard;
import classroom.template.cost.JudgedAssembly;
import classroom.template.cost.Prices;
import classroom.template.cost.Violation;
import classroom.template.language.Texts;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code cost}: the worst month of the class, by the rule that the synth refuses it by, also when it does. */
@Command(
        name = "cost",
        description = "Prints what the class costs in its worst month, line by line, and whether a synth allows it.",
        exitCodeList = {"0:a synth allows it", "1:a synth refuses it, or it could not be read"},
        footer = {
            "",
            "-c students=N counts N classes like this one that share the payer's allowance in the region;",
            "-c maxMonthlyUsd=X consents to that much; -c region=REGION takes the prices of that region.",
            "-c allowAnybody=NAME consents to what anybody may use, by the name that is printed."
        })
public final class CostCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Mixin
    private Help help;

    @Mixin
    private AppOptions options;

    @Mixin
    private JsonOutput json;

    @Override
    public Integer call() {
        options.check();
        Path folder = options.judged(System.err);
        JsonNode judged = judged(folder);
        CostReport report = CostReport.of(
                stacks(folder, judged),
                judged.path("students").asInt(1),
                Prices.of(judged.path("region").asText()));
        BigDecimal maximum = new BigDecimal(judged.path("maxMonthlyUsd").asText("0"));
        Set<String> anybody = texts(judged.path("allowAnybody"));
        Set<String> refused = texts(judged.path("refused"));
        List<Violation> violations = Guard.check(report, maximum, anybody);
        boolean allowed = violations.isEmpty() && refused.isEmpty();
        if (json.isAsked()) {
            ObjectNode answer = CostJson.of(report, maximum, violations, refused);
            if (judged.path("oneOfMany").asBoolean()) {
                answer.withArray("notes").add(Texts.of(Guard.ONE_OF_MANY));
            }
            JsonOutput.print(answer);
            return allowed ? 0 : 1;
        }
        Terminal terminal = Terminal.standard();
        terminal.print(report.text());
        if (judged.path("oneOfMany").asBoolean()) {
            terminal.print(Texts.of("Note: %s", Texts.of(Guard.ONE_OF_MANY)));
        }
        terminal.print("\n");
        if (allowed) {
            terminal.print(Texts.of(
                    "A synth allows this: the worst month is within maxMonthlyUsd=%s.", maximum.toPlainString()));
            return 0;
        }
        violations.stream()
                .filter(violation ->
                        violation.kind() == Violation.Kind.COST || violation.kind() == Violation.Kind.UNPRICED)
                .map(Violation::message)
                .forEach(refused::add);
        terminal.print(
                refused.isEmpty()
                        ? Texts.of("A synth refuses this for what is named above.")
                        : Texts.of("A synth refuses this:"));
        refused.forEach(message -> terminal.print("  - " + message));
        return 1;
    }

    private static Set<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::asText).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The assembly and the settings that the app's own guard judged; for another app, the assembly itself. */
    private static JsonNode judged(Path folder) {
        Path file = folder.resolve(Synthesis.JUDGED);
        try {
            return Files.exists(file)
                    ? JSON.readTree(file.toFile())
                    : JudgedAssembly.read(folder).judged();
        } catch (IOException e) {
            throw unreadable(folder, e);
        }
    }

    private static Map<String, Template> stacks(Path folder, JsonNode judged) {
        Map<String, Template> stacks = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> file : judged.path("templates").properties()) {
            try {
                stacks.put(
                        file.getKey(),
                        Template.parse(JSON.readTree(
                                folder.resolve(file.getValue().asText()).toFile())));
            } catch (IOException e) {
                throw unreadable(folder, e);
            }
        }
        return stacks;
    }

    private static CommandException unreadable(Path folder, IOException e) {
        return new CommandException(Texts.of("%s cannot be read (%s): synthesize again", folder, e.getMessage()));
    }
}
