package classroom.garage;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.BadInput;
import classroom.BadInput.Kind;
import classroom.DynamoDbLocal;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Each function with each event that its contract does not allow. */
class GarageBadInputTest {
    private static final String CAR = "\"placa\":\"ABC1234\"";
    private static final String OWNER = "\"cpf\":\"11122233344\"";

    @RegisterExtension
    final DynamoDbLocal dynamoDb = new DynamoDbLocal();

    @TestFactory
    Stream<DynamicTest> garageFunctions_badEvent_nameTheFieldAndWriteNothing() {
        String table = dynamoDb.carrosTable();
        ParkingLot parkingLot = new ParkingLot(dynamoDb.client(), table);
        return Stream.of(
                        at(cpf(placa("{" + CAR + "}").optional("/cpf", Kind.TOKEN), "/cpf"))
                                .testsOf(new EnterGarage(parkingLot)),
                        at(placa("{" + CAR + "}")).testsOf(new ExitGarage(parkingLot)),
                        month(placa("{" + CAR + "}").optional("/month", Kind.TOKEN))
                                .testsOf(new GetParkingTime(parkingLot)),
                        month(cpf(
                                                paging("{" + OWNER + ",\"month\":\"2026-11\"}")
                                                        .required("/cpf", Kind.TOKEN),
                                                "/cpf")
                                        .required("/month", Kind.TOKEN))
                                .optional("/ratePerHour", Kind.RATE)
                                .with("/ratePerHour", "10000.01")
                                .with("/ratePerHour", "0.001")
                                .testsOf(new BillOwner(parkingLot)),
                        nothingIn(table))
                .flatMap(tests -> tests);
    }

    @TestFactory
    Stream<DynamicTest> registryFunctions_badEvent_nameTheFieldAndWriteNothing() {
        String table = dynamoDb.proprietariosTable();
        Registry registry = new Registry(dynamoDb.client(), table);
        String transfer = "{" + CAR + ",\"from\":\"11122233344\",\"to\":\"55566677788\"}";
        return Stream.of(
                        date(cpf(placa("{" + CAR + "," + OWNER + "}").required("/cpf", Kind.TOKEN), "/cpf"))
                                .with("/obs", BadInput.text(500_000))
                                .testsOf(new AddVehicle(registry)),
                        cpf(paging("{" + OWNER + "}").required("/cpf", Kind.TOKEN), "/cpf")
                                .optional("/year", Kind.YEAR)
                                .with("/year", "10000")
                                .testsOf(new ListVehicles(registry)),
                        placa("{" + CAR + "}").testsOf(new FindOwner(registry)),
                        date(cpf(
                                        cpf(
                                                placa(transfer)
                                                        .required("/from", Kind.TOKEN)
                                                        .required("/to", Kind.TOKEN),
                                                "/from"),
                                        "/to"))
                                .with("/to", "\"11122233344\"")
                                .optional("/token", Kind.TEXT)
                                .with("/token", BadInput.text(37))
                                .testsOf(new TransferVehicle(registry)),
                        nothingIn(table))
                .flatMap(tests -> tests);
    }

    private Stream<DynamicTest> nothingIn(String table) {
        return Stream.of(DynamicTest.dynamicTest(
                "nothing was written", () -> assertThat(dynamoDb.scan(table)).isEmpty()));
    }

    private static BadInput placa(String valid) {
        return BadInput.of(valid)
                .required("/placa", Kind.TEXT)
                .with("/placa", "\"ABC-1234\"")
                .with("/placa", "\"ABC 123\"")
                .with("/placa", "\"ÁBC1234\"")
                .with("/placa", "\"placa#A\"")
                .with("/placa", "\"ABC123456\"");
    }

    private static BadInput cpf(BadInput bad, String pointer) {
        return bad.with(pointer, "11122233344")
                .with(pointer, "\"1112223334\"")
                .with(pointer, "\"111222333444\"")
                .with(pointer, "\"111.222.333-44\"")
                .with(pointer, "\"1112223334a\"")
                .with(pointer, "\"１１１２２２３３３４４\"");
    }

    private static BadInput at(BadInput bad) {
        return bad.optional("/at", Kind.TOKEN)
                .with("/at", "\"2026-11-22\"")
                .with("/at", "\"2026-11-22T12:00:00\"")
                .with("/at", "\"2026-11-31T12:00:00Z\"")
                .with("/at", "\"2026-11-22T25:00:00Z\"")
                .with("/at", "\"1969-12-31T23:59:59Z\"")
                .with("/at", "\"+10000-01-01T00:00:00Z\"")
                .with("/at", "\"9999-12-31T23:30:00-01:00\"")
                .with("/at", "\"-0001-01-01T00:00:00Z\"")
                .with("/at", BadInput.text(36))
                .with("/at", "1763812800");
    }

    private static BadInput month(BadInput bad) {
        return bad.with("/month", "\"2026-13\"")
                .with("/month", "\"2026-1\"")
                .with("/month", "\"2026-11-22\"")
                .with("/month", "\"11-2026\"")
                .with("/month", "\"-026-11\"")
                .with("/month", "202611");
    }

    private static BadInput date(BadInput bad) {
        return bad.optional("/aquisicao", Kind.TOKEN)
                .with("/aquisicao", "\"2026-02-29\"")
                .with("/aquisicao", "\"2026-2-09\"")
                .with("/aquisicao", "\"22/11/2026\"")
                .with("/aquisicao", "\"2026-11-22T00:00\"")
                .with("/aquisicao", "\"-026-11-22\"");
    }

    private static BadInput paging(String valid) {
        return BadInput.of(valid).optional("/limit", Kind.LIMIT).optional("/next", Kind.TOKEN);
    }
}
