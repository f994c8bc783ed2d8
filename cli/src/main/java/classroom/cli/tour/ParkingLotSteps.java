package classroom.cli.tour;

import classroom.template.language.Texts;

/** Cars modelled for a parking lot, with many entries and exits and few bills. */
final class ParkingLotSteps {
    private static final String CAR = "placa: 'ABC1234'";

    private ParkingLotSteps() {}

    static void teach(Walk walk) {
        enterAndExit(walk);

        walk.step(Texts.of("How long was it in"));
        walk.invoke("garage-time", "{%s, month: '2026-12'}".formatted(CAR))
                .expect(200)
                .expect("/minutes", 30);

        walk.step(Texts.of("Bill its owner"));
        walk.invoke("garage-bill", "{cpf: '11122233344', month: '2026-11', ratePerHour: 7.5}")
                .expect(200)
                .expect("/count", 1)
                .expect("/items/0/placa", "'ABC1234'")
                .expect("/total", "7.50", total -> total.asText().equals("7.5"));

        walk.step(Texts.of("The source of the bill"));
        walk.dynamodb(
                        "Query",
                        "{TableName: 'carros', IndexName: 'por-cpf', KeyConditionExpression: 'cpf = :cpf',"
                                + " ExpressionAttributeValues: {':cpf': {S: '11122233344'}}}",
                        "/Items")
                .expect("/Items/0/minutos/M/2026-11/N", "'60'")
                .expectNo("/Items/0/saida");
        walk.note(Texts.of("The index has only what bills need. An entry changes none of that, so it writes only to"
                + " the table."));
    }

    private static void enterAndExit(Walk walk) {
        walk.step(Texts.of("The parking lot: a car drives in"));
        walk.invoke("garage-enter", "{%s, cpf: '11122233344', at: '2026-11-30T23:00:00Z'}".formatted(CAR))
                .expect(201)
                .expect("/entrada", "'2026-11-30T23:00:00Z'");

        walk.step(Texts.of("It drives in again"));
        walk.invoke("garage-enter", "{%s, at: '2026-11-30T23:10:00Z'}".formatted(CAR))
                .expect(409)
                .expect("/current/entrada", "'2026-11-30T23:00:00Z'");
        walk.note(Texts.of("An entry is one write with a condition: no read before it, and no race."));

        walk.step(Texts.of("It leaves in the next month"));
        walk.invoke("garage-exit", "{%s, at: '2026-12-01T00:30:00Z'}".formatted(CAR))
                .expect(200)
                .expect("/minutes", 90)
                .expect("/months", "{'2026-11': 60, '2026-12': 30}");
        walk.note(Texts.of("The minutes are counted for each month separately."));

        walk.step(Texts.of("Cars that are not in cannot leave"));
        walk.invoke("garage-exit", "{%s, at: '2026-12-01T01:00:00Z'}".formatted(CAR))
                .expect(409);
        walk.invoke("garage-exit", "{placa: 'XYZ9876'}").expect(404);
    }
}
