package classroom.cli.tour;

import classroom.template.language.Texts;

/** Several writes, all or none; the book is that of {@link LockingSteps}. */
final class TransactionSteps {
    private static final String CHECK = "check: {" + LockingSteps.BOOK + ", Version: %d}";
    private static final String THIRD = "put: [{Author: 'Ana Souza', Title: 'Volume 3'}]";

    private TransactionSteps() {}

    static void teach(Walk walk) {
        put(walk);
        delete(walk);
    }

    private static void put(Walk walk) {
        String check = CHECK.formatted(3);
        String put = "put: [{Author: 'Ana Souza', Title: 'Volume 1'}, {Author: 'Ana Souza', Title: 'Volume 2'}]";

        walk.step(Texts.of("Put two books, provided that a third is unchanged"));
        walk.invoke("books-transact", "{%s, %s, token: 'tour-1'}".formatted(check, put))
                .expect(200)
                .expect("/put", 2);
        walk.changes().inserted(2);

        walk.step(Texts.of("Send the same transaction again, with the same token"));
        walk.invoke("books-transact", "{%s, %s, token: 'tour-1'}".formatted(check, put))
                .expect(200)
                .expect("/put", 2);
        walk.note(Texts.of("The answer got lost, so it is sent again: within ten minutes, nothing is written twice."));

        walk.step(Texts.of("Use the token for another transaction"));
        walk.invoke("books-transact", "{%s, %s, token: 'tour-1'}".formatted(check, THIRD))
                .expect(400)
                .expect("/field", "'token'");

        walk.step(Texts.of("Put a book, although the third has changed"));
        walk.invoke("books-transact", "{%s, %s}".formatted(CHECK.formatted(2), THIRD), "/error", "/reasons")
                .expect(409)
                .expect("/reasons/0/code", "'ConditionalCheckFailed'")
                .expect("/reasons/1/code", "'None'");
        walk.note(Texts.of("One reason for each item, in order: the book to put is not the reason, and was not put."));

        walk.step(Texts.of("Look for the book of that transaction"));
        walk.invoke("books-get", "{Author: 'Ana Souza', Title: 'Volume 3', consistent: true}")
                .expect(404);
        walk.note(Texts.of("All or nothing: it is not there."));
    }

    private static void delete(Walk walk) {
        walk.step(Texts.of("Delete a book, having read an old version"));
        walk.invoke("books-delete", "{%s, Version: 1}".formatted(LockingSteps.BOOK))
                .expect(409)
                .expect("/current/Version", 3);

        walk.step(Texts.of("Delete it with the current version"));
        walk.invoke("books-delete", "{%s, Version: 3}".formatted(LockingSteps.BOOK))
                .expect(200)
                .expect("/Title", "'Dois rios'");
        walk.changes().removed(1);

        walk.step(Texts.of("Delete it again"));
        walk.invoke("books-delete", "{%s}".formatted(LockingSteps.BOOK)).expect(404);
    }
}
