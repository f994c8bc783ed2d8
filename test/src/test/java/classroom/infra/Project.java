package classroom.infra;

import java.nio.file.Files;
import java.nio.file.Path;

/** The checkout that the tests run in. */
public final class Project {
    public static final Path ROOT = root();

    private Project() {}

    private static Path root() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.exists(directory.resolve("cdk.json"))) {
            directory = directory.getParent();
        }
        return directory;
    }
}
