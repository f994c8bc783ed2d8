package classroom.bench.calls;

import classroom.bench.Benchmark;
import classroom.bench.Comparison;
import classroom.bench.Goal;
import classroom.bench.Origin;
import classroom.bench.Picture;
import classroom.bench.Setup;
import classroom.bench.running.RunningClass;
import classroom.bench.running.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBRequestHandler;

/**
 * Warm calls of DynamoDB: through the gateway of a local class with everything in it, and directly to a DynamoDB Local
 * that has a virtual machine of its own with default options, as AWS's documentation starts it.
 */
public final class Calls extends Benchmark {
    private static final String OURS = "the class";
    private static final String BARE = "DynamoDB Local alone";
    private static final double AT_MOST = 1.1;
    private static final int CALLS = 200;

    private final RunningClass running;
    private final ServerProcess bare;

    private Calls(Setup setup) throws IOException {
        int calls = setup.size(CALLS);
        running = RunningClass.start(setup);
        bare = ServerProcess.start(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
                "-cp",
                System.getProperty("java.class.path"),
                Bare.class.getName()));
        contend(new Caller(OURS, running.endpoint(), calls));
        contend(new Caller(BARE, URI.create(bare.line()), calls));
        compare(new Comparison(OURS, BARE, Goal.atMost(AT_MOST), Caller.MEDIANS));
        compare(new Comparison(OURS, BARE, Goal.none(), Caller.TAILS));
        note(new Fact("calls", calls + " of each kind in a turn"));
        note(new Fact("JDK", System.getProperty("java.version")));
        note(Origin.fact("DynamoDB Local", LocalDynamoDBRequestHandler.class));
    }

    public static Benchmark open(Setup setup) throws IOException {
        return new Calls(setup);
    }

    @Override
    public String title() {
        return "Calls of DynamoDB, through the class and without it: medians of a turn";
    }

    @Override
    public Picture picture() {
        return new Picture.Bars(Caller.MEDIANS, "µs", false);
    }

    /** Short turns, because the machine's speed changes within seconds. */
    @Override
    public int rounds() {
        return 41;
    }

    @Override
    public void close() {
        running.close();
        bare.close();
    }
}
