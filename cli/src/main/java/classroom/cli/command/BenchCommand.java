package classroom.cli.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** {@code bench}: starts the benchmarks with everything that was given. */
@Command(name = "bench", description = "Measures how fast the class is.")
public final class BenchCommand implements Callable<Integer> {
    @Unmatched
    private List<String> arguments = new ArrayList<>();

    @Override
    public Integer call() throws IOException {
        return BenchProgram.run("classroom.bench.Main", List.of(), arguments);
    }
}
