package classroom.bench.coldstart;

import classroom.bench.Contender;
import classroom.bench.Pinning;
import classroom.local.lambda.RuntimeFiles;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A function in a fresh JVM: from the start of the process to its answer to the first event, a put and a get. */
final class FunctionProcess implements Contender {
    /** What the class gives its functions (infra's TableFunction). */
    private static final int MEMORY_MB = 512;

    private static final long PATIENCE_SECONDS = 60;

    private static int accounts;

    private final String name;
    private final Function function;
    private final Path jdk;
    private final Surroundings surroundings;

    /**
     * What runs.
     *
     * @param handler the handler's class
     * @param classPath of the package
     * @param expected what a right answer contains
     */
    record Function(String handler, List<Path> classPath, String expected) {}

    /**
     * What is the same for everyone.
     *
     * @param home an empty folder
     * @param output where what a function prints goes
     */
    record Surroundings(RuntimeServer runtime, URI dynamoDb, Pinning pinning, Path home, Path output) {}

    FunctionProcess(String name, Function function, Path jdk, Surroundings surroundings) {
        this.name = name;
        this.function = function;
        this.jdk = jdk;
        this.surroundings = surroundings;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Map<String, Double> run() throws Exception {
        RuntimeServer.Call call = new RuntimeServer.Call(
                "{\"id\":" + ++accounts + ",\"email\":\"ana@example.com\",\"nome\":\"Ana Souza\"}");
        surroundings.runtime().expect(call);
        ProcessBuilder builder = new ProcessBuilder(surroundings.pinning().pinned(command()));
        builder.directory(surroundings.home().toFile());
        builder.redirectErrorStream(true).redirectOutput(surroundings.output().toFile());
        builder.environment().clear();
        builder.environment().putAll(variables());
        long begin = System.nanoTime();
        Process process = builder.start();
        try {
            process.onExit()
                    .thenRun(() -> call.answer()
                            .complete(new RuntimeServer.Answer(System.nanoTime(), true, "the process ended")));
            RuntimeServer.Answer answer = call.answer().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            Duration cpu = process.info().totalCpuDuration().orElse(Duration.ZERO);
            if (answer.failed() || !answer.text().contains(function.expected())) {
                throw new IOException(name + " answered " + answer.text() + "; it printed "
                        + Files.readString(surroundings.output()));
            }
            Map<String, Double> sample = new LinkedHashMap<>();
            sample.put("wall ms", (answer.at() - begin) / 1e6);
            sample.put("cpu ms", cpu.toNanos() / 1e6);
            return sample;
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private List<String> command() {
        List<String> command = new ArrayList<>();
        command.add(jdk.resolve(Path.of("bin", "java")).toString());
        command.addAll(FLAGS);
        command.add("-cp");
        List<Path> classPath = new ArrayList<>(RuntimeFiles.classPath());
        classPath.addAll(function.classPath());
        command.add(classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
        command.add("classroom.local.lambda.runtime.Bootstrap");
        return command;
    }

    /**
     * As Lambda starts its Java runtimes, and as the class starts them (local's Environment): 85 % of the memory is heap,
     * C1 only, serial collector, the JDK's own archive of classes.
     */
    static final List<String> FLAGS = List.of(
            "-XX:MaxHeapSize=" + MEMORY_MB * 1024 * 85 / 100 + "k",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xshare:auto",
            "-XX:-UsePerfData",
            "-Djava.net.preferIPv4Stack=true",
            "-Dfile.encoding=UTF-8",
            "-Duser.timezone=UTC");

    private Map<String, String> variables() {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("HOME", surroundings.home().toString());
        variables.put("LANG", "en_US.UTF-8");
        variables.put("PATH", "/usr/local/bin:/usr/bin:/bin");
        variables.put("ACCOUNT_TABLE", Database.TABLE);
        variables.put("AWS_REGION", "us-east-2");
        variables.put("AWS_DEFAULT_REGION", "us-east-2");
        variables.put("AWS_ENDPOINT_URL", surroundings.dynamoDb().toString());
        variables.put("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE");
        variables.put("AWS_SECRET_ACCESS_KEY", "not-a-secret");
        variables.put("AWS_SESSION_TOKEN", "not-a-token");
        variables.put("AWS_EXECUTION_ENV", "AWS_Lambda_java25");
        variables.put("AWS_LAMBDA_FUNCTION_NAME", "bench");
        variables.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", Integer.toString(MEMORY_MB));
        variables.put("AWS_LAMBDA_RUNTIME_API", surroundings.runtime().address());
        variables.put("_HANDLER", function.handler());
        return variables;
    }
}
