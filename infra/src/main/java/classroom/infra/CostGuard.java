package classroom.infra;

import classroom.template.Template;
import classroom.template.TemplateException;
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
import software.amazon.awscdk.App;

/**
 * Holds every synth to what may be spent: judges the templates as they were written, of all stacks together, for the
 * free allowance is one.
 *
 * <p>What has not been judged and allowed cannot be deployed, not even with <code>--app cdk.out</code>: the assembly loses
 * its manifest, whatever kept the guard from its verdict. The templates stay for <code>./classroom cost</code>, which reads
 * from {@value #FILE} what was judged and by what.
 */
final class CostGuard {
    /** Beside the templates in the assembly. */
    static final String FILE = "cost.json";

    private static final String MANIFEST = "manifest.json";

    private static final ObjectMapper JSON = new ObjectMapper();

    private CostGuard() {}

    /**
     * Synthesizes the app and judges what it wrote.
     *
     * @throws Refused if the class may not be deployed so; the app's folder is then no assembly
     */
    static void synthesize(App app, Settings.Consent consent) {
        Path folder = Path.of(app.getOutdir());
        boolean allowed = false;
        try {
            app.synth();
            check(folder, consent);
            allowed = true;
        } finally {
            if (!allowed) {
                takeManifest(folder);
            }
        }
    }

    private static void check(Path assembly, Settings.Consent consent) {
        try {
            Map<String, String> files = templates(assembly);
            Map<String, Template> stacks = new LinkedHashMap<>();
            for (Map.Entry<String, String> file : files.entrySet()) {
                stacks.put(file.getKey(), template(file.getKey(), assembly.resolve(file.getValue())));
            }
            ObjectNode judged = JSON.createObjectNode()
                    .put("students", consent.students())
                    .put("oneOfMany", consent.oneOfMany())
                    .put("maxMonthlyUsd", consent.maxMonthlyUsd().toPlainString());
            files.forEach(judged.putObject("templates")::put);
            JSON.writeValue(assembly.resolve(FILE).toFile(), judged);
            List<Violation> violations = Guard.check(stacks, consent.students(), consent.maxMonthlyUsd());
            if (!violations.isEmpty()) {
                throw new Refused(message(stacks, violations, consent));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the templates in " + assembly + " cannot be read", e);
        }
    }

    private static void takeManifest(Path assembly) {
        try {
            Files.deleteIfExists(assembly.resolve(MANIFEST));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "delete " + assembly + ": it holds a class that the cost guard has not allowed", e);
        }
    }

    private static Template template(String stack, Path file) throws IOException {
        try {
            return Template.parse(JSON.readTree(file.toFile()));
        } catch (TemplateException e) {
            throw new Refused(
                    "the cost guard cannot judge " + stack + ", so nothing may be deployed: " + e.getMessage());
        }
    }

    private static String message(Map<String, Template> stacks, List<Violation> violations, Settings.Consent consent) {
        StringBuilder message = new StringBuilder("the cost guard refuses " + String.join(", ", stacks.keySet())
                + " (./classroom cost shows the month):");
        violations.forEach(
                violation -> message.append(System.lineSeparator()).append("- ").append(violation.message()));
        if (consent.oneOfMany()) {
            message.append(System.lineSeparator()).append(Guard.ONE_OF_MANY);
        }
        return message.toString();
    }

    /** The stacks' template files by stack name, in the manifest's order. The class has no stages. */
    private static Map<String, String> templates(Path assembly) throws IOException {
        JsonNode artifacts = JSON.readTree(assembly.resolve(MANIFEST).toFile()).path("artifacts");
        Map<String, String> files = new LinkedHashMap<>();
        artifacts.properties().forEach(entry -> {
            JsonNode artifact = entry.getValue();
            switch (artifact.path("type").asText()) {
                case "aws:cloudformation:stack" ->
                    files.put(
                            artifact.at("/properties/stackName").asText(entry.getKey()),
                            artifact.at("/properties/templateFile").asText());
                case "cdk:cloud-assembly" ->
                    throw new Refused("the cost guard does not look into the stage " + entry.getKey()
                            + ": add its stacks to the app itself");
                default -> {
                    // The construct tree, assets and feature flags are no resources.
                }
            }
        });
        return files;
    }
}
