package classroom.bench.streams;

import classroom.bench.Contender;
import classroom.bench.running.RunningClass;
import java.time.Duration;
import java.util.Map;

/** A class that nobody uses: processor time of its process and of its functions' while it waits. */
final class Idle implements Contender {
    static final String NAME = "idle";
    static final String PERCENT = "% of a core";

    private final RunningClass running;
    private final Duration time;

    Idle(RunningClass running, Duration time) {
        this.running = running;
        this.time = time;
    }

    @Override
    public String name() {
        return NAME;
    }

    /** There is nothing to warm up, and it would take as long again. */
    @Override
    public void warm() {}

    @Override
    public Map<String, Double> run() throws InterruptedException {
        // First let the work of the turn before end (compiling, making an archive of a function's classes): it is not
        // idleness.
        Thread.sleep(time.toMillis() / 6);
        long wall = System.nanoTime();
        long begin = processorNanos();
        Thread.sleep(time.toMillis());
        double used = processorNanos() - begin;
        return Map.of(PERCENT, 100 * used / (System.nanoTime() - wall));
    }

    private long processorNanos() {
        return running.processes().stream()
                .flatMap(process -> process.info().totalCpuDuration().stream())
                .mapToLong(Duration::toNanos)
                .sum();
    }
}
