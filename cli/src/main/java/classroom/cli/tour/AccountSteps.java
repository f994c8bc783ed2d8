package classroom.cli.tour;

import classroom.cli.tour.Operation.Service;
import classroom.template.language.Texts;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;

/** Create, read, update, delete: and what happens when the item is, or is not, there. */
final class AccountSteps {
    private static final int MORE_ACCOUNTS = 4;

    private AccountSteps() {}

    static void teach(Walk walk) {
        createAndRead(walk);
        update(walk);
        list(walk);
        delete(walk);
        refuse(walk);
    }

    private static void createAndRead(Walk walk) {
        walk.step(Texts.of("Create an account"));
        walk.invoke("account-create", "{id: 1, email: 'ana@example.com', nome: 'Ana Souza'}")
                .expect(201)
                .expect("", "{id: 1, email: 'ana@example.com', nome: 'Ana Souza'}");

        walk.step(Texts.of("Create it again"));
        walk.invoke("account-create", "{id: 1, email: 'ana@example.com', nome: 'Outra Ana'}")
                .expect(409);
        walk.note(Texts.of("The condition attribute_not_exists(id) keeps the first: a put alone would replace it."));

        walk.step(Texts.of("Create an account with a bad id"));
        walk.invoke("account-create", "{id: 'one', email: 'ana@example.com', nome: 'Ana Souza'}")
                .expect(400)
                .expect("/field", "'id'")
                .expect("/message", "'id must be an integer'");

        walk.step(Texts.of("Create an account without a name"));
        walk.invoke("account-create", "{id: 2, email: 'rui@example.com'}")
                .expect(400)
                .expect("/field", "'nome'");
        walk.note(Texts.of("A bad event never reaches the table, so it costs nothing there."));

        walk.step(Texts.of("Read the account"));
        walk.invoke("account-get", "{id: 1, email: 'ana@example.com'}")
                .expect(200)
                .expect("/nome", "'Ana Souza'");
        walk.note(Texts.of("A read by key needs the whole key, id and email."));

        walk.step(Texts.of("Read an account that is not there"));
        walk.invoke("account-get", "{id: 1, email: 'rui@example.com'}")
                .expect(404)
                .expect("/status", "'Nao encontrado'");
    }

    private static void update(Walk walk) {
        walk.step(Texts.of("Update the account's name"));
        walk.invoke("account-update", "{id: 1, email: 'ana@example.com', nome: 'Ana de Souza'}")
                .expect(200)
                .expect("", "{nome: 'Ana de Souza'}");

        walk.step(Texts.of("Update an account that is not there"));
        walk.invoke("account-update", "{id: 7, email: 'ana@example.com', nome: 'Ana de Souza'}")
                .expect(404);
        walk.invoke("account-get", "{id: 7, email: 'ana@example.com'}").expect(404);
        walk.note(Texts.of("An update alone would create it: the condition attribute_exists(id) does not let it."));
    }

    private static void list(Walk walk) {
        walk.step(Texts.of("Create %d more and list all, three at a time", MORE_ACCOUNTS));
        for (int id = 2; id < 2 + MORE_ACCOUNTS; id++) {
            String event = "{id: %1$d, email: 'aluno%1$d@example.com', nome: 'Aluno %1$d'}".formatted(id);
            walk.unseen(() -> walk.invoke("account-create", event).expect(201));
        }
        Set<JsonNode> seen = new HashSet<>();
        int read = 0;
        String event = "{limit: 3}";
        while (!event.isEmpty()) {
            Answer page = walk.invoke("account-list", event, "/items", "/next")
                    .expect(200)
                    .expect("/count", Texts.of("%d at most", 3), count -> count.asInt() <= 3);
            page.at("/items").forEach(seen::add);
            read += page.at("/count").asInt();
            event = page.at("/next").isMissingNode() ? "" : "{limit: 3, next: '%s'}".formatted(page.text("/next"));
        }
        walk.check(
                seen.size() == 1 + MORE_ACCOUNTS && read == seen.size(),
                Texts.of("the pages must hold each of the %d accounts once, not %d items", 1 + MORE_ACCOUNTS, read));
        walk.note(Texts.of("next says where the next page begins. An answer without it is the last page."));
    }

    private static void delete(Walk walk) {
        walk.step(Texts.of("Delete the account"));
        walk.invoke("account-delete", "{id: 1, email: 'ana@example.com'}")
                .expect(200)
                .expect("/nome", "'Ana de Souza'");
        walk.note(Texts.of("The answer is the item as it was before."));

        walk.step(Texts.of("Delete it again"));
        walk.invoke("account-delete", "{id: 1, email: 'ana@example.com'}").expect(404);
    }

    private static void refuse(Walk walk) {
        walk.step(Texts.of("Try with account-get's own identity what its role does not allow"));
        Operation scan = new Operation(Service.DYNAMODB, "Scan", "{TableName: 'account'}");
        walk.denies("account-get", scan);
        walk.explainDenial("account-get", scan);
        walk.note(Texts.of("Each function has a role of its own, which allows what the function does and no more."));
    }
}
