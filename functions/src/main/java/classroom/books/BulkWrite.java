package classroom.books;

import com.amazonaws.services.lambda.runtime.Context;
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

/**
 * Writes many books in parallel batches. Books that DynamoDB had no capacity for, or whose batch was lost on the way to or
 * fro, are sent again, after a random time within a bound that doubles, until they are written or the function's time is
 * about to end.
 */
final class BulkWrite {
    private static final int THREADS = 8;
    private static final int FIRST_BACKOFF_MILLIS = 50;
    private static final int LONGEST_BACKOFF_MILLIS = 5_000;

    /** Enough for the calls under way, with the SDK's own retries, and for the answer. */
    private static final int MARGIN_MILLIS = 10_000;

    private final Books store;
    private final List<Book> books;
    private final Context context;

    private final Set<Integer> notWritten = new TreeSet<>();
    private int begun;
    private int batches;
    private int retried;
    private boolean stopped;

    BulkWrite(Books store, List<Book> books, Context context) {
        this.store = store;
        this.books = books;
        this.context = context;
    }

    /**
     * Returns when all is written or time is up: {@code loaded} books, in so many {@code batches}, of which so many
     * books were {@code retried} (counted each time; not what the SDK sends again by itself), and the indexes {@code
     * notWritten}, if any: every other book is written, these perhaps, when an answer was lost.
     */
    Map<String, Object> run() {
        ExecutorService executor = Executors.newFixedThreadPool(THREADS);
        try {
            Callable<Void> worker = this::writeBatches;
            for (Future<Void> ended : executor.invokeAll(Collections.nCopies(THREADS, worker))) {
                ended.get();
            }
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof RuntimeException fault ? fault : new IllegalStateException(failed);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while writing", ended);
        } finally {
            executor.shutdownNow();
        }
        for (int i = begun; i < books.size(); i++) {
            notWritten.add(i);
        }
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("loaded", books.size() - notWritten.size());
        report.put("batches", batches);
        report.put("retried", retried);
        if (!notWritten.isEmpty()) {
            report.put("notWritten", notWritten);
        }
        return report;
    }

    /** When one worker fails, the others end, too, before the failure is thrown. */
    private Void writeBatches() {
        try {
            for (List<Integer> batch = nextBatch(); !batch.isEmpty(); batch = nextBatch()) {
                List<Integer> left = write(batch);
                synchronized (this) {
                    notWritten.addAll(left);
                }
            }
            return null;
        } catch (RuntimeException failure) {
            stop();
            throw failure;
        }
    }

    /** The indexes of the next books to write, none when all are begun or time is up. */
    private synchronized List<Integer> nextBatch() {
        List<Integer> batch = new ArrayList<>();
        if (isTimeLeft()) {
            while (begun < books.size() && batch.size() < Books.BATCH) {
                batch.add(begun++);
            }
            batches += batch.isEmpty() ? 0 : 1;
        }
        return batch;
    }

    /** Returns the indexes that time did not suffice for. */
    private List<Integer> write(List<Integer> batch) {
        List<Integer> left = batch;
        for (int bound = FIRST_BACKOFF_MILLIS; ; bound = Math.min(2 * bound, LONGEST_BACKOFF_MILLIS)) {
            left = send(left);
            if (left.isEmpty() || !pause(bound)) {
                return left;
            }
            synchronized (this) {
                retried += left.size();
            }
        }
    }

    private List<Integer> send(List<Integer> batch) {
        List<Book> toWrite = new ArrayList<>();
        for (int index : batch) {
            toWrite.add(books.get(index));
        }
        Set<BookKey> unprocessed = store.putBatch(toWrite);
        List<Integer> left = new ArrayList<>();
        for (int index : batch) {
            if (unprocessed.contains(books.get(index).key())) {
                left.add(index);
            }
        }
        return left;
    }

    /** Whether there is time left after the pause. */
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
        return !stopped && context.getRemainingTimeInMillis() > MARGIN_MILLIS;
    }

    private synchronized void stop() {
        stopped = true;
    }
}
