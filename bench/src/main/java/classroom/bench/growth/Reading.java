package classroom.bench.growth;

import classroom.bench.Contender;
import classroom.bench.Spread;
import classroom.bench.running.FunctionLog;
import classroom.cli.client.Client;
import classroom.cli.client.Invocation;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Calls a function that reads books, with each {@code next} that it answers, until an answer has no {@code next}. */
final class Reading implements Contender {
    static final String TIME = "ms";
    static final String TIME_OF_MANY = "ms per 1,000 books";
    static final String CAPACITY = "capacity units";
    static final String MEMORY = "function MB";

    private static final int MANY = 1_000;

    private final String name;
    private final Client client;
    private final String function;
    private final ObjectNode event;
    private final Plan plan;

    /**
     * The settings of a run.
     *
     * @param expected the number of books to read
     * @param grows whether that depends on the table's size
     * @param times how often it reads in one turn; the turn's time is their median
     * @param warmingRequests the least number of requests that the function gets before the first turn
     */
    record Plan(int expected, boolean grows, int times, int warmingRequests) {}

    Reading(String name, Client client, String function, ObjectNode event, Plan plan) {
        this.name = name;
        this.client = client;
        this.function = function;
        this.event = event;
        this.plan = plan;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void warm() throws IOException {
        for (double requests = 0; requests < plan.warmingRequests(); ) {
            requests += read().get("requests");
        }
    }

    @Override
    public Map<String, Double> run() throws IOException {
        List<Double> times = new ArrayList<>();
        Map<String, Double> sample = null;
        for (int i = 0; i < plan.times(); i++) {
            sample = read();
            times.add(sample.get(TIME));
        }
        double time = Spread.of(times).median();
        sample.put(TIME, time);
        if (plan.grows()) {
            sample.put(TIME_OF_MANY, time * MANY / plan.expected());
        }
        return sample;
    }

    private Map<String, Double> read() throws IOException {
        ObjectNode request = event.deepCopy();
        double items = 0;
        double scanned = 0;
        double capacity = 0;
        double requests = 0;
        Invocation answer;
        JsonNode page;
        long begin = System.nanoTime();
        do {
            answer = client.invoke(function, request.toString().getBytes(StandardCharsets.UTF_8));
            page = answer.body();
            if (answer.statusCode() != 200) {
                throw new IOException(function + " answered " + answer.text());
            }
            items += page.path("count").asInt();
            scanned += page.path("scanned").asInt();
            capacity += page.path("capacity").asDouble();
            requests++;
            request.set("next", page.path("next"));
        } while (page.has("next"));
        double time = (System.nanoTime() - begin) / 1e6;
        if (items != plan.expected()) {
            throw new IOException(function + " answered " + items + " books of " + plan.expected());
        }
        Map<String, Double> sample = new LinkedHashMap<>();
        sample.put(TIME, time);
        sample.put(CAPACITY, capacity);
        sample.put("items", items);
        sample.put("scanned", scanned);
        sample.put("requests", requests);
        FunctionLog.memoryMb(answer.logTail()).ifPresent(mb -> sample.put(MEMORY, (double) mb));
        return sample;
    }
}
