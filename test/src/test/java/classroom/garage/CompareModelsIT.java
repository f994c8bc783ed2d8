package classroom.garage;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.DynamoDbLocal;
import classroom.Invocation;
import classroom.Invocation.Reply;
import classroom.cli.command.Program;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Capacity;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/**
 * {@code ./classroom compare-models}: its list, its figures by DynamoDB's rule, and the functions that it represents.
 */
class CompareModelsIT {
    /** It may have to synthesize the class. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final int CARS = 100;
    private static final int OPERATIONS = 1_000;

    /** As it prints what both models are asked. */
    private static List<JsonNode> cars;

    private static List<JsonNode> operations;
    private static List<JsonNode> questions;

    @RegisterExtension
    final DynamoDbLocal dynamoDb = new DynamoDbLocal();

    @TempDir
    private Path temporary;

    @BeforeAll
    static void list(@TempDir Path folder) throws Exception {
        Program.Result result = Program.run(folder, "compare-models", "--list");
        assertThat(result.status()).as(result.output()).isZero();
        List<JsonNode> lines = result.output().lines().map(Invocation::json).toList();
        cars = lines.subList(0, CARS);
        operations = lines.subList(CARS, CARS + OPERATIONS);
        questions = lines.subList(CARS + OPERATIONS, lines.size());
    }

    @Test
    void list_isTheCoursesMixExactly() {
        Map<String, Integer> kinds = new HashMap<>();
        operations.forEach(operation -> kinds.merge(operation.path("operation").textValue(), 1, Integer::sum));
        assertThat(kinds).containsOnlyKeys("entry", "exit", "time", "bill");
        assertThat(kinds.get("entry") + kinds.get("exit")).isEqualTo(800);
        assertThat(kinds).containsEntry("time", 150).containsEntry("bill", 50);
        assertThat(questions).hasSize(60 + CARS);
    }

    @Test
    void list_isOfCarsOfDifferentShapesAndOfOwnersThatAreNobody() {
        TreeSet<String> owners = new TreeSet<>();
        TreeSet<String> shapes = new TreeSet<>();
        for (JsonNode car : cars) {
            owners.add(car.at("/cpf/S").textValue());
            List<String> names = new ArrayList<>();
            car.fieldNames().forEachRemaining(names::add);
            shapes.add(names.toString());
        }
        assertThat(owners).hasSize(60).noneMatch(CompareModelsIT::hasItsCheckDigits);
        assertThat(shapes).hasSizeGreaterThan(4);
    }

    @Test
    void badUse_isALineAndTheWayOut() throws Exception {
        Program.Result option = Program.run(temporary, "compare-models", "--list=yes");
        assertThat(option.status()).isEqualTo(2);
        assertThat(option.output()).startsWith("classroom: ").contains("--list", "./classroom compare-models --help");

        Path file = Files.createFile(temporary.resolve("file"));
        Program.Result folder = Program.run(temporary, "compare-models", "--results", file.toString());
        assertThat(folder.status()).isEqualTo(3);
        assertThat(folder.output())
                .startsWith("classroom: the results cannot be written to " + file)
                .contains("--results FOLDER")
                .doesNotContain("\tat ");
    }

    /** The requests in the comparison must be those of the functions. */
    @Test
    @Tag("long")
    void garageFunctions_ofTheSameList_consumeWhatTheRuleSaysOfCarros() {
        Counting counting = new Counting(dynamoDb.client());
        String table = dynamoDb.carrosTable();
        cars.forEach(
                car -> dynamoDb.client().putItem(put -> put.tableName(table).item(item(car))));
        ParkingLot parkingLot = new ParkingLot(counting, table);
        CapacityRule rule = new CapacityRule(cars);
        long cents = 0;
        for (JsonNode operation : operations) {
            rule.perform(operation);
            String event = operation.toString();
            Reply reply = switch (operation.path("operation").textValue()) {
                case "entry" -> Invocation.of(new EnterGarage(parkingLot), event);
                case "exit" -> Invocation.of(new ExitGarage(parkingLot), event);
                case "time" -> Invocation.of(new GetParkingTime(parkingLot), event);
                default -> Invocation.of(new BillOwner(parkingLot), event.replace("}", ",\"month\":\"2026-11\"}"));
            };
            assertThat(reply.statusCode()).as("%s: %s", operation, reply.body()).isLessThan(300);
            cents += reply.body().path("total").decimalValue().movePointRight(2).longValueExact();
        }

        Map<String, Double> expected = new TreeMap<>();
        rule.units().forEach((place, units) -> {
            String[] parts = place.split("/");
            if (parts[0].equals("carros")) {
                expected.merge(parts[2] + "/" + parts[3].replace("carros", table), units, Double::sum);
            }
        });
        assertThat(counting.units).isEqualTo(expected);
        assertThat(counting.requests)
                .isEqualTo(rule.requests().entrySet().stream()
                        .filter(kind -> kind.getKey().startsWith("carros/"))
                        .mapToInt(Map.Entry::getValue)
                        .sum());
        assertThat(cents).isEqualTo(rule.cents()).isPositive();
    }

    /** Both runs, because the result must be the same at any time and place. */
    @Test
    @Tag("long")
    void figures_areThoseOfDynamoDbsRuleInEveryRun() throws Exception {
        String first = compare("first");
        assertThat(compare("second")).isEqualTo(first);

        JsonNode figures = Invocation.json(first);
        CapacityRule rule = new CapacityRule(cars);
        operations.forEach(rule::perform);
        assertThat(figures.at("/operations/billed cents").longValue()).isEqualTo(rule.cents());
        assertThat(figures.at("/operations/carros/times parked/bytes sent").longValue())
                .isEqualTo(150L
                        * ("{\"TableName\":\"carros\",\"Key\":{\"placa\":{\"S\":\"BRA0E00\"}},"
                                        + "\"ConsistentRead\":false}")
                                .length());
        assertThat(figures.at("/operations/carros/times parked/bytes received").longValue())
                .isEqualTo(rule.timesReceived());
        questions.forEach(rule::perform);
        Map<String, Double> units = new TreeMap<>();
        Map<String, Integer> requests = new TreeMap<>();
        for (String list : List.of("operations", "questions")) {
            for (String table : List.of("carros", "proprietarios")) {
                figures.path(list).path(table).properties().forEach(kind -> {
                    if (kind.getValue().isObject() && !kind.getKey().equals("all")) {
                        String name = table + "/" + kind.getKey();
                        requests.put(name, kind.getValue().path("requests").intValue());
                        for (String way : List.of("read", "write")) {
                            kind.getValue()
                                    .path(way + " units")
                                    .properties()
                                    .forEach(place -> units.put(
                                            name + "/" + way + "/" + place.getKey(),
                                            place.getValue().doubleValue()));
                        }
                    }
                });
            }
        }
        assertThat(units).isEqualTo(rule.units());
        assertThat(requests).isEqualTo(rule.requests());
    }

    /** Its JSON. */
    private String compare(String name) throws Exception {
        Path results = temporary.resolve(name);
        Program.Result result;
        try (Program program = Program.start(temporary, "compare-models", "--results", results.toString())) {
            result = program.end(PATIENCE);
        }
        assertThat(result.status()).as(result.output()).isZero();
        assertThat(result.output())
                .contains("Both models answered everything alike")
                .containsPattern("proprietarios / carros +\\d+\\.\\d\\d");
        assertThat(ImageIO.read(results.resolve("compare-models.png").toFile()).getWidth())
                .isGreaterThan(500);
        try (var left = Files.list(temporary)) {
            assertThat(left)
                    .extracting(Path::getFileName)
                    .map(Path::toString)
                    .noneMatch(file -> file.startsWith("classroom-"));
        }
        return Files.readString(results.resolve("compare-models.json"));
    }

    private static Map<String, AttributeValue> item(JsonNode attributes) {
        Map<String, AttributeValue> item = new HashMap<>();
        attributes.properties().forEach(attribute -> {
            JsonNode value = attribute.getValue();
            item.put(
                    attribute.getKey(),
                    value.has("S")
                            ? AttributeValue.fromS(value.path("S").textValue())
                            : value.has("N")
                                    ? AttributeValue.fromN(value.path("N").textValue())
                                    : AttributeValue.fromM(item(value.path("M"))));
        });
        return item;
    }

    /** Receita Federal's rule: a CPF's last two digits are weighted sums of those before them, modulo 11. */
    private static boolean hasItsCheckDigits(String cpf) {
        for (int length = 9; length < 11; length++) {
            int sum = 0;
            for (int i = 0; i < length; i++) {
                sum += (cpf.charAt(i) - '0') * (length + 1 - i);
            }
            if (sum * 10 % 11 % 10 != cpf.charAt(length) - '0') {
                return false;
            }
        }
        return true;
    }

    /** Asks DynamoDB what each request of the store consumes, and adds it up. */
    private static final class Counting implements DynamoDbClient {
        private final DynamoDbClient client;
        private final Map<String, Double> units = new TreeMap<>();
        private int requests;

        Counting(DynamoDbClient client) {
            this.client = client;
        }

        @Override
        public GetItemResponse getItem(GetItemRequest request) {
            GetItemResponse response = client.getItem(request.toBuilder()
                    .returnConsumedCapacity(ReturnConsumedCapacity.INDEXES)
                    .build());
            count("read", response.consumedCapacity());
            return response;
        }

        @Override
        public QueryResponse query(QueryRequest request) {
            QueryResponse response = client.query(request.toBuilder()
                    .returnConsumedCapacity(ReturnConsumedCapacity.INDEXES)
                    .build());
            count("read", response.consumedCapacity());
            return response;
        }

        @Override
        public UpdateItemResponse updateItem(UpdateItemRequest request) {
            UpdateItemResponse response = client.updateItem(request.toBuilder()
                    .returnConsumedCapacity(ReturnConsumedCapacity.INDEXES)
                    .build());
            count("write", response.consumedCapacity());
            return response;
        }

        private void count(String way, ConsumedCapacity consumed) {
            requests++;
            add(way + "/" + consumed.tableName(), consumed.table());
            consumed.globalSecondaryIndexes().forEach((index, capacity) -> add(way + "/" + index, capacity));
        }

        private void add(String place, Capacity capacity) {
            if (capacity.capacityUnits() > 0) {
                units.merge(place, capacity.capacityUnits(), Double::sum);
            }
        }

        @Override
        public String serviceName() {
            return client.serviceName();
        }

        @Override
        public void close() {
            // The client is the server's.
        }
    }
}
