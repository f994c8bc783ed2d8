package classroom.cloud.lambda.environment;

import classroom.cloud.identity.Keys;
import classroom.cloud.logs.Logs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** The log stream of one environment: the function's output, and Lambda's own lines about its invocations. */
final class InvocationLog {
    /** The status in the report of an invocation that ended with its process. */
    static final String EXIT_STATUS = "\tStatus: error\tError Type: Runtime.ExitError";

    static final String TIMEOUT_STATUS = "\tStatus: timeout";

    private static final DateTimeFormatter STREAM_DATE =
            DateTimeFormatter.ofPattern("yyyy/MM/dd").withZone(ZoneOffset.UTC);

    private final Deployment deployment;
    private final Function function;
    private final Credentials credentials;
    private final Logs logs;
    private final String stream;
    private Process process;
    private volatile LogTail tail = new LogTail();

    InvocationLog(Deployment deployment, Credentials credentials, Logs logs) {
        this.deployment = deployment;
        this.function = deployment.function();
        this.credentials = credentials;
        this.logs = logs;
        this.stream = STREAM_DATE.format(Instant.now()) + "/[" + deployment.version() + "]" + Keys.unguessable();
    }

    /** The name of the log stream. */
    String stream() {
        return stream;
    }

    /** Sets the process that the reports describe. */
    void of(Process started) {
        process = started;
    }

    void add(String event) {
        tail.add(event);
        logs.append(credentials.identity(), function.logGroup(), stream, System.currentTimeMillis(), event);
    }

    /** Begins the tail of the next invocation. */
    void beginTail() {
        tail = new LogTail();
    }

    /** The last 4 KB of the invocation. */
    byte[] tail() {
        return tail.bytes();
    }

    void start(Invocation invocation) {
        add("START RequestId: " + invocation.requestId() + " Version: " + deployment.version() + "\n");
    }

    /** Logs an initialisation that failed after this number of milliseconds. */
    void initReport(double duration, String status) {
        add(String.format(Locale.ROOT, "INIT_REPORT Init Duration: %.2f ms\tPhase: init%s\t\n", duration, status));
    }

    /**
     * Logs an invocation that took too long, and returns its answer. They differ in form: the line in the log has the
     * moment, the answer the type of the error (recorded on AWS on 2025-11-25 by LocalStack's
     * {@code test_lambda_invoke_with_timeout}).
     */
    byte[] timedOut(Invocation invocation) {
        String what = String.format(
                Locale.ROOT,
                "Task timed out after %.2f seconds",
                function.timeout().toMillis() / 1e3);
        String now = Invocation.TIME.format(Instant.now());
        add(now + " " + invocation.requestId() + " " + what + "\n\n");
        return RuntimeApi.error("Sandbox.Timedout", "RequestId: " + invocation.requestId() + " Error: " + what);
    }

    /** Logs a process that ended during an invocation, and returns the invocation's answer. */
    byte[] exitError(Invocation invocation) {
        int code = process.onExit().join().exitValue();
        String message = "RequestId: " + invocation.requestId() + " Error: " + reason(code);
        add(message + "\nRuntime.ExitError\n");
        return RuntimeApi.error("Runtime.ExitError", message);
    }

    private static String reason(int code) {
        return switch (code) {
            case 0 -> "Runtime exited without providing a reason";
            case 128 + 6 -> "Runtime exited with error: signal: aborted";
            case 128 + 9 -> "Runtime exited with error: signal: killed";
            case 128 + 11 -> "Runtime exited with error: signal: segmentation fault";
            case 128 + 15 -> "Runtime exited with error: signal: terminated";
            default -> "Runtime exited with error: exit status " + code;
        };
    }

    /**
     * Logs the end of an invocation.
     *
     * @param duration in milliseconds
     * @param init how long the initialisation took, in milliseconds; 0 if it was not for this invocation
     */
    void report(Invocation invocation, double duration, double init, String status) {
        StringBuilder line = new StringBuilder(160);
        line.append(String.format(
                Locale.ROOT,
                "REPORT RequestId: %s\tDuration: %.2f ms\tBilled Duration: %d ms\tMemory Size: %d MB",
                invocation.requestId(),
                duration,
                (long) Math.ceil(duration + init),
                function.memoryMb()));
        peakMemory()
                .ifPresent(mb -> line.append("\tMax Memory Used: ").append(mb).append(" MB"));
        if (init > 0) {
            line.append(String.format(Locale.ROOT, "\tInit Duration: %.2f ms", init));
        }
        add("END RequestId: " + invocation.requestId() + "\n");
        add(line.append(status).append("\t\n").toString());
    }

    /** The process's peak memory, if one small file of the system has it (Linux). */
    private Optional<String> peakMemory() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
                if (line.startsWith("VmHWM:")) {
                    String kilobytes = line.substring(6, line.length() - 2).trim();
                    return Optional.of(Long.toString(Long.parseLong(kilobytes) / 1024));
                }
            }
        } catch (IOException e) {
            // Another system, or a process that has ended.
        }
        return Optional.empty();
    }
}
