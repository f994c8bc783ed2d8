package classroom.cli.tour;

/** Several writes, all or none. */
final class TransactionLesson implements Lesson {
    private static final String CHECK = "check: {Author: 'H.G. Wells', Title: 'The Invisible Man', Version: %d}";

    @Override
    public String title() {
        return "Transactions: all or nothing";
    }

    @Override
    public void teach(Walk walk) {
        String check = CHECK.formatted(3);
        String put = "put: [{Author: 'Ana Souza', Title: 'Volume 1'}, {Author: 'Ana Souza', Title: 'Volume 2'}]";

        walk.step("Put two books, provided that a third is unchanged");
        walk.invoke("books-transact", "{%s, %s, token: 'tour-1'}".formatted(check, put))
                .expect(200)
                .expect("/put", 2);
        walk.changes().inserted(2);

        walk.step("Send the same transaction again, with the same token");
        walk.invoke("books-transact", "{%s, %s, token: 'tour-1'}".formatted(check, put))
                .expect(200)
                .expect("/put", 2);
        walk.note("The answer got lost, so it is sent again: within ten minutes, nothing is written twice.");

        walk.step("Use the token for another transaction");
        walk.invoke(
                        "books-transact",
                        "{%s, put: [{Author: 'Ana Souza', Title: 'Volume 3'}], token: 'tour-1'}".formatted(check))
                .expect(400)
                .expect("/field", "'token'");

        walk.step("Put a book, although the third has changed");
        walk.invoke(
                        "books-transact",
                        "{%s, put: [{Author: 'Ana Souza', Title: 'Volume 3'}]}".formatted(CHECK.formatted(2)))
                .expect(409)
                .expect("/reasons/0/code", "'ConditionalCheckFailed'")
                .expect("/reasons/1/code", "'None'");
        walk.invoke("books-get", "{Author: 'Ana Souza', Title: 'Volume 3', consistent: true}")
                .expect(404);
        walk.note("One reason for each item, in order; nothing was put.");

        walk.step("Delete a book, having read an old version");
        walk.invoke("books-delete", "{Author: 'H.G. Wells', Title: 'The Invisible Man', Version: 1}")
                .expect(409)
                .expect("/current/Version", 3);

        walk.step("Delete it with the current version");
        walk.invoke("books-delete", "{Author: 'H.G. Wells', Title: 'The Invisible Man', Version: 3}")
                .expect(200)
                .expect("/Title", "'The Invisible Man'");
        walk.changes().removed(1);

        walk.step("Delete it again");
        walk.invoke("books-delete", "{Author: 'H.G. Wells', Title: 'The Invisible Man'}")
                .expect(404);
    }
}
