package classroom.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.Reliability;
import classroom.Waiting;
import classroom.cli.client.Client;
import classroom.cli.client.NotRunningException;
import classroom.cli.client.ServiceException;
import classroom.cli.command.Program;
import classroom.cloud.identity.Identities;
import classroom.cloud.lambda.environment.TestAsset;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
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
 * {@code up --data} as a process that is killed at any moment while clients write, also during its first start:
 * afterwards every acknowledged write is there, and its change is handled. Functions' processes are killed meanwhile,
 * too. The function keeps its own record in a file, because logs end with the local class. {@code -Ddata.kills=100}
 * takes ten minutes.
 */
@Timeout(3600)
class DataIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int WRITERS = 4;
    private static final int CHANGES_OF_A_KEY = 5;
    private static final int BATCH = 10;

    @TempDir
    private Path folder;

    /** So often is a class on one folder killed: during its first start, then under writes. */
    private static final int KILLS_OF_A_FOLDER = 4;

    private final Random random = new Random(20);
    private Path temporary;
    private Path assembly;
    private Path data;
    private Path record;
    private int port;
    private int functionKills;

    /**
     * The number of writes of each key, so that the last number is the last change; and the writes that were answered
     * with 200.
     */
    private final AtomicInteger attempts = new AtomicInteger();

    private final Map<String, List<Integer>> acknowledged = new ConcurrentHashMap<>();

    @BeforeEach
    void writeAssembly() throws IOException {
        temporary = Files.createDirectories(folder.resolve("tmp"));
        record = folder.resolve("record");
        assembly = SmallAssembly.write(folder.resolve("assembly"), SmallAssembly.LAST, TestAsset.jar(folder));
        Path template = assembly.resolve("small.template.json");
        ObjectNode json = (ObjectNode) JSON.readTree(template.toFile());
        ObjectNode function = (ObjectNode) json.at("/Resources/OnChange/Properties");
        function.put("Handler", "classroom.cloud.lambda.handlers.Changes").put("Timeout", 60);
        function.putObject("Environment").putObject("Variables").put("record", record.toString());
        // A killed function uses one attempt; none of its records may be given up.
        ((ObjectNode) json.at("/Resources/Changes/Properties")).put("MaximumRetryAttempts", 100);
        JSON.writeValue(template.toFile(), json);
    }

    @Test
    void killedUnderWrites_theFirstStartIncluded_lacksNothing() throws Exception {
        killAndStartAgain(2);
    }

    @Test
    @Tag("long")
    void killedManyTimesUnderWrites_lacksNothing() throws Exception {
        killAndStartAgain(Integer.getInteger("data.kills", 12));
    }

    private void killAndStartAgain(int kills) throws Exception {
        long lostItems = 0;
        long lostChanges = 0;
        for (int kill = 0; kill < kills; kill++) {
            if (kill % KILLS_OF_A_FOLDER == 0) {
                data = folder.resolve("data of class " + kill);
                killDuringTheFirstStart(kill);
            } else {
                killUnderWrites(kill);
            }
            if ((kill + 1) % KILLS_OF_A_FOLDER == 0 || kill + 1 == kills) {
                try (Program up = up()) {
                    up.line("ready ");
                    Map<String, Integer> items = items(client());
                    int now = folderOf(kill);
                    lostItems += acknowledged.entrySet().stream()
                            .filter(key -> folderOf(round(key.getKey())) == now)
                            .filter(key -> items.getOrDefault(key.getKey(), -1) < last(key.getValue()))
                            .count();
                    awaitAllHandled();
                    assertThat(up.terminate().output()).endsWith("stopped; nothing is left but what is in " + data);
                }
            }
        }
        Map<String, List<Integer>> handled = inOrderOfTheirFirst(handled());
        lostChanges = acknowledged.entrySet().stream()
                .mapToLong(key -> key.getValue().stream()
                        .filter(n ->
                                !handled.getOrDefault(key.getKey(), List.of()).contains(n))
                        .count())
                .sum();
        int all = acknowledged.values().stream().mapToInt(List::size).sum();
        long distinct = handled.values().stream().mapToLong(List::size).sum();
        int repeated = (int) (handled().size() - distinct);
        String fault =
                "the class killed (kill -9) " + kills + " times, its first start included, and functions; up --data";
        Reliability.record(fault, "4 clients put books, read back", attempts.get(), all, all - lostItems, lostItems);
        Reliability.record(fault, "the same, changes handled", attempts.get(), all, all - lostChanges, lostChanges);
        System.out.printf(
                "%d functions killed, %d changes handled, %d of them again%n",
                functionKills, handled().size(), repeated);
        assertThat(acknowledged).hasSizeGreaterThan(WRITERS);
        assertThat(lostItems).isZero();
        assertThat(lostChanges).isZero();
        handled.forEach((key, numbers) -> assertThat(numbers).as(key).isSorted());
        // It continues after the last handled batch: only the batch in progress comes again.
        assertThat(repeated).isLessThanOrEqualTo((kills + functionKills) * BATCH);
        // The next local class has removed everything that a killed one left.
        assertThat(temporary).isDirectoryNotContaining("glob:**classroom-[0-9]*");
    }

    /**
     * Killed soon after the first acknowledged write, also long before the local class is ready, or before any write.
     */
    private void killDuringTheFirstStart(int round) throws Exception {
        port = freePort();
        int before = acknowledged.size();
        try (Program up = up()) {
            List<Thread> writers = startWriters(up, round);
            if (random.nextInt(4) == 0) {
                Thread.sleep(random.nextInt(2000));
            } else {
                Waiting.patiently().pollInterval(Duration.ofMillis(1)).until(() -> acknowledged.size() > before);
            }
            Thread.sleep(random.nextInt(300));
            kill(up, writers);
        }
    }

    private void killUnderWrites(int round) throws Exception {
        try (Program up = up()) {
            up.line("ready ");
            int before = handled().size();
            List<Thread> writers = startWriters(up, round);
            Thread.sleep(300 + random.nextInt(800));
            awaitHandledMoreThan(before);
            if (random.nextBoolean()) {
                functionKills += (int) up.handle()
                        .descendants()
                        .filter(process -> process.info().command().orElse("").endsWith("java"))
                        .filter(ProcessHandle::destroyForcibly)
                        .count();
                Thread.sleep(random.nextInt(1000));
            }
            kill(up, writers);
        }
    }

    private static void kill(Program up, List<Thread> writers) throws InterruptedException {
        up.handle().destroyForcibly();
        for (Thread writer : writers) {
            writer.join();
        }
        up.end();
    }

    private List<Thread> startWriters(Program up, int round) {
        List<Thread> writers = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
            writers.add(write(up, "writer" + writer, round));
        }
        return writers;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private Program up() throws IOException {
        return Program.start(
                temporary,
                "up",
                "--port",
                Integer.toString(port),
                "--app",
                assembly.toString(),
                "--data",
                data.toString());
    }

    private Client client() {
        return new Client(port, Cloud.REGION, Identities.TEACHER);
    }

    private static int folderOf(int round) {
        return round / KILLS_OF_A_FOLDER;
    }

    private static int round(String key) {
        return Integer.parseInt(key.substring(key.indexOf('/') + 1, key.indexOf('.')));
    }

    /** Writes until the local class is killed: a key a few times, then the next key. Refused writes are tried again. */
    private Thread write(Program up, String author, int round) {
        Client client = client();
        Thread thread = new Thread(() -> {
            int i = 0;
            while (up.handle().isAlive()) {
                String title = round + "." + i / CHANGES_OF_A_KEY;
                int number = i % CHANGES_OF_A_KEY;
                try {
                    attempts.incrementAndGet();
                    client.call("dynamodb", "DynamoDB_20120810.PutItem", put(author, title, number));
                    acknowledged
                            .computeIfAbsent(author + "/" + title, k -> new ArrayList<>())
                            .add(number);
                    i++;
                } catch (ServiceException e) {
                    if (e.status() != 503) {
                        throw e;
                    }
                    attempts.decrementAndGet();
                } catch (NotRunningException e) {
                    attempts.decrementAndGet(); // It does not listen yet, or not any more.
                    Thread.onSpinWait();
                } catch (UncheckedIOException e) {
                    // Killed, as the test wants it; whether this one was written nobody knows.
                    return;
                }
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
        Waiting.until(() -> handled().size() > before);
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
