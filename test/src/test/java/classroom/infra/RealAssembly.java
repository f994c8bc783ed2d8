package classroom.infra;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The class's cloud assembly with the functions as they are packaged, for tests that run them: once in a test run. */
public final class RealAssembly {
    private static final Map<Map<String, Object>, Path> FOLDERS = new ConcurrentHashMap<>();

    private RealAssembly() {}

    /** Its folder. */
    public static Path folder() {
        return folder(Map.of());
    }

    /** That of one student's class. */
    public static Path ofStudent(String student) {
        return folder(Map.of("student", student));
    }

    /** That of the class with SnapStart. */
    public static Path withSnapStart() {
        return folder(Map.of("snapStart", true));
    }

    private static Path folder(Map<String, Object> settings) {
        return FOLDERS.computeIfAbsent(
                settings,
                any -> Synthesis.assembly(
                        any, Project.ROOT.resolve(Path.of("asset", "target", "functions-lambda.jar"))));
    }
}
