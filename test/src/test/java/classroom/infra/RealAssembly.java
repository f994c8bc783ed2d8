package classroom.infra;

import java.nio.file.Path;
import java.util.Map;

/** The class's cloud assembly with the functions as they are packaged, for tests that run them: once in a test run. */
public final class RealAssembly {
    private static Path folder;

    private RealAssembly() {}

    /** Its folder. */
    public static synchronized Path folder() {
        if (folder == null) {
            folder = Synthesis.assembly(
                    Map.of(), Project.ROOT.resolve(Path.of("functions", "target", "functions-lambda.jar")));
        }
        return folder;
    }
}
