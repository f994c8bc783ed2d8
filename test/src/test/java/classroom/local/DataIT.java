package classroom.local;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.Reliability;
import classroom.local.client.Client;
import classroom.local.client.NotRunningException;
import classroom.local.iam.Identities;
import classroom.local.lambda.TestAsset;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code up --data} as a process that is killed at any moment while clients write: what was acknowledged is there
 * afterwards, and its change is handled. The function keeps its own record in a file, for logs end with the class.
 */
@Timeout(600)
class DataIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int WRITERS = 4;
    private static final int CHANGES_OF_A_KEY = 5;
    private static final int BATCH = 10;

    @TempDir
    private Path folder;

    private Path temporary;
    private Path assembly;
    private Path data;
    private Path record;

    /** How often each key was written, so that the last number is the last change; and what was answered with 200. */
    private final AtomicInteger attempts = new AtomicInteger();

    private final Map<String, List<Integer>> acknowledged = new ConcurrentHashMap<>();

    @BeforeEach
    void writeAssembly() throws IOException {
        temporary = Files.createDirectories(folder.resolve("tmp"));
        data = folder.resolve("data of the class");
        record = folder.resolve("record");
        assembly = SmallAssembly.write(folder.resolve("assembly"), SmallAssembly.LAST, TestAsset.jar(folder));
        Path template = assembly.resolve("small.template.json");
        ObjectNode json = (ObjectNode) JSON.readTree(template.toFile());
        ObjectNode function = (ObjectNode) json.at("/Resources/OnChange/Properties");
        function.put("Handler", "classroom.local.lambda.handlers.Changes").put("Timeout", 60);
        function.putObject("Environment").putObject("Variables").put("record", record.toString());
        JSON.writeValue(template.toFile(), json);
    }

    @Test
    void killedUnderWrites_andStartedAgain_lacksNothing() throws Exception {
        killAndStartAgain(1, 800);
    }

    @Test
    @Tag("long")
    void killedManyTimesUnderWrites_lacksNothing() throws Exception {
        killAndStartAgain(8, 4000);
    }

    private void killAndStartAgain(int kills, int longestMillis) throws Exception {
        Random random = new Random(20);
        int repeated = 0;
        for (int round = 0; round < kills; round++) {
            try (Program up = up()) {
                Client client = client(up);
                int before = handled().size();
                List<Thread> writers = new ArrayList<>();
                for (int writer = 0; writer < WRITERS; writer++) {
                    writers.add(write(client, "writer" + writer, round));
                }
                Thread.sleep(300 + random.nextInt(longestMillis));
                awaitHandledMoreThan(before);
                up.handle().destroyForcibly();
                for (Thread writer : writers) {
                    writer.join();
                }
                up.end();
            }
        }
        assertThat(acknowledged).hasSizeGreaterThan(WRITERS);
        int all = acknowledged.values().stream().mapToInt(List::size).sum();
        try (Program up = up()) {
            Map<String, Integer> items = items(client(up));
            awaitAllHandled();
            assertThat(up.terminate().output()).endsWith("stopped; nothing is left but what is in " + data);

            long lostItems = acknowledged.entrySet().stream()
                    .filter(key -> items.getOrDefault(key.getKey(), -1) < last(key.getValue()))
                    .count();
            Map<String, List<Integer>> handled = inOrderOfTheirFirst(handled());
            long lostChanges = acknowledged.entrySet().stream()
                    .mapToLong(key -> key.getValue().stream()
                            .filter(n -> !handled.getOrDefault(key.getKey(), List.of())
                                    .contains(n))
                            .count())
                    .sum();
            long distinct = handled.values().stream().mapToLong(List::size).sum();
            repeated = (int) (handled().size() - distinct);
            String fault = "the class killed (kill -9) " + (kills == 1 ? "once" : kills + " times") + ", up --data";
            Reliability.record(
                    fault, "4 clients put books, read back", attempts.get(), all, all - lostItems, lostItems);
            Reliability.record(fault, "the same, changes handled", attempts.get(), all, all - lostChanges, lostChanges);
            System.out.printf(
                    "%d changes handled, %d of them again%n", handled().size(), repeated);
            assertThat(lostItems).isZero();
            assertThat(lostChanges).isZero();
            handled.forEach((key, numbers) -> assertThat(numbers).as(key).isSorted());
        }
        // It goes on after the last batch that was handled: only the one under way comes again.
        assertThat(repeated).isLessThanOrEqualTo(kills * BATCH);
        assertThat(temporary).isDirectoryNotContaining(file -> file.toString().endsWith(".db"));
    }

    private Program up() throws IOException {
        return Program.start(temporary, "up", "--port", "0", "--app", assembly.toString(), "--data", data.toString());
    }

    private static Client client(Program up) throws InterruptedException {
        String ready = up.line("ready ");
        return new Client(
                Integer.parseInt(ready.substring(ready.lastIndexOf(':') + 1)), LocalClass.REGION, Identities.TEACHER);
    }

    /** Writes until nobody answers any more; a key of its own a few times, then the next. */
    private Thread write(Client client, String author, int round) {
        Thread thread = new Thread(() -> {
            try {
                for (int i = 0; ; i++) {
                    String title = round + "." + i / CHANGES_OF_A_KEY;
                    int number = i % CHANGES_OF_A_KEY;
                    String key = author + "/" + title;
                    attempts.incrementAndGet();
                    client.call("dynamodb", "DynamoDB_20120810.PutItem", put(author, title, number));
                    acknowledged.computeIfAbsent(key, k -> new ArrayList<>()).add(number);
                }
            } catch (NotRunningException | UncheckedIOException e) {
                // Killed, as the test wants it; whether the last one was written nobody knows.
            }
        });
        thread.start();
        return thread;
    }

    private static ObjectNode put(String author, String title, int number) {
        ObjectNode request = JSON.createObjectNode().put("TableName", "books");
        ObjectNode item = request.putObject("Item");
        item.putObject("Author").put("S", author);
        item.putObject("Title").put("S", title);
        item.putObject("Number").put("N", Integer.toString(number));
        item.putObject("id").put("S", author + "/" + title + " " + number);
        return request;
    }

    /** The number of each item that is in the table. */
    private static Map<String, Integer> items(Client client) {
        Map<String, Integer> items = new HashMap<>();
        ObjectNode request = JSON.createObjectNode().put("TableName", "books").put("ConsistentRead", true);
        JsonNode page;
        do {
            page = client.call("dynamodb", "DynamoDB_20120810.Scan", request);
            for (JsonNode item : page.path("Items")) {
                items.put(
                        item.at("/Author/S").asText() + "/"
                                + item.at("/Title/S").asText(),
                        item.at("/Number/N").asInt());
            }
            request.set("ExclusiveStartKey", page.path("LastEvaluatedKey"));
        } while (page.has("LastEvaluatedKey"));
        return items;
    }

    private List<String> handled() throws IOException {
        if (!Files.exists(record)) {
            return List.of();
        }
        String text = Files.readString(record);
        return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    }

    /** The numbers that were handled of each key, in the order in which they were for the first time. */
    private static Map<String, List<Integer>> inOrderOfTheirFirst(List<String> handled) {
        Map<String, List<Integer>> byKey = new LinkedHashMap<>();
        for (String line : handled) {
            int space = line.indexOf(' ');
            List<Integer> numbers = byKey.computeIfAbsent(line.substring(0, space), key -> new ArrayList<>());
            Integer number = Integer.valueOf(line.substring(space + 1));
            if (!numbers.contains(number)) {
                numbers.add(number);
            }
        }
        return byKey;
    }

    private static int last(List<Integer> numbers) {
        return numbers.get(numbers.size() - 1);
    }

    private void awaitHandledMoreThan(int before) throws Exception {
        long end = System.nanoTime() + Program.PATIENCE.toNanos();
        while (handled().size() <= before && System.nanoTime() < end) {
            Thread.sleep(10);
        }
    }

    /** Until all that was acknowledged has come, or nothing comes any more. */
    private void awaitAllHandled() throws Exception {
        Duration patience = Duration.ofSeconds(30);
        int seen = -1;
        long end = 0;
        while (true) {
            List<String> handled = handled();
            Map<String, List<Integer>> byKey = inOrderOfTheirFirst(handled);
            if (acknowledged.entrySet().stream()
                    .allMatch(key -> byKey.getOrDefault(key.getKey(), List.of()).containsAll(key.getValue()))) {
                return;
            }
            if (handled.size() != seen) {
                seen = handled.size();
                end = System.nanoTime() + patience.toNanos();
            } else if (System.nanoTime() > end) {
                return;
            }
            Thread.sleep(50);
        }
    }
}
