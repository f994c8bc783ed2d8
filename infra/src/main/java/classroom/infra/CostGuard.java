package classroom.infra;

import classroom.template.Template;
import classroom.template.cost.Guard;
import classroom.template.cost.Violation;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Holds every synth to what may be spent: judges the templates as they were written, of all stacks together, for the
 * free allowance is one.
 *
 * <p>What is refused cannot be deployed, not even with <code>--app cdk.out</code>: the assembly loses its manifest. The
 * templates stay for <code>./classroom cost</code>, which reads from {@value #FILE} what was judged and by what.
 */
final class CostGuard {
    /** Beside the templates in the assembly. */
    static final String FILE = "cost.json";

    private static final ObjectMapper JSON = new ObjectMapper();

    private CostGuard() {}

    /**
     * @param assembly the folder of a cloud assembly that has just been written
     * @throws Refused if the class may not be deployed so; the assembly is then none any more
     */
    static void check(Path assembly, Settings.Consent consent) {
        try {
            Map<String, String> files = templates(assembly);
            Map<String, Template> stacks = new LinkedHashMap<>();
            for (Map.Entry<String, String> file : files.entrySet()) {
                stacks.put(
                        file.getKey(),
                        Template.parse(
                                JSON.readTree(assembly.resolve(file.getValue()).toFile())));
            }
            ObjectNode judged = JSON.createObjectNode()
                    .put("students", consent.students())
                    .put("maxMonthlyUsd", consent.maxMonthlyUsd().toPlainString());
            files.forEach(judged.putObject("templates")::put);
            JSON.writeValue(assembly.resolve(FILE).toFile(), judged);
            List<Violation> violations = Guard.check(stacks, consent.students(), consent.maxMonthlyUsd());
            if (!violations.isEmpty()) {
                Files.delete(assembly.resolve("manifest.json"));
                throw new Refused(message(stacks, violations));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the templates in " + assembly + " cannot be read", e);
        }
    }

    private static String message(Map<String, Template> stacks, List<Violation> violations) {
        StringBuilder message = new StringBuilder("the cost guard refuses " + String.join(", ", stacks.keySet())
                + " (./classroom cost shows the month):");
        violations.forEach(
                violation -> message.append(System.lineSeparator()).append("- ").append(violation.message()));
        return message.toString();
    }

    /** The stacks' template files by stack name, in the manifest's order. The class has no stages. */
    private static Map<String, String> templates(Path assembly) throws IOException {
        JsonNode artifacts =
                JSON.readTree(assembly.resolve("manifest.json").toFile()).path("artifacts");
        Map<String, String> files = new LinkedHashMap<>();
        artifacts.properties().forEach(entry -> {
            JsonNode artifact = entry.getValue();
            switch (artifact.path("type").asText()) {
                case "aws:cloudformation:stack" ->
                    files.put(
                            artifact.at("/properties/stackName").asText(entry.getKey()),
                            artifact.at("/properties/templateFile").asText());
                case "cdk:cloud-assembly" ->
                    throw new IllegalStateException("the cost guard does not look into the stage " + entry.getKey());
                default -> {
                    // The construct tree, assets and feature flags are no resources.
                }
            }
        });
        return files;
    }
}
