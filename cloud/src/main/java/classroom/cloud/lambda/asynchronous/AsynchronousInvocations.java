package classroom.cloud.lambda.asynchronous;

import classroom.cloud.gateway.AwsError;
import classroom.cloud.lambda.environment.Invocation;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * The queue of invocations of type {@code Event} ("How Lambda handles errors and retries with asynchronous
 * invocation").
 *
 * <p>An invocation that fails is tried again, after a minute and after two more, as often as the function's
 * {@link EventInvokeConfig} says. One that Lambda cannot run waits a second, two, four and so on up to five minutes. An
 * event that would be too old at its next attempt is given up at once. Records of the invocation go to the destinations
 * of the configuration, and an event that is given up goes to the function's dead-letter queue.
 */
public final class AsynchronousInvocations implements AutoCloseable {
    /** The largest event of an asynchronous invocation, in bytes ("Lambda quotas"; 1 MB since October 2025). */
    public static final int EVENT_LIMIT = 1_048_576;

    /** What may wait here, in bytes of events; the class lives on one machine's memory. */
    static final long LIMIT = 64L * 1024 * 1024;

    private static final int OVERHEAD = 1024;
    private static final int WORKERS = 10;
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    /** The refusal of an event of so many bytes, as reported of AWS since October 2025. */
    public static AwsError tooLarge(int bytes) {
        return new AwsError(
                413,
                "RequestEntityTooLargeException",
                bytes + " byte payload is too large for the Event invocation type (limit " + EVENT_LIMIT + " bytes)");
    }

    /** How a function is run. */
    interface Calls {
        /** @throws AwsError if it was not run at all */
        Invocation.Result invoke(String reference, Invocation invocation) throws InterruptedException;
    }

    /**
     * When events are tried again.
     *
     * @param pauses before each further attempt of an event that failed; as many attempts as pauses at most
     * @param clock for the age of events
     */
    public record Timing(List<Duration> pauses, Clock clock) {
        /** Lambda's own. */
        public static final Timing LAMBDA =
                new Timing(List.of(Duration.ofMinutes(1), Duration.ofMinutes(2)), Clock.systemUTC());
    }

    private final Calls calls;
    private final EventInvokeConfigs configs;
    private final Records records;
    private final Timing timing;
    private final AtomicLong waiting = new AtomicLong();
    private final ScheduledThreadPoolExecutor workers;

    /**
     * An empty queue.
     *
     * @param access where records may go
     * @param console gets a line for the teacher when a destination refuses a record
     */
    public AsynchronousInvocations(Access access, Consumer<String> console, Timing timing) {
        this(
                access.functions()::invoke,
                new EventInvokeConfigs(access, timing.clock()),
                new Records(access, console, timing.clock()),
                timing);
    }

    AsynchronousInvocations(Calls calls, EventInvokeConfigs configs, Records records, Timing timing) {
        this.calls = calls;
        this.configs = configs;
        this.records = records;
        this.timing = timing;
        this.workers = new ScheduledThreadPoolExecutor(WORKERS, task -> {
            Thread thread = new Thread(task, "asynchronous invocations");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** How often events of each function are tried, for how long, and where their records go. */
    public EventInvokeConfigs configs() {
        return configs;
    }

    /**
     * Queues an invocation.
     *
     * @param function {@code name} or {@code name:qualifier}
     * @throws AwsError {@code TooManyRequestsException} if too much waits already
     */
    public void add(String function, Invocation invocation) {
        add(Event.of(
                EventInvokeConfigs.qualified(function),
                invocation,
                timing.clock().instant(),
                0));
    }

    private void add(Event event) {
        if (waiting.addAndGet(size(event)) > LIMIT) {
            waiting.addAndGet(-size(event));
            throw new AwsError(429, "TooManyRequestsException", "Rate Exceeded.");
        }
        schedule(event, Duration.ZERO);
    }

    private static long size(Event event) {
        return event.invocation().payload().length + OVERHEAD;
    }

    private void schedule(Event event, Duration pause) {
        workers.schedule(() -> attempt(event), pause.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void attempt(Event event) {
        EventInvokeConfig config = configs.of(event.function());
        if (isTooOld(event, config, Duration.ZERO)) {
            giveUp(event, config, "EventAgeExceeded");
            return;
        }
        Event next;
        try {
            next = event.called(calls.invoke(event.function(), event.invocation()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        } catch (RuntimeException e) {
            next = event.refused(e);
        }
        if (next.refusal() != null) {
            refused(next, config);
        } else if (next.last().failed()) {
            failed(next, config);
        } else {
            records.send(next, "Success", config.onSuccess(), this::add);
            forget(next);
        }
    }

    /** Below 500 and not throttled, the function is gone: there is nothing to try again, and nobody to tell. */
    private void refused(Event event, EventInvokeConfig config) {
        if (event.refusal() instanceof AwsError error && error.status() < 500 && error.status() != 429) {
            forget(event);
            return;
        }
        Duration pause = Duration.ofSeconds(1L << Math.min(event.refusals() - 1, 10));
        again(event, config, pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE);
    }

    private void failed(Event event, EventInvokeConfig config) {
        if (event.calls() > Math.min(config.retries(), timing.pauses().size())) {
            giveUp(event, config, "RetriesExhausted");
        } else {
            again(event, config, timing.pauses().get(event.calls() - 1));
        }
    }

    private void again(Event event, EventInvokeConfig config, Duration pause) {
        if (isTooOld(event, config, pause)) {
            giveUp(event, config, "EventAgeExceeded");
        } else {
            schedule(event, pause);
        }
    }

    private boolean isTooOld(Event event, EventInvokeConfig config, Duration later) {
        return event.accepted()
                .plusSeconds(config.ageSeconds())
                .isBefore(timing.clock().instant().plus(later));
    }

    private void giveUp(Event event, EventInvokeConfig config, String condition) {
        records.send(event, condition, config.onFailure(), this::add);
        records.sendToDeadLetters(event);
        forget(event);
    }

    private void forget(Event event) {
        waiting.addAndGet(-size(event));
    }

    /** Forgets the events that wait, and goes on. */
    public void forgetAll() {
        workers.getQueue().clear();
        waiting.set(0);
    }

    /** Forgets what waits. */
    @Override
    public void close() {
        workers.shutdownNow();
    }
}
