package classroom.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import classroom.Permission;
import classroom.template.Resource;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClassroomStackTest {
    private static final String FUNCTIONS = """
            hello, classroom.hello.Hello,
            account-create, classroom.account.CreateAccount, ACCOUNT_TABLE=account
            account-get, classroom.account.GetAccount, ACCOUNT_TABLE=account
            account-list, classroom.account.ListAccounts, ACCOUNT_TABLE=account
            account-update, classroom.account.UpdateAccount, ACCOUNT_TABLE=account
            account-delete, classroom.account.DeleteAccount, ACCOUNT_TABLE=account
            books-put, classroom.books.PutBook, BOOKS_TABLE=books
            books-load, classroom.books.LoadBooks, BOOKS_TABLE=books
            books-get, classroom.books.GetBook, BOOKS_TABLE=books
            books-query, classroom.books.QueryBooks, BOOKS_TABLE=books
            books-scan, classroom.books.ScanBooks, BOOKS_TABLE=books
            books-rate, classroom.books.RateBook, BOOKS_TABLE=books
            books-transact, classroom.books.TransactBooks, BOOKS_TABLE=books
            books-delete, classroom.books.DeleteBook, BOOKS_TABLE=books
            books-changes, classroom.books.OnBookChanged,
            garage-enter, classroom.garage.EnterGarage, CARROS_TABLE=carros
            garage-exit, classroom.garage.ExitGarage, CARROS_TABLE=carros
            garage-time, classroom.garage.GetParkingTime, CARROS_TABLE=carros
            garage-bill, classroom.garage.BillOwner, CARROS_TABLE=carros
            registry-add, classroom.garage.AddVehicle, PROPRIETARIOS_TABLE=proprietarios
            registry-vehicles, classroom.garage.ListVehicles, PROPRIETARIOS_TABLE=proprietarios
            registry-owner, classroom.garage.FindOwner, PROPRIETARIOS_TABLE=proprietarios
            registry-transfer, classroom.garage.TransferVehicle, PROPRIETARIOS_TABLE=proprietarios
            """;

    private static final String TABLE = "AWS::DynamoDB::Table";
    private static final String FUNCTION = "AWS::Lambda::Function";
    private static final String LOG_GROUP = "AWS::Logs::LogGroup";
    private static final String MAPPING = "AWS::Lambda::EventSourceMapping";
    private static final String QUEUE = "AWS::SQS::Queue";
    private static final String QUEUE_POLICY = "AWS::SQS::QueuePolicy";
    private static final String ROLE = "AWS::IAM::Role";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Synthesis stack = Synthesis.plain();

    @Test
    void stack_holdsTheClassAndNothingElse() {
        Map<String, Long> counts =
                stack.resources().stream().collect(Collectors.groupingBy(Resource::type, Collectors.counting()));

        long functions = Permission.functions().size();
        assertThat(counts)
                .containsOnly(
                        Map.entry(TABLE, 4L),
                        Map.entry(FUNCTION, functions),
                        Map.entry(ROLE, functions),
                        Map.entry(LOG_GROUP, functions),
                        Map.entry(MAPPING, 1L),
                        Map.entry(QUEUE, 1L),
                        Map.entry(QUEUE_POLICY, 1L));
    }

    @Test
    void everyResource_isDeletedWithTheStack() throws IOException {
        for (Resource resource : stack.resources()) {
            // In so many words: what a type does by default may change.
            JsonNode written = stack.json().path("Resources").path(resource.id());
            assertThat(written.path("DeletionPolicy").asText())
                    .as(resource.id())
                    .isEqualTo("Delete");
            assertThat(written.path("UpdateReplacePolicy").asText())
                    .as(resource.id())
                    .isEqualTo("Delete");
        }
    }

    @Test
    void everyTaggableResource_isTaggedAsTheClass() throws IOException {
        JsonNode tag = JSON.readTree("[{\"Key\": \"class\", \"Value\": \"classroom\"}]");

        assertThat(stack.resources())
                .filteredOn(resource -> !resource.type().equals(QUEUE_POLICY))
                .allSatisfy(resource -> assertThat(resource.properties().path("Tags"))
                        .as(resource.id())
                        .isEqualTo(tag));
    }

    @Test
    void student_isOnEveryTagBeside() throws IOException {
        JsonNode tags = JSON.readTree(
                "[{\"Key\": \"class\", \"Value\": \"classroom\"}, {\"Key\": \"student\", \"Value\": \"ana\"}]");

        assertThat(Synthesis.of(Map.of("student", "ana")).resources())
                .filteredOn(resource -> !resource.type().equals(QUEUE_POLICY))
                .allSatisfy(resource -> assertThat(resource.properties().path("Tags"))
                        .as(resource.id())
                        .isEqualTo(tags));
    }

    @Test
    void roles_haveOneInlinePolicyAndLambdaAloneTakesThem() throws IOException {
        JsonNode trust = JSON.readTree("[{\"Action\": \"sts:AssumeRole\", \"Effect\": \"Allow\","
                + " \"Principal\": {\"Service\": \"lambda.amazonaws.com\"}}]");

        assertThat(stack.properties(ROLE)).allSatisfy(role -> {
            assertThat(role.path("ManagedPolicyArns").isMissingNode()).isTrue();
            assertThat(role.path("Policies")).hasSize(1);
            assertThat(role.path("AssumeRolePolicyDocument").path("Statement")).isEqualTo(trust);
        });
    }

    @Test
    void functions_haveARoleAndALogGroupOfTheirOwn() {
        List<ObjectNode> functions = stack.properties(FUNCTION);

        assertThat(functions)
                .extracting(function -> function.path("Role").asText())
                .doesNotHaveDuplicates();
        assertThat(functions)
                .allSatisfy(function -> assertThat(
                                function.path("LoggingConfig").path("LogGroup").asText())
                        .isEqualTo(
                                "/aws/lambda/" + function.path("FunctionName").asText()));
    }

    @Test
    void logGroups_keepOneWeek() {
        assertThat(stack.properties(LOG_GROUP))
                .allSatisfy(group ->
                        assertThat(group.path("RetentionInDays").asInt()).isEqualTo(7));
    }

    @Test
    void function_anyInTheClass_hasItsRow() {
        assertThat(FUNCTIONS.lines().map(row -> row.replaceFirst(",.*", "")))
                .containsExactlyInAnyOrderElementsOf(stack.properties(FUNCTION).stream()
                        .map(function -> function.path("FunctionName").asText())
                        .toList());
    }

    @ParameterizedTest
    @CsvSource(textBlock = FUNCTIONS)
    void function_runsItsHandlerWithItsTableAndNoOther(String name, String handler, String variable)
            throws ClassNotFoundException {
        ObjectNode function = stack.properties(FUNCTION, "FunctionName", name);
        List<String> variables = new ArrayList<>();
        function.path("Environment")
                .path("Variables")
                .properties()
                .forEach(each ->
                        variables.add(each.getKey() + "=" + each.getValue().asText()));

        assertThat(function.path("Handler").asText()).isEqualTo(handler);
        assertThat(RequestStreamHandler.class).isAssignableFrom(Class.forName(handler));
        assertThat(variables).isEqualTo(variable == null ? List.of() : List.of(variable));
        assertThat(function.path("MemorySize").asInt()).isEqualTo(512);
        assertThat(function.path("Timeout").asInt()).isEqualTo(name.equals("books-load") ? 900 : 10);
        assertThat(function.path("Runtime").asText()).isEqualTo("java25");
    }

    @Test
    void functions_areOneAsset() {
        assertThat(stack.properties(FUNCTION))
                .extracting(function -> function.path("Code").path("S3Key").asText())
                .containsOnly(stack.properties(FUNCTION)
                        .get(0)
                        .path("Code")
                        .path("S3Key")
                        .asText());
    }

    @Test
    void bytecode_isNotNewerThanTheRuntime() throws IOException {
        int runtime = Integer.parseInt(
                stack.properties(FUNCTION).get(0).path("Runtime").asText().substring("java".length()));
        int release;
        try (InputStream hello = RequestStreamHandler.class.getResourceAsStream("/classroom/hello/Hello.class");
                DataInputStream data = new DataInputStream(hello)) {
            data.skipNBytes(6);
            // Java SE Specification, "The class File Format": 45 is Java 1.1, and each release is one more.
            release = data.readUnsignedShort() - 44;
        }

        assertThat(release).isEqualTo(17).isLessThanOrEqualTo(runtime);
    }

    @ParameterizedTest
    @CsvSource({
        "account, id N email S, 5",
        "books, Author S Title S, 5",
        "carros, placa S, 3",
        "proprietarios, cpf S placa S, 3",
    })
    void table_hasItsKeysAndItsUnitsEachWay(String name, String keys, int units) {
        ObjectNode table = stack.properties(TABLE, "TableName", name);

        assertThat(keys(table, table)).isEqualTo(keys);
        assertThat(table.path("ProvisionedThroughput"))
                .isEqualTo(units("ReadCapacityUnits", "WriteCapacityUnits", units));
        assertThat(table.path("DeletionProtectionEnabled").asBoolean(true)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "carros, GlobalSecondaryIndexes, por-cpf, cpf S, INCLUDE minutos",
        "proprietarios, GlobalSecondaryIndexes, por-placa, placa S aquisicao S, KEYS_ONLY",
        "proprietarios, LocalSecondaryIndexes, por-aquisicao, cpf S aquisicao S, ALL",
    })
    void index_hasItsKeysAndProjectsWhatItIsReadFor(
            String name, String kind, String index, String keys, String projection) {
        ObjectNode table = stack.properties(TABLE, "TableName", name);

        assertThat(table.path(kind)).hasSize(1);
        JsonNode only = table.path(kind).get(0);
        assertThat(only.path("IndexName").asText()).isEqualTo(index);
        assertThat(keys(table, only)).isEqualTo(keys);
        List<String> projected =
                new ArrayList<>(List.of(only.at("/Projection/ProjectionType").asText()));
        only.at("/Projection/NonKeyAttributes").forEach(attribute -> projected.add(attribute.asText()));
        assertThat(projected).containsExactly(projection.split(" "));
        // A local index uses its table's capacity.
        assertThat(only.path("ProvisionedThroughput"))
                .isEqualTo(
                        kind.startsWith("Local")
                                ? MissingNode.getInstance()
                                : units("ReadCapacityUnits", "WriteCapacityUnits", 3));
    }

    @Test
    void capacityOfTablesAndGlobalIndexes_is22Of25UnitsEachWay() {
        for (String unit : List.of("ReadCapacityUnits", "WriteCapacityUnits")) {
            assertThat(withIndexes(stack).stream()
                            .mapToInt(each -> each.path("ProvisionedThroughput")
                                    .path(unit)
                                    .asInt())
                            .sum())
                    .isEqualTo(22);
        }
    }

    @Test
    void stream_isOfBooksAlone() {
        assertThat(stack.properties(TABLE))
                .filteredOn(table -> table.has("StreamSpecification"))
                .hasSize(1);
        assertThat(stack.properties(TABLE, "TableName", "books")
                        .path("StreamSpecification")
                        .path("StreamViewType")
                        .asText())
                .isEqualTo("NEW_AND_OLD_IMAGES");
    }

    @Test
    void mapping_isBoundedAndReportsWhatFailed() throws IOException {
        ObjectNode mapping = stack.properties(MAPPING).get(0);
        mapping.remove("Tags");

        assertThat(mapping).isEqualTo(JSON.readTree("""
                {
                  "BatchSize": 10,
                  "BisectBatchOnFunctionError": true,
                  "DestinationConfig": {
                    "OnFailure": {"Destination": "arn:aws:sqs:REGION:ACCOUNT:books-changes-failures"}
                  },
                  "EventSourceArn": "arn:aws:dynamodb:REGION:ACCOUNT:table/books/stream/LABEL",
                  "FunctionName": "books-changes",
                  "FunctionResponseTypes": ["ReportBatchItemFailures"],
                  "MaximumRecordAgeInSeconds": 3600,
                  "MaximumRetryAttempts": 2,
                  "StartingPosition": "TRIM_HORIZON"
                }
                """));
    }

    @Test
    void queue_isEncryptedForADayAndRefusesPlainHttp() throws IOException {
        ObjectNode queue = stack.properties(QUEUE).get(0);
        queue.remove("Tags");

        assertThat(queue).isEqualTo(JSON.readTree("""
                {
                  "QueueName": "books-changes-failures",
                  "MessageRetentionPeriod": 86400,
                  "SqsManagedSseEnabled": true
                }
                """));
        assertThat(stack.properties(QUEUE_POLICY).get(0).path("PolicyDocument").path("Statement"))
                .isEqualTo(JSON.readTree("""
                [{
                  "Action": "sqs:*",
                  "Condition": {"Bool": {"aws:SecureTransport": "false"}},
                  "Effect": "Deny",
                  "Principal": {"AWS": "*"},
                  "Resource": "arn:aws:sqs:REGION:ACCOUNT:books-changes-failures"
                }]
                """));
    }

    @Test
    void outputs_nameTablesStreamAndFunctions() {
        assertThat(stack.outputs().get("AccountTableName").asText()).isEqualTo("account");
        assertThat(stack.outputs().get("BooksTableName").asText()).isEqualTo("books");
        assertThat(stack.outputs().get("CarrosTableName").asText()).isEqualTo("carros");
        assertThat(stack.outputs().get("ProprietariosTableName").asText()).isEqualTo("proprietarios");
        assertThat(stack.outputs().get("BooksStreamArn").asText())
                .isEqualTo("arn:aws:dynamodb:REGION:ACCOUNT:table/books/stream/LABEL");
        assertThat(stack.outputs().get("FunctionNames").asText().split(","))
                .containsExactlyElementsOf(stack.properties(FUNCTION).stream()
                        .map(function -> function.path("FunctionName").asText())
                        .toList());
    }

    @Test
    void onDemand_isCappedWhereTheLessonIs() {
        Synthesis onDemand = Synthesis.of(Map.of("billing", "on-demand"));

        assertThat(onDemand.properties(TABLE))
                .extracting(table -> table.path("BillingMode").asText())
                .containsOnly("PAY_PER_REQUEST");
        assertThat(withIndexes(onDemand)).noneMatch(each -> each.has("ProvisionedThroughput"));
        for (ObjectNode table : stack.properties(TABLE)) {
            String name = table.path("TableName").asText();
            int units = table.at("/ProvisionedThroughput/ReadCapacityUnits").asInt();
            assertThat(withIndexes(onDemand.properties(TABLE, "TableName", name)))
                    .as(name)
                    .extracting(each -> each.path("OnDemandThroughput"))
                    .containsOnly(units("MaxReadRequestUnits", "MaxWriteRequestUnits", units));
        }
    }

    @Test
    void student_hasAStackWhoseEveryNameIsItsOwn() {
        Synthesis ana = Synthesis.of(Map.of("student", "ana"));

        assertThat(ana.assembly().resolve("Classroom-ana.template.json")).exists();
        assertThat(names(ana))
                .isEqualTo(names(stack).stream()
                        .map(name -> name.startsWith("/aws/lambda/")
                                ? name.replace("/aws/lambda/", "/aws/lambda/ana-")
                                : "ana-" + name)
                        .toList());
    }

    @ParameterizedTest
    @CsvSource({
        "provisioned, ProvisionedThroughput, '{\"ReadCapacityUnits\":1,\"WriteCapacityUnits\":1}'",
        "on-demand, OnDemandThroughput, '{\"MaxReadRequestUnits\":1,\"MaxWriteRequestUnits\":1}'",
    })
    void student_hasTablesAndIndexesOfOneUnit_soThatFourShareTheAllowance(
            String billing, String property, String units) {
        assertThat(withIndexes(Synthesis.of(Map.of("student", "ana", "billing", billing))))
                .hasSize(6)
                .allSatisfy(each -> assertThat(each.path(property).toString()).isEqualTo(units));
    }

    @Test
    void student_doesNotChangeAConstruct() {
        assertThat(Synthesis.of(Map.of("student", "ana")).resources())
                .extracting(Resource::id)
                .containsExactlyElementsOf(
                        stack.resources().stream().map(Resource::id).toList());
    }

    @Test
    void synthesis_doneTwice_givesTheSameBytes() throws IOException {
        assertThat(contents(Synthesis.anew(Map.of()).assembly())).isEqualTo(contents(stack.assembly()));
    }

    @Test
    void badSetting_failsTheSynthesis() {
        assertThatThrownBy(() -> Synthesis.anew(Map.of("billing", "free"))).isInstanceOf(InvalidSetting.class);
    }

    private static List<String> names(Synthesis stack) {
        List<String> names = new ArrayList<>();
        for (Resource resource : stack.resources()) {
            for (String property : List.of("TableName", "FunctionName", "LogGroupName", "QueueName")) {
                if (resource.properties().has(property)) {
                    names.add(resource.properties().path(property).asText());
                }
            }
        }
        return names;
    }

    /** Each table and each of its global indexes. */
    private static List<JsonNode> withIndexes(Synthesis stack) {
        return stack.properties(TABLE).stream()
                .flatMap(table -> withIndexes(table).stream())
                .toList();
    }

    private static List<JsonNode> withIndexes(ObjectNode table) {
        List<JsonNode> both = new ArrayList<>(List.of(table));
        table.path("GlobalSecondaryIndexes").forEach(both::add);
        return both;
    }

    private static JsonNode units(String reads, String writes, int units) {
        return JSON.createObjectNode().put(reads, units).put(writes, units);
    }

    /** @param keyed the table or one of its indexes */
    private static String keys(ObjectNode table, JsonNode keyed) {
        Map<String, String> types = new TreeMap<>();
        table.path("AttributeDefinitions")
                .forEach(attribute -> types.put(
                        attribute.path("AttributeName").asText(),
                        attribute.path("AttributeType").asText()));
        List<String> keys = new ArrayList<>();
        keyed.path("KeySchema").forEach(key -> {
            String name = key.path("AttributeName").asText();
            keys.add(name + " " + types.get(name));
        });
        return String.join(" ", keys);
    }

    private static Map<String, String> contents(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            Map<String, String> contents = new TreeMap<>();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.put(directory.relativize(file).toString(), Files.readString(file));
            }
            return contents;
        }
    }
}
