package classroom.bench.growth;

import classroom.bench.Benchmark;
import classroom.bench.Comparison;
import classroom.bench.Folder;
import classroom.bench.Goal;
import classroom.bench.Origin;
import classroom.bench.Picture;
import classroom.bench.Setup;
import classroom.bench.running.Catalogue;
import classroom.bench.running.ChangeStream;
import classroom.bench.running.FunctionLog;
import classroom.bench.running.RunningClass;
import classroom.cli.client.Client;
import classroom.cli.synth.Cdk;
import classroom.cli.synth.Home;
import classroom.cloud.host.Child;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBRequestHandler;

/**
 * Compares a query of one author and a scan of everything, through the functions of three classes on one machine. Their
 * tables differ only in size. This makes the lesson's picture of "query, don't scan".
 */
public final class Growth extends Benchmark {
    private static final int BOOKS = 100_000;
    private static final int STEP = 10;

    /** The smallest table must have every book of an author. */
    private static final int FEWEST = Catalogue.OF_AN_AUTHOR * STEP * STEP;

    private static final int PAGE = 1_000;
    private static final int QUERIES = 20;

    /** As many requests, and the heap of a function is as large as it will be. */
    private static final int WARMING = 100;

    private final int[] sizes;
    private final Folder folder;
    private final RunningClass running;

    private Growth(Setup setup) throws Exception {
        int largest = setup.size(BOOKS);
        if (largest < FEWEST) {
            throw new IOException("--records=" + largest + ": at least " + FEWEST);
        }
        sizes = new int[] {largest / STEP / STEP, largest / STEP, largest};
        folder = Folder.create();
        List<Path> assemblies = new ArrayList<>();
        for (int size : sizes) {
            assemblies.add(synthesize(setup, size));
        }
        running = RunningClass.start(setup, assemblies);
        Client client = running.client();
        for (int size : sizes) {
            // Or DynamoDB Local writes to each table the slower, the more records the streams of the ones before have.
            stream(size).put(Catalogue.author(0), Catalogue.title(0), 1);
        }
        for (int size : sizes) {
            load(setup, size);
        }
        int warming = Math.max(WARMING, 2 * largest / PAGE);
        for (int size : sizes) {
            stream(size).awaitEnd();
            ObjectNode author = JsonNodeFactory.instance.objectNode().put("Author", Catalogue.author(0));
            contend(new Reading(
                    query(size),
                    client,
                    name(size, "books-query"),
                    author,
                    new Reading.Plan(Catalogue.OF_AN_AUTHOR, false, QUERIES, warming)));
            ObjectNode everything = JsonNodeFactory.instance.objectNode().put("limit", PAGE);
            contend(new Reading(
                    scan(size),
                    client,
                    name(size, "books-scan"),
                    everything,
                    new Reading.Plan(size, true, 1, warming)));
        }
        int small = sizes[0];
        compare(new Comparison(query(largest), query(small), Goal.atMost(1.3), List.of(Reading.TIME)));
        compare(new Comparison(query(largest), query(small), Goal.atMost(1), List.of(Reading.CAPACITY)));
        compare(new Comparison(scan(largest), scan(small), Goal.atMost(1.5), List.of(Reading.TIME_OF_MANY)));
        compare(new Comparison(scan(largest), scan(small), Goal.atMost(1.25), List.of(Reading.MEMORY)));
        note(new Fact("JDK", System.getProperty("java.version")));
        note(Origin.fact("DynamoDB Local", LocalDynamoDBRequestHandler.class));
        note(new Fact("a query", "one author's " + Catalogue.OF_AN_AUTHOR + " books, median of " + QUERIES));
        note(new Fact("a scan", "every book, " + PAGE + " a page, by next"));
    }

    public static Benchmark open(Setup setup) throws Exception {
        return new Growth(setup);
    }

    private static String student(int size) {
        return "books-" + size;
    }

    /** The prefix of a student's tables and functions. */
    private static String name(int size, String name) {
        return student(size) + "-" + name;
    }

    private static String query(int size) {
        return String.format(Locale.ROOT, "query %,d", size);
    }

    private static String scan(int size) {
        return String.format(Locale.ROOT, "scan %,d", size);
    }

    private Path synthesize(Setup setup, int size) throws IOException {
        Path assembly = folder.path().resolve(student(size));
        Child.Outcome outcome = new Cdk(new Home(setup.root()))
                .run(List.of(
                        "synth", "--quiet", "--output", assembly.toString(), "--context", "student=" + student(size)));
        if (outcome.status() != 0) {
            throw new IOException("the synth failed: " + outcome.output());
        }
        return assembly;
    }

    private ChangeStream stream(int size) {
        return new ChangeStream(
                running.client(), name(size, "books"), new FunctionLog(running.client(), name(size, "books-changes")));
    }

    private void load(Setup setup, int size) throws IOException {
        Path file = Catalogue.write(folder.path().resolve(size + ".jsonl"), size);
        List<String> command = RunningClass.java(setup, "classroom.cli.Main");
        command.addAll(List.of("load", file.toString(), "--port", Integer.toString(running.port())));
        command.addAll(List.of("--function", name(size, "books-load")));
        System.err.print("\rgrowth: loading " + size + " books ");
        Child.Outcome outcome = Child.run(new ProcessBuilder(command));
        if (outcome.status() != 0) {
            throw new IOException("the load failed: " + outcome.output());
        }
    }

    @Override
    public String title() {
        return "Query, don't scan: what an answer takes while the table grows";
    }

    @Override
    public Picture picture() {
        Map<Integer, String> queries = new TreeMap<>();
        Map<Integer, String> scans = new TreeMap<>();
        for (int size : sizes) {
            queries.put(size, query(size));
            scans.put(size, scan(size));
        }
        Map<String, Map<Integer, String>> lines = new LinkedHashMap<>();
        lines.put("scan: every book", scans);
        lines.put("query: one author's " + Catalogue.OF_AN_AUTHOR + " books", queries);
        return new Picture.Lines(List.of(Reading.CAPACITY, Reading.TIME), "books in the table", lines);
    }

    @Override
    public void close() {
        running.close();
        folder.close();
    }
}
