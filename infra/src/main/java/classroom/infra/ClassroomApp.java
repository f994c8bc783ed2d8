package classroom.infra;

import io.github.cdklabs.cdknag.AwsSolutionsChecks;
import java.net.URISyntaxException;
import java.nio.file.Path;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;
import software.amazon.awscdk.Validations;

/**
 * The CDK app of the class. It reads the context (<code>-c student=NAME</code>, <code>-c billing=on-demand</code>) and
 * needs the functions' jar, which <code>node build.mjs</code> makes.
 */
public final class ClassroomApp {
    private ClassroomApp() {}

    public static void main(String[] args) {
        try {
            of(AppProps.builder().analyticsReporting(false).build(), functions())
                    .synth();
        } catch (InvalidSetting e) {
            System.err.println("classroom: " + e.getMessage());
            System.exit(1);
        }
    }

    /**
     * The app with its stack.
     *
     * @param functions the jar that Lambda runs
     * @throws InvalidSetting if the context holds a value that is not allowed
     */
    static App of(AppProps props, Path functions) {
        App app = new App(props);
        Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
        new ClassroomStack(app, Settings.of(app.getNode()::tryGetContext, functions));
        return app;
    }

    /** Beside this module, whatever the current directory is: <code>functions/target/functions-lambda.jar</code>. */
    private static Path functions() {
        try {
            Path infra = Path.of(ClassroomApp.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            // infra/target/infra.jar
            Path root = infra.getParent().getParent().getParent();
            return root.resolve(Path.of("functions", "target", "functions-lambda.jar"));
        } catch (URISyntaxException e) {
            throw new IllegalStateException("The place of this program's own jar is no file", e);
        }
    }
}
