package classroom.infra.guard;

import classroom.infra.guard.Constructs.Place;
import classroom.infra.guard.Finding.Rule;
import classroom.template.language.Texts;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The findings of cdk-nag, of annotations and of the CDK's template lint, as a synth wrote them.
 *
 * <p>A finding of cdk-nag always refuses the class, also a warning. It is acknowledged where it is found. The CDK
 * itself lets an acknowledgement in the form of {@link classroom.infra.parts.Findings} hold for the whole app if the
 * rule's name has a {@code ::}, so such a finding counts although the report calls it suppressed.
 *
 * <p>Source: the CDK's cloud-assembly-schema ({@code validation-report.json}); {@code NagPack} of cdk-nag.
 */
final class ValidationReport {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FILE = "validation-report.json";
    private static final String NAG = "AwsSolutions";
    private static final String ANNOTATION = "cdk:annotation";

    /** The properties that these rules read, whose values the rule's name does not contain. */
    private static final Map<String, String> PROPERTIES = Map.of(
            NAG + "-DDB3", "PointInTimeRecoverySpecification",
            NAG + "-L1", "Runtime",
            NAG + "-SQS3", "RedrivePolicy");

    private final Constructs constructs;
    private final List<Finding> findings = new ArrayList<>();

    private ValidationReport(Constructs constructs) {
        this.constructs = constructs;
    }

    /** Reads the findings that refuse the class. */
    static List<Finding> read(Path folder, Constructs constructs) throws IOException {
        ValidationReport report = new ValidationReport(constructs);
        if (Files.exists(folder.resolve(FILE))) {
            JSON.readTree(folder.resolve(FILE).toFile()).path("pluginReports").forEach(report::add);
        }
        return report.findings;
    }

    private void add(JsonNode report) {
        String plugin = report.path("pluginName").asText();
        if (report.path("metadata").has("error")) {
            String error = report.path("metadata").path("error").asText();
            findings.add(new Finding(
                    List.copyOf(constructs.stacks()),
                    new Rule(Rule.CDK, plugin),
                    error + ".",
                    Texts.of("cannot be acknowledged: %s", Texts.of("mend what the rules cannot read"))));
        }
        for (JsonNode violation : report.path("violations")) {
            boolean refuses = violation.path("severity").asText().matches("error|fatal");
            if (plugin.equals(NAG) || refuses) {
                add(plugin, violation);
            }
        }
        for (JsonNode violation : report.path("suppressedViolations")) {
            if (plugin.equals(NAG) && !violation.path("acknowledgedId").asText().startsWith(NAG + "::")) {
                add(plugin, violation);
            }
        }
    }

    private void add(String plugin, JsonNode violation) {
        String rule = violation.path("ruleName").asText();
        for (JsonNode construct : violation.path("violatingConstructs")) {
            String path = construct.path("constructPath").asText();
            if (path.isEmpty()) {
                path = String.join(", ", constructs.stacks());
            }
            String told = violation.path("description").asText().replaceFirst("\\.$", "");
            if (plugin.equals(NAG)) {
                nag(path, rule, told);
            } else if (violation.path("ruleMetadata").has(ANNOTATION)
                    || violation.path("severity").asText().equals("fatal")) {
                findings.add(new Finding(
                        List.of(path),
                        new Rule(Rule.CDK, rule),
                        told + ".",
                        Texts.of("cannot be acknowledged: %s", Texts.of("mend it"))));
            } else {
                lint(path, (rule.contains("::") ? rule : plugin + "::" + rule).replace(' ', '-'), told);
            }
        }
    }

    private void nag(String path, String rule, String told) {
        String property = PROPERTIES.get(rule);
        Place place = constructs.place(path);
        findings.add(new Finding(
                List.of(path),
                new Rule(Rule.NAG, rule),
                told + (property == null ? "" : " (" + constructs.property(path, property) + ")") + "."
                        + Ours.forRule(rule) + acknowledge(place),
                "Findings.acknowledge(" + place.construct() + ", " + literal(rule.substring(NAG.length() + 1))
                        + ", \"WHY\");"));
    }

    private void lint(String path, String id, String told) {
        Place place = constructs.place(path);
        findings.add(new Finding(
                List.of(path),
                new Rule(Rule.CDK, id),
                told + "." + acknowledge(place),
                "Validations.of(" + place.construct() + ").acknowledge(Acknowledgment.builder().id(" + literal(id)
                        + ").reason(\"WHY\").build());"));
    }

    private static String acknowledge(Place place) {
        return " " + place.where();
    }

    private static String literal(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
