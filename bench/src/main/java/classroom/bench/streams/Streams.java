package classroom.bench.streams;

import classroom.bench.Benchmark;
import classroom.bench.Contender;
import classroom.bench.Goal;
import classroom.bench.Limit;
import classroom.bench.Origin;
import classroom.bench.Picture;
import classroom.bench.Setup;
import classroom.bench.running.ChangeStream;
import classroom.bench.running.FunctionLog;
import classroom.bench.running.RunningClass;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBRequestHandler;

/** A put of a book until {@code books-changes} has handled it, bursts of changes, and a class that idles. */
public final class Streams extends Benchmark {
    static final String TIME = "ms";

    private static final int CHANGES = 1_000;
    private static final int CHANGES_OF_A_KEY = 10;

    /** Of the burst's changes. */
    private static final int PUTS = 25;

    private static final Duration IDLE_FOR_A_CHANGE = Duration.ofMillis(60);
    private static final double AT_MOST_MS = 60;
    private static final double BURST_AT_MOST_MS = 5_000;
    private static final double IDLE_AT_MOST = 2;

    private final RunningClass running;

    private Streams(Setup setup) throws IOException {
        int changes = setup.size(CHANGES);
        if (changes < PUTS) {
            throw new IOException("--records=" + changes + ": at least " + PUTS);
        }
        running = RunningClass.start(setup);
        // A class that idles has been used.
        for (String function : List.of("hello", "account-get", "books-get", "books-query", "books-scan")) {
            running.client().invoke(function, "{}".getBytes(StandardCharsets.UTF_8));
        }
        ChangeStream stream =
                new ChangeStream(running.client(), "books", new FunctionLog(running.client(), "books-changes"));
        handle(new Puts(stream, changes / PUTS), AT_MOST_MS);
        handle(new Burst(stream, changes, 1), BURST_AT_MOST_MS);
        handle(new Burst(stream, changes, changes / CHANGES_OF_A_KEY), BURST_AT_MOST_MS);
        Duration idleTime = IDLE_FOR_A_CHANGE.multipliedBy(changes);
        Idle idle = new Idle(running, idleTime);
        contend(idle);
        limit(new Limit(idle.name(), Idle.PERCENT, Goal.atMost(IDLE_AT_MOST)));
        note(new Fact("JDK", System.getProperty("java.version")));
        note(Origin.fact("DynamoDB Local", LocalDynamoDBRequestHandler.class));
        note(new Fact("handled", "when the class notes the end of the invocation in its log, to the millisecond"));
        note(new Fact("idle", idleTime.toSeconds() + " s, the class and six functions"));
    }

    private void handle(Contender changes, double atMostMs) {
        contend(changes);
        limit(new Limit(changes.name(), TIME, Goal.atMost(atMostMs)));
    }

    public static Benchmark open(Setup setup) throws IOException {
        return new Streams(setup);
    }

    @Override
    public String title() {
        return "From a write to the end of the invocation of books-changes that handled it";
    }

    @Override
    public Picture picture() {
        return new Picture.Bars(List.of(TIME), TIME, true);
    }

    /** A round takes a minute and a half, and is idle for most of it. */
    @Override
    public int rounds() {
        return 7;
    }

    @Override
    public void close() {
        running.close();
    }
}
