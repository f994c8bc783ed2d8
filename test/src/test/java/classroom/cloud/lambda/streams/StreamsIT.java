package classroom.cloud.lambda.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import classroom.Waiting;
import classroom.cloud.gateway.AwsError;
import classroom.cloud.lambda.environment.TestAsset;
import classroom.cloud.lambda.environment.TestClass;
import classroom.cloud.lambda.environment.TestFunction;
import classroom.cloud.lambda.handlers.Changes;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.lambda.model.UpdateEventSourceMappingResponse;

/** Event source mappings between tables of DynamoDB Local and functions in real processes. */
@Timeout(240)
class StreamsIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path folder;

    private static Path code;
    private static TestClass room;

    /** Table, function and queue of a test have one name. */
    private String name;

    private String stream;

    @BeforeAll
    static void start() throws IOException {
        code = TestAsset.jar(folder);
        room = new TestClass(folder, List.of());
    }

    @AfterAll
    static void stop() {
        room.close();
    }

    @BeforeEach
    void create(TestInfo test) {
        name = test.getTestMethod().orElseThrow().getName().split("_")[0];
        stream = room.dynamoDb
                .call(room.identities.teacher(), "DynamoDB_20120810.CreateTable", read("""
                                {"TableName": "%s", "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
                                 "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
                                 "ProvisionedThroughput": {"ReadCapacityUnits": 5, "WriteCapacityUnits": 5},
                                 "StreamSpecification": {"StreamEnabled": true, "StreamViewType": "NEW_AND_OLD_IMAGES"}}
                                """.formatted(name)))
                .at("/TableDescription/LatestStreamArn")
                .asText();
        room.queues.create(name, Map.of());
        room.put(TestFunction.of(Changes.class, code).named(name).build());
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes an item whose change the function handles as {@code deed} says. */
    private void write(String id, String deed) {
        ObjectNode request = JSON.createObjectNode().put("TableName", name);
        ObjectNode item = request.putObject("Item");
        item.putObject("id").put("S", id);
        item.putObject("deed").put("S", deed);
        room.dynamoDb.call(room.identities.teacher(), "DynamoDB_20120810.PutItem", request);
    }

    private void writeAll(String... ids) {
        for (String id : ids) {
            write(id, "none");
        }
    }

    private Settings settings() {
        return new Settings(name, stream);
    }

    /** A mapping as the class's template states it, to be varied. */
    private static final class Settings {
        private final String name;
        private final String stream;
        private String position = "TRIM_HORIZON";
        private int batchSize = 10;
        private int window;
        private int parallel = 1;
        private int tumbling;
        private Filters filters = Filters.NONE;
        private int retries = 1;
        private boolean bisect;
        private boolean report = true;
        private boolean enabled = true;
        private String uuid;

        Settings(String name, String stream) {
            this.name = name;
            this.stream = stream;
        }

        EventSourceMapping build() {
            return new EventSourceMapping(
                    uuid,
                    name,
                    stream,
                    position,
                    enabled,
                    batchSize,
                    window,
                    parallel,
                    tumbling,
                    retries,
                    -1,
                    bisect,
                    report,
                    "arn:aws:sqs:us-east-2:000000000000:" + name,
                    filters,
                    Map.of());
        }

        String create() {
            return room.mappings.create(build()).uuid();
        }
    }

    private List<String> logged(String prefix) {
        return room.logged(name).stream()
                .filter(m -> m.startsWith(prefix))
                .map(m -> m.substring(prefix.length()))
                .toList();
    }

    private List<String> handled() {
        return logged("handled ");
    }

    private void awaitHandled(String last) {
        Waiting.until(() -> handled().contains(last));
    }

    /**
     * Waits until another function on the same stream has handled or given up all up to this record, with as many
     * retries as any mapping here has: then a mapping that is not at rest would have done so too.
     */
    private void awaitOther(String last) {
        String other = name + "-other";
        room.queues.create(other, Map.of());
        room.put(TestFunction.of(Changes.class, code).named(other).build());
        Settings settings = new Settings(other, stream);
        settings.retries = 4;
        settings.bisect = true;
        String uuid = settings.create();
        Waiting.until(() -> room.logged(other).contains("handled " + last));
        room.mappings.delete(uuid);
    }

    /** Waits until a mapping that was deleted has no thread any more: then it calls the function no more. */
    private void awaitDeletion() {
        Waiting.untilNoThreadIs(List.of("stream of " + name, "shard of " + name));
    }

    /** The messages in the on-failure queue. */
    private List<JsonNode> discarded() {
        ObjectNode request = JSON.createObjectNode()
                .put("QueueUrl", room.gateway.uri() + "/000000000000/" + name)
                .put("MaxNumberOfMessages", 10);
        List<JsonNode> bodies = new ArrayList<>();
        room.client
                .call("sqs", "AmazonSQS.ReceiveMessage", request)
                .path("Messages")
                .forEach(m -> bodies.add(read(m.path("Body").asText())));
        return bodies;
    }

    /** The sequence numbers of the table's changes by id. */
    private String sequenceNumber(String id) {
        JsonNode shards = streams("DescribeStream", """
                {"StreamArn": "%s"}
                """.formatted(stream)).at("/StreamDescription/Shards");
        for (JsonNode shard : shards) {
            String iterator = streams("GetShardIterator", """
                    {"StreamArn": "%s", "ShardId": "%s", "ShardIteratorType": "TRIM_HORIZON"}
                    """.formatted(
                                    stream, shard.path("ShardId").asText()))
                    .path("ShardIterator")
                    .asText();
            for (JsonNode record :
                    streams("GetRecords", """
                    {"ShardIterator": "%s"}
                    """.formatted(iterator)).path("Records")) {
                if (record.at("/dynamodb/Keys/id/S").asText().equals(id)) {
                    return record.at("/dynamodb/SequenceNumber").asText();
                }
            }
        }
        throw new AssertionError("no change of " + id);
    }

    private static JsonNode streams(String operation, String request) {
        return room.dynamoDb.call(room.identities.teacher(), "DynamoDBStreams_20120810." + operation, read(request));
    }

    private void assertDiscarded(JsonNode message, String id) {
        assertThat(message.at("/DDBStreamBatchInfo/startSequenceNumber").asText())
                .isEqualTo(sequenceNumber(id));
        assertThat(message.at("/DDBStreamBatchInfo/endSequenceNumber").asText()).isEqualTo(sequenceNumber(id));
        assertThat(message.at("/DDBStreamBatchInfo/batchSize").asInt()).isEqualTo(1);
        assertThat(message.at("/DDBStreamBatchInfo/streamArn").asText()).isEqualTo(stream);
    }

    @Test
    void changes_areHandledInOrder_inBatchesOfAtMostTheBatchSize() throws InterruptedException {
        List<String> ids =
                IntStream.range(0, 25).mapToObj(i -> String.format("%02d", i)).toList();
        ids.forEach(id -> write(id, "none"));
        settings().create();
        awaitHandled("24");
        assertThat(handled()).containsExactlyElementsOf(ids);
        assertThat(logged("batch ")).containsExactly("10", "10", "5");
    }

    @Test
    void poison_thatFailsTheCall_isIsolatedByBisecting_andSentAway() throws InterruptedException {
        writeAll("a");
        write("poison", "throw");
        writeAll("c", "d", "e");
        Settings settings = settings();
        settings.bisect = true;
        settings.report = false;
        settings.create();
        awaitHandled("e");
        assertThat(handled()).contains("a", "c", "d", "e").doesNotContain("poison");
        assertThat(handled().subList(handled().size() - 3, handled().size())).containsExactly("c", "d", "e");
        Waiting.until(() -> logged("REPORT").size() > 5);
        List<JsonNode> messages = discarded();
        assertThat(messages).hasSize(1);
        JsonNode message = messages.get(0);
        assertDiscarded(message, "poison");
        assertThat(message.at("/requestContext/condition").asText()).isEqualTo("RetryAttemptsExhausted");
        assertThat(message.at("/requestContext/approximateInvokeCount").asInt()).isEqualTo(2);
        assertThat(message.at("/requestContext/functionArn").asText())
                .isEqualTo("arn:aws:lambda:us-east-2:000000000000:function:poison");
        assertThat(room.logged(name))
                .anyMatch(m -> m.startsWith("START RequestId: "
                        + message.at("/requestContext/requestId").asText()));
        assertThat(message.get("responseContext")).isEqualTo(read("""
                                {"statusCode": 200, "executedVersion": "$LATEST", "functionError": "Unhandled"}
                                """));
        assertThat(message.get("version").asText()).isEqualTo("1.0");
    }

    @Test
    void reportedItem_isTriedAgainWithWhatFollows_andSentAwayAlone() throws InterruptedException {
        writeAll("a");
        write("poison", "report");
        writeAll("b", "c");
        Settings settings = settings();
        settings.bisect = true;
        settings.create();
        awaitHandled("c");
        assertThat(handled()).containsExactly("a", "b", "c");
        List<JsonNode> messages = discarded();
        assertThat(messages).hasSize(1);
        assertDiscarded(messages.get(0), "poison");
        assertThat(messages.get(0).at("/responseContext/functionError").isNull())
                .isTrue();
    }

    @Test
    void withoutBisect_theWholeRestIsSentAway_andTheShardGoesOn() throws InterruptedException {
        writeAll("a");
        write("poison", "report");
        writeAll("b");
        String uuid = settings().create();
        Waiting.until(() -> room.mappings.get(uuid).result().startsWith("PROBLEM"));
        Waiting.until(() -> logged("batch ").size() == 2);
        writeAll("c");
        awaitHandled("c");
        assertThat(handled()).containsExactly("a", "c");
        JsonNode info = discarded().get(0).get("DDBStreamBatchInfo");
        assertThat(info.get("startSequenceNumber").asText()).isEqualTo(sequenceNumber("poison"));
        assertThat(info.get("endSequenceNumber").asText()).isEqualTo(sequenceNumber("b"));
        assertThat(info.get("batchSize").asInt()).isEqualTo(2);
        assertThat(room.mappings.get(uuid).result()).isEqualTo("OK");
    }

    @Test
    void callThatFailsOnce_isRepeated() throws InterruptedException {
        writeAll("a");
        write("shaky", "once");
        settings().create();
        awaitHandled("shaky");
        assertThat(handled()).containsExactly("a", "a", "shaky");
        assertThat(discarded()).isEmpty();
    }

    @Test
    void processThatEndsInTheMiddle_losesNoChange() throws InterruptedException {
        writeAll("a");
        write("fatal", "exit");
        writeAll("b");
        Settings settings = settings();
        settings.bisect = true;
        settings.create();
        awaitHandled("b");
        assertThat(handled()).contains("a", "b").doesNotContain("fatal");
        assertDiscarded(discarded().get(0), "fatal");
    }

    @Test
    void latest_beginsWithTheFirstChangeAfterTheMapping() throws InterruptedException {
        writeAll("before");
        Settings settings = settings();
        settings.position = "LATEST";
        settings.create();
        writeAll("after");
        awaitHandled("after");
        assertThat(handled()).containsExactly("after");
    }

    @Test
    void window_collectsABatch() throws InterruptedException {
        Settings settings = settings();
        settings.window = 3;
        settings.create();
        writeAll("a", "b");
        Thread.sleep(500);
        writeAll("c");
        awaitHandled("c");
        assertThat(logged("batch ")).containsExactly("3");
    }

    @Test
    void filteredOut_changesReachNoFunction_andAreHandled() throws InterruptedException {
        Settings settings = settings();
        settings.filters = Filters.of(List.of("{\"dynamodb\":{\"NewImage\":{\"id\":{\"S\":[{\"prefix\":\"yes\"}]}}}}"));
        String uuid = settings.create();
        writeAll("no1", "yes1", "no2", "yes2");
        awaitHandled("yes2");

        settings.uuid = uuid;
        settings.filters = Filters.NONE;
        room.mappings.update(settings.build());
        // As on AWS, the read that is under way still has the old filter.
        Waiting.until(() -> {
            writeAll("no3");
            return handled().contains("no3");
        });

        assertThat(handled().stream().distinct()).containsExactly("yes1", "yes2", "no3");
    }

    /** Ten calls of a second and a half; one after the other they take fifteen. */
    @Test
    void parallel_batchesOfAShard_runAtOnce_andAnItemsChangesStayInOrder() throws InterruptedException {
        Settings settings = settings();
        settings.batchSize = 1;
        settings.parallel = 10;
        for (int change = 0; change < 5; change++) {
            for (String item : List.of("a", "b", "c", "d", "e", "f")) {
                write(item, Integer.toString(change));
            }
        }
        for (int i = 0; i < 10; i++) {
            write("slow" + i, "slow");
        }
        long begin = System.nanoTime();
        settings.create();

        Waiting.until(() -> handled().size() == 40);

        System.out.println("40 changes, ten of them slow, in ten lanes: "
                + Duration.ofNanos(System.nanoTime() - begin).toMillis() + " ms");
        for (String item : List.of("a", "b", "c", "d", "e", "f")) {
            assertThat(logged("change ").stream().filter(change -> change.endsWith(" of " + item)))
                    .containsExactly("0 of " + item, "1 of " + item, "2 of " + item, "3 of " + item, "4 of " + item);
        }
    }

    @Test
    void disabledMapping_rests_andGoesOnWhereItWas() throws InterruptedException {
        Settings settings = settings();
        settings.uuid = settings.create();
        writeAll("a");
        awaitHandled("a");
        settings.enabled = false;
        room.mappings.update(settings.build());
        writeAll("b");
        awaitOther("b");
        assertThat(handled()).containsExactly("a");
        settings.enabled = true;
        room.mappings.update(settings.build());
        awaitHandled("b");
        assertThat(handled()).containsExactly("a", "b");
    }

    private UpdateEventSourceMappingResponse update(String uuid, boolean enabled) {
        return room.lambda.updateEventSourceMapping(r -> r.uuid(uuid).enabled(enabled));
    }

    private String state(String uuid) {
        return room.lambda.getEventSourceMapping(r -> r.uuid(uuid)).state();
    }

    /** Lets the function's next version do what no earlier version could. */
    private void mend() {
        room.functions.put(TestFunction.of(Changes.class, code)
                .named(name)
                .with(Map.of("mended", "true"))
                .build());
    }

    @Test
    void switchedOffDuringRetries_callsAndDiscardsNothing_andGoesOnAtTheSameRecord() throws InterruptedException {
        writeAll("a");
        write("poison", "throw");
        writeAll("b");
        Settings settings = settings();
        settings.retries = 4;
        String uuid = settings.create();
        Waiting.until(() -> logged("saw ").contains("poison"));

        assertThat(update(uuid, false).state()).isEqualTo("Disabling");
        Waiting.until(() -> state(uuid).equals("Disabled"));
        List<String> seen = logged("saw ");
        writeAll("c");
        awaitOther("c");
        assertThat(logged("saw ")).isEqualTo(seen);
        assertThat(discarded()).isEmpty();

        mend();
        assertThat(update(uuid, true).state()).isEqualTo("Enabling");
        assertThat(state(uuid)).isEqualTo("Enabled");
        awaitHandled("c");
        // The batch that failed as a whole is tried again as a whole, and nothing before or after it.
        assertThat(logged("saw ").subList(seen.size(), logged("saw ").size())).containsExactly("a", "poison", "b", "c");
        assertThat(discarded()).isEmpty();
    }

    @Test
    void switchedOffDuringACall_isDisabledWhenItHasEnded_andRepeatsNothing() throws InterruptedException {
        write("slow", "slow");
        String uuid = settings().create();
        Waiting.until(() -> logged("saw ").contains("slow"));
        update(uuid, false);
        assertThat(state(uuid)).isEqualTo("Disabling");
        writeAll("b");
        Waiting.until(() -> state(uuid).equals("Disabled"));
        assertThat(handled()).containsExactly("slow");
        update(uuid, true);
        awaitHandled("b");
        assertThat(handled()).containsExactly("slow", "b");
    }

    @Test
    void mendedFunction_hasTheNextAttempt() throws InterruptedException {
        write("poison", "throw");
        writeAll("b");
        Settings settings = settings();
        settings.retries = -1;
        settings.create();
        Waiting.until(() -> logged("saw ").contains("poison"));
        mend();
        awaitHandled("b");
        assertThat(handled()).containsExactly("poison", "b");
        assertThat(discarded()).isEmpty();
    }

    @Test
    void deletedDuringRetries_andMadeAgain_handlesAll_orWithLatestWhatComesThen() throws InterruptedException {
        writeAll("a");
        write("poison", "throw");
        Settings settings = settings();
        settings.retries = 4;
        String uuid = settings.create();
        Waiting.until(() -> logged("saw ").contains("poison"));
        room.mappings.delete(uuid);
        mend();
        awaitDeletion();
        assertThat(discarded()).isEmpty();
        List<String> seen = logged("saw ");

        settings.uuid = settings.create();
        awaitHandled("poison");
        assertThat(logged("saw ").subList(seen.size(), logged("saw ").size())).containsExactly("a", "poison");

        room.mappings.delete(settings.uuid);
        writeAll("between");
        settings.uuid = null;
        settings.position = "LATEST";
        settings.create();
        writeAll("after");
        awaitHandled("after");
        assertThat(handled()).endsWith("poison", "after").doesNotContain("between");
    }

    @Test
    void deletedMapping_handlesNothingMore() throws InterruptedException {
        String uuid = settings().create();
        writeAll("a");
        awaitHandled("a");
        room.mappings.delete(uuid);
        writeAll("b");
        awaitDeletion();
        assertThat(handled()).containsExactly("a");
        assertThat(room.mappings.list()).noneMatch(m -> m.uuid().equals(uuid));
    }

    @Test
    void onDemand_billingOfTheTable_changesNothing() throws InterruptedException {
        settings().create();
        writeAll("a");
        awaitHandled("a");
        room.dynamoDb.call(
                room.identities.teacher(),
                "DynamoDB_20120810.UpdateTable",
                read("{\"TableName\": \"" + name + "\", \"BillingMode\": \"PAY_PER_REQUEST\"}"));
        writeAll("b");
        awaitHandled("b");
        assertThat(handled()).containsExactly("a", "b");
    }

    @Test
    void deletedTable_endsThePoller_andTheConsoleSaysSo() throws InterruptedException {
        String uuid = settings().create();
        writeAll("a");
        awaitHandled("a");
        room.dynamoDb.call(
                room.identities.teacher(), "DynamoDB_20120810.DeleteTable", read("{\"TableName\": \"" + name + "\"}"));
        Waiting.until(() -> room.console.stream().anyMatch(l -> l.contains(name)));
        assertThat(room.console)
                .filteredOn(l -> l.contains(name))
                .singleElement()
                .asString()
                .startsWith("The event source mapping of deletedTable has ended. ");
        String result = room.lambda.getEventSourceMapping(r -> r.uuid(uuid)).lastProcessingResult();
        assertThat(result).startsWith("PROBLEM: Stream ");
    }

    @Test
    void roleThatMayNotReadTheStream_isRefusedAMapping() {
        room.denied.add("dynamodb:GetRecords");
        try {
            assertThatThrownBy(() -> settings().create())
                    .isInstanceOfSatisfying(
                            AwsError.class, e -> assertThat(e.code()).isEqualTo("InvalidParameterValueException"))
                    .hasMessage("Cannot access stream " + stream + ". Please ensure the role can perform the "
                            + "GetRecords, GetShardIterator, DescribeStream, and ListStreams Actions on your stream "
                            + "in IAM.");
        } finally {
            room.denied.clear();
        }
    }

    @Test
    void change_isHandledSoonAfterTheWrite() throws InterruptedException {
        settings().create();
        writeAll("warm");
        awaitHandled("warm");
        List<Long> millis = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            long begin = System.nanoTime();
            writeAll("soon" + i);
            String soon = "soon" + i;
            Waiting.patiently()
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> handled().contains(soon));
            millis.add((System.nanoTime() - begin) / 1_000_000);
        }
        millis.sort(null);
        System.out.println("put to handled, ms: " + millis);
        assertThat(millis.get(10)).isLessThan(500);
    }
}
