package classroom.bench.calls;

import classroom.bench.Contender;
import classroom.bench.Spread;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** One client that puts, gets and queries in turn, one call after the other, then four that do so at once. */
final class Caller implements Contender {
    static final List<String> MEDIANS = List.of("put µs", "get µs", "query µs", "4 clients µs");
    static final List<String> TAILS = MEDIANS.stream().map(Caller::tail).toList();

    private static final int CLIENTS = 4;
    private static final double TAIL_PART = 0.95;
    /** The turns until a virtual machine has compiled what the calls need. */
    private static final int WARM_TURNS = 60;

    private final String name;
    private final Books books;
    private final int calls;

    /** @param calls of each kind in a turn, and again for the four clients together */
    Caller(String name, URI endpoint, int calls) throws IOException {
        this.name = name;
        this.books = new Books(endpoint);
        this.calls = calls;
    }

    private static String tail(String measure) {
        return measure + ", 95 %";
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void warm() throws Exception {
        for (int turn = 0; turn < WARM_TURNS; turn++) {
            run();
        }
    }

    @Override
    public Map<String, Double> run() throws Exception {
        List<List<Double>> times = send(0, calls);
        times.add(together());
        Map<String, Double> sample = new LinkedHashMap<>();
        for (int i = 0; i < times.size(); i++) {
            sample.put(MEDIANS.get(i), Spread.of(times.get(i)).median());
            sample.put(tail(MEDIANS.get(i)), Spread.quantile(times.get(i), TAIL_PART));
        }
        return sample;
    }

    /** The time of each call in microseconds: those of the puts, of the gets, of the queries. */
    private List<List<Double>> send(int from, int to) throws IOException {
        List<Double> puts = new ArrayList<>();
        List<Double> gets = new ArrayList<>();
        List<Double> queries = new ArrayList<>();
        for (int book = from; book < to; book++) {
            long begin = System.nanoTime();
            books.put(book);
            long put = System.nanoTime();
            books.get(book);
            long got = System.nanoTime();
            books.query(book);
            puts.add((put - begin) / 1e3);
            gets.add((got - put) / 1e3);
            queries.add((System.nanoTime() - got) / 1e3);
        }
        return new ArrayList<>(List.of(puts, gets, queries));
    }

    private List<Double> together() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Callable<List<List<Double>>>> clients = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                int from = client * calls / CLIENTS;
                int to = (client + 1) * calls / CLIENTS;
                clients.add(() -> send(from, to));
            }
            List<Double> times = new ArrayList<>();
            for (Future<List<List<Double>>> ended : threads.invokeAll(clients)) {
                ended.get().forEach(times::addAll);
            }
            return times;
        } finally {
            threads.shutdown();
        }
    }
}
