package classroom.garage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import classroom.DynamoDbLocal;
import classroom.FaultyDynamoDb;
import classroom.FaultyDynamoDb.Answer;
import classroom.FaultyDynamoDb.Door;
import classroom.Invocation;
import classroom.Invocation.Reply;
import classroom.lambda.Handler;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** What callers see of DynamoDB's own faults. */
class GarageFaultsTest {
    private static final String CAR = "{\"placa\":\"ABC1234\",\"at\":\"2026-11-22T12:00:00Z\"}";
    private static final String LATER = CAR.replace("T12", "T13");
    private static final String VEHICLE = "{\"cpf\":\"11122233344\",\"placa\":\"ABC1234\"}";
    private static final String TRANSFER = "{\"placa\":\"ABC1234\",\"from\":\"11122233344\",\"to\":\"55566677788\"}";

    @RegisterExtension
    final DynamoDbLocal dynamoDb = new DynamoDbLocal();

    private String cars;
    private String owners;

    @BeforeEach
    void tables() {
        cars = dynamoDb.carrosTable();
        owners = dynamoDb.proprietariosTable();
    }

    private Map<Handler, String> calls(DynamoDbClient client) {
        ParkingLot parkingLot = new ParkingLot(client, cars);
        Registry registry = new Registry(client, owners);
        Map<Handler, String> calls = new LinkedHashMap<>();
        calls.put(new EnterGarage(parkingLot), CAR);
        calls.put(new ExitGarage(parkingLot), LATER);
        calls.put(new GetParkingTime(parkingLot), CAR);
        calls.put(new BillOwner(parkingLot), "{\"cpf\":\"11122233344\",\"month\":\"2026-11\"}");
        calls.put(new AddVehicle(registry), VEHICLE);
        calls.put(new ListVehicles(registry), VEHICLE);
        calls.put(new FindOwner(registry), VEHICLE);
        calls.put(new TransferVehicle(registry), TRANSFER);
        return calls;
    }

    private FaultyDynamoDb behind(Door door) {
        return new FaultyDynamoDb(dynamoDb.endpoint(), door);
    }

    @Test
    void everyFunction_throttledToTheEnd_answers503WithoutNamingTheTable() {
        String code = "ProvisionedThroughputExceededException";
        try (FaultyDynamoDb throttling = behind((operation, request, database) ->
                Answer.refusal(code, "table " + cars + " or " + owners + " is busy"))) {
            // At once: what takes time are the SDK's pauses.
            calls(throttling.client()).entrySet().parallelStream().forEach(call -> {
                Reply reply = Invocation.of(call.getKey(), call.getValue());

                assertThat(reply.statusCode()).isEqualTo(503);
                assertThat(reply.body().get("error").textValue()).isEqualTo("Throttled");
                assertThat(reply.body().toString()).doesNotContain(cars, owners);
            });
        }
    }

    /** A reason need not have a code, and an answer no reason. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",\"CancellationReasons\":[]",
                ",\"CancellationReasons\":null",
                ",\"CancellationReasons\":[{}]",
                ",\"CancellationReasons\":[{},{},{}]",
                ",\"CancellationReasons\":[{\"Code\":null},{\"Code\":null},{\"Code\":\"New\"}]",
                ",\"CancellationReasons\":[{\"Message\":\"m\"},{\"Code\":\"None\"},{}]"
            })
    void transaction_cancelledForNoReasonThatIsTold_failsTheInvocation(String reasons) {
        String answer = "{\"__type\":\"com.amazonaws.dynamodb.v20120810#TransactionCanceledException\"" + reasons + "}";
        try (FaultyDynamoDb cancelling = behind((operation, request, database) -> new Answer(400, answer))) {
            for (Map.Entry<Handler, String> call : calls(cancelling.client()).entrySet()) {
                assertThatThrownBy(() -> Invocation.of(call.getKey(), call.getValue()))
                        .as(call.getKey().toString())
                        .isInstanceOf(TransactionCanceledException.class);
            }
        }
    }

    @Test
    void everyFunction_faultOfDynamoDb_failsTheInvocation() {
        for (String code : new String[] {"InternalServerError", "AccessDeniedException", "ResourceNotFoundException"}) {
            try (FaultyDynamoDb failing = behind((operation, request, database) -> Answer.refusal(code))) {
                calls(failing.client())
                        .forEach((function, event) -> assertThatThrownBy(() -> Invocation.of(function, event))
                                .isInstanceOf(DynamoDbException.class));
            }
        }
        assertThat(dynamoDb.scan(cars)).isEmpty();
        assertThat(dynamoDb.scan(owners)).isEmpty();
    }

    @Test
    void writeWhileATransactionIsInTheWay_isConflict() {
        String canceled = "{\"__type\":\"com.amazonaws.dynamodb.v20120810#TransactionCanceledException\","
                + "\"Message\":\"Transaction cancelled\",\"CancellationReasons\":"
                + "[{\"Code\":\"None\"},{\"Code\":\"TransactionConflict\"},{\"Code\":\"None\"}]}";
        Invocation.of(new AddVehicle(new Registry(dynamoDb.client(), owners)), VEHICLE);
        try (FaultyDynamoDb busy = behind((operation, request, database) -> switch (operation) {
            case "UpdateItem" -> Answer.refusal("TransactionConflictException");
            case "TransactWriteItems" -> new Answer(400, canceled);
            default -> database.answer(request);
        })) {
            ParkingLot parkingLot = new ParkingLot(busy.client(), cars);
            Registry registry = new Registry(busy.client(), owners);

            assertThat(Invocation.of(new EnterGarage(parkingLot), CAR).statusCode())
                    .isEqualTo(409);
            assertThat(Invocation.of(new AddVehicle(registry), VEHICLE).statusCode())
                    .isEqualTo(409);
            assertThat(Invocation.of(new TransferVehicle(registry), TRANSFER).statusCode())
                    .isEqualTo(409);
        }
    }

    /** The write was done, DynamoDB's answer got lost, the SDK sent it again: that is no conflict. */
    @Test
    void everyWrite_whoseFirstAnswerIsLost_isAnsweredAsItWasDone() {
        Set<String> lost = ConcurrentHashMap.newKeySet();
        try (FaultyDynamoDb losing = behind(losing(lost))) {
            ParkingLot parkingLot = new ParkingLot(losing.client(), cars);
            Registry registry = new Registry(losing.client(), owners);

            assertThat(Invocation.of(new EnterGarage(parkingLot), CAR).body())
                    .isEqualTo(Invocation.json(
                            "{\"placa\":\"ABC1234\",\"entrada\":\"2026-11-22T12:00:00Z\",\"minutos\":{}}"));
            assertThat(Invocation.of(new ExitGarage(parkingLot), LATER)
                            .body()
                            .path("minutes")
                            .intValue())
                    .isEqualTo(60);
            assertThat(Invocation.of(new AddVehicle(registry), VEHICLE).statusCode())
                    .isEqualTo(201);
            assertThat(Invocation.of(new TransferVehicle(registry), TRANSFER).statusCode())
                    .isEqualTo(200);
            // And another caller's change is still a conflict.
            assertThat(Invocation.of(new ExitGarage(parkingLot), LATER).statusCode())
                    .isEqualTo(409);
            assertThat(Invocation.of(new AddVehicle(registry), VEHICLE).statusCode())
                    .isEqualTo(409);
        }
        assertThat(lost).hasSize(4);
        assertThat(dynamoDb.scan(cars))
                .singleElement()
                .satisfies(car -> assertThat(car.get("minutos").m())
                        .containsExactly(Map.entry("2026-11", AttributeValue.fromN("60"))));
        assertThat(dynamoDb.scan(owners)).hasSize(2);
    }

    /**
     * The write was done, its answer was lost, and before the repetition somebody else wrote: now nothing shows who did
     * what.
     */
    @Test
    void entryWhoseAnswerIsLost_andAnExitBeforeItIsRepeated_isUnknown() {
        Handler exit = new ExitGarage(new ParkingLot(dynamoDb.client(), cars));
        Set<String> lost = ConcurrentHashMap.newKeySet();
        try (FaultyDynamoDb losing = behind((operation, request, database) -> {
            Answer answer = losing(lost).answer(operation, request, database);
            if (answer.status() == 500) {
                assertThat(Invocation.of(exit, LATER).statusCode()).isEqualTo(200);
            }
            return answer;
        })) {
            Reply reply = Invocation.of(new EnterGarage(new ParkingLot(losing.client(), cars)), CAR);

            assertThat(reply.statusCode()).isEqualTo(503);
            assertThat(reply.body().get("error").textValue()).isEqualTo("OutcomeUnknown");
            assertThat(reply.body().at("/current/saida").textValue()).isEqualTo("2026-11-22T13:00:00Z");
        }
    }

    /** Carries every write out and answers it, the first time that it was done, with a fault after which the SDK repeats it. */
    private static Door losing(Set<String> lost) {
        return (operation, request, database) -> {
            Answer answer = database.answer(request);
            boolean write = operation.equals("UpdateItem") || operation.equals("TransactWriteItems");
            return write && answer.status() == 200 && lost.add(request.toString())
                    ? Answer.refusal("InternalServerError")
                    : answer;
        };
    }
}
