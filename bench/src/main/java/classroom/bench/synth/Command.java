package classroom.bench.synth;

import classroom.bench.Contender;
import classroom.bench.ProcessorTime;
import classroom.local.Child;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;

/**
 * A command, from the start of its process to its end.
 *
 * @param command makes it anew for each turn
 */
record Command(String name, Callable<ProcessBuilder> command) implements Contender {
    static final String WALL = "wall ms";
    static final String PROCESSOR = "cpu ms";

    @Override
    public Map<String, Double> run() throws Exception {
        OptionalDouble before = ProcessorTime.ofChildrenMs();
        long begin = System.nanoTime();
        Child.Outcome outcome = Child.run(command.call());
        Map<String, Double> sample = new LinkedHashMap<>();
        sample.put(WALL, (System.nanoTime() - begin) / 1e6);
        if (outcome.status() != 0) {
            throw new IOException(name + " ended with status " + outcome.status() + ": " + outcome.output());
        }
        if (before.isPresent()) {
            sample.put(PROCESSOR, ProcessorTime.ofChildrenMs().orElseThrow() - before.getAsDouble());
        }
        return sample;
    }
}
