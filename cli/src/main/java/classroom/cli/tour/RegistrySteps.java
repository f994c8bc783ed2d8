package classroom.cli.tour;

import classroom.cli.tour.Operation.Service;
import classroom.template.language.Texts;

/** Cars modelled for questions about owners: a second index, and a rule that no key can express. */
final class RegistrySteps {
    private static final String ANA = "11122233344";
    private static final String RUI = "55566677788";
    private static final String UNO =
            "{cpf: '%s', placa: 'ABC1234', aquisicao: '2019-03-02', marca: 'Fiat', ano: 2010}";

    private RegistrySteps() {}

    static void teach(Walk walk) {
        register(walk);
        ask(walk);
        transfer(walk);
    }

    private static void register(Walk walk) {
        walk.step(Texts.of("The registry: two vehicles that look different"));
        walk.invoke("registry-add", UNO.formatted(ANA)).expect(201).expect("/marca", "'Fiat'");
        walk.invoke(
                        "registry-add",
                        "{cpf: '%s', placa: 'XYZ9876', aquisicao: '2024-01-01', obs: ['azul']}".formatted(ANA))
                .expect(201);

        walk.step(Texts.of("Register one of them for somebody else"));
        walk.invoke("registry-add", UNO.formatted(RUI)).expect(409);
        walk.note(Texts.of("cpf and placa are the key, so another cpf would be another item. A second item, whose key"
                + " is made of only the placa, is put in the same transaction: that makes the placa unique."));
    }

    private static void ask(Walk walk) {
        walk.step(Texts.of("A person's vehicles, those of a year, and a vehicle's owner"));
        walk.invoke("registry-vehicles", "{cpf: '%s'}".formatted(ANA), "/items", "/count")
                .expect(200)
                .expect("/count", 2);
        walk.invoke("registry-vehicles", "{cpf: '%s', year: 2024}".formatted(ANA), "/items/0/placa", "/count")
                .expect(200)
                .expect("/items/0/placa", "'XYZ9876'")
                .expect("/count", 1);
        walk.invoke("registry-owner", "{placa: 'ABC1234'}").expect(200).expect("/cpf", "'%s'".formatted(ANA));
        walk.note(Texts.of("By key, by a local index and by a global one. The global one is eventually consistent."));

        walk.step(Texts.of("The role that reads the index may not read the table"));
        walk.denies(
                "registry-owner",
                new Operation(
                        Service.DYNAMODB,
                        "Query",
                        "{TableName: 'proprietarios', KeyConditionExpression: 'cpf = :cpf',"
                                + " ExpressionAttributeValues: {':cpf': {S: '%s'}}}".formatted(ANA)));
    }

    private static void transfer(Walk walk) {
        walk.step(Texts.of("Transfer a vehicle"));
        String transfer = "{placa: 'ABC1234', from: '%s', to: '%s', aquisicao: '2026-11-22', token: 'tour-2'}"
                .formatted(ANA, RUI);
        walk.invoke("registry-transfer", transfer)
                .expect(200)
                .expect("/cpf", "'%s'".formatted(RUI))
                .expect("/ano", 2010);
        walk.invoke("registry-owner", "{placa: 'ABC1234'}").expect(200).expect("/cpf", "'%s'".formatted(RUI));

        walk.step(Texts.of("Transfer it again, with the same token and without"));
        walk.invoke("registry-transfer", transfer, "/cpf", "/placa").expect(200).expect("/cpf", "'%s'".formatted(RUI));
        walk.invoke("registry-transfer", "{placa: 'ABC1234', from: '%s', to: '%s'}".formatted(ANA, RUI))
                .expect(409)
                .expect("/current/cpf", "'%s'".formatted(RUI));
        walk.note(
                Texts.of("The vehicle always has exactly one owner: the transaction changes three items or nothing."));
    }
}
