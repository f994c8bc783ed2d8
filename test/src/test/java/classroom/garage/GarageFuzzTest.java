package classroom.garage;

import classroom.DynamoDbLocal;
import classroom.Fuzz;
import classroom.RandomEvents;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The garage's and the registry's functions with random events: an answer always, and nothing written by a refusal. */
class GarageFuzzTest {
    private static final String CAR = "\"placa\":\"ABC1234\"";
    private static final String CPF = "\"cpf\":\"11122233344\"";

    @RegisterExtension
    final DynamoDbLocal dynamoDb = new DynamoDbLocal();

    @Test
    void garageFunctions_anyEvent_doTheRightThingOrNothing() throws IOException {
        garage().run(300);
    }

    @Test
    void registryFunctions_anyEvent_doTheRightThingOrNothing() throws IOException {
        registry().run(300);
    }

    @Test
    @Tag("long")
    void garageFunctions_manyEvents_doTheRightThingOrNothing() throws IOException {
        garage().runAnew(10_000);
    }

    @Test
    @Tag("long")
    void registryFunctions_manyEvents_doTheRightThingOrNothing() throws IOException {
        registry().runAnew(10_000);
    }

    private Fuzz garage() {
        String table = dynamoDb.carrosTable();
        ParkingLot lot = new ParkingLot(dynamoDb.client(), table);
        Fuzz fuzz = new Fuzz(dynamoDb, table, List.of("placa"));
        return fuzz.with(1, new EnterGarage(lot), fuzz::believe, stays("T10:00:00Z"))
                .with(1, new ExitGarage(lot), fuzz::believe, stays("T12:30:00Z"))
                .with(1, new GetParkingTime(lot), fuzz::believe, of(CAR, ",\"month\":\"2026-11\""))
                .with(
                        1,
                        new BillOwner(lot),
                        fuzz::believe,
                        of(CPF + ",\"month\":\"2026-11\"", ",\"ratePerHour\":2.50,\"limit\":2"));
    }

    private Fuzz registry() {
        String table = dynamoDb.proprietariosTable();
        Registry registry = new Registry(dynamoDb.client(), table);
        Fuzz fuzz = new Fuzz(dynamoDb, table, List.of("cpf", "placa"));
        String other = "\"55566677788\"";
        return fuzz.with(1, new AddVehicle(registry), fuzz::believe, vehicles())
                .with(1, new ListVehicles(registry), fuzz::believe, of(CPF, ",\"year\":2026,\"limit\":1"))
                .with(1, new FindOwner(registry), fuzz::believe, of(CAR, ",\"x\":1"))
                .with(
                        1,
                        new TransferVehicle(registry),
                        fuzz::believe,
                        RandomEvents.like(
                                "{" + CAR + ",\"from\":\"11122233344\",\"to\":" + other + "}",
                                "{" + CAR + ",\"from\":" + other
                                        + ",\"to\":\"11122233344\",\"aquisicao\":\"2026-11-22\",\"token\":\"t\"}"));
    }

    private static RandomEvents stays(String time) {
        return RandomEvents.like(
                "{" + CAR + "}",
                "{" + CAR + "," + CPF + ",\"at\":\"2026-11-21" + time + "\"}",
                "{" + CAR + ",\"at\":\"2026-11-22" + time + "\"}",
                "{\"placa\":\"XYZ9A99\",\"at\":\"2026-11-23" + time + "\"}");
    }

    private static RandomEvents vehicles() {
        return RandomEvents.like(
                "{" + CAR + "," + CPF + "}",
                "{" + CAR + "," + CPF + ",\"aquisicao\":\"2026-11-22\",\"modelo\":{\"ano\":2020,\"cores\":[\"azul\"]}}",
                "{\"placa\":\"XYZ9A99\",\"cpf\":\"55566677788\",\"aquisicao\":\"2020-02-29\",\"preco\":1234.50}");
    }

    /** An event without and with the optional fields. */
    private static RandomEvents of(String fields, String optional) {
        return RandomEvents.like("{" + fields + "}", "{" + fields + optional + "}");
    }
}
