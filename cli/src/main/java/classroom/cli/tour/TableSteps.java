package classroom.cli.tour;

import classroom.cli.tour.Operation.Service;
import classroom.template.language.Texts;
import java.util.stream.Stream;

/** A table: only its key and its capacity are fixed. */
final class TableSteps {
    private static final String KEY = "{id: {N: '100'}, email: {S: 'ana@example.com'}}";
    private static final String[] SHOWN = {
        "/Table/KeySchema",
        "/Table/AttributeDefinitions",
        "/Table/ProvisionedThroughput/ReadCapacityUnits",
        "/Table/ProvisionedThroughput/WriteCapacityUnits",
        "/Table/ItemCount"
    };

    private TableSteps() {}

    static void teach(Walk walk) {
        describe(walk);
        putAndGet(walk);

        walk.step(Texts.of("Create a table that is there already"));
        walk.refuses("ResourceInUseException", new Operation(Service.DYNAMODB, "CreateTable", """
                {TableName: 'books', BillingMode: 'PROVISIONED',
                 KeySchema: [{AttributeName: 'Author', KeyType: 'HASH'}, {AttributeName: 'Title', KeyType: 'RANGE'}],
                 AttributeDefinitions: [{AttributeName: 'Author', AttributeType: 'S'},
                                        {AttributeName: 'Title', AttributeType: 'S'}],
                 ProvisionedThroughput: {ReadCapacityUnits: 5, WriteCapacityUnits: 5}}
                """));
        walk.note(Texts.of("The CDK app made the tables: nobody creates them by hand."));
    }

    private static void describe(Walk walk) {
        walk.step(Texts.of("List the tables"));
        walk.dynamodb("ListTables", "{}")
                .expect(
                        "/TableNames",
                        Texts.of("a list with account, books, carros and proprietarios"),
                        names -> Stream.of("account", "books", "carros", "proprietarios")
                                .allMatch(name -> names.toString().contains('"' + name + '"')));

        walk.step(Texts.of("Describe the table account"));
        Answer account = walk.dynamodb("DescribeTable", "{TableName: 'account'}", SHOWN);
        account.expect(
                        "/Table/KeySchema",
                        "[{AttributeName: 'id', KeyType: 'HASH'}, {AttributeName: 'email', KeyType: 'RANGE'}]")
                .expect("/Table/ProvisionedThroughput/ReadCapacityUnits", 5)
                .expect("/Table/ProvisionedThroughput/WriteCapacityUnits", 5)
                .expectNo("/Table/StreamSpecification");
        walk.note(Texts.of("Only the key's attributes have a type. 5 units are 5 writes of 1 KB a second."));

        walk.step(Texts.of("Describe the table books"));
        walk.dynamodb("DescribeTable", "{TableName: 'books'}", SHOWN)
                .expect(
                        "/Table/KeySchema",
                        "[{AttributeName: 'Author', KeyType: 'HASH'}, {AttributeName: 'Title', KeyType: 'RANGE'}]")
                .expect("/Table/ProvisionedThroughput/WriteCapacityUnits", 5)
                .expect("/Table/StreamSpecification/StreamViewType", "'NEW_AND_OLD_IMAGES'");
        walk.note(Texts.of("An author is a partition, a title the order within it."));

        walk.step(Texts.of("Who pays for it: the tags of the table account"));
        walk.dynamodb("ListTagsOfResource", "{ResourceArn: '%s'}".formatted(account.text("/Table/TableArn")))
                .expect(
                        "/Tags",
                        Texts.of("tags with class=classroom"),
                        tags -> tags.findValuesAsText("Value").contains("classroom"));
    }

    private static void putAndGet(Walk walk) {
        walk.step(Texts.of("Put an item with an attribute that nobody declared"));
        walk.dynamodb(
                        "PutItem",
                        "{TableName: 'account',"
                                + " Item: {id: {N: '100'}, email: {S: 'ana@example.com'}, idade: {N: '31'}}}")
                .expect("/ConsumedCapacity/CapacityUnits", 1);
        walk.note(Texts.of("S is a text, N a number. An item may have or lack every attribute but the key's."));

        walk.step(Texts.of("Get it by its key"));
        walk.dynamodb("GetItem", "{TableName: 'account', Key: %s}".formatted(KEY))
                .expect("/Item/idade/N", "'31'");

        walk.step(Texts.of("Get it by half of its key"));
        walk.refuses(
                "ValidationException",
                new Operation(Service.DYNAMODB, "GetItem", "{TableName: 'account', Key: {id: {N: '100'}}}"));
        walk.note(Texts.of("With half a key DynamoDB would have to search, and a read by key never searches."));

        walk.step(Texts.of("Delete the item"));
        walk.dynamodb("DeleteItem", "{TableName: 'account', Key: %s}".formatted(KEY));
    }
}
