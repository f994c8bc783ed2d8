package classroom.garage;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.HandlerFixture;
import classroom.Invocation;
import classroom.Invocation.Reply;
import org.junit.jupiter.api.BeforeEach;

/** A fresh table of cars and the functions on it. */
abstract class ParkingLotFixture extends HandlerFixture {
    static final String CAR = "\"placa\":\"ABC1234\"";
    static final String OWNER = "\"cpf\":\"11122233344\"";

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

    static void assertConflict(Reply reply, String message) {
        assertThat(reply.statusCode()).isEqualTo(409);
        assertThat(reply.body().get("error").textValue()).isEqualTo("Conflict");
        assertThat(reply.body().get("message").textValue()).isEqualTo(message);
    }
}
