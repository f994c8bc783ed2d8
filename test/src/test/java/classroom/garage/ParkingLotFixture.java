package classroom.garage;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.DynamoDbLocal;
import classroom.Invocation;
import classroom.Invocation.Reply;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A fresh table of cars and the functions on it. */
abstract class ParkingLotFixture {
    static final String CAR = "\"placa\":\"ABC1234\"";
    static final String OWNER = "\"cpf\":\"11122233344\"";
    static final String NOT_FOUND = "{\"status\":\"Nao encontrado\"}";

    @RegisterExtension
    final DynamoDbLocal dynamoDb = new DynamoDbLocal();

    String table;
    ParkingLot parkingLot;

    @BeforeEach
    void store() {
        table = dynamoDb.carrosTable();
        parkingLot = new ParkingLot(dynamoDb.client(), table);
    }

    Reply enter(String event) {
        return Invocation.of(new EnterGarage(parkingLot), event);
    }

    /** At a time such as {@code 2026-11-22T12:00:00Z}. */
    Reply enterAt(String at) {
        return enter("{" + CAR + ",\"at\":\"" + at + "\"}");
    }

    Reply exit(String event) {
        return Invocation.of(new ExitGarage(parkingLot), event);
    }

    Reply exitAt(String at) {
        return exit("{" + CAR + ",\"at\":\"" + at + "\"}");
    }

    Reply time(String event) {
        return Invocation.of(new GetParkingTime(parkingLot), event);
    }

    Reply bill(String event) {
        return Invocation.of(new BillOwner(parkingLot), event);
    }

    /** A whole stay. */
    void stay(String car, String entry, String exit) {
        assertThat(enter("{" + car + ",\"at\":\"" + entry + "\"}").statusCode()).isEqualTo(201);
        assertThat(exit("{" + car + ",\"at\":\"" + exit + "\"}").statusCode()).isEqualTo(200);
    }

    void putPastTheFunctions(Map<String, AttributeValue> item) {
        dynamoDb.client().putItem(put -> put.tableName(table).item(item));
    }

    static void assertReply(Reply reply, int statusCode, String body) {
        assertThat(reply.body()).isEqualTo(Invocation.json(body));
        assertThat(reply.statusCode()).isEqualTo(statusCode);
    }

    static void assertConflict(Reply reply, String message) {
        assertThat(reply.statusCode()).isEqualTo(409);
        assertThat(reply.body().get("error").textValue()).isEqualTo("Conflict");
        assertThat(reply.body().get("message").textValue()).isEqualTo(message);
    }
}
