package classroom.bench.streams;

import classroom.bench.Contender;
import classroom.bench.Spread;
import classroom.bench.running.ChangeStream;
import classroom.bench.running.ChangeStream.Change;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Single books, put now and then: from before each put to the end of the invocation that handled it. */
final class Puts implements Contender {
    static final String NAME = "a put";
    static final String TAIL = "ms, 95 %";

    private static final int SHORTEST_PAUSE_MS = 50;
    private static final int LONGEST_PAUSE_MS = 250;
    private static final double TAIL_PART = 0.95;

    private final ChangeStream stream;
    private final int puts;
    private final Random random = new Random();

    Puts(ChangeStream stream, int puts) {
        this.stream = stream;
        this.puts = puts;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Map<String, Double> run() throws Exception {
        String author = "puts " + System.nanoTime();
        Map<String, Double> begins = new HashMap<>();
        long first = System.currentTimeMillis();
        for (int i = 0; i < puts; i++) {
            Thread.sleep(random.nextInt(SHORTEST_PAUSE_MS, LONGEST_PAUSE_MS));
            String title = "put " + i;
            begins.put(title, milliseconds(Instant.now()));
            stream.put(author, title, 1);
        }
        List<Double> times = new ArrayList<>();
        for (Change change : stream.handled(author, puts, first)) {
            times.add(change.at() - begins.get(change.title()));
        }
        Map<String, Double> sample = new LinkedHashMap<>();
        sample.put(Streams.TIME, Spread.of(times).median());
        sample.put(TAIL, Spread.quantile(times, TAIL_PART));
        return sample;
    }

    private static double milliseconds(Instant instant) {
        return instant.getEpochSecond() * 1e3 + instant.getNano() / 1e6;
    }
}
