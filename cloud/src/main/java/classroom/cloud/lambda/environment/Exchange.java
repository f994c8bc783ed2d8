package classroom.cloud.lambda.environment;

import classroom.cloud.gateway.Reply;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Connects an invocation with the process that runs it: the caller {@linkplain #handOver passes the invocation on} and
 * waits; the process gets it over the Runtime API ({@link #next}) and answers.
 */
final class Exchange {
    /** The largest answer of a function; the number is the one that Lambda's refusal names. */
    static final int RESPONSE_LIMIT = 6_291_556;

    /** The longest wait of one poll of the runtime: shorter than a server's idle timeout of a connection. */
    private static final long POLL_SECONDS = 20;

    private final Consumer<Invocation> onTaken;
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

    /** @param onTaken runs when the process asks for an invocation, just before it gets it */
    Exchange(Consumer<Invocation> onTaken) {
        this.onTaken = onTaken;
    }

    /** How an initialisation ended. */
    enum Init {
        DONE,
        FAILED,
        EXITED,
        TIMED_OUT
    }

    /**
     * The result of an invocation.
     *
     * @param answer the answer of the process, {@code null} if it gave none
     * @param failed whether the answer is an error or missing
     */
    record Ending(Outcome outcome, byte[] answer, boolean failed) {}

    /** What became of an invocation. */
    enum Outcome {
        ANSWERED,
        TIMED_OUT,
        EXITED,
        NOT_TAKEN
    }

    /** Says that the process is to take no more work; a call under way fails. */
    void end() {
        note(() -> ended = true);
    }

    /** Reports that the process has ended. */
    void exited() {
        note(() -> exited = true);
    }

    private void note(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** When the process was ready for work, by {@link System#nanoTime}. */
    long readyAt() {
        return readyAt;
    }

    /** The error by which the initialisation has {@linkplain Init#FAILED failed}. */
    byte[] initFault() {
        return initFault;
    }

    /** Waits for the runtime's first poll; or for that it will not come. */
    Init awaitInit(Duration timeout) throws InterruptedException {
        long left = timeout.toNanos();
        lock.lock();
        try {
            while (!ready && initFault == null && !exited && left > 0) {
                left = changed.awaitNanos(left);
            }
            if (ready) {
                return Init.DONE;
            }
            if (initFault != null) {
                return Init.FAILED;
            }
            return exited ? Init.EXITED : Init.TIMED_OUT;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the end of the process. */
    void awaitExit() throws InterruptedException {
        lock.lock();
        try {
            while (!exited) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Offers an invocation to the process and waits for the answer.
     *
     * @param arn by which the function was invoked
     */
    Ending handOver(Invocation invocation, String arn, Duration timeout) throws InterruptedException {
        long left = timeout.toNanos();
        lock.lock();
        try {
            running = invocation;
            invokedArn = arn;
            deadline = System.currentTimeMillis() + timeout.toMillis();
            taken = false;
            answer = null;
            changed.signalAll();
            while (answer == null && !exited && left > 0) {
                left = changed.awaitNanos(left);
            }
            running = null;
            if (answer != null) {
                return new Ending(Outcome.ANSWERED, answer, failed);
            }
            Outcome unanswered = taken ? Outcome.EXITED : Outcome.NOT_TAKEN;
            return new Ending(exited ? unanswered : Outcome.TIMED_OUT, null, true);
        } finally {
            lock.unlock();
        }
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
            onTaken.accept(running);
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
            answer = fitting(body);
            failed = isError || isTooLarge(body);
            changed.signalAll();
            return receipt(body);
        } finally {
            lock.unlock();
        }
    }

    private static boolean isTooLarge(byte[] answer) {
        return answer.length > RESPONSE_LIMIT;
    }

    /** The answer or error that the caller gets. */
    private static byte[] fitting(byte[] answer) {
        return isTooLarge(answer)
                ? RuntimeApi.error(
                        "Function.ResponseSizeTooLarge",
                        "Response payload size exceeded maximum allowed payload size (" + RESPONSE_LIMIT + " bytes).")
                : answer;
    }

    /** The response that the runtime gets. */
    private static Reply receipt(byte[] answer) {
        return isTooLarge(answer)
                ? RuntimeApi.refusal(
                        413,
                        "RequestEntityTooLarge",
                        "Exceeded maximum allowed payload size (" + RESPONSE_LIMIT + " bytes).")
                : RuntimeApi.ACCEPTED;
    }

    /** The Runtime API's "initialization error". */
    Reply initError(byte[] body) {
        note(() -> initFault = fitting(body));
        return receipt(body);
    }
}
