package classroom.cli.tour;

import classroom.cli.tour.Operation.Service;
import java.util.stream.Stream;

/** A table: only its key and its capacity are fixed. */
final class TableLesson implements Lesson {
    private static final String[] SHOWN = {
        "/Table/KeySchema",
        "/Table/AttributeDefinitions",
        "/Table/ProvisionedThroughput/ReadCapacityUnits",
        "/Table/ProvisionedThroughput/WriteCapacityUnits",
        "/Table/ItemCount"
    };

    @Override
    public String title() {
        return "A table: its key and its capacity";
    }

    @Override
    public void teach(Walk walk) {
        walk.step("List the tables");
        walk.dynamodb("ListTables", "{}")
                .expect(
                        "/TableNames",
                        "a list with account, books, carros and proprietarios",
                        names -> Stream.of("account", "books", "carros", "proprietarios")
                                .allMatch(name -> names.toString().contains('"' + name + '"')));

        walk.step("Describe the table account");
        Answer account = walk.dynamodb("DescribeTable", "{TableName: 'account'}", SHOWN);
        account.expect(
                        "/Table/KeySchema",
                        "[{AttributeName: 'id', KeyType: 'HASH'}, {AttributeName: 'email', KeyType: 'RANGE'}]")
                .expect("/Table/ProvisionedThroughput/ReadCapacityUnits", 5)
                .expect("/Table/ProvisionedThroughput/WriteCapacityUnits", 5)
                .expectNo("/Table/StreamSpecification");
        walk.note("Only the key's attributes have a type. 5 units are 5 writes of 1 KB a second.");

        walk.step("Describe the table books");
        walk.dynamodb("DescribeTable", "{TableName: 'books'}", SHOWN)
                .expect(
                        "/Table/KeySchema",
                        "[{AttributeName: 'Author', KeyType: 'HASH'}, {AttributeName: 'Title', KeyType: 'RANGE'}]")
                .expect("/Table/ProvisionedThroughput/WriteCapacityUnits", 5)
                .expect("/Table/StreamSpecification/StreamViewType", "'NEW_AND_OLD_IMAGES'");
        walk.note("An author is a partition, a title the order within it.");

        walk.step("Who pays for it: the tags of the table account");
        walk.dynamodb("ListTagsOfResource", "{ResourceArn: '%s'}".formatted(account.text("/Table/TableArn")))
                .expect(
                        "/Tags",
                        "tags with class=classroom",
                        tags -> tags.findValuesAsText("Value").contains("classroom"));

        walk.step("Create a table that is there already");
        walk.refuses("ResourceInUseException", new Operation(Service.DYNAMODB, "CreateTable", """
                {TableName: 'books', BillingMode: 'PROVISIONED',
                 KeySchema: [{AttributeName: 'Author', KeyType: 'HASH'}, {AttributeName: 'Title', KeyType: 'RANGE'}],
                 AttributeDefinitions: [{AttributeName: 'Author', AttributeType: 'S'},
                                        {AttributeName: 'Title', AttributeType: 'S'}],
                 ProvisionedThroughput: {ReadCapacityUnits: 5, WriteCapacityUnits: 5}}
                """));
    }
}
