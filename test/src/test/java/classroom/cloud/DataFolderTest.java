package classroom.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import classroom.cli.client.Client;
import classroom.cli.client.Loopback;
import classroom.cli.client.Request;
import classroom.cli.client.ServiceException;
import classroom.cloud.cloudformation.engine.Deployment;
import classroom.cloud.cloudformation.engine.StackException;
import classroom.cloud.host.HostException;
import classroom.cloud.identity.Identities;
import classroom.template.assembly.CloudAssembly;
import com.almworks.sqlite4java.SQLiteConnection;
import com.almworks.sqlite4java.SQLiteException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Classes one after the other on one data folder. Their mapping is switched off, so that no process starts. */
class DataFolderTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private final List<String> console = new CopyOnWriteArrayList<>();
    private Path data;
    private Cloud local;
    private Client client;

    @BeforeEach
    void choose() {
        data = folder.resolve("data");
    }

    @AfterEach
    void stop() {
        if (local != null) {
            local.close();
        }
    }

    private void start(boolean throttles) {
        stop();
        local = Cloud.start(0, console::add, new Cloud.Settings(throttles, data, null));
        client = new Client(local.port(), Cloud.REGION, Identities.TEACHER);
    }

    /** A class that has started, with a template that differs from the small one. */
    private Deployment started(boolean throttles, UnaryOperator<String> edit) throws IOException {
        start(throttles);
        Path assembly = assembly();
        Path template = assembly.resolve("small.template.json");
        Files.writeString(template, edit.apply(Files.readString(template)));
        return local.deploy(CloudAssembly.read(assembly, Cloud.ENVIRONMENT)).get("Small");
    }

    private Path assembly() throws IOException {
        Path assembly =
                SmallAssembly.write(folder.resolve("assembly"), SmallAssembly.LAST, SmallAssembly.noCode(folder));
        Path template = assembly.resolve("small.template.json");
        Files.writeString(
                template,
                Files.readString(template).replace("\"StartingPosition\"", "\"Enabled\": false, \"StartingPosition\""));
        return assembly;
    }

    private Deployment started() throws IOException {
        return started(false, UnaryOperator.identity());
    }

    private JsonNode call(String operation, String request) {
        try {
            return client.call("dynamodb", operation, JSON.readTree(request));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode table() {
        return call("DynamoDB_20120810.DescribeTable", "{\"TableName\": \"books\"}")
                .path("Table");
    }

    private void put(String author) {
        put(author, "t");
    }

    private void put(String author, String text) {
        call("DynamoDB_20120810.PutItem", """
                {"TableName": "books", "Item": {"Author": {"S": "%s"}, "Title": {"S": "t"}, "Text": {"S": "%s"}}}
                """.formatted(author, text));
    }

    private int count() {
        return call("DynamoDB_20120810.Scan", "{\"TableName\": \"books\", \"Select\": \"COUNT\"}")
                .path("Count")
                .asInt();
    }

    private static String output(Deployment deployment, String name) {
        return deployment.outputs().get(name).value().asText();
    }

    @Test
    void nextClass_hasTableItemsStreamAndMapping() throws IOException {
        Deployment first = started();
        put("a");

        Deployment next = started();

        assertThat(count()).isEqualTo(1);
        assertThat(output(next, "StreamArn")).isEqualTo(output(first, "StreamArn"));
        assertThat(output(next, "MappingId")).isEqualTo(output(first, "MappingId"));
        assertThat(call("DynamoDB_20120810.ListTagsOfResource", """
                        {"ResourceArn": "arn:aws:dynamodb:us-east-2:000000000000:table/books"}
                        """).toString())
                .contains("{\"Key\":\"class\",\"Value\":\"classroom\"}");
        assertThat(local.services().dynamoDb().left()).isEmpty();
    }

    private static String indexed(String template) {
        return template.replace("\"StreamSpecification\"", """
                "GlobalSecondaryIndexes": [{"IndexName": "by-title",
                  "KeySchema": [{"AttributeName": "Title", "KeyType": "HASH"}],
                  "Projection": {"ProjectionType": "KEYS_ONLY"},
                  "ProvisionedThroughput": {"ReadCapacityUnits": 2, "WriteCapacityUnits": 2}}],
                "StreamSpecification\"""");
    }

    @Test
    void tableOfOtherCapacity_isBroughtToTheTemplate() throws IOException {
        started(
                false,
                template -> indexed(template)
                        .replace(
                                "\"StreamSpecification\"",
                                "\"TimeToLiveSpecification\": {\"AttributeName\": \"Ends\", \"Enabled\": true},"
                                        + " \"StreamSpecification\""));
        String stream = table().path("LatestStreamArn").asText();
        put("a");

        started(
                false,
                template -> indexed(template)
                        .replace("\"ReadCapacityUnits\": 5", "\"ReadCapacityUnits\": 3")
                        .replace("\"ReadCapacityUnits\": 2", "\"ReadCapacityUnits\": 1"));

        assertThat(table().at("/ProvisionedThroughput/ReadCapacityUnits").asInt())
                .isEqualTo(3);
        assertThat(table().at("/GlobalSecondaryIndexes/0/ProvisionedThroughput/ReadCapacityUnits")
                        .asInt())
                .isEqualTo(1);
        assertThat(table().path("LatestStreamArn").asText()).isEqualTo(stream);
        assertThat(call("DynamoDB_20120810.DescribeTimeToLive", "{\"TableName\": \"books\"}")
                        .at("/TimeToLiveDescription/TimeToLiveStatus")
                        .asText())
                .isEqualTo("DISABLED");
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void tableOfOtherIndexes_isRefused() throws IOException {
        started(false, DataFolderTest::indexed);

        assertThatThrownBy(this::started)
                .isInstanceOf(StackException.class)
                .hasMessageContaining("has the keys Author (S), Title (S); by-title: Title (S) with KEYS_ONLY, and the"
                        + " template says Author (S), Title (S): take");
    }

    @Test
    void onDemandTable_isTakenOverAgain() throws IOException {
        UnaryOperator<String> onDemand = template -> template.replace(
                "\"ProvisionedThroughput\": {\"ReadCapacityUnits\": 5, \"WriteCapacityUnits\": 5}",
                "\"BillingMode\": \"PAY_PER_REQUEST\","
                        + " \"OnDemandThroughput\": {\"MaxReadRequestUnits\": 7, \"MaxWriteRequestUnits\": 7}");
        started(false, onDemand);
        put("a");

        started(false, onDemand);

        assertThat(table().at("/BillingModeSummary/BillingMode").asText()).isEqualTo("PAY_PER_REQUEST");
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void tableOfOtherKeys_isRefused_andStaysAsItIs() throws IOException {
        started();
        put("a");

        assertThatThrownBy(() -> started(
                        false,
                        template -> template.replace(
                                "{\"AttributeName\": \"Title\", \"AttributeType\": \"S\"}",
                                "{\"AttributeName\": \"Title\", \"AttributeType\": \"N\"}")))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("table books in " + data + " has the keys Author (S), Title (S), and the template"
                        + " says Author (S), Title (N): take the template that it was made with, or another folder with"
                        + " --data");

        started();
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void startThatFails_takesNoData() throws IOException {
        started();
        put("a");

        assertThatThrownBy(() -> started(false, template -> template.replace(SmallAssembly.LAST, """
                        "Again": {"Type": "AWS::Logs::LogGroup", "DependsOn": ["Hello", "Books"],
                          "Properties": {"LogGroupName": "/aws/lambda/hello"}}""")))
                .isInstanceOf(StackException.class);

        started();
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void mappingThatWasSwitchedOn_isOn_untilItIsSwitchedOffAgain() throws Exception {
        String id = output(started(), "MappingId");
        switchMapping(id, true);

        started();

        assertThat(mappingState(id)).isEqualTo("Enabled");
        assertThat(console)
                .singleElement()
                .asString()
                .startsWith("The event source mapping " + id + " of ")
                .endsWith(" is switched on, as in an earlier class.");
        switchMapping(id, false);
        console.clear();

        started();

        assertThat(mappingState(id)).isEqualTo("Disabled");
        assertThat(console).isEmpty();
    }

    private void switchMapping(String id, boolean on) throws Exception {
        new Loopback(local.port(), Cloud.REGION, Identities.TEACHER)
                .send(new Request(
                        "lambda",
                        "PUT",
                        "/2015-03-31/event-source-mappings/" + id,
                        Map.of(),
                        ("{\"Enabled\": " + on + "}").getBytes(StandardCharsets.UTF_8)));
        assertThat(mappingState(id)).isEqualTo(on ? "Enabled" : "Disabled");
    }

    private String mappingState(String id) {
        return client.get("lambda", "/2015-03-31/event-source-mappings/" + id)
                .path("State")
                .asText();
    }

    @Test
    void tableThatTheTemplateHasNot_staysAndIsTold() throws IOException {
        started();
        put("a");

        started(false, template -> template.replace("\"TableName\": \"books\"", "\"TableName\": \"livros\""));

        assertThat(local.services().dynamoDb().left()).containsExactly("books");
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void tableWithoutAName_isFoundAgain() throws IOException {
        UnaryOperator<String> unnamed = template -> template.replace("\"TableName\": \"books\",", "");
        Deployment first = started(false, unnamed);

        Deployment next = started(false, unnamed);

        assertThat(output(next, "StreamArn")).isEqualTo(output(first, "StreamArn"));
        assertThat(local.services().dynamoDb().left()).isEmpty();
    }

    @Test
    void throttledClass_metersTheTablesOfTheEarlierOne() throws IOException {
        started();

        started(true, UnaryOperator.identity());

        put("a", "large".repeat(60_000)); // It owes a minute's units.

        assertThatThrownBy(() -> put("b"))
                .isInstanceOfSatisfying(
                        ServiceException.class,
                        e -> assertThat(e.code()).isEqualTo("ProvisionedThroughputExceededException"));
    }

    /** DynamoDB Local trims records of more than a day at a start, and would then begin to count from 1 again. */
    @Test
    void sequenceNumbers_goOnAfterARestOfDays() throws IOException, SQLiteException {
        String stream = output(started(), "StreamArn");
        put("a");
        put("b");
        List<String> before = sequenceNumbers(stream);
        stop();
        SQLiteConnection database = new SQLiteConnection(
                data.resolve(Path.of("tables", "shared-local-instance.db")).toFile());
        try {
            database.open(false);
            database.exec("UPDATE us SET CreationDateTime = CreationDateTime - 5 * 24 * 3600 * 1000");
        } finally {
            database.dispose();
        }

        started();
        put("c");

        List<String> after = sequenceNumbers(stream);
        assertThat(after).doesNotContain(before.get(0));
        assertThat(after.get(after.size() - 1)).isGreaterThan(before.get(1));
    }

    private List<String> sequenceNumbers(String stream) {
        String shard = call("DynamoDBStreams_20120810.DescribeStream", "{\"StreamArn\": \"" + stream + "\"}")
                .at("/StreamDescription/Shards/0/ShardId")
                .asText();
        JsonNode iterator = call("DynamoDBStreams_20120810.GetShardIterator", """
                {"StreamArn": "%s", "ShardId": "%s", "ShardIteratorType": "TRIM_HORIZON"}
                """.formatted(stream, shard));
        return call("DynamoDBStreams_20120810.GetRecords", iterator.toString())
                .path("Records")
                .findValuesAsText("SequenceNumber");
    }

    /** The files that may exist after a killed first start, step by step; the next start begins again. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "lock",
                "lock classroom-data.new",
                "lock classroom-data",
                "lock classroom-data tables/",
                "lock classroom-data tables/shared-local-instance.db",
                "lock classroom-data tables/shared-local-instance.db tables/shared-local-instance.db-wal",
                "lock classroom-data tables/shared-local-instance.db checkpoints.new",
                "lock classroom-data tables/shared-local-instance.db checkpoints",
                "lock classroom-data tables/shared-local-instance.db checkpoints classroom-data.new"
            })
    void firstStartThatWasCutOff_leavesNothingInTheWay(String made) throws IOException {
        Files.createDirectories(data);
        for (String name : made.split(" ")) {
            Path file = data.resolve(name);
            if (name.endsWith("/")) {
                Files.createDirectories(file);
            } else if (!name.isEmpty()) {
                Files.createDirectories(file.getParent());
                Files.writeString(
                        file,
                        name.equals("classroom-data") ? "Classroom data, format 1, not yet in use\n" : "half of what");
            }
        }

        started();

        put("a");
        assertThat(count()).isEqualTo(1);
        assertThat(console).isEmpty();
    }

    private void assertNotYet(String operation, String request) {
        assertThatThrownBy(() -> call("DynamoDB_20120810." + operation, request))
                .as(operation)
                .isInstanceOfSatisfying(ServiceException.class, e -> {
                    assertThat(e.status()).isEqualTo(503);
                    assertThat(e.code()).isEqualTo("ServiceUnavailable");
                });
    }

    /** Everything that a client may have written with an acknowledgement. */
    private void assertNothingIsTakenFor(String table) {
        String key = "{\"Author\": {\"S\": \"a\"}, \"Title\": {\"S\": \"t\"}}";
        String named = "{\"TableName\": \"" + table + "\"";
        assertNotYet("PutItem", named + ", \"Item\": " + key + "}");
        assertNotYet("UpdateItem", named + ", \"Key\": " + key + "}");
        assertNotYet("DeleteItem", named + ", \"Key\": " + key + "}");
        assertNotYet(
                "BatchWriteItem",
                "{\"RequestItems\": {\"" + table + "\": [{\"PutRequest\": {\"Item\": " + key + "}}]}}");
        assertNotYet("TransactWriteItems", "{\"TransactItems\": [{\"Put\": " + named + ", \"Item\": " + key + "}}]}");
        assertNotYet(
                "ExecuteStatement",
                "{\"Statement\": \"DELETE FROM \\\"" + table + "\\\" WHERE Author = 'a' AND Title = 't'\"}");
        assertNotYet(
                "BatchExecuteStatement",
                "{\"Statements\": [{\"Statement\": \"DELETE FROM \\\"" + table
                        + "\\\" WHERE Author = 'a' AND Title = 't'\"}]}");
        assertNotYet(
                "ExecuteTransaction",
                "{\"TransactStatements\": [{\"Statement\": \"DELETE FROM \\\"" + table
                        + "\\\" WHERE Author = 'a' AND Title = 't'\"}]}");
        assertNotYet("CreateTable", named + "}");
        assertNotYet("DeleteTable", named + "}");
        assertNotYet("UpdateTable", named + "}");
        assertNotYet("UpdateTimeToLive", named + "}");
        assertNotYet("PutItem", "{}");
    }

    @Test
    void firstStart_takesNoWriteUntilItIsDeployed() throws IOException {
        start(false);
        assertNothingIsTakenFor("books");
        assertThat(call("DynamoDB_20120810.ListTables", "{}").path("TableNames"))
                .isEmpty();

        local.deploy(CloudAssembly.read(assembly(), Cloud.ENVIRONMENT));
        put("a");
        started();
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void laterStart_takesWritesOfTablesItFound_andOfNoOtherUntilItIsDeployed() throws IOException {
        started();
        start(false);
        put("a");
        assertNothingIsTakenFor("cars");
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void databaseThatIsMissingOrEmpty_isToldAndNotMadeAnew() throws IOException {
        started();
        put("a");
        stop();
        Path tables = data.resolve("tables");
        Path database = tables.resolve("shared-local-instance.db");
        byte[] whole = Files.readAllBytes(database);

        Files.write(database, new byte[0]);
        assertTablesRefused("shared-local-instance.db is empty; restore it from a copy if there is one, with the files"
                + " beside it");
        Files.delete(database);
        assertTablesRefused("shared-local-instance.db is missing; restore it from a copy if there is one");
        assertThat(database).doesNotExist();
        Cloud.delete(tables);
        assertTablesRefused("shared-local-instance.db is missing; restore it from a copy if there is one");

        Files.createDirectories(tables);
        Files.write(database, whole);
        started();
        assertThat(count()).isEqualTo(1);
    }

    private void assertTablesRefused(String why) {
        assertThatThrownBy(() -> start(false))
                .rootCause()
                .isInstanceOf(HostException.class)
                .hasMessage("the tables in " + data.resolve("tables") + " cannot be opened (" + why
                        + "): give another folder with --data, or remove this one if nobody needs its content");
    }

    @Test
    void folderThatAClassHas_isRefusedToAnother() {
        start(false);

        assertThatThrownBy(() -> Cloud.start(0, console::add, new Cloud.Settings(false, data, null)))
                .isInstanceOf(HostException.class)
                .hasMessage("--data " + data
                        + " is in use by another class: stop that one, or give another folder with --data");
    }

    @Test
    void folderWithOtherFiles_isRefusedAndUntouched() throws IOException {
        Files.createDirectories(data);
        Files.writeString(data.resolve("letter.txt"), "Dear Ana");

        assertRefused(
                "--data " + data + " has other files in it, such as letter.txt: give an empty folder, a new one, or"
                        + " one that ./classroom up --data has made");
        assertThat(data).isDirectoryContaining(file -> file.endsWith("letter.txt"));
        assertThat(data.toFile().list()).hasSize(1);
    }

    @Test
    void fileInPlaceOfTheFolder_isRefused() throws IOException {
        Files.writeString(data, "");

        assertRefused(
                "--data " + data + " cannot be made or written to (a file is there): give another folder with --data");
    }

    @Test
    void folderOfANewerVersion_isRefused() throws IOException {
        Files.createDirectories(data);
        Files.writeString(data.resolve("classroom-data"), "Classroom data, format 2\n");

        assertRefused(
                "--data " + data + " was made by a newer version of Classroom (format 2, this one knows 1): use that"
                        + " version, or give another folder with --data");
    }

    @Test
    void folderMarkedBySomebodyElse_isRefused() throws IOException {
        Files.createDirectories(data);
        Files.writeString(data.resolve("classroom-data"), "{}");

        assertRefused("--data " + data
                + " is not a folder of Classroom: its classroom-data says something else;"
                + " give another folder with --data");
    }

    @Test
    void tablesThatCannotBeRead_areRefused() throws IOException {
        started();
        stop();
        Files.writeString(data.resolve(Path.of("tables", "shared-local-instance.db")), "no database ".repeat(1000));

        assertThatThrownBy(() -> start(false))
                .rootCause()
                .isInstanceOf(HostException.class)
                .hasMessageStartingWith("the tables in " + data.resolve("tables") + " cannot be opened (SQLite: ")
                .hasMessageEndingWith(
                        "): give another folder with --data, or remove this one if nobody needs its content");
    }

    private void assertRefused(String message) {
        assertThatThrownBy(() -> start(false)).isInstanceOf(HostException.class).hasMessage(message);
    }
}
