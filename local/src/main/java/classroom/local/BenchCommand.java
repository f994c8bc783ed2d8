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
@Command(
        name = "bench",
        description = "Measures cold start, snap start, load, growth, streams. See ./classroom bench --help")
final class BenchCommand implements Callable<Integer> {
    @Unmatched
    private List<String> arguments = new ArrayList<>();

    @Override
    public Integer call() throws IOException, InterruptedException {
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
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        Environment.strip(builder.environment());
        Process process = builder.start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        return process.waitFor();
    }
}
