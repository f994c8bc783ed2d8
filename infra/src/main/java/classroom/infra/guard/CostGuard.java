package classroom.infra.guard;

import classroom.template.TemplateException;
import classroom.template.assembly.Manifest;
import classroom.template.cost.CostReport;
import classroom.template.cost.Guard;
import classroom.template.cost.JudgedAssembly;
import classroom.template.cost.Prices;
import classroom.template.cost.Violation;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import software.amazon.awscdk.App;

/**
 * Refuses a class that costs more than the {@link Consent} allows. It judges the assembly as it was written, and the
 * templates of all stacks together, because they share one free allowance.
 *
 * <p>A class that the guard has not allowed cannot be deployed, not even with {@code --app cdk.out}: the assembly loses
 * its manifest, also when the guard fails before a verdict. The templates stay for {@code ./classroom cost}. It reads
 * from {@value #FILE} what was judged, and with which consent.
 */
public final class CostGuard {
    /** Beside the templates in the assembly. */
    static final String FILE = "cost.json";

    private static final ObjectMapper JSON = new ObjectMapper();

    private CostGuard() {}

    /**
     * Synthesizes the app and judges what it wrote.
     *
     * @throws Refused if the class may not be deployed; then the app's folder is no longer an assembly
     */
    public static void synthesize(App app, Consent consent) {
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

    private static void check(Path folder, Consent consent) {
        try {
            JudgedAssembly assembly = JudgedAssembly.read(folder);
            ObjectNode judged = assembly.judged()
                    .put("students", consent.students())
                    .put("oneOfMany", consent.oneOfMany())
                    .put("maxMonthlyUsd", consent.maxMonthlyUsd().toPlainString());
            consent.allowAnybody().forEach(judged.putArray("allowAnybody")::add);
            JSON.writeValue(folder.resolve(FILE).toFile(), judged);
            List<Violation> violations = new ArrayList<>(assembly.violations());
            violations.addAll(Guard.check(
                    CostReport.of(assembly.stacks(), consent.students(), Prices.of(assembly.region())),
                    consent.maxMonthlyUsd(),
                    consent.allowAnybody()));
            if (!violations.isEmpty()) {
                throw new Refused(message(assembly.files().keySet(), violations, consent));
            }
        } catch (TemplateException e) {
            throw new Refused("the cost guard cannot judge the class, so nothing may be deployed: " + e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException("the templates in " + folder + " cannot be read", e);
        }
    }

    private static void takeManifest(Path assembly) {
        try {
            Files.deleteIfExists(Manifest.in(assembly));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "delete " + assembly + ": it holds a class that the cost guard has not allowed", e);
        }
    }

    private static String message(Set<String> stacks, List<Violation> violations, Consent consent) {
        StringBuilder message = new StringBuilder(
                "the cost guard refuses " + String.join(", ", stacks) + " (./classroom cost shows the month):");
        violations.forEach(
                violation -> message.append(System.lineSeparator()).append("- ").append(violation.message()));
        if (consent.oneOfMany()) {
            message.append(System.lineSeparator()).append(Guard.ONE_OF_MANY);
        }
        return message.toString();
    }
}
