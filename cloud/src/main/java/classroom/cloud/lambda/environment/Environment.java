package classroom.cloud.lambda.environment;

import classroom.cloud.host.ProcessTree;
import classroom.cloud.identity.Identities;
import classroom.cloud.logs.Logs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * One execution environment: a process that serves one invocation at a time of one version of a function.
 *
 * <p>{@link #run} passes an invocation to the process ({@link Exchange}) and waits for the answer. Any failure of the
 * process ends the environment, and the caller gets the answer that Lambda gives.
 */
final class Environment implements Places.Occupant {
    /** How long the initialisation may take before the function's timeout begins ("Lambda execution environment"). */
    static final Duration INIT_TIMEOUT = Duration.ofSeconds(10);

    private final Deployment deployment;
    private final Function function;
    private final String key;
    private final Path folder;
    private final Place place;
    private final ProcessTree tree;
    private final ProcessStart processStart;
    private final Credentials credentials;
    private final InvocationLog log;
    private final Exchange exchange;
    private Process process;
    private Output output;
    private long startedAt;
    private boolean served;

    /** An environment whose process is not started yet. */
    Environment(Deployment deployment, Place place, Identities identities, Logs logs) throws IOException {
        this.deployment = deployment;
        this.function = deployment.function();
        this.place = place;
        this.key = place.processes().key();
        this.tree = new ProcessTree(key);
        this.credentials = new Credentials(deployment, identities);
        this.log = new InvocationLog(deployment, credentials, logs);
        this.exchange = new Exchange(log::start);
        this.folder = Files.createDirectory(place.folder().resolve(key));
        this.processStart = new ProcessStart(deployment, place, folder);
    }

    @Override
    public void start() throws IOException {
        startedAt = System.nanoTime();
        if (deployment.isEdited()) {
            log.add("classroom: " + Functions.EDITED + "\n");
        }
        try {
            process = processStart.prepare(credentials, log.stream()).start();
            tree.with(process.toHandle());
            place.processes().add(process.toHandle());
        } catch (IOException e) {
            tree.end();
            credentials.revoke();
            Folders.delete(folder);
            throw e;
        }
        log.of(process);
        output = new Output(process.getInputStream(), key, log::add);
        Thread reader = new Thread(output, "log of " + function.name());
        reader.setDaemon(true);
        reader.start();
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
            credentials.revoke();
            tree.end();
            exchange.exited();
            Folders.delete(folder);
            action.run();
        });
    }

    /** Kills the process and the processes that it has started, as Lambda does; a running call fails. */
    @Override
    public void end() {
        exchange.end();
        tree.kill();
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
        long began = System.nanoTime();
        Optional<Invocation.Result> result = run(invocation, arn, cold);
        long time = System.nanoTime() - began;
        result.ifPresent(ending -> place.live()
                .tell("invocation", () -> new Ended(function.name(), invocation, cold, time).members(ending)));
        return result;
    }

    private Optional<Invocation.Result> run(Invocation invocation, String arn, boolean cold)
            throws InterruptedException {
        if (!cold) {
            log.beginTail();
        } else {
            // Lambda ends an initialisation after 10 s and repeats it within the function's timeout.
            Exchange.Init init = exchange.awaitInit(INIT_TIMEOUT.plus(function.timeout()));
            if (init != Exchange.Init.DONE) {
                return Optional.of(failedInit(invocation, init));
            }
            output.awaitMark("init");
        }
        long begin = System.nanoTime();
        Exchange.Ending ending = exchange.handOver(invocation, arn, function.timeout());
        double duration = (System.nanoTime() - begin) / 1e6;
        byte[] payload;
        String status = "";
        switch (ending.outcome()) {
            case NOT_TAKEN:
                if (!cold) {
                    return Optional.empty();
                }
                // A new process that ends before its first call would do so again.
                log.start(invocation);
                output.awaitEnd();
                payload = log.exitError(invocation);
                status = InvocationLog.EXIT_STATUS;
                break;
            case ANSWERED:
                output.awaitMark(invocation.requestId());
                payload = ending.answer();
                break;
            case TIMED_OUT:
                end();
                // What timed out does nothing more once that has been answered.
                exchange.awaitExit();
                output.awaitEnd();
                payload = log.timedOut(invocation);
                status = InvocationLog.TIMEOUT_STATUS;
                duration = function.timeout().toMillis();
                break;
            default:
                output.awaitEnd();
                payload = log.exitError(invocation);
                status = InvocationLog.EXIT_STATUS;
        }
        log.report(invocation, duration, cold ? (exchange.readyAt() - startedAt) / 1e6 : 0, status);
        if (cold && !ending.failed()) {
            processStart.learn();
        }
        return Optional.of(new Invocation.Result(deployment.version(), payload, ending.failed(), log.tail()));
    }

    private Invocation.Result failedInit(Invocation invocation, Exchange.Init init) throws InterruptedException {
        double duration = (System.nanoTime() - startedAt) / 1e6;
        byte[] payload;
        String status;
        if (init == Exchange.Init.FAILED) {
            output.awaitMark("init");
            payload = exchange.initFault();
            status = "\tStatus: error\tError Type: Runtime.BadFunctionCode";
        } else if (init == Exchange.Init.EXITED) {
            output.awaitEnd();
            payload = log.exitError(invocation);
            status = InvocationLog.EXIT_STATUS;
        } else {
            end();
            exchange.awaitExit();
            output.awaitEnd();
            payload = log.timedOut(invocation);
            status = InvocationLog.TIMEOUT_STATUS;
        }
        end();
        log.initReport(duration, status);
        log.start(invocation);
        log.report(invocation, 0, 0, status);
        return new Invocation.Result(deployment.version(), payload, true, log.tail());
    }

    /** The exchange where its process gets invocations and answers them. */
    Exchange exchange() {
        return exchange;
    }

    /** What its process may act with. */
    Credentials credentials() {
        return credentials;
    }
}
