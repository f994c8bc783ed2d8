package classroom.infra;

import classroom.infra.guard.CostGuard;
import classroom.infra.guard.Refused;
import io.github.cdklabs.cdknag.AwsSolutionsChecks;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;
import software.amazon.awscdk.Validations;

/**
 * Runs the CDK app of the class. Its {@link Settings} are the context ({@code -c student=NAME}). It needs the
 * functions' jar, which {@code node build.mjs} makes. If a setting is not allowed, or the {@link CostGuard} refuses the
 * class, it prints lines that begin with {@code classroom:} and ends with exit status 1.
 */
public final class ClassroomApp {
    private ClassroomApp() {}

    public static void main(String[] args) {
        try {
            App app = new App(AppProps.builder().analyticsReporting(false).build());
            Settings settings = settings(app, functions());
            compose(app, settings);
            CostGuard.synthesize(app, settings.consent());
        } catch (InvalidSetting | Refused e) {
            e.getMessage().lines().forEach(line -> System.err.println("classroom: " + line));
            System.exit(1);
        }
    }

    /**
     * Reads the settings from the app's context.
     *
     * @param functions the jar that Lambda runs
     * @throws InvalidSetting if the context holds a value that is not allowed
     */
    static Settings settings(App app, Path functions) {
        Map<String, Object> context = new LinkedHashMap<>();
        // One question to jsii, for each costs time.
        ((Map<?, ?>) app.getNode().getAllContext()).forEach((key, value) -> context.put(key.toString(), value));
        return Settings.of(context, functions);
    }

    /** Adds the stacks to the app: the class, and the budget if its mail has an address. */
    static void compose(App app, Settings settings) {
        Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
        new ClassroomStack(app, settings);
        if (!settings.budgetEmail().isEmpty()) {
            new BudgetStack(app, settings);
        }
    }

    /** Finds the jar beside this module, from any current directory. */
    private static Path functions() {
        try {
            Path infra = Path.of(ClassroomApp.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            // infra/target/infra.jar
            Path root = infra.getParent().getParent().getParent();
            return root.resolve(Path.of("asset", "target", "functions-lambda.jar"));
        } catch (URISyntaxException e) {
            throw new IllegalStateException("The place of this program's own jar is not a file", e);
        }
    }
}
