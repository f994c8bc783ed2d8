package classroom.infra;

import classroom.infra.guard.Failure;
import classroom.infra.guard.Inspection;
import classroom.infra.guard.Refused;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;

/**
 * Runs the CDK app of the class. Its {@link Settings} are the context ({@code -c student=NAME}). It needs the
 * functions' jar, which {@code node build.mjs} makes. If a setting is not allowed, the {@link Inspection} refuses the
 * class or a construct fails, it prints lines that begin with {@code classroom:} and ends with exit status 1, or 2 if
 * it was a setting.
 */
public final class ClassroomApp {
    private static final int FAILED = 1;
    private static final int WRONG_USAGE = 2;

    private ClassroomApp() {}

    public static void main(String[] args) {
        run(ClassroomApp::compose);
    }

    /** Runs the app with these stacks. */
    static void run(BiConsumer<App, Settings> composition) {
        try {
            App app = new App(AppProps.builder().analyticsReporting(false).build());
            Settings settings = settings(app, functions());
            composition.accept(app, settings);
            Inspection.synthesize(app, settings.consent());
        } catch (InvalidSetting e) {
            end(e.getMessage(), WRONG_USAGE);
        } catch (Refused e) {
            end(e.getMessage(), FAILED);
        } catch (RuntimeException e) {
            end(Failure.told(e), FAILED);
        }
    }

    private static void end(String message, int status) {
        message.lines().forEach(line -> System.err.println("classroom: " + line));
        System.exit(status);
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
        Inspection.prepare(app);
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
