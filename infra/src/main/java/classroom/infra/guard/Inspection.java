package classroom.infra.guard;

import classroom.infra.guard.Finding.Rule;
import classroom.template.assembly.Manifest;
import classroom.template.cost.Guard;
import classroom.template.language.Texts;
import io.github.cdklabs.cdknag.AwsSolutionsChecks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awscdk.App;
import software.amazon.awscdk.StageSynthesisOptions;
import software.amazon.awscdk.Validations;

/**
 * Synthesizes the app and refuses it with everything at once that the CDK, cdk-nag and the {@link CostGuard} find in
 * it.
 *
 * <p>A class that is not allowed cannot be deployed, not even with {@code --app cdk.out}: the assembly loses its
 * manifest, also when the inspection fails before a verdict. If the costs are the
 * only reason, {@value CostGuard#FILE} stays with the templates, so that {@code ./classroom cost} can show them.
 */
public final class Inspection {
    /** A synth that only writes down what its rules find: it neither prints nor throws. */
    private static final String CDK_REFUSES = "@aws-cdk/core:failSynthOnValidationErrors";

    private static final Pattern INVALID =
            Pattern.compile("Validation failed with the following errors:\\R(.*)", Pattern.DOTALL);

    private static final Pattern ERROR = Pattern.compile("\\s*\\[(.*?)] (.*)");

    private Inspection() {}

    /** Adds cdk-nag's rules to an app that has no stacks yet. */
    public static void prepare(App app) {
        app.getNode().setContext(CDK_REFUSES, false);
        Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
    }

    /**
     * Synthesizes the app and judges what it wrote.
     *
     * @throws Refused if the class may not be deployed; then the app's folder is no longer an assembly
     */
    public static void synthesize(App app, Consent consent) {
        Path folder = Path.of(app.getOutdir());
        boolean allowed = false;
        try {
            List<Finding> findings = new ArrayList<>(synth(app));
            Constructs constructs = Constructs.read(app);
            findings.addAll(ValidationReport.read(folder, constructs));
            boolean onlyCosts = findings.isEmpty();
            CostGuard guard = new CostGuard(constructs, consent);
            findings.addAll(guard.judge(folder));
            if (onlyCosts) {
                guard.record(folder);
            }
            if (!findings.isEmpty()) {
                List<String> notes = notes(findings, consent);
                guard.consentToAll().ifPresent(notes::add);
                throw new Refused(constructs.stacks(), findings, notes);
            }
            allowed = true;
        } catch (IOException e) {
            throw new UncheckedIOException(Texts.of("the assembly in %s cannot be read", folder), e);
        } finally {
            if (!allowed) {
                takeManifest(folder);
            }
        }
    }

    /** Synthesizes, also an app with constructs that the CDK calls invalid, so that the other rules can read it. */
    private static List<Finding> synth(App app) {
        try {
            app.synth();
            return List.of();
        } catch (RuntimeException e) {
            List<Finding> errors = errors(Failure.words(e));
            if (errors.isEmpty()) {
                throw e;
            }
            app.synth(StageSynthesisOptions.builder()
                    .skipValidation(true)
                    .force(true)
                    .build());
            return errors;
        }
    }

    private static List<Finding> errors(String words) {
        Matcher invalid = INVALID.matcher(words);
        return invalid.matches()
                ? invalid.group(1)
                        .lines()
                        .map(ERROR::matcher)
                        .filter(Matcher::matches)
                        .map(Inspection::error)
                        .toList()
                : List.of();
    }

    private static Finding error(Matcher error) {
        return new Finding(
                List.of(error.group(1)),
                new Rule(Rule.CDK, "validation"),
                error.group(2),
                Texts.of("cannot be acknowledged: %s", Texts.of("mend it")));
    }

    private static List<String> notes(List<Finding> findings, Consent consent) {
        List<String> notes = new ArrayList<>();
        if (findings.stream().anyMatch(finding -> finding.answer().startsWith("Findings."))) {
            notes.add(Texts.of("Write the reason for WHY, and import classroom.infra.parts.Findings."));
        }
        if (consent.oneOfMany()) {
            notes.add(Texts.of(Guard.ONE_OF_MANY));
        }
        return notes;
    }

    private static void takeManifest(Path assembly) {
        try {
            Files.deleteIfExists(Manifest.in(assembly));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    Texts.of("delete %s: it holds a class that has not been allowed", assembly), e);
        }
    }
}
