package classroom.cli.watch;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A thread that repeats its work after each signal, once no further signal has come for a moment: an editor that
 * replaces a file, or a branch that is checked out, gives many.
 *
 * <p>The work has two halves. The first one writes files, and {@link #close} waits for its end. The second one, which
 * the first one returns, changes the class.
 */
final class Repeater implements AutoCloseable {
    private static final Duration QUIET = Duration.ofMillis(100);

    private final Semaphore signals = new Semaphore(0);
    private final Callable<Runnable> work;
    private final Consumer<Exception> failed;
    private final Thread thread;
    private volatile boolean closed;

    Repeater(String name, Callable<Runnable> work, Consumer<Exception> failed) {
        this.work = work;
        this.failed = failed;
        thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Has the work done again. */
    void signal() {
        signals.release();
    }

    private void run() {
        while (!closed) {
            try {
                once();
                signals.acquire();
                do {
                    signals.drainPermits();
                } while (signals.tryAcquire(QUIET.toMillis(), TimeUnit.MILLISECONDS));
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void once() {
        try {
            Runnable rest;
            synchronized (this) {
                if (closed) {
                    return;
                }
                rest = work.call();
            }
            rest.run();
        } catch (Exception e) { // The next edit may do better.
            if (!closed) {
                failed.accept(e);
            }
        }
    }

    /** Begins nothing more; what is being written is written. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        synchronized (this) {
            // It is written.
        }
    }
}
