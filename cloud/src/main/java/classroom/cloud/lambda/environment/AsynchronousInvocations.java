package classroom.cloud.lambda.environment;

import classroom.cloud.gateway.AwsError;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The queue of invocations of type {@code Event}: each is tried up to three times, with a minute and two minutes
 * between ("How Lambda handles errors and retries with asynchronous invocation").
 */
public final class AsynchronousInvocations implements AutoCloseable {
    /** Lambda's pauses before the second and the third attempt. */
    static final List<Duration> PAUSES = List.of(Duration.ofMinutes(1), Duration.ofMinutes(2));

    /** What may wait here, in bytes of events; the class lives on one machine's memory. */
    static final long LIMIT = 64L * 1024 * 1024;

    private static final int OVERHEAD = 1024;

    private final Functions functions;
    private final List<Duration> pauses;
    private final AtomicLong waiting = new AtomicLong();
    private final ScheduledThreadPoolExecutor workers;

    AsynchronousInvocations(Functions functions, List<Duration> pauses) {
        this.functions = functions;
        this.pauses = pauses;
        this.workers = new ScheduledThreadPoolExecutor(Places.COUNT, task -> {
            Thread thread = new Thread(task, "asynchronous invocations");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Queues an invocation.
     *
     * @throws AwsError {@code TooManyRequestsException} if too much waits already
     */
    public void add(String function, Invocation invocation) {
        long size = invocation.payload().length + OVERHEAD;
        if (waiting.addAndGet(size) > LIMIT) {
            waiting.addAndGet(-size);
            throw new AwsError(429, "TooManyRequestsException", "Rate Exceeded.");
        }
        schedule(function, invocation, 0, Duration.ZERO);
    }

    private void schedule(String function, Invocation invocation, int attempt, Duration pause) {
        workers.schedule(() -> attempt(function, invocation, attempt), pause.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void attempt(String function, Invocation invocation, int attempt) {
        boolean failed;
        try {
            failed = functions.invoke(function, invocation).failed();
        } catch (RuntimeException e) {
            // Below 500 the function is gone or refuses the event: there is nothing to try again.
            failed = !(e instanceof AwsError refused) || refused.status() >= 500;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        if (failed && attempt < pauses.size()) {
            schedule(function, invocation, attempt + 1, pauses.get(attempt));
        } else {
            waiting.addAndGet(-invocation.payload().length - OVERHEAD);
        }
    }

    /** Forgets what waits. */
    @Override
    public void close() {
        workers.shutdownNow();
    }
}
