package classroom.bench.load;

import classroom.bench.Benchmark;
import classroom.bench.Comparison;
import classroom.bench.Folder;
import classroom.bench.Goal;
import classroom.bench.Origin;
import classroom.bench.Picture;
import classroom.bench.Setup;
import classroom.bench.running.Catalogue;
import classroom.bench.running.RunningClass;
import classroom.cloud.host.Child;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBRequestHandler;

/**
 * Loads a file of books into the empty table of a local class, in three ways: {@code ./classroom load}, which sends
 * them through {@code books-load}; a program whose eight threads write batches themselves, through the class's gateway
 * and directly to DynamoDB Local; and boto3's {@code batch_writer}. Each turn has its own local class, started before
 * the time is taken: DynamoDB Local keeps the stream of a deleted table, and that makes it slower.
 */
public final class Load extends Benchmark {
    static final String TABLE = "books";
    static final String FUNCTION = "books-load";
    static final String RATE = "records/s";

    private static final String OURS = "./classroom load";
    private static final String DIRECT = "8 threads, no gateway";
    private static final String GATEWAY = "8 threads";
    private static final String BOTO3 = "boto3 batch_writer";

    private static final int RECORDS = 100_000;

    private final Folder folder;
    private final Callable<RunningClass> start;
    private final int records;

    private Load(Setup setup) throws IOException {
        records = setup.size(RECORDS);
        folder = Folder.create();
        Loading.Input input =
                new Loading.Input(Catalogue.write(folder.path().resolve("books.jsonl"), records), records);
        start = () -> RunningClass.start(setup);
        contend(new Loading(OURS, input, start, (running, file) -> {
            List<String> command = RunningClass.java(setup, "classroom.cli.Main");
            command.addAll(List.of("load", file.toString(), "--port", Integer.toString(running.port())));
            return command;
        }));
        contend(new Loading(DIRECT, input, start, (running, file) -> threads(setup, file, running.database())));
        contend(new Loading(GATEWAY, input, start, (running, file) -> threads(setup, file, running.endpoint())));
        compare(new Comparison(OURS, DIRECT, Goal.atLeast(0.7), List.of(RATE)));
        compare(new Comparison(OURS, GATEWAY, Goal.atLeast(0.7), List.of(RATE)));
        note(new Fact("records", Integer.toString(records)));
        note(new Fact("JDK", System.getProperty("java.version")));
        note(Origin.fact("DynamoDB Local", LocalDynamoDBRequestHandler.class));
        note(Origin.fact("AWS SDK for Java", DynamoDbClient.class));
        addBoto3(input);
    }

    public static Benchmark open(Setup setup) throws IOException {
        return new Load(setup);
    }

    private static List<String> threads(Setup setup, Path file, Object endpoint) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                setup.root()
                        .resolve("bench/naive/target/bench-naive-lambda.jar")
                        .toString(),
                "classroom.bench.naive.Threads",
                file.toString(),
                endpoint.toString(),
                TABLE);
    }

    /** If there is a Python that has it. */
    private void addBoto3(Loading.Input input) throws IOException {
        Path script = folder.path().resolve("batch_writer.py");
        try (InputStream in = Load.class.getResourceAsStream("batch_writer.py")) {
            Files.copy(in, script);
        }
        String version;
        try {
            Child.Outcome asked = Child.run(new ProcessBuilder(
                    "python3", "-c", "import boto3, platform; print(boto3.__version__, platform.python_version())"));
            version = asked.status() == 0 ? asked.output().replace(" ", ", Python ") : "";
        } catch (IOException noPython) {
            version = "";
        }
        if (version.isEmpty()) {
            note(new Fact("boto3", "left out: python3 has none here"));
            return;
        }
        note(new Fact("boto3", version));
        contend(new Loading(
                BOTO3,
                input,
                start,
                (running, file) -> List.of(
                        "python3",
                        script.toString(),
                        file.toString(),
                        running.endpoint().toString(),
                        TABLE)));
        compare(new Comparison(OURS, BOTO3, Goal.atLeast(1), List.of(RATE)));
    }

    @Override
    public String title() {
        return String.format("Loading %,d books into a running class", records);
    }

    @Override
    public Picture picture() {
        return new Picture.Bars(List.of(RATE), RATE, false);
    }

    /** One round of 100,000 takes some ten minutes. */
    @Override
    public int rounds() {
        return 5;
    }

    @Override
    public void close() {
        folder.close();
    }
}
