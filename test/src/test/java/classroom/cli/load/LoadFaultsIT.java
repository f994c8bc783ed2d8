package classroom.cli.load;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.FaultyDynamoDb.Answer;
import classroom.Reliability;
import classroom.Rules;
import classroom.cli.client.Client;
import classroom.cli.client.Invocation;
import classroom.cli.terminal.Terminal;
import classroom.cloud.Cloud;
import classroom.cloud.Inside;
import classroom.cloud.identity.Identities;
import classroom.infra.RealAssembly;
import classroom.template.assembly.CloudAssembly;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Loading when DynamoDB throttles, leaves items unprocessed and loses answers: every record is there, as it was sent. */
@Tag("long")
@Timeout(1800)
class LoadFaultsIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String OPERATION = "BatchWriteItem";
    private static final String TABLE = "books";
    private static final long SEED = 6;
    private static final Rules RULES = new Rules();

    private static Cloud local;
    private static Client client;

    @TempDir
    private Path directory;

    @BeforeAll
    static void start() {
        local = Inside.startBehind(RULES);
        local.deploy(CloudAssembly.read(RealAssembly.folder(), Cloud.ENVIRONMENT));
        client = new Client(local.port(), Cloud.REGION, Identities.TEACHER);
    }

    @AfterAll
    static void stop() {
        local.close();
    }

    @AfterEach
    void clear() {
        RULES.clear();
    }

    @Test
    void load_underThrottlingPartialBatchesAndResets_writesEveryRecord() throws IOException {
        int count = 20_000;
        Rules.Rule before = RULES.on(OPERATION, TABLE, Rules.nth(100), Rules.RESET_BEFORE);
        Rules.Rule after = RULES.on(OPERATION, TABLE, Rules.nth(200), Rules.RESET_AFTER);
        Rules.Rule throttled = RULES.on(OPERATION, TABLE, Rules.oneIn(5, SEED), Rules.THROTTLED);
        Rules.Rule partial = RULES.on(OPERATION, TABLE, Rules.oneIn(10, SEED + 1), Rules.HALF_UNPROCESSED);
        Map<String, JsonNode> records = records("Load", count);
        StringBuilder lines = new StringBuilder();
        records.values().forEach(record -> lines.append(record).append('\n'));
        Path file = Files.writeString(directory.resolve("books.jsonl"), lines);
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        int status = new CommandLine(
                        new Load(new Terminal(new PrintStream(out, true, StandardCharsets.UTF_8), false, false)))
                .execute(file.toString(), "--port", String.valueOf(local.port()));

        String printed = out.toString(StandardCharsets.UTF_8);
        System.out.printf(
                "throttled %d, partial %d, reset %d%n%s%n",
                throttled.count(), partial.count(), before.count() + after.count(), printed);
        Map<String, JsonNode> stored = stored("Load");
        record(
                "throttled 1 in 5, partial batches 1 in 10, two resets",
                "./classroom load of 20,000 records",
                records,
                stored);
        assertThat(status).as(printed).isZero();
        assertThat(stored).isEqualTo(records);
        assertThat(printed).contains("20,000 of 20,000 records written in ").contains(", 0 records sent again");
        assertThat(before.count() + after.count()).isEqualTo(2);
        assertThat(throttled.count()).isPositive();
        assertThat(partial.count()).isPositive();
    }

    /** A batch goes wrong only when it is seen for the first time, so that the SDK's own retries never run out. */
    @Test
    void loadingFunction_saysRightlyWhatItSentAgain() {
        Set<String> seen = ConcurrentHashMap.newKeySet();
        AtomicInteger left = new AtomicInteger();
        RULES.on(OPERATION, TABLE, Rules.always(), (request, database) -> {
            if (!seen.add(request.toString())) {
                return database.answer(request);
            }
            switch (seen.size() % 5) {
                case 0:
                    return Rules.THROTTLED.answer(request, database);
                case 1:
                    return Rules.RESET_AFTER.answer(request, database);
                case 2:
                    Answer answer = Rules.HALF_UNPROCESSED.answer(request, database);
                    left.addAndGet(classroom.Invocation.json(answer.body())
                            .at("/UnprocessedItems/" + TABLE)
                            .size());
                    return answer;
                default:
                    return database.answer(request);
            }
        });
        Map<String, JsonNode> records = records("Counted", 2_000);
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.putArray("books").addAll(records.values());

        Invocation answer = client.invoke("books-load", event.toString().getBytes(StandardCharsets.UTF_8));

        System.out.println("left unprocessed: " + left + "; books-load: " + answer.body());
        Map<String, JsonNode> stored = stored("Counted");
        record(
                "of every 5 batches one throttled, one partial, one reset after the write",
                "books-load of 2,000 records",
                records,
                stored);
        assertThat(answer.statusCode()).as(answer.text()).isEqualTo(200);
        assertThat(answer.body().path("loaded").intValue()).isEqualTo(2_000);
        assertThat(answer.body().has("notWritten")).isFalse();
        assertThat(answer.body().path("retried").intValue())
                .isEqualTo(left.get())
                .isPositive();
        assertThat(stored).isEqualTo(records);
    }

    private static void record(String fault, String load, Map<String, JsonNode> records, Map<String, JsonNode> stored) {
        long found = records.entrySet().stream()
                .filter(record -> record.getValue().equals(stored.get(record.getKey())))
                .count();
        Reliability.record(fault, load, records.size(), records.size(), found, records.size() - found);
    }

    /** Books by their titles. */
    private static Map<String, JsonNode> records(String author, int count) {
        Map<String, JsonNode> records = new HashMap<>();
        for (int i = 0; i < count; i++) {
            String title = "Book " + i;
            records.put(
                    title,
                    JsonNodeFactory.instance
                            .objectNode()
                            .put("Author", author + " " + i % 40)
                            .put("Title", title)
                            .put("Publisher", "No. " + i));
        }
        return records;
    }

    /** The stored books of these authors, by title. */
    private static Map<String, JsonNode> stored(String author) {
        Map<String, JsonNode> stored = new HashMap<>();
        ObjectNode request = JsonNodeFactory.instance.objectNode().put("TableName", TABLE);
        request.put("ConsistentRead", true);
        while (true) {
            JsonNode page = client.call("dynamodb", "DynamoDB_20120810.Scan", request);
            for (JsonNode item : page.path("Items")) {
                if (item.at("/Author/S").asText().startsWith(author)) {
                    ObjectNode book = JSON.createObjectNode();
                    List.of("Author", "Title", "Publisher")
                            .forEach(name ->
                                    book.put(name, item.path(name).path("S").asText()));
                    stored.put(book.path("Title").asText(), book);
                }
            }
            if (!page.has("LastEvaluatedKey")) {
                return stored;
            }
            request.set("ExclusiveStartKey", page.path("LastEvaluatedKey"));
        }
    }
}
