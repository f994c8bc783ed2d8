package classroom.bench.synth;

import classroom.bench.Benchmark;
import classroom.bench.Comparison;
import classroom.bench.Folder;
import classroom.bench.Goal;
import classroom.bench.Limit;
import classroom.bench.Picture;
import classroom.bench.Setup;
import classroom.bench.running.RunningClass;
import classroom.cli.synth.Cdk;
import classroom.cli.synth.Home;
import classroom.cloud.host.Child;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * Compares {@code cdk synth} and {@code cdk diff} of the class with the form that {@code cdk init --language java}
 * writes. Both use the pinned CLI and cdk-nag, and nothing has changed since the last run. It also measures the build
 * step of cdk.json alone.
 */
public final class Synth extends Benchmark {
    private static final String AS_INIT = "as cdk init";
    private static final double OF_INIT = 0.4;
    private static final double BUILD_MS = 1000;

    private final Folder folder = Folder.create();
    private final RunningClass running;

    private Synth(Setup setup) throws IOException {
        Home home = new Home(setup.root());
        running = RunningClass.start(setup);
        String mvn = maven(home);
        Path init = InitForm.lay(home, folder.path(), mvn);
        Cdk cdk = new Cdk(home);
        for (String command : List.of("synth", "diff")) {
            contend(command, () -> cdk.at(running.endpoint(), arguments(command, "ours", "node build.mjs")));
            contend(
                    command + " " + AS_INIT,
                    () -> cdk.at(running.endpoint(), arguments(command, "init", "node -e 0"))
                            .directory(init.toFile()));
            compare(new Comparison(command, command + " " + AS_INIT, Goal.atMost(OF_INIT), List.of(Command.WALL)));
        }
        contend(
                "build.mjs",
                () -> new ProcessBuilder("node", "build.mjs")
                        .directory(home.root().toFile()));
        limit(new Limit("build.mjs", Command.WALL, Goal.atMost(BUILD_MS)));
        note(new Fact("JDK", System.getProperty("java.version")));
        note(new Fact("Node.js", said("node", "--version")));
        note(new Fact("CDK CLI", cdk.run(List.of("--version")).output()));
        note(new Fact(
                "Maven of the form",
                said(mvn, "--batch-mode", "-Dstyle.color=never", "--version")
                        .lines()
                        .findFirst()
                        .orElse("")));
    }

    public static Benchmark open(Setup setup) throws IOException {
        return new Synth(setup);
    }

    private void contend(String name, Callable<ProcessBuilder> command) {
        contend(new Command(name, command));
    }

    private List<String> arguments(String command, String whose, String build) {
        return List.of(
                command,
                "--quiet",
                "--no-notices",
                "--build",
                build,
                "--output",
                out(whose).toString());
    }

    private Path out(String whose) {
        return folder.path().resolve(whose + ".out");
    }

    /** The one on the PATH, as the form says, or else the project's own. */
    private static String maven(Home home) {
        try {
            said("mvn", "--version");
            return "mvn";
        } catch (IOException none) {
            return home.root().resolve("mvnw").toString();
        }
    }

    private static String said(String... command) throws IOException {
        return Child.run(new ProcessBuilder(command)).output();
    }

    @Override
    public String title() {
        return "cdk synth and cdk diff of the class, of the form that cdk init writes";
    }

    @Override
    public Picture picture() {
        return new Picture.Bars(List.of(Command.WALL), "ms", false);
    }

    /** One round takes most of a minute. */
    @Override
    public int rounds() {
        return 7;
    }

    @Override
    public void close() {
        running.close();
        folder.close();
    }
}
