package classroom.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.FaultyDynamoDb.Answer;
import classroom.FaultyDynamoDb.Arrival;
import classroom.FaultyDynamoDb.Database;
import classroom.Reliability;
import classroom.Rules;
import classroom.Rules.Fault;
import classroom.cli.client.Client;
import classroom.cli.client.Invocation;
import classroom.cli.command.EditedAssembly;
import classroom.cloud.identity.Identities;
import classroom.infra.RealAssembly;
import classroom.template.assembly.CloudAssembly;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The functions, in separate processes, when DynamoDB's answers are late, refused or lost and when the processes are
 * killed: every acknowledged write is there once, and no answer denies it.
 */
@Timeout(1800)
class FaultsIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long SEED = 6;
    private static final Rules RULES = new Rules();

    private static Cloud local;
    private static Client client;

    /** Ten processes that start at once may take longer than the functions' 10 s; this test is not about that. */
    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        EditedAssembly assembly = EditedAssembly.copy(RealAssembly.folder(), folder);
        for (String function : List.of("account-create", "books-rate", "books-transact")) {
            assembly.resource(
                    "FunctionName",
                    function,
                    resource -> ((ObjectNode) resource.path("Properties")).put("Timeout", 300));
        }
        local = Inside.startBehind(RULES);
        local.deploy(CloudAssembly.read(assembly.folder(), Cloud.ENVIRONMENT));
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

    /** What may go wrong with a write, and whether its answer may be lost then. */
    private enum Weather {
        THROTTLED("throttled 1 in 5, late 1 in 10, transaction conflict 1 in 16", false),
        LOST("reset after the write 1 in 8, before it 1 in 16, half an answer 1 in 16, internal error 1 in 16", true);

        private final String fault;
        private final boolean loses;

        Weather(String fault, boolean loses) {
            this.fault = fault;
            this.loses = loses;
        }

        /** Has it happen to an operation, and returns the rules that must have struck. */
        private List<Rules.Rule> over(String operation, String table) {
            return loses
                    ? List.of(
                            RULES.on(operation, table, Rules.oneIn(8, SEED), Rules.RESET_AFTER),
                            RULES.on(operation, table, Rules.oneIn(16, SEED + 1), Rules.RESET_BEFORE),
                            RULES.on(operation, table, Rules.oneIn(16, SEED + 2), Rules.HALF_ANSWER),
                            RULES.on(operation, table, Rules.oneIn(16, SEED + 3), Rules.INTERNAL_ERROR))
                    : List.of(
                            RULES.on(operation, table, Rules.oneIn(5, SEED), Rules.THROTTLED),
                            RULES.on(operation, table, Rules.oneIn(10, SEED), Rules.late(Duration.ofMillis(30))),
                            RULES.on(operation, table, Rules.oneIn(16, SEED + 3), Rules.TRANSACTION_CONFLICT));
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("long")
    void clientsThatRateOneBook_neverLoseAnUpdate(Weather weather) throws Exception {
        rateOneBook(weather, 64);
    }

    @Test
    void fewClientsThatRateOneBook_neverLoseAnUpdate() throws Exception {
        rateOneBook(Weather.LOST, 4);
    }

    private static void rateOneBook(Weather weather, int clients) throws Exception {
        String key = "\"Author\":\"Many\",\"Title\":\"" + weather + clients + "\"";
        String item = "{'Author':{'S':'Many'},'Title':{'S':'" + weather + clients + "'}}";
        dynamoDb("PutItem", "{'TableName':'books','Item':" + item + "}");
        List<Rules.Rule> rules = weather.over("UpdateItem", "books");
        AtomicInteger attempts = new AtomicInteger();
        AtomicInteger acknowledged = new AtomicInteger();
        AtomicInteger unknown = new AtomicInteger();
        AtomicInteger conflicts = new AtomicInteger();
        Set<Integer> versions = ConcurrentHashMap.newKeySet();

        inParallel(clients, number -> {
            int rating = number % 5 + 1;
            int version = 0;
            while (true) {
                attempts.incrementAndGet();
                Invocation answer =
                        invoke("books-rate", "{" + key + ",\"Rating\":" + rating + ",\"Version\":" + version + "}");
                if (answer.statusCode() == 200) {
                    assertThat(answer.body().path("Version").intValue()).isEqualTo(version + 1);
                    assertThat(answer.body().path("Rating").intValue()).isEqualTo(rating);
                    acknowledged.incrementAndGet();
                    versions.add(version + 1);
                    return null;
                }
                if (answer.statusCode() == 409 && !isInTransaction(answer)) {
                    int current = answer.body().at("/current/Version").intValue();
                    assertThat(current)
                            .as("the current item in " + answer.text())
                            .isGreaterThan(version);
                    conflicts.incrementAndGet();
                    version = current;
                } else if (isUnknown(answer)) {
                    unknown.incrementAndGet();
                    version = versionOf(item);
                }
            }
        });

        int version = versionOf(item);
        int lost = acknowledged.get() - versions.size() + Math.max(0, acknowledged.get() - version);
        Reliability.record(
                weather.fault,
                clients + " clients rate one book with Version",
                attempts.get(),
                acknowledged.get(),
                version,
                lost);
        System.out.printf("conflicts %d, unknown %d, struck %s%n", conflicts.get(), unknown.get(), struck(rules));
        assertThat(lost).isZero();
        assertThat(acknowledged).hasValue(clients);
        assertThat(version).isBetween(acknowledged.get(), acknowledged.get() + unknown.get());
        if (!weather.loses) {
            assertThat(unknown).hasValue(0);
        }
    }

    /** Each account is wanted by two clients at once, who say in it who they are. */
    @ParameterizedTest
    @EnumSource
    @Tag("long")
    void clientsThatCreateTheSameAccounts_createEachOnce(Weather weather) throws Exception {
        int accounts = 2_000;
        int clients = 16;
        String domain = "@" + weather + ".example.com";
        List<Rules.Rule> rules = weather.over("PutItem", "account");
        AtomicInteger attempts = new AtomicInteger();
        AtomicInteger unknown = new AtomicInteger();
        Map<Integer, List<Integer>> created = new ConcurrentHashMap<>();
        Map<Integer, List<Integer>> refused = new ConcurrentHashMap<>();

        inParallel(clients, number -> {
            for (int id = 0; id < accounts; id++) {
                if ((id + number) % clients >= 2) {
                    continue;
                }
                String event = "{\"id\":" + id + ",\"email\":\"" + id + domain + "\",\"nome\":\"" + number + "\"}";
                Invocation answer = invoke("account-create", event);
                attempts.incrementAndGet();
                while (!isUnknown(answer) && (answer.statusCode() == 503 || isInTransaction(answer))) {
                    answer = invoke("account-create", event);
                    attempts.incrementAndGet();
                }
                if (answer.statusCode() == 201 || answer.statusCode() == 409) {
                    (answer.statusCode() == 201 ? created : refused)
                            .computeIfAbsent(id, any -> new ArrayList<>())
                            .add(number);
                } else {
                    assertThat(isUnknown(answer)).as(answer.text()).isTrue();
                    unknown.incrementAndGet();
                }
            }
            return null;
        });

        Map<Integer, Integer> stored = new HashMap<>();
        for (JsonNode item : scan("account")) {
            if (item.at("/email/S").asText().endsWith(domain)) {
                stored.put(item.at("/id/N").asInt(), item.at("/nome/S").asInt());
            }
        }
        int acknowledged = created.values().stream().mapToInt(List::size).sum();
        int lost = 0;
        for (Map.Entry<Integer, List<Integer>> account : created.entrySet()) {
            lost += account.getValue().equals(List.of(stored.getOrDefault(account.getKey(), -1))) ? 0 : 1;
        }
        Reliability.record(
                weather.fault,
                clients + " clients create " + accounts + " accounts, each wanted by two",
                attempts.get(),
                acknowledged,
                stored.size(),
                lost);
        System.out.printf("unknown %d, struck %s%n", unknown.get(), struck(rules));
        assertThat(lost).isZero();
        assertThat(created.values()).allMatch(by -> by.size() == 1);
        refused.forEach((id, by) -> assertThat(by)
                .as("who was told that account " + id + " is another's")
                .doesNotContain(stored.get(id)));
        if (!weather.loses) {
            assertThat(created).hasSize(accounts);
        }
        assertThat(stored.size()).isBetween(acknowledged, acknowledged + unknown.get());
    }

    /** Between a transaction and its repetition its book is rated, which a second application would undo. */
    @Test
    @Tag("long")
    void transactionsRepeatedWithTheirToken_areAppliedOnce() throws Exception {
        int clients = 8;
        int each = 25;
        String author = "Transact";
        dynamoDb("PutItem", "{'TableName':'books','Item':{'Author':{'S':'" + author + "'},'Title':{'S':'checked'}}}");
        Rules.Rule lost = RULES.on("TransactWriteItems", "books", Rules.oneIn(4, SEED), Rules.RESET_AFTER);
        Rules.Rule conflict = RULES.on(
                "TransactWriteItems", "books", Rules.oneIn(4, SEED + 1), canceled("None", "TransactionConflict"));
        AtomicInteger attempts = new AtomicInteger();
        AtomicInteger acknowledged = new AtomicInteger();

        inParallel(clients, number -> {
            for (int i = 0; i < each; i++) {
                String title = number + "-" + i;
                String event = "{\"check\":{\"Author\":\"" + author
                        + "\",\"Title\":\"checked\",\"Version\":0},\"put\":[{\"Author\":\"" + author + "\",\"Title\":\""
                        + title + "\"}],\"token\":\"" + title + "\"}";
                attempts.addAndGet(untilPut(event));
                acknowledged.incrementAndGet();
                dynamoDb(
                        "UpdateItem",
                        "{'TableName':'books','Key':{'Author':{'S':'" + author + "'},'Title':{'S':'" + title
                                + "'}},'UpdateExpression':'SET Rating = :five','ConditionExpression':"
                                + "'attribute_exists(Title)','ExpressionAttributeValues':{':five':{'N':'5'}}}");
                attempts.addAndGet(untilPut(event));
            }
            return null;
        });

        long once = scan("books").stream()
                .filter(book -> book.at("/Author/S").asText().equals(author))
                .filter(book -> book.at("/Rating/N").asText().equals("5"))
                .count();
        Reliability.record(
                "reset after the write 1 in 4, transaction conflict 1 in 4",
                clients + " clients, " + each + " transactions each, repeated with their token",
                attempts.get(),
                acknowledged.get(),
                once,
                acknowledged.get() - once);
        System.out.printf("struck %s%n", struck(List.of(lost, conflict)));
        assertThat(once).isEqualTo(clients * each);
        assertThat(lost.count()).isPositive();
        assertThat(conflict.count()).isPositive();
    }

    /** Calls until all is put, and returns how often. */
    private static int untilPut(String event) {
        for (int calls = 1; ; calls++) {
            Invocation answer = invoke("books-transact", event);
            if (answer.statusCode() == 200) {
                return calls;
            }
            boolean conflict = answer.statusCode() == 409
                    && answer.body().at("/reasons/1/code").asText().equals("TransactionConflict");
            assertThat(conflict || answer.functionError().isPresent())
                    .as(answer.text())
                    .isTrue();
        }
    }

    @Test
    void transactionCanceledForThrottling_is503AndNot409() {
        dynamoDb("PutItem", "{'TableName':'books','Item':{'Author':{'S':'Canceled'},'Title':{'S':'checked'}}}");
        RULES.on("TransactWriteItems", "books", Rules.always(), canceled("None", "ThrottlingError"));

        Invocation answer = invoke(
                "books-transact",
                "{\"check\":{\"Author\":\"Canceled\",\"Title\":\"checked\",\"Version\":0},\"put\":[{\"Author\":"
                        + "\"Canceled\",\"Title\":\"put\"}]}");

        assertThat(answer.statusCode()).as(answer.text()).isEqualTo(503);
        assertThat(answer.body().path("error").asText()).isEqualTo("Throttled");
        assertThat(invoke("books-get", "{\"Author\":\"Canceled\",\"Title\":\"put\"}")
                        .statusCode())
                .isEqualTo(404);
    }

    private static Fault canceled(String check, String put) {
        return (request, database) -> new Answer(
                400,
                "{\"__type\":\"com.amazonaws.dynamodb.v20120810#TransactionCanceledException\",\"Message\":\"canceled\","
                        + "\"CancellationReasons\":[{\"Code\":\"" + check + "\"},{\"Code\":\"" + put + "\"}]}");
    }

    /** When the process of a function ends, seen from its write. */
    private enum Death implements Fault {
        BEFORE("before its write") {
            @Override
            public Answer answer(JsonNode request, Database database) {
                killFunctions();
                return new Answer(0, "", Arrival.NOTHING);
            }
        },
        DURING("during its write") {
            @Override
            public Answer answer(JsonNode request, Database database) {
                CompletableFuture<Void> killing = CompletableFuture.runAsync(FaultsIT::killFunctions);
                Answer answer = database.answer(request);
                killing.join();
                return answer.arriving(Arrival.NOTHING);
            }
        },
        AFTER("after its write") {
            @Override
            public Answer answer(JsonNode request, Database database) {
                Answer answer = database.answer(request);
                killFunctions();
                return answer.arriving(Arrival.NOTHING);
            }
        };

        private final String when;

        Death(String when) {
            this.when = when;
        }
    }

    /** The caller learns that the function failed, and the next call is served as usual. */
    @ParameterizedTest
    @EnumSource
    void processKilled_aroundItsWrite_losesNothing(Death death) {
        int accounts = 2;
        int acknowledged = 0;
        int attempts = 0;
        for (int id = 0; id < accounts; id++) {
            String event = "{\"id\":" + id + ",\"email\":\"" + death + "@example.com\",\"nome\":\"Ana\"}";
            RULES.clear();
            Rules.Rule killed = RULES.on("PutItem", "account", Rules.nth(1), death);

            Invocation first = invoke("account-create", event);
            Invocation second = invoke("account-create", event);

            attempts += 2;
            assertThat(first.functionError()).as(first.text()).contains("Unhandled");
            assertThat(first.json().path("errorType").asText()).isEqualTo("Runtime.ExitError");
            assertThat(killed.count()).isOne();
            switch (death) {
                case BEFORE -> assertThat(second.statusCode()).as(second.text()).isEqualTo(201);
                case DURING -> assertThat(second.statusCode()).as(second.text()).isIn(201, 409);
                case AFTER -> assertThat(second.statusCode()).as(second.text()).isEqualTo(409);
            }
            acknowledged += second.statusCode() == 201 ? 1 : 0;
        }
        int found = 0;
        for (JsonNode item : scan("account")) {
            found += item.at("/email/S").asText().equals(death + "@example.com") ? 1 : 0;
        }
        Reliability.record(
                "process killed " + death.when,
                "accounts created, each tried twice",
                attempts,
                acknowledged,
                found,
                Math.max(0, acknowledged - found));
        assertThat(found).isEqualTo(accounts);
    }

    /** The function is ended while it waits for DynamoDB's answer. */
    @Test
    @Tag("long")
    void functionTimedOut_beforeItsWriteIsAnswered_losesNothing() {
        String event = "{\"Author\":\"Late\",\"Title\":\"Book\"}";
        RULES.on("PutItem", "books", Rules.nth(1), Rules.late(Duration.ofSeconds(12)));

        Invocation first = invoke("books-put", event);

        assertThat(first.functionError()).as(first.text()).isPresent();
        assertThat(first.text()).contains("Task timed out after 10.00 seconds");
        assertThat(invoke("books-get", event).statusCode()).isEqualTo(200);
        assertThat(invoke("books-put", event).statusCode()).isEqualTo(409);
        Reliability.record("function timed out during its write", "a book put, tried twice", 2, 0, 1, 0);
    }

    private static void killFunctions() {
        List<ProcessHandle> processes = ProcessHandle.current()
                .descendants()
                .filter(process -> process.info().command().orElse("").endsWith("java"))
                .toList();
        processes.forEach(ProcessHandle::destroyForcibly);
        processes.forEach(process -> process.onExit().join());
    }

    private static boolean isUnknown(Invocation answer) {
        return answer.functionError().isPresent()
                || answer.body().path("error").asText().equals("OutcomeUnknown");
    }

    /** A 409 because of another transaction says nothing about the item: the caller must repeat the request. */
    private static boolean isInTransaction(Invocation answer) {
        return answer.body().path("message").asText().equals("A transaction is changing this item; try again");
    }

    private interface Work {
        Void of(int number);
    }

    private static void inParallel(int clients, Work work) throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        try {
            List<Callable<Void>> all = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                int number = i;
                all.add(() -> work.of(number));
            }
            for (Future<Void> ended : threads.invokeAll(all)) {
                ended.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static List<Integer> struck(List<Rules.Rule> rules) {
        return rules.stream().map(Rules.Rule::count).toList();
    }

    private static Invocation invoke(String function, String event) {
        return client.invoke(function, event.getBytes(StandardCharsets.UTF_8));
    }

    private static int versionOf(String key) {
        return dynamoDb("GetItem", "{'TableName':'books','ConsistentRead':true,'Key':" + key + "}")
                .at("/Item/Version/N")
                .asInt();
    }

    private static List<JsonNode> scan(String table) {
        List<JsonNode> items = new ArrayList<>();
        ObjectNode request = (ObjectNode) json("{'TableName':'" + table + "','ConsistentRead':true}");
        while (true) {
            JsonNode page = client.call("dynamodb", "DynamoDB_20120810.Scan", request);
            page.path("Items").forEach(items::add);
            if (!page.has("LastEvaluatedKey")) {
                return items;
            }
            request.set("ExclusiveStartKey", page.path("LastEvaluatedKey"));
        }
    }

    private static JsonNode dynamoDb(String operation, String request) {
        return client.call("dynamodb", "DynamoDB_20120810." + operation, json(request));
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text.replace('\'', '"'));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
