package classroom.bench.start;

import classroom.bench.Benchmark;
import classroom.bench.Contender;
import classroom.bench.Goal;
import classroom.bench.Limit;
import classroom.bench.Picture;
import classroom.bench.Setup;
import classroom.bench.running.RunningClass;
import classroom.cli.client.Client;
import classroom.cli.client.Invocation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A call of a warm function by Lambda's Invoke API, its log asked for: {@code hello}, which does next to nothing, and
 * {@code account-get}, which reads an item. A turn is the median of many calls.
 */
public final class Invoke extends Benchmark {
    static final String HELLO = "{\"nome\":\"Ana\",\"sobrenome\":\"Souza\"}";
    static final String ACCOUNT_KEY = "{\"id\":1,\"email\":\"ana@example.com\"}";

    private static final String ACCOUNT = "{\"id\":1,\"email\":\"ana@example.com\",\"nome\":\"Ana\"}";
    private static final String WALL = "wall ms";
    private static final double NO_OP_MS = 3;
    private static final double GET_MS = 12;
    private static final int CALLS = 100;

    private final RunningClass running;

    private Invoke(Setup setup) throws IOException {
        running = RunningClass.start(setup);
        Client client = running.client();
        call(client, "account-create", ACCOUNT);
        contend(new Calls("hello", client, HELLO));
        contend(new Calls("account-get", client, ACCOUNT_KEY));
        limit(new Limit("hello", WALL, Goal.atMost(NO_OP_MS)));
        limit(new Limit("account-get", WALL, Goal.atMost(GET_MS)));
        note(new Fact("JDK", System.getProperty("java.version")));
    }

    public static Benchmark open(Setup setup) throws IOException {
        return new Invoke(setup);
    }

    private static void call(Client client, String function, String event) throws IOException {
        Invocation invocation = client.invoke(function, event.getBytes(StandardCharsets.UTF_8));
        if (invocation.statusCode() / 100 != 2) {
            throw new IOException(function + " failed: " + invocation.logTail());
        }
    }

    /** The function's calls of one turn. */
    private record Calls(String name, Client client, String event) implements Contender {
        @Override
        public Map<String, Double> run() throws IOException {
            double[] milliseconds = new double[CALLS];
            for (int call = 0; call < CALLS; call++) {
                long begin = System.nanoTime();
                call(client, name, event);
                milliseconds[call] = (System.nanoTime() - begin) / 1e6;
            }
            Arrays.sort(milliseconds);
            return Map.of(WALL, milliseconds[CALLS / 2]);
        }
    }

    @Override
    public String title() {
        return "A call of a warm function by the Invoke API: medians of " + CALLS;
    }

    @Override
    public Picture picture() {
        return new Picture.Bars(List.of(WALL), "ms", false);
    }

    @Override
    public void close() {
        running.close();
    }
}
