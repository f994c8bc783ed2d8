package classroom.bench.coldstart;

import classroom.bench.Pinning;
import classroom.cloud.host.Utf8Locale;
import classroom.cloud.lambda.environment.RuntimeFiles;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Starts a function's process as Lambda does, in the same way for every measured program. */
record Launch(Function function, Path jdk, Surroundings surroundings) {
    /** The memory that the class gives its functions (infra's TableFunction). */
    private static final int MEMORY_MB = 512;

    private static final long PATIENCE_SECONDS = 60;

    /**
     * As Lambda starts its Java runtimes, and as the class starts them (local's Environment): 85 % of the memory is
     * heap, C1 only, serial collector, the JDK's own archive of classes.
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

    private static int accounts;

    /**
     * The measured program.
     *
     * @param handler the handler's class
     * @param classPath of the package
     * @param expected a text that a right answer contains
     */
    record Function(String handler, List<Path> classPath, String expected) {}

    /**
     * The settings that all programs share.
     *
     * @param home an empty folder
     * @param output the file for everything that a function prints
     */
    record Surroundings(RuntimeServer runtime, URI dynamoDb, Pinning pinning, Path home, Path output) {}

    /** An event of an account that nobody had yet; the next process gets it. */
    RuntimeServer.Call expect() {
        RuntimeServer.Call call = new RuntimeServer.Call(
                "{\"id\":" + ++accounts + ",\"email\":\"ana@example.com\",\"nome\":\"Ana Souza\"}");
        surroundings.runtime().expect(call);
        return call;
    }

    /** The process, not yet started, with keys in its environment. */
    ProcessBuilder process() {
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE");
        keys.put("AWS_SECRET_ACCESS_KEY", "not-a-secret");
        keys.put("AWS_SESSION_TOKEN", "not-a-token");
        return process(List.of(), keys);
    }

    /** The process, not yet started, with these options and variables on top. */
    ProcessBuilder process(List<String> options, Map<String, String> variables) {
        ProcessBuilder builder = new ProcessBuilder(surroundings.pinning().pinned(command(options)));
        builder.directory(surroundings.home().toFile());
        builder.redirectErrorStream(true).redirectOutput(surroundings.output().toFile());
        builder.environment().clear();
        builder.environment().putAll(variables());
        builder.environment().putAll(variables);
        Utf8Locale.choose(builder.environment());
        return builder;
    }

    /** Waits for the answer of the started process. */
    RuntimeServer.Answer await(Process process, RuntimeServer.Call call) throws Exception {
        process.onExit()
                .thenRun(() ->
                        call.answer().complete(new RuntimeServer.Answer(System.nanoTime(), true, "the process ended")));
        return call.answer().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** @throws IOException if the answer is wrong; the message has the output of the process */
    void check(String name, RuntimeServer.Answer answer) throws IOException {
        if (answer.failed() || !answer.text().contains(function.expected())) {
            throw new IOException(
                    name + " answered " + answer.text() + "; it printed " + Files.readString(surroundings.output()));
        }
    }

    private List<String> command(List<String> options) {
        List<String> command = new ArrayList<>();
        command.add(jdk.resolve(Path.of("bin", "java")).toString());
        command.addAll(FLAGS);
        command.addAll(options);
        command.add("-cp");
        List<Path> classPath = new ArrayList<>(RuntimeFiles.classPath());
        classPath.addAll(function.classPath());
        command.add(classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
        command.add("classroom.cloud.lambda.runtime.Bootstrap");
        return command;
    }

    private Map<String, String> variables() {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("HOME", surroundings.home().toString());
        variables.put("LANG", "en_US.UTF-8");
        variables.put("PATH", "/usr/local/bin:/usr/bin:/bin");
        variables.put("ACCOUNT_TABLE", Database.TABLE);
        variables.put("AWS_REGION", "us-east-2");
        variables.put("AWS_DEFAULT_REGION", "us-east-2");
        variables.put("AWS_ENDPOINT_URL", surroundings.dynamoDb().toString());
        variables.put("AWS_EXECUTION_ENV", "AWS_Lambda_java25");
        variables.put("AWS_LAMBDA_FUNCTION_NAME", "bench");
        variables.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", Integer.toString(MEMORY_MB));
        variables.put("AWS_LAMBDA_RUNTIME_API", surroundings.runtime().address());
        variables.put("_HANDLER", function.handler());
        return variables;
    }
}
