package classroom.bench.start;

import classroom.bench.Contender;
import classroom.cli.client.Client;
import classroom.cli.client.Invocation;
import classroom.cloud.Cloud;
import classroom.cloud.identity.Identities;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code ./classroom up}, from the start of the script to its word {@code ready}, and first invocations in it. */
final class Up implements Contender {
    static final String READY = "ready ms";

    /** How the class names a handler in a list (local's Archive). */
    private static final String HANDLER = "# handler ";

    private static final String WORD = "ready http://127.0.0.1:";
    private static final long PATIENCE_SECONDS = 60;

    private final String name;
    private final Path root;
    private final boolean archives;
    private final boolean synth;
    private final Map<String, String> events;
    private final Set<String> handlers;

    /**
     * @param root the project's folder
     * @param archives whether functions' processes may start from an archive of their classes
     * @param synth whether the CDK app must run
     * @param events the first invocations: an event for each function
     * @param handlers the classes of those functions
     */
    Up(String name, Path root, boolean archives, boolean synth, Map<String, String> events, Set<String> handlers) {
        this.name = name;
        this.root = root;
        this.archives = archives;
        this.synth = synth;
        this.events = events;
        this.handlers = handlers;
    }

    /** The measure of a function's first invocation. */
    static String first(String function) {
        return "first " + function + " ms";
    }

    @Override
    public String name() {
        return name;
    }

    /** The local class makes archives in the background: it runs until there is one for the invoked functions. */
    @Override
    public void warm() throws Exception {
        start(archives && !events.isEmpty());
    }

    @Override
    public Map<String, Double> run() throws Exception {
        return start(false);
    }

    private Map<String, Double> start(boolean untilArchived) throws Exception {
        if (synth) {
            Files.deleteIfExists(root.resolve(Path.of("target", "synth.stamp")));
        }
        String script = root.resolve(File.separatorChar == '\\' ? "classroom.cmd" : "classroom")
                .toString();
        ProcessBuilder builder =
                new ProcessBuilder(script, "up", "--port", "0").redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        if (!archives) {
            builder.environment().put("JAVA_TOOL_OPTIONS", "-Dclassroom.archives=off");
        }
        Map<String, Double> sample = new LinkedHashMap<>();
        long begin = System.nanoTime();
        Process process = builder.start();
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            int port = port(output);
            sample.put(READY, millisecondsSince(begin));
            Client client = new Client(port, Cloud.REGION, Identities.TEACHER);
            if (!events.isEmpty()) {
                // So that the first-time work of the local class itself does not count as the function's.
                client.invoke("books-get", "{}".getBytes(StandardCharsets.UTF_8));
            }
            for (Map.Entry<String, String> event : events.entrySet()) {
                long asked = System.nanoTime();
                Invocation invocation =
                        client.invoke(event.getKey(), event.getValue().getBytes(StandardCharsets.UTF_8));
                sample.put(first(event.getKey()), millisecondsSince(asked));
                if (invocation.functionError().isPresent()) {
                    throw new IOException(event.getKey() + " failed: " + invocation.logTail());
                }
            }
            if (untilArchived) {
                awaitArchive();
            }
            return sample;
        } finally {
            process.destroy();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
    }

    /** Waits for the class list of the invoked functions' archive, in the folder that was used last. */
    private void awaitArchive() throws IOException, InterruptedException {
        Path folder = root.resolve(Path.of("target", "archives"));
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!archived(folder).containsAll(handlers)) {
            if (System.nanoTime() > end) {
                throw new IOException("no archive of " + handlers + " in " + folder);
            }
            Thread.sleep(200);
        }
    }

    /** The handlers that an archive knows. */
    private static Set<String> archived(Path folder) throws IOException {
        try (Stream<Path> archives = Files.list(folder);
                Stream<Path> used = Files.list(archives.filter(
                                archive -> !archive.toString().contains("unfinished"))
                        .max(Comparator.comparing(archive -> archive.toFile().lastModified()))
                        .orElseThrow())) {
            Optional<Path> list =
                    used.filter(file -> file.toString().endsWith(".lst")).findFirst();
            return list.isEmpty()
                    ? Set.of()
                    : Files.readAllLines(list.get()).stream()
                            .filter(line -> line.startsWith(HANDLER))
                            .map(line -> line.substring(HANDLER.length()))
                            .collect(Collectors.toSet());
        } catch (NoSuchFileException | UncheckedIOException | NoSuchElementException moved) {
            return Set.of();
        }
    }

    private static int port(BufferedReader output) throws IOException {
        StringBuilder said = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(WORD)) {
                return Integer.parseInt(line.substring(WORD.length()));
            }
            said.append(line).append('\n');
        }
        throw new IOException("./classroom up ended: " + said);
    }

    private static double millisecondsSince(long begin) {
        return (System.nanoTime() - begin) / 1e6;
    }
}
