package classroom.bench.coldstart;

import classroom.bench.Contender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A function whose JVM has initialised, run its hooks and waited. The time runs from the moment when it goes on, as
 * after the restore of a snapshot, to its answer to the first event, a put and a get.
 */
final class RestoredProcess implements Contender {
    /** The time in which everything that initialisation has begun ends. */
    private static final long REST_MILLIS = 200;

    private static final long PATIENCE_SECONDS = 60;

    private final String name;
    private final Launch launch;
    private final boolean primed;

    /** @param primed whether the function's hooks run */
    RestoredProcess(String name, Launch launch, boolean primed) {
        this.name = name;
        this.launch = launch;
        this.primed = primed;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Map<String, Double> run() throws Exception {
        RuntimeServer.Call call = launch.expect();
        Process process = launch.process(options(), variables()).start();
        try {
            process.onExit().thenRun(() -> call.initialised().complete(null));
            call.initialised().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            Thread.sleep(REST_MILLIS);
            double before = cpuMillis(process);
            long begin = System.nanoTime();
            call.restored().complete(null);
            RuntimeServer.Answer answer = launch.await(process, call);
            double after = cpuMillis(process);
            launch.check(name, answer);
            Map<String, Double> sample = new LinkedHashMap<>();
            sample.put("wall ms", (answer.at() - begin) / 1e6);
            sample.put("cpu ms", after - before);
            return sample;
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    /** Without this property, which Lambda sets, org.crac knows no runtime and the function's hook is never called. */
    private List<String> options() {
        return primed ? List.of("-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac") : List.of();
    }

    private Map<String, String> variables() {
        return Map.of(
                "AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start",
                "AWS_CONTAINER_CREDENTIALS_FULL_URI",
                        launch.surroundings().runtime().credentials(),
                "AWS_CONTAINER_AUTHORIZATION_TOKEN", "not-a-token");
    }

    /** By Linux's scheduler, thread by thread: the process's own total counts in steps of 10 ms. */
    private static double cpuMillis(Process process) throws IOException {
        Path threads = Path.of("/proc", Long.toString(process.pid()), "task");
        if (!Files.isDirectory(threads)) {
            return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e6;
        }
        double nanos = 0;
        try (Stream<Path> all = Files.list(threads)) {
            for (Path thread : all.toList()) {
                String line = Files.readString(thread.resolve("schedstat"));
                nanos += Long.parseLong(line.substring(0, line.indexOf(' ')));
            }
        }
        return nanos / 1e6;
    }
}
