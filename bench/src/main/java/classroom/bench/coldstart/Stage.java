package classroom.bench.coldstart;

import classroom.bench.Setup;
import classroom.bench.coldstart.Launch.Function;
import classroom.bench.coldstart.Launch.Surroundings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

/** The functions that are measured, unpacked, and what is around them: a database and the Lambda Runtime API. */
final class Stage implements AutoCloseable {
    private static final String PROGRAMS = "classroom.bench.programs.";

    private final Path folder;
    private final Database database;
    private final RuntimeServer runtime;
    private final Surroundings surroundings;
    private final Path programs;
    private final Path ours;
    private final Path naive;

    Stage(Setup setup) throws Exception {
        folder = Files.createTempDirectory("classroom-bench-");
        database = new Database();
        runtime = new RuntimeServer();
        Programs packages = new Programs(folder);
        programs = packages.unpack(jar(setup, "bench/programs/target/bench-programs.jar"), "programs");
        ours = packages.unpack(jar(setup, "functions/target/functions-lambda.jar"), "ours");
        naive = packages.unpack(jar(setup, "bench/naive/target/bench-naive-lambda.jar"), "naive");
        surroundings = new Surroundings(
                runtime,
                database.endpoint(),
                setup.pinning(),
                Files.createDirectory(folder.resolve("home")),
                folder.resolve("output"));
    }

    private static Path jar(Setup setup, String path) {
        return setup.root().resolve(path);
    }

    /** The packaged handlers, put and get. */
    Launch ours(Path jdk) {
        return launch(new Function(PROGRAMS + "Ours", List.of(programs, ours), "Ana Souza"), jdk);
    }

    /** The naive port of them. */
    Launch naive(Path jdk) {
        return launch(new Function("classroom.bench.naive.Naive", List.of(naive), "Ana Souza"), jdk);
    }

    /** The same calls without any SDK. */
    Launch noSdk(Path jdk) {
        return launch(new Function(PROGRAMS + "NoSdk", List.of(programs), "Ana Souza"), jdk);
    }

    /** What does nothing. */
    Launch noOp(Path jdk) {
        return launch(new Function(PROGRAMS + "NoOp", List.of(programs), "1"), jdk);
    }

    private Launch launch(Function function, Path jdk) {
        return new Launch(function, jdk, surroundings);
    }

    /** A JDK's version, such as {@code 17.0.15}. */
    static String version(Path jdk) throws IOException {
        Properties release = new Properties();
        try (var in = Files.newInputStream(jdk.resolve("release"))) {
            release.load(in);
        }
        return release.getProperty("JAVA_VERSION").replace("\"", "");
    }

    @Override
    public void close() {
        runtime.close();
        database.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + folder, e);
        }
    }
}
