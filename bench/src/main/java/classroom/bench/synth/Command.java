package classroom.bench.synth;

import classroom.bench.Contender;
import classroom.cloud.host.Child;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * A command, from the start of its process to its end. Its processor time is not measured: the system does not report
 * the time of a process whose parent did not wait for it, and jsii's process is one of these.
 *
 * @param command makes the command for each turn
 */
record Command(String name, Callable<ProcessBuilder> command) implements Contender {
    static final String WALL = "wall ms";

    @Override
    public Map<String, Double> run() throws Exception {
        long begin = System.nanoTime();
        Child.Outcome outcome = Child.run(command.call());
        double milliseconds = (System.nanoTime() - begin) / 1e6;
        if (outcome.status() != 0) {
            throw new IOException(name + " ended with status " + outcome.status() + ": " + outcome.output());
        }
        return Map.of(WALL, milliseconds);
    }
}
