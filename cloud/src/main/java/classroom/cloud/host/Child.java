package classroom.cloud.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/** A process that a command waits for. It and the processes that it started end with the command, also after Ctrl-C. */
public final class Child {
    /** The time that a process has to end before it is killed. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private Child() {}

    /**
     * The result of a process.
     *
     * @param status its exit status
     * @param output its output, stripped
     */
    public record Outcome(int status, String output) {}

    /** Runs it without input; its standard error is part of the output. */
    public static Outcome run(ProcessBuilder builder) throws IOException {
        builder.redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(nothing().toFile()));
        return watched(builder, process -> {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return new Outcome(waitFor(process), output);
        });
    }

    /** Runs it at the command's own terminal and returns its exit status. */
    public static int attached(ProcessBuilder builder) throws IOException {
        return watched(builder.inheritIO(), Child::waitFor);
    }

    /** The file of which there is nothing to read. */
    public static Path nothing() {
        return Path.of(System.getProperty("os.name").startsWith("Windows") ? "NUL" : "/dev/null");
    }

    private interface Wait<T> {
        T until(Process process) throws IOException;
    }

    private static <T> T watched(ProcessBuilder builder, Wait<T> wait) throws IOException {
        Process process = builder.start();
        Thread stop = new Thread(() -> end(process), "end of process " + process.pid());
        try {
            Runtime.getRuntime().addShutdownHook(stop);
        } catch (IllegalStateException e) {
            stop.run();
            throw new HostException("interrupted");
        }
        try {
            return wait.until(process);
        } finally {
            if (process.isAlive()) {
                end(process);
            }
            forget(stop);
        }
    }

    private static void forget(Thread stop) {
        try {
            Runtime.getRuntime().removeShutdownHook(stop);
        } catch (IllegalStateException e) { // It runs.
            throw new HostException("interrupted");
        }
    }

    private static void end(Process process) {
        new ProcessTree("").with(process.toHandle()).terminate(PATIENCE);
    }

    private static int waitFor(Process process) {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HostException("interrupted");
        }
    }
}
