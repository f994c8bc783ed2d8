package classroom.local.lambda;

import classroom.local.ClassData;
import classroom.local.gateway.Reply;
import classroom.local.iam.Identities;
import classroom.local.iam.Identity;
import classroom.local.logs.Logs;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One execution environment: a process that serves one invocation at a time of one version of a function.
 *
 * <p>The process asks for work over the Runtime API ({@link #next}); {@link #run} hands it over and waits for the
 * answer. Whatever goes wrong with the process ends the environment and becomes the answer that Lambda gives.
 */
final class Environment implements Places.Occupant {
    /** How long the initialisation may take before the function's timeout begins ("Lambda execution environment"). */
    static final Duration INIT_TIMEOUT = Duration.ofSeconds(10);

    /** The largest answer of a function; the number is the one that Lambda's refusal names. */
    static final int RESPONSE_LIMIT = 6_291_556;

    /** How long a container's credentials are said to last; asked for again they are the same. */
    private static final Duration CREDENTIALS = Duration.ofHours(6);

    /** How long one poll of the runtime is held: shorter than a server's idle timeout of a connection. */
    private static final long POLL_SECONDS = 20;

    private static final String EXIT_STATUS = "\tStatus: error\tError Type: Runtime.ExitError";

    private static final DateTimeFormatter STREAM_DATE =
            DateTimeFormatter.ofPattern("yyyy/MM/dd").withZone(ZoneOffset.UTC);

    private final Deployment deployment;
    private final Function function;
    private final String key = Keys.unguessable();
    private final Identities identities;
    /** Another one after a restore than before. */
    private volatile Identity identity;

    private final String credentialsToken = Keys.unguessable();
    private final Logs logs;
    private final String logStream;
    private final Path folder;
    private Archive archive;
    private Archive.Launch launch;
    private final Place place;
    private volatile Process process;
    private Output output;
    private long startedAt;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean ready;
    private long readyAt;
    private boolean ended;
    private boolean exited;
    private byte[] initFault;
    private Invocation running;
    private String invokedArn;
    private long deadline;
    private boolean taken;
    private byte[] answer;
    private boolean failed;
    private volatile LogTail tail = new LogTail();
    private boolean served;

    /** An environment whose process is not started yet. */
    Environment(Deployment deployment, Place place, Identities identities, Logs logs) throws IOException {
        this.deployment = deployment;
        this.function = deployment.function();
        this.logStream = STREAM_DATE.format(Instant.now()) + "/[" + deployment.version() + "]" + Keys.unguessable();
        this.identities = identities;
        this.logs = logs;
        this.place = place;
        this.folder = Files.createDirectory(place.folder().resolve(key));
        this.identity = identities.issue(function.role(), function.name());
    }

    @Override
    public void start() throws IOException {
        startedAt = System.nanoTime();
        try {
            process = process();
        } catch (IOException e) {
            identities.revoke(identity);
            Folders.delete(folder);
            throw e;
        }
        output = new Output(process.getInputStream(), key, this::log);
        Thread reader = new Thread(output, "log of " + function.name());
        reader.setDaemon(true);
        reader.start();
    }

    private Process process() throws IOException {
        Path home = Files.createDirectory(folder.resolve("home"));
        Path tmp = Files.createDirectory(folder.resolve("tmp"));
        Path task = deployment.root().orElse(Files.createDirectory(folder.resolve("task")));
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // As Lambda starts its Java runtimes: 85 % of the memory is heap, C1 only, serial collector.
        command.add("-XX:MaxHeapSize=" + function.memoryMb() * 1024L * 85 / 100 + "k");
        command.add("-XX:+UseSerialGC");
        command.add("-XX:TieredStopAtLevel=1");
        command.add("-Xshare:auto");
        command.add("-Djava.net.preferIPv4Stack=true");
        // What a machine of Lambda has by itself: encoding, language, zone, and no folder of the teacher.
        command.add("-Dfile.encoding=UTF-8");
        command.add("-Duser.language=en");
        command.add("-Duser.country=US");
        command.add("-Duser.timezone=UTC");
        command.add("-Duser.home=" + home);
        command.add("-Djava.io.tmpdir=" + tmp);
        if (deployment.isSnapStarted()) {
            // As on Lambda: org.crac finds the hooks of the runtime by it.
            command.add("-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac");
        }
        // Or each process leaves a file in the machine's temporary folder.
        command.add("-XX:-UsePerfData");
        archive = place.archives().of(deployment.classPath());
        launch = archive.launch(function.handler(), classList());
        command.addAll(launch.options());
        command.add("-cp");
        command.add(ClassData.join(launch.classPath()));
        command.add("classroom.local.lambda.runtime.Bootstrap");
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.directory(task.toFile());
        builder.redirectErrorStream(true);
        Map<String, String> variables = builder.environment();
        String systemRoot = variables.get("SystemRoot");
        variables.clear();
        if (File.separatorChar == '\\' && systemRoot != null) {
            // Without it a Windows process has no sockets; there the SDK takes USERPROFILE for HOME.
            variables.put("SystemRoot", systemRoot);
            variables.put("USERPROFILE", home.toString());
        }
        variables.put("HOME", home.toString());
        variables.put("LANG", "en_US.UTF-8");
        variables.put("PATH", "/usr/local/bin:/usr/bin:/bin");
        variables.put("TZ", ":UTC");
        variables.putAll(function.environment());
        variables.putAll(reserved(place, task));
        return builder.start();
    }

    private Path classList() {
        return folder.resolve("classes.lst");
    }

    /** What Lambda sets and a function cannot change ("Defined runtime environment variables"), and the endpoint. */
    private Map<String, String> reserved(Place place, Path task) {
        String endpoint = place.endpoint().get().toString();
        Map<String, String> variables = new HashMap<>();
        variables.put("AWS_DEFAULT_REGION", place.region());
        variables.put("AWS_REGION", place.region());
        variables.put("AWS_ENDPOINT_URL", endpoint);
        String environment = "/env/" + key;
        if (deployment.isSnapStarted()) {
            variables.put("AWS_CONTAINER_CREDENTIALS_FULL_URI", endpoint + environment + RuntimeApi.CREDENTIALS);
            variables.put("AWS_CONTAINER_AUTHORIZATION_TOKEN", credentialsToken);
        } else {
            variables.put("AWS_ACCESS_KEY_ID", identity.accessKeyId());
            variables.put("AWS_SECRET_ACCESS_KEY", Keys.unguessable());
            variables.put("AWS_SESSION_TOKEN", Keys.unguessable());
        }
        variables.put("AWS_EXECUTION_ENV", "AWS_Lambda_" + function.runtime());
        variables.put("AWS_LAMBDA_FUNCTION_NAME", function.name());
        variables.put("AWS_LAMBDA_FUNCTION_VERSION", deployment.version());
        variables.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", Integer.toString(function.memoryMb()));
        variables.put("AWS_LAMBDA_INITIALIZATION_TYPE", deployment.isSnapStarted() ? "snap-start" : "on-demand");
        variables.put("AWS_LAMBDA_LOG_GROUP_NAME", function.logGroup());
        variables.put("AWS_LAMBDA_LOG_STREAM_NAME", logStream);
        variables.put("AWS_LAMBDA_RUNTIME_API", endpoint.substring(endpoint.indexOf("//") + 2) + environment);
        variables.put("LAMBDA_TASK_ROOT", task.toString());
        variables.put("_HANDLER", function.handler());
        return variables;
    }

    @Override
    public Deployment deployment() {
        return deployment;
    }

    @Override
    public String key() {
        return key;
    }

    @Override
    public void onExit(Runnable action) {
        process.onExit().thenRun(() -> {
            identities.revoke(identity);
            lock.lock();
            try {
                exited = true;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
            Folders.delete(folder);
            action.run();
        });
    }

    /** Kills the process, as Lambda does; a call under way fails. */
    @Override
    public void end() {
        lock.lock();
        try {
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        Process started = process;
        if (started != null) {
            started.destroyForcibly();
        }
    }

    /**
     * Runs one invocation.
     *
     * @param arn by which the function was invoked
     * @return how it ended; empty if a process that was idle ended before it had taken the invocation, so that another
     *     may take it
     */
    Optional<Invocation.Result> run(Invocation invocation, String arn) throws InterruptedException {
        boolean cold = !served;
        served = true;
        invokedArn = arn;
        if (!cold) {
            tail = new LogTail();
        } else {
            if (!awaitReady()) {
                return Optional.of(failedInit(invocation));
            }
            output.awaitMark("init");
        }
        long begin = System.nanoTime();
        Outcome outcome = handOver(invocation);
        double duration = (System.nanoTime() - begin) / 1e6;
        byte[] payload;
        String status = "";
        switch (outcome) {
            case NOT_TAKEN:
                if (!cold) {
                    return Optional.empty();
                }
                // A new process that ends before its first call would do so again.
                log(start(invocation));
                output.awaitEnd();
                payload = exitError(invocation);
                status = EXIT_STATUS;
                break;
            case ANSWERED:
                output.awaitMark(invocation.requestId());
                payload = answer;
                break;
            case TIMED_OUT:
                end();
                // What timed out does nothing more once that has been answered.
                process.waitFor();
                output.awaitEnd();
                payload = timedOut(invocation);
                status = "\tStatus: timeout";
                duration = function.timeout().toMillis();
                break;
            default:
                output.awaitEnd();
                payload = exitError(invocation);
                status = EXIT_STATUS;
        }
        report(invocation, duration, cold, status);
        if (cold && outcome == Outcome.ANSWERED && !failed) {
            archive.learn(launch, function.handler(), classList());
        }
        return Optional.of(new Invocation.Result(
                deployment.version(), payload, outcome != Outcome.ANSWERED || failed, tail.bytes()));
    }

    private enum Outcome {
        ANSWERED,
        TIMED_OUT,
        EXITED,
        NOT_TAKEN
    }

    /** Waits for the runtime's first poll; {@code false} if it will not come. */
    private boolean awaitReady() throws InterruptedException {
        // Lambda ends an initialisation after 10 s and repeats it within the function's timeout.
        long left = INIT_TIMEOUT.plus(function.timeout()).toNanos();
        lock.lock();
        try {
            while (!ready && initFault == null && !exited && left > 0) {
                left = changed.awaitNanos(left);
            }
            return ready;
        } finally {
            lock.unlock();
        }
    }

    private Invocation.Result failedInit(Invocation invocation) throws InterruptedException {
        double duration = (System.nanoTime() - startedAt) / 1e6;
        byte[] payload;
        String status;
        if (initFault != null) {
            output.awaitMark("init");
            payload = initFault;
            status = "\tStatus: error\tError Type: Runtime.BadFunctionCode";
        } else if (exited) {
            output.awaitEnd();
            payload = exitError(invocation);
            status = EXIT_STATUS;
        } else {
            end();
            output.awaitEnd();
            payload = timedOut(invocation);
            status = "\tStatus: timeout";
        }
        end();
        log(String.format(Locale.ROOT, "INIT_REPORT Init Duration: %.2f ms\tPhase: init%s\t\n", duration, status));
        log(start(invocation));
        report(invocation, 0, false, status);
        return new Invocation.Result(deployment.version(), payload, true, tail.bytes());
    }

    private Outcome handOver(Invocation invocation) throws InterruptedException {
        long left = function.timeout().toNanos();
        lock.lock();
        try {
            running = invocation;
            deadline = System.currentTimeMillis() + function.timeout().toMillis();
            taken = false;
            answer = null;
            changed.signalAll();
            while (answer == null && !exited && left > 0) {
                left = changed.awaitNanos(left);
            }
            running = null;
            if (answer != null) {
                return Outcome.ANSWERED;
            }
            if (!exited) {
                return Outcome.TIMED_OUT;
            }
            return taken ? Outcome.EXITED : Outcome.NOT_TAKEN;
        } finally {
            lock.unlock();
        }
    }

    private byte[] timedOut(Invocation invocation) {
        String message = String.format(
                Locale.ROOT,
                "%s %s Task timed out after %.2f seconds",
                DateTimeFormatter.ISO_INSTANT.format(Instant.now().truncatedTo(ChronoUnit.MILLIS)),
                invocation.requestId(),
                function.timeout().toMillis() / 1e3);
        log(message + "\n\n");
        return json("{\"errorMessage\":\"" + message + "\"}");
    }

    private byte[] exitError(Invocation invocation) {
        int code = process.onExit().join().exitValue();
        String message = "RequestId: " + invocation.requestId() + " Error: " + reason(code);
        log(message + "\nRuntime.ExitError\n");
        return json("{\"errorType\":\"Runtime.ExitError\",\"errorMessage\":\"" + message + "\"}");
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

    private static byte[] json(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private String start(Invocation invocation) {
        return "START RequestId: " + invocation.requestId() + " Version: " + deployment.version() + "\n";
    }

    private void report(Invocation invocation, double duration, boolean cold, String status) {
        double init = cold ? (readyAt - startedAt) / 1e6 : 0;
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
        if (cold) {
            line.append(String.format(Locale.ROOT, "\tInit Duration: %.2f ms", init));
        }
        log("END RequestId: " + invocation.requestId() + "\n");
        log(line.append(status).append("\t\n").toString());
    }

    /** The process's peak memory where the system tells it for the price of one small file: Linux. */
    private Optional<String> peakMemory() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
                if (line.startsWith("VmHWM:")) {
                    String kilobytes = line.substring(6, line.length() - 2).trim();
                    return Optional.of(Long.toString(Long.parseLong(kilobytes) / 1024));
                }
            }
        } catch (IOException e) {
            // Another system, or a process that is gone.
        }
        return Optional.empty();
    }

    private void log(String event) {
        tail.add(event);
        logs.append(identity, function.logGroup(), logStream, System.currentTimeMillis(), event);
    }

    /** The Runtime API's "next invocation": waits for work; 204 is "ask again". */
    Reply next() throws InterruptedException {
        lock.lock();
        try {
            if (!ready) {
                ready = true;
                readyAt = System.nanoTime();
                changed.signalAll();
            }
            long left = TimeUnit.SECONDS.toNanos(POLL_SECONDS);
            while ((running == null || taken) && !ended && left > 0) {
                left = changed.awaitNanos(left);
            }
            if (ended) {
                return RuntimeApi.GONE;
            }
            if (running == null || taken) {
                return new Reply(204, Map.of(), new byte[0]);
            }
            taken = true;
            log(start(running));
            Map<String, String> headers = new HashMap<>();
            headers.put("Content-Type", "application/json");
            headers.put("Lambda-Runtime-Aws-Request-Id", running.requestId());
            headers.put("Lambda-Runtime-Deadline-Ms", Long.toString(deadline));
            headers.put("Lambda-Runtime-Invoked-Function-Arn", invokedArn);
            if (!running.clientContext().isEmpty()) {
                headers.put("Lambda-Runtime-Client-Context", running.clientContext());
            }
            return new Reply(200, headers, running.payload());
        } finally {
            lock.unlock();
        }
    }

    /** The Runtime API's "invocation response" and "invocation error". */
    Reply answer(String requestId, byte[] body, boolean isError) {
        lock.lock();
        try {
            if (running == null
                    || !taken
                    || answer != null
                    || !running.requestId().equals(requestId)) {
                return RuntimeApi.refusal(400, "InvalidRequestID", "Invalid request ID");
            }
            boolean tooLarge = body.length > RESPONSE_LIMIT;
            answer = tooLarge
                    ? json("{\"errorType\":\"Function.ResponseSizeTooLarge\",\"errorMessage\":\"Response payload size "
                            + "exceeded maximum allowed payload size (" + RESPONSE_LIMIT + " bytes).\"}")
                    : body;
            failed = isError || tooLarge;
            changed.signalAll();
            return tooLarge
                    ? RuntimeApi.refusal(
                            413,
                            "RequestEntityTooLarge",
                            "Exceeded maximum allowed payload size (" + RESPONSE_LIMIT + " bytes).")
                    : RuntimeApi.ACCEPTED;
        } finally {
            lock.unlock();
        }
    }

    /**
     * The Runtime API's "restore": here it follows at once, in the process that has initialised. What was given it as
     * credentials until then ends, so that a function which kept them fails as it might on Lambda.
     */
    Reply restore() {
        Identity before = identity;
        identity = identities.issue(function.role(), function.name());
        identities.revoke(before);
        return new Reply(200, Map.of("Content-Type", "application/json"), json("{}"));
    }

    /** The credentials of a container (AWS SDKs and Tools Reference Guide, "Container credential provider"). */
    Reply credentials(String authorization) {
        if (!deployment.isSnapStarted() || !credentialsToken.equals(authorization)) {
            return RuntimeApi.refusal(403, "Forbidden", "bad authorization token");
        }
        return new Reply(
                200,
                Map.of("Content-Type", "application/json"),
                json("{\"AccessKeyId\":\"" + identity.accessKeyId() + "\",\"SecretAccessKey\":\"" + Keys.unguessable()
                        + "\",\"Token\":\"" + Keys.unguessable() + "\",\"Expiration\":\""
                        + Instant.now().plus(CREDENTIALS).truncatedTo(ChronoUnit.SECONDS) + "\"}"));
    }

    /** The Runtime API's "initialization error". */
    Reply initError(byte[] body) {
        lock.lock();
        try {
            initFault = body;
            changed.signalAll();
            return RuntimeApi.ACCEPTED;
        } finally {
            lock.unlock();
        }
    }
}
