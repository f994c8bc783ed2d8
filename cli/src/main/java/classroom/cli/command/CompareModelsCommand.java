package classroom.cli.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** {@code compare-models}: starts the comparison with everything that was given. */
@Command(name = "compare-models", description = "Shows what the two models of cars cost for the same 1,000 operations.")
public final class CompareModelsCommand implements Callable<Integer> {
    @Unmatched
    private List<String> arguments = new ArrayList<>();

    @Override
    public Integer call() throws IOException {
        return BenchProgram.run("classroom.bench.models.CompareModels", BenchProgram.OPTIONS_OF_THE_CLASS, arguments);
    }
}
