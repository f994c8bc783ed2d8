package classroom.cli.command;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The program of {@code ./classroom} as a separate process, without the script's build. */
public final class Program implements AutoCloseable {
    public static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    public static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Process process;
    private final List<String> lines = new ArrayList<>();
    private final CountDownLatch ended = new CountDownLatch(1);

    private Program(Process process) {
        this.process = process;
        Thread reader = new Thread(this::read, "output of " + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    /** The result of a program that has ended. */
    public record Result(int status, String output) {}

    /** Starts it; its temporary files go to a folder of the test's. */
    public static Program start(Path temporary, String... arguments) throws IOException {
        return start(temporary, ROOT, Map.of(), arguments);
    }

    /** Runs it for another project folder and with further environment variables. */
    public static Program start(Path temporary, Path home, Map<String, String> environment, String... arguments)
            throws IOException {
        List<String> command = command(temporary, home);
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(temporary.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        return new Program(builder.start());
    }

    /** Starts a command line of which it is a part. */
    public static Program of(ProcessBuilder command) throws IOException {
        return new Program(command.redirectErrorStream(true).start());
    }

    /** Runs it to its end. */
    public static Result run(Path temporary, String... arguments) throws IOException, InterruptedException {
        try (Program program = start(temporary, arguments)) {
            return program.end();
        }
    }

    /** The result with both of its outputs apart. */
    public record Apart(int status, String out, String err) {}

    /** Runs it to its end with its two outputs in files, as a script would. */
    public static Apart runApart(Path temporary, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = command(temporary, ROOT);
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile(temporary, "out", ".txt");
        Path err = Files.createTempFile(temporary, "err", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(temporary.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().putAll(environment);
        int status = builder.start().waitFor();
        return new Apart(status, Files.readString(out), Files.readString(err));
    }

    /**
     * Runs the CDK CLI against a running class. Its assemblies go to a folder of the test's: the CLI refuses to
     * synthesize into a folder that another CLI reads, and other tests run beside this one.
     */
    public static Result cdk(Path temporary, String port, String... arguments)
            throws IOException, InterruptedException {
        return run(temporary, cdkArguments(temporary, port, arguments));
    }

    /** The arguments of {@link #cdk}, to be started. */
    static String[] cdkArguments(Path temporary, String port, String... arguments) {
        List<String> all = new ArrayList<>(List.of("cdk", "--port", port));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--output", temporary.resolve("cdk.out").toString()));
        return all.toArray(String[]::new);
    }

    /** The command line up to the program's own arguments. */
    public static List<String> command(Path temporary, Path home) {
        Path target = ROOT.resolve(Path.of("cli", "target"));
        return new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Djava.io.tmpdir=" + temporary,
                "-Dclassroom.home=" + home,
                "-cp",
                target.resolve("cli.jar")
                        + File.pathSeparator
                        + target.resolve("lib").resolve("*")
                        + File.pathSeparator
                        + target.resolve(Path.of("lib", "last", "*")),
                "classroom.cli.Main"));
    }

    /** Its process id. */
    public long pid() {
        return process.pid();
    }

    public ProcessHandle handle() {
        return process.toHandle();
    }

    /** Waits for a line that begins so, and returns it. */
    public String line(String beginning) throws InterruptedException {
        return line("begins with " + beginning, line -> line.startsWith(beginning));
    }

    /** Waits for a line that has this in it, and returns it. */
    public String lineWith(String part) throws InterruptedException {
        return line("has " + part, line -> line.contains(part));
    }

    private String line(String wanted, Predicate<String> matches) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            synchronized (lines) {
                for (String line : lines) {
                    if (matches.test(line)) {
                        return line;
                    }
                }
            }
            if (ended.await(20, TimeUnit.MILLISECONDS)) {
                break;
            }
        }
        throw new AssertionError("no line that " + wanted + " in:\n" + output());
    }

    /** Stops it, as {@code kill} does. */
    public Result terminate() throws InterruptedException {
        process.toHandle().destroy(); // Process.destroy would close its output as well.
        return end();
    }

    public Result end() throws InterruptedException {
        return end(PATIENCE);
    }

    /** Runs a program that takes long. */
    public Result end(Duration patience) throws InterruptedException {
        if (!process.waitFor(patience.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("it does not end; so far it said:\n" + output());
        }
        ended.await();
        return new Result(process.exitValue(), output());
    }

    public String output() {
        synchronized (lines) {
            return String.join("\n", lines);
        }
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private void read() {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                synchronized (lines) {
                    lines.add(line);
                }
            }
        } catch (IOException e) {
            synchronized (lines) {
                lines.add("(its output ended: " + e.getMessage() + ")");
            }
        } finally {
            ended.countDown();
        }
    }
}
