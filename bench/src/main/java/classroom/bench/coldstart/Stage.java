package classroom.bench.coldstart;

import classroom.bench.Folder;
import classroom.bench.Pinning;
import classroom.bench.Setup;
import classroom.bench.coldstart.Launch.Function;
import classroom.bench.coldstart.Launch.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/** The measured functions, unpacked, with a database and the Lambda Runtime API. */
final class Stage implements AutoCloseable {
    private static final String PROGRAMS = "classroom.bench.programs.";

    private final Pinning pinning = Pinning.start();
    private final Folder folder;
    private final Database database;
    private final RuntimeServer runtime;
    private final Surroundings surroundings;
    private final Path programs;
    private final Path ours;
    private final Path naive;

    Stage(Setup setup) throws Exception {
        folder = Folder.create();
        database = new Database();
        runtime = new RuntimeServer();
        Programs packages = new Programs(folder.path());
        programs = packages.unpack(jar(setup, "bench/programs/target/bench-programs.jar"), "programs");
        ours = packages.unpack(jar(setup, "asset/target/functions-lambda.jar"), "ours");
        naive = packages.unpack(jar(setup, "bench/naive/target/bench-naive-lambda.jar"), "naive");
        surroundings = new Surroundings(
                runtime,
                database.endpoint(),
                pinning,
                Files.createDirectory(folder.path().resolve("home")),
                folder.path().resolve("output"));
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

    /** The calls of the others, without any SDK. */
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

    Pinning pinning() {
        return pinning;
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
        pinning.close();
        folder.close();
    }
}
