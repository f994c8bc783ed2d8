package classroom.local;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/**
 * {@code bench}: starts the benchmarks in a JVM of their own, with everything that was given. The launch script has built
 * them, because that is its command's name.
 */
@Command(name = "bench", description = "Measures how fast the class is. See ./classroom bench --help")
final class BenchCommand implements Callable<Integer> {
    @Unmatched
    private List<String> arguments = new ArrayList<>();

    @Override
    public Integer call() throws IOException {
        Path root = Home.find().root();
        Path target = root.resolve(Path.of("bench", "target"));
        Path jar = target.resolve("bench.jar");
        if (!Files.exists(jar)) {
            throw new CommandException(jar + " is missing: run this through ./classroom, which builds it");
        }
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-D" + Home.PROPERTY + "=" + root,
                "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
                "-cp",
                jar + File.pathSeparator + target.resolve("lib").resolve("*"),
                "classroom.bench.Main"));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        Environment.strip(builder.environment());
        return Child.attached(builder);
    }
}
