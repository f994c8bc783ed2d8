package classroom.cloud.lambda.environment;

import classroom.cloud.lambda.handlers.Echo;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A deployed function of the tests whose code is a folder. */
final class TestDeployment {
    private static final Function FUNCTION = TestFunction.of(Echo.class, Path.of("."))
            .with(Duration.ofSeconds(3))
            .with(Map.of("COLOUR", "red"))
            .build();

    private TestDeployment() {}

    static Deployment latest(Path folder) {
        return new Deployment(FUNCTION, "arn:echo", new Asset(folder, folder.resolve("task")), List.of());
    }

    /** A published version that starts from a snapshot. */
    static Deployment snapshot(Path folder) {
        return latest(folder)
                .published(
                        "7",
                        new Function(
                                FUNCTION.name(),
                                FUNCTION.description(),
                                FUNCTION.handler(),
                                FUNCTION.runtime(),
                                FUNCTION.code(),
                                FUNCTION.environment(),
                                FUNCTION.memoryMb(),
                                FUNCTION.timeout(),
                                FUNCTION.role(),
                                FUNCTION.logGroup(),
                                FUNCTION.tags(),
                                null,
                                Function.Shown.DEFAULT,
                                true));
    }
}
