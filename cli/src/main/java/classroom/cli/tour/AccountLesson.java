package classroom.cli.tour;

import classroom.cli.tour.Operation.Service;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;

/** Create, read, update, delete: and what happens when the item is, or is not, there. */
final class AccountLesson implements Lesson {
    private static final int MORE_ACCOUNTS = 4;

    @Override
    public String title() {
        return "Items: create, read, update, delete";
    }

    @Override
    public void teach(Walk walk) {
        createAndRead(walk);
        updateAndList(walk);
        delete(walk);
        refuse(walk);
        cost(walk);
    }

    private static void createAndRead(Walk walk) {
        walk.step("Create an account");
        walk.invoke("account-create", "{id: 1, email: 'ana@example.com', nome: 'Ana Souza'}")
                .expect(201)
                .expect("", "{id: 1, email: 'ana@example.com', nome: 'Ana Souza'}");

        walk.note("A cost by the rule is DynamoDB's for small items; the others are what it said itself.");

        walk.step("Create it again");
        walk.invoke("account-create", "{id: 1, email: 'ana@example.com', nome: 'Someone Else'}")
                .expect(409);
        walk.note("The condition attribute_not_exists(id) keeps the first: a put alone would replace it.");

        walk.step("Create an account with a bad id");
        walk.invoke("account-create", "{id: 'one', email: 'ana@example.com', nome: 'Ana Souza'}")
                .expect(400)
                .expect("/field", "'id'")
                .expect("/message", "'id must be an integer'");

        walk.step("Create an account without a name");
        walk.invoke("account-create", "{id: 2, email: 'rui@example.com'}")
                .expect(400)
                .expect("/field", "'nome'");

        walk.step("Read the account");
        walk.invoke("account-get", "{id: 1, email: 'ana@example.com'}")
                .expect(200)
                .expect("/nome", "'Ana Souza'");
        walk.note("A read by key needs the whole key, id and email.");

        walk.step("Read an account that is not there");
        walk.invoke("account-get", "{id: 1, email: 'rui@example.com'}")
                .expect(404)
                .expect("/status", "'Nao encontrado'");
    }

    private static void updateAndList(Walk walk) {
        walk.step("Update the account's name");
        walk.invoke("account-update", "{id: 1, email: 'ana@example.com', nome: 'Ana de Souza'}")
                .expect(200)
                .expect("", "{nome: 'Ana de Souza'}");

        walk.step("Update an account that is not there");
        walk.invoke("account-update", "{id: 7, email: 'ana@example.com', nome: 'Nobody'}")
                .expect(404);
        walk.invoke("account-get", "{id: 7, email: 'ana@example.com'}").expect(404);
        walk.note("An update alone would create it: the condition attribute_exists(id) does not let it.");

        walk.step("Create " + MORE_ACCOUNTS + " more and list them, two at a time");
        for (int id = 2; id < 2 + MORE_ACCOUNTS; id++) {
            walk.invoke(
                            "account-create",
                            "{id: %d, email: 'aluno%d@example.com', nome: 'Aluno %d'}".formatted(id, id, id))
                    .expect(201);
        }
        Set<JsonNode> seen = new HashSet<>();
        int read = 0;
        String event = "{limit: 2}";
        while (!event.isEmpty()) {
            Answer page = walk.invoke("account-list", event)
                    .expect(200)
                    .expect("/count", "2 at most", count -> count.asInt() <= 2);
            page.at("/items").forEach(seen::add);
            read += page.at("/count").asInt();
            event = page.at("/next").isMissingNode() ? "" : "{limit: 2, next: '%s'}".formatted(page.text("/next"));
        }
        walk.check(
                seen.size() == 1 + MORE_ACCOUNTS && read == seen.size(),
                "the pages must hold each of the " + (1 + MORE_ACCOUNTS) + " accounts once, not " + read + " items");
        walk.note("next says where the next page begins; without it, that was the last page.");
    }

    private static void delete(Walk walk) {
        walk.step("Delete the account");
        walk.invoke("account-delete", "{id: 1, email: 'ana@example.com'}")
                .expect(200)
                .expect("/nome", "'Ana de Souza'");

        walk.step("Delete it again");
        walk.invoke("account-delete", "{id: 1, email: 'ana@example.com'}").expect(404);
    }

    private static void refuse(Walk walk) {
        walk.step("Try with account-get's own identity what its role does not allow");
        Operation scan = new Operation(Service.DYNAMODB, "Scan", "{TableName: 'account'}");
        walk.denies("account-get", scan);
        walk.explainDenial("account-get", scan);
        walk.note("Each function has a role of its own, which allows what the function does and nothing more.");
    }

    private static void cost(Walk walk) {
        walk.step("What these calls cost, asked of the table itself");
        String key = "{id: {N: '99'}, email: {S: 'cost@example.com'}}";
        walk.dynamodb(
                        "PutItem",
                        "{TableName: 'account', Item: {id: {N: '99'}, email: {S: 'cost@example.com'}, nome: {S: "
                                + "'Custo'}}}")
                .expect("/ConsumedCapacity/CapacityUnits", 1);
        walk.dynamodb("GetItem", "{TableName: 'account', Key: %s}".formatted(key))
                .expect("/ConsumedCapacity/CapacityUnits", "0.5");
        walk.dynamodb("GetItem", "{TableName: 'account', Key: %s, ConsistentRead: true}".formatted(key))
                .expect("/ConsumedCapacity/CapacityUnits", 1);
        walk.dynamodb("DeleteItem", "{TableName: 'account', Key: %s}".formatted(key))
                .expect("/ConsumedCapacity/CapacityUnits", 1);
        walk.note("A write costs a unit for each KB, a read half of one for 4 KB, a consistent read a whole one.");
    }
}
