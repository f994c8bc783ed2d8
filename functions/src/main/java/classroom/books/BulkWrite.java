package classroom.books;

import com.amazonaws.services.lambda.runtime.Context;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Writes many books in parallel batches. A book is sent again when DynamoDB had no capacity for it or its batch was
 * lost. Before that it waits a random time, within a bound that doubles. The writing stops when the time of the call,
 * or of the function, is about to end. It does not wait for calls under way then.
 */
final class BulkWrite {
    private static final int THREADS = 8;
    private static final int FIRST_BACKOFF_MILLIS = 50;
    private static final int LONGEST_BACKOFF_MILLIS = 5_000;

    /** The time for the calls under way, with the SDK's own retries, and for the answer. */
    private static final int MARGIN_MILLIS = 10_000;

    /** The time for the answer. */
    private static final int ANSWER_MILLIS = 2_000;

    private final Books store;
    private final List<Book> books;
    private final Context context;
    private final long begin = System.nanoTime();
    private final Duration time;

    /** The indexes of begun books that are not written, those under way included. */
    private final Set<Integer> notWritten = new TreeSet<>();

    private int begun;
    private int batches;
    private int retried;
    private boolean stopped;

    /** @param time the time of the whole call; its last eighth is for the calls under way */
    BulkWrite(Books store, List<Book> books, Context context, Duration time) {
        this.store = store;
        this.books = books;
        this.context = context;
        this.time = time;
    }

    /**
     * Writes until all books are written or time is up. Returns how many books were {@code loaded}, in how many {@code
     * batches}, how many were {@code retried} (each retry counts, but not the SDK's own), and the indexes {@code
     * notWritten}, if any. If an answer was lost, some of these books may be written.
     */
    Map<String, Object> run() {
        ExecutorService executor = Executors.newFixedThreadPool(THREADS);
        try {
            Callable<Void> worker = this::writeBatches;
            List<Callable<Void>> workers = Collections.nCopies(THREADS, worker);
            for (Future<Void> ended : executor.invokeAll(workers, leftMillis(), TimeUnit.MILLISECONDS)) {
                if (!ended.isCancelled()) {
                    ended.get();
                }
            }
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof RuntimeException fault ? fault : new IllegalStateException(failed);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while writing", ended);
        } finally {
            executor.shutdownNow();
        }
        return report();
    }

    private synchronized Map<String, Object> report() {
        stopped = true;
        Set<Integer> left = new TreeSet<>(notWritten);
        for (int i = begun; i < books.size(); i++) {
            left.add(i);
        }
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("loaded", books.size() - left.size());
        report.put("batches", batches);
        report.put("retried", retried);
        if (!left.isEmpty()) {
            report.put("notWritten", left);
        }
        return report;
    }

    /** Works until all is begun. When one worker fails, the others stop before it throws the failure. */
    private Void writeBatches() {
        try {
            for (List<Integer> batch = nextBatch(); !batch.isEmpty(); batch = nextBatch()) {
                write(batch);
            }
            return null;
        } catch (RuntimeException failure) {
            stop();
            throw failure;
        }
    }

    /** Returns the indexes of the next books to write, none when all are begun or time is up. */
    private synchronized List<Integer> nextBatch() {
        List<Integer> batch = new ArrayList<>();
        if (isTimeLeft()) {
            while (begun < books.size() && batch.size() < Books.BATCH) {
                batch.add(begun++);
            }
            notWritten.addAll(batch);
            batches += batch.isEmpty() ? 0 : 1;
        }
        return batch;
    }

    private void write(List<Integer> batch) {
        List<Integer> left = batch;
        for (int bound = FIRST_BACKOFF_MILLIS; ; bound = Math.min(2 * bound, LONGEST_BACKOFF_MILLIS)) {
            left = send(left);
            if (left.isEmpty() || !pause(bound)) {
                return;
            }
            synchronized (this) {
                retried += left.size();
            }
        }
    }

    private List<Integer> send(List<Integer> batch) {
        Set<BookKey> unprocessed = store.putBatch(batch.stream().map(books::get).toList());
        List<Integer> left = batch.stream()
                .filter(index -> unprocessed.contains(books.get(index).key()))
                .toList();
        synchronized (this) {
            notWritten.removeAll(batch);
            notWritten.addAll(left);
        }
        return left;
    }

    /** Pauses, and returns whether there is time left. */
    private boolean pause(int boundMillis) {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextInt(boundMillis + 1));
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            return false;
        }
        return isTimeLeft();
    }

    private synchronized boolean isTimeLeft() {
        return !stopped
                && context.getRemainingTimeInMillis() > MARGIN_MILLIS
                && passed().compareTo(time.multipliedBy(7).dividedBy(8)) < 0;
    }

    private Duration passed() {
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    private long leftMillis() {
        return Math.min(time.minus(passed()).toMillis(), context.getRemainingTimeInMillis() - ANSWER_MILLIS);
    }

    private synchronized void stop() {
        stopped = true;
    }
}
