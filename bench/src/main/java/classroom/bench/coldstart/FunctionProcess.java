package classroom.bench.coldstart;

import classroom.bench.Contender;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** A function in a fresh JVM: from the start of the process to its answer to the first event, a put and a get. */
record FunctionProcess(String name, Launch launch) implements Contender {
    @Override
    public Map<String, Double> run() throws Exception {
        RuntimeServer.Call call = launch.expect();
        ProcessBuilder builder = launch.process();
        long begin = System.nanoTime();
        Process process = builder.start();
        try {
            RuntimeServer.Answer answer = launch.await(process, call);
            Duration cpu = process.info().totalCpuDuration().orElse(Duration.ZERO);
            launch.check(name, answer);
            Map<String, Double> sample = new LinkedHashMap<>();
            sample.put("wall ms", (answer.at() - begin) / 1e6);
            sample.put("cpu ms", cpu.toNanos() / 1e6);
            return sample;
        } finally {
            process.destroyForcibly().waitFor();
        }
    }
}
