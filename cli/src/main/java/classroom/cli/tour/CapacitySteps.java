package classroom.cli.tour;

import classroom.template.language.Texts;

/** What requests cost, and the two ways to pay. */
final class CapacitySteps {
    private static final String BOOK = "Author: 'Eva Lima', Title: 'Contas'";

    private CapacitySteps() {}

    static void teach(Walk walk) {
        units(walk);

        walk.step(Texts.of("Switch books to on-demand"));
        walk.dynamodb(
                "UpdateTable",
                "{TableName: 'books', BillingMode: 'PAY_PER_REQUEST'}",
                "/TableDescription/TableStatus",
                "/TableDescription/BillingModeSummary/BillingMode");
        walk.dynamodb(
                        "DescribeTable",
                        "{TableName: 'books'}",
                        "/Table/BillingModeSummary/BillingMode",
                        "/Table/ProvisionedThroughput/WriteCapacityUnits")
                .expect("/Table/BillingModeSummary/BillingMode", "'PAY_PER_REQUEST'")
                .expect("/Table/ProvisionedThroughput/WriteCapacityUnits", 0);
        walk.note(Texts.of("No capacity to plan; each request is paid for. The always-free 25 units do not cover it."));

        walk.step(Texts.of("The functions notice nothing of it"));
        walk.invoke("books-put", "{%s}".formatted(BOOK)).expect(201);
        walk.changes().inserted(1);
        walk.invoke("books-query", "{Author: 'Eva Lima'}").expect(200).expect("/count", 1);

        walk.step(Texts.of("Switch it back: 5 units a second are free again"));
        walk.dynamodb(
                "UpdateTable",
                "{TableName: 'books', BillingMode: 'PROVISIONED',"
                        + " ProvisionedThroughput: {ReadCapacityUnits: 5, WriteCapacityUnits: 5}}",
                "/TableDescription/TableStatus",
                "/TableDescription/BillingModeSummary/BillingMode");
        walk.dynamodb("DescribeTable", "{TableName: 'books'}", "/Table/ProvisionedThroughput/WriteCapacityUnits")
                .expect("/Table/ProvisionedThroughput/WriteCapacityUnits", 5);
    }

    private static void units(Walk walk) {
        String key = "{id: {N: '99'}, email: {S: 'cost@example.com'}}";

        walk.step(Texts.of("What a write costs, as the table itself says"));
        walk.dynamodb(
                        "PutItem",
                        "{TableName: 'account', Item: {id: {N: '99'}, email: {S: 'cost@example.com'}, nome: {S: "
                                + "'Custo'}}}")
                .expect("/ConsumedCapacity/CapacityUnits", 1);
        walk.note(Texts.of("A write costs a unit for each KB."));

        walk.step(Texts.of("What a read costs, and a consistent read"));
        walk.dynamodb("GetItem", "{TableName: 'account', Key: %s}".formatted(key))
                .expect("/ConsumedCapacity/CapacityUnits", "0.5");
        walk.dynamodb("GetItem", "{TableName: 'account', Key: %s, ConsistentRead: true}".formatted(key))
                .expect("/ConsumedCapacity/CapacityUnits", 1);
        walk.note(Texts.of("A read costs half a unit for 4 KB, a consistent read a whole one."));

        walk.step(Texts.of("What a deletion costs"));
        walk.dynamodb("DeleteItem", "{TableName: 'account', Key: %s}".formatted(key))
                .expect("/ConsumedCapacity/CapacityUnits", 1);
    }
}
