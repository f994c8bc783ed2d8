package classroom.bench.streams;

import classroom.bench.Contender;
import classroom.bench.running.ChangeStream;
import classroom.bench.running.ChangeStream.Change;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Many changes as fast as they can be written: from before the first to the end of the invocation that handled the
 * last. The changes of each key are written one after the other and must be handled in that order, each once.
 */
final class Burst implements Contender {
    private static final int WRITERS = 8;

    /** A book is rated 1 to 5 in turn, so that each change differs from its neighbours. */
    private static final int RATINGS = 5;

    private final ChangeStream stream;
    private final int changes;
    private final int keys;

    /** @param keys the number of keys, with the same number of changes each */
    Burst(ChangeStream stream, int changes, int keys) {
        this.stream = stream;
        this.changes = changes / keys * keys;
        this.keys = keys;
    }

    @Override
    public String name() {
        return String.format(Locale.ROOT, "%,d changes of %,d %s", changes, keys, keys == 1 ? "book" : "books");
    }

    @Override
    public Map<String, Double> run() throws Exception {
        String author = "burst " + System.nanoTime();
        long begin = System.currentTimeMillis();
        write(author);
        List<Change> handled = stream.handled(author, changes, begin);
        requireOrder(handled);
        return Map.of(Streams.TIME, (double) handled.get(changes - 1).at() - begin);
    }

    private void write(String author) throws Exception {
        int writers = Math.min(WRITERS, keys);
        ExecutorService threads = Executors.newFixedThreadPool(writers);
        try {
            List<Callable<Void>> all = new ArrayList<>();
            for (int writer = 0; writer < writers; writer++) {
                int own = writer;
                all.add(() -> {
                    for (int change = 0; change < changes / keys; change++) {
                        for (int key = own; key < keys; key += writers) {
                            stream.put(author, "book " + key, rating(change));
                        }
                    }
                    return null;
                });
            }
            for (Future<Void> ended : threads.invokeAll(all)) {
                ended.get();
            }
        } finally {
            threads.shutdown();
        }
    }

    private static int rating(int change) {
        return change % RATINGS + 1;
    }

    private void requireOrder(List<Change> handled) throws IOException {
        Map<String, Integer> seen = new HashMap<>();
        for (Change change : handled) {
            int before = seen.merge(change.title(), 1, Integer::sum) - 1;
            if (change.rating() != rating(before)) {
                throw new IOException(name() + ": change " + before + " of " + change.title() + " was handled as "
                        + change + ", out of order or twice");
            }
        }
        if (handled.size() != changes || seen.values().stream().anyMatch(count -> count != changes / keys)) {
            throw new IOException(name() + ": handled were " + handled.size() + ", by book " + seen);
        }
    }
}
