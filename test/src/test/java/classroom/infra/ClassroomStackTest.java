package classroom.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import classroom.Documents;
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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClassroomStackTest {
    private static final String TABLE = "AWS::DynamoDB::Table";
    private static final String FUNCTION = "AWS::Lambda::Function";
    private static final String LOG_GROUP = "AWS::Logs::LogGroup";
    private static final String MAPPING = "AWS::Lambda::EventSourceMapping";
    private static final String QUEUE = "AWS::SQS::Queue";
    private static final String QUEUE_POLICY = "AWS::SQS::QueuePolicy";
    private static final String ROLE = "AWS::IAM::Role";

    private static final Pattern TABLE_OR_INDEX = Pattern.compile("table/([^/]+)(/index/.*)?");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Synthesis stack = Synthesis.plain();

    @Test
    void stack_holdsTheClassAndNothingElse() {
        Map<String, Long> counts =
                stack.resources().stream().collect(Collectors.groupingBy(Resource::type, Collectors.counting()));

        long functions = stack.functions().size();
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
            // Explicitly, because the default of a type may change.
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

        Synthesis.every(
                taggable(stack),
                resource -> assertThat(resource.properties().path("Tags"))
                        .as(resource.id())
                        .isEqualTo(tag));
    }

    @Test
    void student_isOnEveryTagBeside() throws IOException {
        JsonNode tags = JSON.readTree(
                "[{\"Key\": \"class\", \"Value\": \"classroom\"}, {\"Key\": \"student\", \"Value\": \"ana\"}]");

        Synthesis.every(
                taggable(Synthesis.of(Map.of("student", "ana"))),
                resource -> assertThat(resource.properties().path("Tags"))
                        .as(resource.id())
                        .isEqualTo(tags));
    }

    @Test
    void roles_haveOneInlinePolicyAndLambdaAloneTakesThem() throws IOException {
        JsonNode trust = JSON.readTree("[{\"Action\": \"sts:AssumeRole\", \"Effect\": \"Allow\","
                + " \"Principal\": {\"Service\": \"lambda.amazonaws.com\"}}]");

        Synthesis.every(stack.properties(ROLE), role -> {
            assertThat(role.path("ManagedPolicyArns").isMissingNode()).isTrue();
            assertThat(role.path("Policies")).hasSize(1);
            assertThat(role.path("AssumeRolePolicyDocument").path("Statement")).isEqualTo(trust);
        });
    }

    @Test
    void functions_haveARoleAndALogGroupOfTheirOwn() {
        List<ObjectNode> functions = stack.functions();

        assertThat(functions)
                .extracting(function -> function.path("Role").asText())
                .doesNotHaveDuplicates();
        Synthesis.every(
                functions,
                function -> assertThat(
                                function.path("LoggingConfig").path("LogGroup").asText())
                        .isEqualTo(
                                "/aws/lambda/" + function.path("FunctionName").asText()));
    }

    @Test
    void logGroups_keepOneWeek() {
        Synthesis.every(
                stack.properties(LOG_GROUP),
                group -> assertThat(group.path("RetentionInDays").asInt()).isEqualTo(7));
    }

    @Test
    void functions_runHandlersOfTheirOwn() throws ClassNotFoundException {
        List<String> handlers = stack.functions().stream()
                .map(function -> function.path("Handler").asText())
                .toList();

        for (String handler : handlers) {
            assertThat(RequestStreamHandler.class).isAssignableFrom(Class.forName(handler));
            assertThat(Collections.frequency(handlers, handler))
                    .as("functions that run %s", handler)
                    .isOne();
        }
    }

    /** That each finds its table by the variable's name, and that its handler is the right one, LeastPrivilegeIT shows. */
    @Test
    void function_hasTheNamesOfTheTablesThatItMayUseAndNoOther() {
        List<Permission> permissions = stack.permissions();

        Synthesis.every(stack.functions(), function -> {
            String name = function.path("FunctionName").asText();
            Set<String> tables = permissions.stream()
                    .filter(permission -> permission.function().equals(name))
                    .map(permission -> TABLE_OR_INDEX.matcher(permission.resource()))
                    .filter(Matcher::matches)
                    .map(matcher -> matcher.group(1))
                    .collect(Collectors.toSet());
            assertThat(function.path("Environment").path("Variables"))
                    .as(name)
                    .extracting(JsonNode::asText)
                    .containsExactlyInAnyOrderElementsOf(tables);
        });
    }

    @Test
    void functions_have512MbAnd10Seconds_butTheLoad() {
        Synthesis.every(stack.functions(), function -> {
            String name = function.path("FunctionName").asText();
            assertThat(function.path("MemorySize").asInt()).as(name).isEqualTo(512);
            assertThat(function.path("Timeout").asInt()).as(name).isEqualTo(name.equals("books-load") ? 60 : 10);
            assertThat(function.path("Runtime").asText()).as(name).isEqualTo("java25");
        });
    }

    @Test
    void functions_areOneAsset() {
        assertThat(stack.functions())
                .extracting(function -> function.path("Code").path("S3Key").asText())
                .containsOnly(
                        stack.functions().get(0).path("Code").path("S3Key").asText());
    }

    @Test
    void bytecode_isNotNewerThanTheRuntime() throws IOException {
        int runtime = Integer.parseInt(
                stack.functions().get(0).path("Runtime").asText().substring("java".length()));
        int release;
        try (InputStream hello = RequestStreamHandler.class.getResourceAsStream("/classroom/hello/Hello.class");
                DataInputStream data = new DataInputStream(hello)) {
            data.skipNBytes(6);
            // Java SE Specification, "The class File Format": 45 is Java 1.1, and each release is one more.
            release = data.readUnsignedShort() - 44;
        }

        assertThat(release).isEqualTo(17).isLessThanOrEqualTo(runtime);
    }

    /**
     * Apache License 2.0, section 4: recipients of the work get a copy of the licence and the notices; MIT and BSD
     * require theirs.
     */
    @Test
    void deployedJar_carriesTheLicencesBesideTheNotice() throws IOException {
        try (ZipFile jar = new ZipFile(
                Project.ROOT.resolve("asset/target/functions-lambda.jar").toFile())) {
            Documents.assertSame(
                    "functions: META-INF/LICENSE of the deployed jar must be LICENSE",
                    text(jar, "META-INF/LICENSE"),
                    Files.readString(Project.ROOT.resolve("LICENSE")));
            assertThat(text(jar, "META-INF/NOTICE")).contains("Jackson JSON processor");
            assertThat(text(jar, "META-INF/THIRD-PARTY-LICENSES")).contains("org.crac:crac", "org.slf4j:slf4j-simple");
        }
    }

    private static String text(ZipFile jar, String name) throws IOException {
        ZipEntry entry = jar.getEntry(name);
        assertThat(entry).as(name).isNotNull();
        return new String(jar.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
    }

    /** What D8 leaves of them in the jar that Lambda gets (docs/decisions/0010). */
    @Test
    void bytecodeOfTheDeployedJar_isJava8s() throws IOException {
        TreeSet<Integer> releases = new TreeSet<>();
        int ours = 0;
        try (ZipFile jar = new ZipFile(
                Project.ROOT.resolve("asset/target/functions-lambda.jar").toFile())) {
            for (ZipEntry entry : Collections.list(jar.entries())) {
                if (entry.getName().endsWith(".class")) {
                    try (DataInputStream data = new DataInputStream(jar.getInputStream(entry))) {
                        data.skipNBytes(6);
                        releases.add(data.readUnsignedShort() - 44);
                    }
                    ours += entry.getName().startsWith("classroom/") ? 1 : 0;
                }
            }
        }

        assertThat(ours).isGreaterThan(stack.functions().size());
        assertThat(releases.last()).isEqualTo(8);
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

    /** CloudFormation makes independent resources at the same time, and DynamoDB limits tables with indexes. */
    @ParameterizedTest
    @ValueSource(strings = {"provisioned", "on-demand"})
    void tablesWithIndexes_areMadeOneAfterTheOther(String billing) {
        List<Resource> indexed = Synthesis.of(Map.of("billing", billing)).resources().stream()
                .filter(resource -> resource.type().equals(TABLE))
                .filter(table -> table.properties().has("GlobalSecondaryIndexes")
                        || table.properties().has("LocalSecondaryIndexes"))
                .toList();

        assertThat(indexed).hasSize(2);
        for (int i = 1; i < indexed.size(); i++) {
            assertThat(indexed.get(i).dependsOn()).contains(indexed.get(i - 1).id());
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
                    "OnFailure": {"Destination": "arn:aws:sqs:REGION:ACCOUNT:BooksStreamFailures0C1630EC"}
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
    void queue_isEncryptedForADayRefusesPlainHttpAndHasNoNameThatItsDeletionWouldLock() throws IOException {
        ObjectNode queue = stack.properties(QUEUE).get(0);
        queue.remove("Tags");

        assertThat(queue).isEqualTo(JSON.readTree("""
                {
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
                  "Resource": "arn:aws:sqs:REGION:ACCOUNT:BooksStreamFailures0C1630EC"
                }]
                """));
    }

    @Test
    void outputs_nameTablesStreamAndFunctions() {
        assertThat(stack.outputs().get("AccountTableName").asText()).isEqualTo("account");
        assertThat(stack.outputs().get("BooksTableName").asText()).isEqualTo("books");
        assertThat(stack.outputs().get("CarrosTableName").asText()).isEqualTo("carros");
        assertThat(stack.outputs().get("ProprietariosTableName").asText()).isEqualTo("proprietarios");
        assertThat(stack.outputs().get("BooksFailuresQueueUrl").asText()).isEqualTo("BooksStreamFailures0C1630EC");
        assertThat(stack.outputs().get("BooksStreamArn").asText())
                .isEqualTo("arn:aws:dynamodb:REGION:ACCOUNT:table/books/stream/LABEL");
        assertThat(stack.outputs().get("FunctionNames").asText().split(","))
                .containsExactlyElementsOf(stack.functions().stream()
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
        List<JsonNode> six = withIndexes(Synthesis.of(Map.of("student", "ana", "billing", billing)));

        assertThat(six.size()).isEqualTo(6);
        Synthesis.every(six, each -> assertThat(each.path(property).toString()).isEqualTo(units));
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
        Map<String, String> first = contents(stack.assembly());
        Map<String, String> second = contents(Synthesis.anew(Map.of()).assembly());

        assertThat(second.keySet()).isEqualTo(first.keySet());
        first.forEach((file, content) -> Documents.assertSame(
                "infra: a synthesis must depend on nothing but the settings, the code and the jar: " + file,
                second.get(file),
                content));
    }

    @Test
    void badSetting_failsTheSynthesis() {
        assertThatThrownBy(() -> Synthesis.anew(Map.of("billing", "free"))).isInstanceOf(InvalidSetting.class);
    }

    private static List<Resource> taggable(Synthesis stack) {
        return stack.resources().stream()
                .filter(resource -> !resource.type().equals(QUEUE_POLICY))
                .toList();
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
