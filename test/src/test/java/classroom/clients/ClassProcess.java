package classroom.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/**
 * A local class as a person starts it, {@code ./classroom up} in a separate process, and clients that have only the
 * variables of {@code ./classroom env}. It is started without the script, which would run Maven inside Maven.
 */
public final class ClassProcess implements AutoCloseable {
    private static final String READY = "ready http://127.0.0.1:";

    /** A client that ignores the local class's endpoint must reach nothing, and never AWS. */
    private static final String NOWHERE = "http://127.0.0.1:9";

    private final Process process;
    private final int port;
    private final String exports;

    private ClassProcess(Process process, int port) throws IOException {
        this.process = process;
        this.port = port;
        this.exports = output(classroom("env", "--port", String.valueOf(port), "--shell", "sh"));
    }

    /** Starts a class on a free port, with further options of {@code up}, and waits until it is ready. */
    static ClassProcess start(String... options) throws IOException {
        return start(command -> command, options);
    }

    /** Starts a class by a command line that is made of the usual one. */
    static ClassProcess start(UnaryOperator<String[]> through, String... options) throws IOException {
        List<String> up = new ArrayList<>(classroom("up", "--port", "0").command());
        up.addAll(List.of(options));
        Process process = new ProcessBuilder(through.apply(up.toArray(String[]::new)))
                .redirectErrorStream(true)
                .start();
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        StringBuilder said = new StringBuilder();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            said.append(line).append('\n');
            if (line.startsWith(READY)) {
                drain(out);
                return new ClassProcess(process, Integer.parseInt(line.substring(READY.length())));
            }
        }
        throw new AssertionError("The class did not start:\n" + said);
    }

    /** Runs a command of {@code ./classroom} that has a port. */
    Result classroomOf(String command) {
        List<String> line = new ArrayList<>(classroom());
        line.addAll(List.of(command, "--port", String.valueOf(port)));
        return run(Map.of(), line.toArray(String[]::new));
    }

    /** The project's own folder. */
    public static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("cdk.json"))) {
            folder = folder.getParent();
        }
        return folder;
    }

    /** The output and exit status of a client. */
    record Result(int status, String out, String err) {}

    /** Runs a client that has what {@code env} prints, and these variables over it. */
    Result run(Map<String, String> variables, String... command) {
        List<String> shell = new ArrayList<>(List.of("sh", "-c", exports + "\n" + sets(variables) + "\"$@\"", "sh"));
        shell.addAll(List.of(command));
        ProcessBuilder builder = new ProcessBuilder(shell);
        choose(builder);
        keepIn(builder);
        try {
            Path out = Files.createTempFile("client", ".out");
            Path err = Files.createTempFile("client", ".err");
            try {
                Process client = builder.redirectOutput(out.toFile())
                        .redirectError(err.toFile())
                        .start();
                assertThat(client.waitFor(300, TimeUnit.SECONDS))
                        .as("%s ends", List.of(command))
                        .isTrue();
                return new Result(client.exitValue(), Files.readString(out), Files.readString(err));
            } finally {
                Files.delete(out);
                Files.delete(err);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Fails, and says how to install it, when a client is not there. */
    public static void require(String... command) {
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            choose(builder);
            output(builder);
        } catch (IOException e) {
            throw new AssertionError(
                    String.join(" ", command) + " does not run. The client tests need the AWS CLI and boto3:"
                            + " apt-get install awscli python3-boto3, or pip install awscli boto3",
                    e);
        }
    }

    /** Lets a client that uses proxies reach only this machine. */
    public static void keepIn(ProcessBuilder builder) {
        for (String proxy : List.of("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY")) {
            builder.environment().put(proxy, NOWHERE);
        }
        builder.environment().put("NO_PROXY", "127.0.0.1");
        builder.environment().put("no_proxy", "127.0.0.1");
    }

    /** {@code -Dclients.path=/usr/bin} takes the clients from there, where there are several. */
    public static void choose(ProcessBuilder builder) {
        String path = System.getProperty("clients.path");
        if (path != null) {
            builder.environment().merge("PATH", path, (old, first) -> first + File.pathSeparator + old);
        }
    }

    /** Stops the class as SIGTERM does, and waits for its end. */
    @Override
    public void close() {
        process.destroy();
        try {
            assertThat(process.waitFor(30, TimeUnit.SECONDS))
                    .as("the class ends")
                    .isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ProcessBuilder classroom(String... arguments) {
        List<String> command = new ArrayList<>(classroom());
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command);
    }

    /** The command line that the script {@code ./classroom} ends in, without arguments. */
    public static List<String> classroom() {
        Path target = root().resolve("cli").resolve("target");
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dclassroom.home=" + root(),
                "-cp",
                target.resolve("cli.jar")
                        + File.pathSeparator
                        + target.resolve("lib").resolve("*")
                        + File.pathSeparator
                        + target.resolve(Path.of("lib", "last", "*")),
                "classroom.cli.Main");
    }

    private static String output(ProcessBuilder builder) throws IOException {
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException("exit status " + process.exitValue() + ": " + out);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return out;
    }

    private static String sets(Map<String, String> variables) {
        StringBuilder sets = new StringBuilder();
        variables.forEach((name, value) ->
                sets.append("export ").append(name).append("='").append(value).append("'\n"));
        return sets.toString();
    }

    /** A pipe that nobody reads would stop the class. */
    private static void drain(BufferedReader out) {
        Thread thread = new Thread(() -> read(out), "class output");
        thread.setDaemon(true);
        thread.start();
    }

    private static void read(BufferedReader out) {
        try {
            while (out.readLine() != null) {
                // The local class's own output is not checked here.
            }
        } catch (IOException e) {
            // The class has ended.
        }
    }
}
