package classroom.bench.load;

import classroom.bench.Contender;
import classroom.bench.running.FunctionLog;
import classroom.bench.running.RunningClass;
import classroom.cli.client.Client;
import classroom.cloud.host.Child;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;

/** A program that loads a file into an empty table: from the start of its process to its end. */
final class Loading implements Contender {
    private final String name;
    private final Input input;
    private final Callable<RunningClass> start;
    private final BiFunction<RunningClass, Path, List<String>> command;

    /** The data to load. */
    record Input(Path file, int records) {}

    /**
     * @param start starts a class with an empty table
     * @param command the command of the program, for a class and a file
     */
    Loading(
            String name,
            Input input,
            Callable<RunningClass> start,
            BiFunction<RunningClass, Path, List<String>> command) {
        this.name = name;
        this.input = input;
        this.start = start;
        this.command = command;
    }

    @Override
    public String name() {
        return name;
    }

    /** Nothing stays warm from one turn to the next. */
    @Override
    public void warm() {}

    @Override
    public Map<String, Double> run() throws Exception {
        try (RunningClass running = start.call()) {
            double seconds = seconds(command.apply(running, input.file()));
            int written = count(running.client());
            if (written != input.records()) {
                throw new IOException(name + " wrote " + written + " of " + input.records() + " records");
            }
            Map<String, Double> sample = new LinkedHashMap<>();
            sample.put(Load.RATE, input.records() / seconds);
            new FunctionLog(running.client(), Load.FUNCTION)
                    .memoryMb()
                    .ifPresent(mb -> sample.put(Load.FUNCTION + " MB", (double) mb));
            return sample;
        }
    }

    private double seconds(List<String> program) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(program);
        // No program uses a profile or a proxy of the user: each gets its endpoint and its keys.
        builder.environment()
                .keySet()
                .removeIf(variable -> variable.toLowerCase(Locale.ROOT).endsWith("_proxy"));
        builder.environment().put("AWS_CONFIG_FILE", Child.nothing().toString());
        builder.environment().put("AWS_SHARED_CREDENTIALS_FILE", Child.nothing().toString());
        builder.environment().put("AWS_EC2_METADATA_DISABLED", "true");
        long begin = System.nanoTime();
        Child.Outcome outcome = Child.run(builder);
        double seconds = (System.nanoTime() - begin) / 1e9;
        if (outcome.status() != 0) {
            throw new IOException(name + " ended with status " + outcome.status() + "; it said " + outcome.output());
        }
        return seconds;
    }

    private static int count(Client client) {
        ObjectNode scan = JsonNodeFactory.instance
                .objectNode()
                .put("TableName", Load.TABLE)
                .put("Select", "COUNT")
                .put("ConsistentRead", true);
        int count = 0;
        JsonNode page;
        do {
            page = client.call("dynamodb", "DynamoDB_20120810.Scan", scan);
            count += page.path("Count").intValue();
            scan.set("ExclusiveStartKey", page.path("LastEvaluatedKey"));
        } while (page.has("LastEvaluatedKey"));
        return count;
    }
}
