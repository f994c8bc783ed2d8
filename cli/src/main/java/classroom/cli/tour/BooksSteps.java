package classroom.cli.tour;

import classroom.template.language.Texts;

/** Items that need not look alike, one at a time and many at once. */
final class BooksSteps {
    /** The packaged catalogue has at least this number of books. */
    private static final int CATALOGUE = 200;

    private BooksSteps() {}

    static void teach(Walk walk) {
        one(walk);
        many(walk);

        walk.step(Texts.of("Read a book, and read it consistently"));
        walk.invoke("books-get", "{Author: 'H.G. Wells', Title: 'The Invisible Man'}")
                .expect(200)
                .expect("/Title", "'The Invisible Man'");
        walk.invoke("books-get", "{Author: 'H.G. Wells', Title: 'The Invisible Man', consistent: true}", "/Title")
                .expect(200)
                .expect("/Title", "'The Invisible Man'");
        walk.note(Texts.of("A consistent read sees every write before it, and costs twice as much."));

        walk.step(Texts.of("Read a book only by its title"));
        walk.invoke("books-get", "{Title: 'Moby Dick'}").expect(400).expect("/field", "'Author'");
    }

    private static void one(Walk walk) {
        walk.step(Texts.of("Put a book"));
        walk.invoke("books-put", "{Author: 'Herman Melville', Title: 'Moby Dick', Rating: 3}")
                .expect(201)
                .expect("/Rating", 3);
        walk.changes().inserted(1);

        walk.step(Texts.of("Put it again"));
        walk.invoke("books-put", "{Author: 'Herman Melville', Title: 'Moby Dick', Rating: 1}")
                .expect(409);

        walk.step(Texts.of("Put it again, and mean it"));
        walk.invoke(
                        "books-put",
                        "{Author: 'Herman Melville', Title: 'Moby Dick', Rating: 2, Pages: 635, overwrite: true}")
                .expect(201)
                .expectNo("/overwrite");
        walk.changes().modified(1);
        walk.note(Texts.of("A put replaces the whole item; it does not merge."));

        walk.step(Texts.of("Put a book with an invalid rating"));
        walk.invoke("books-put", "{Author: 'Herman Melville', Title: 'Typee', Rating: 11}")
                .expect(400)
                .expect("/field", "'Rating'");
        walk.invoke("books-get", "{Author: 'Herman Melville', Title: 'Typee'}").expect(404);
        walk.note(Texts.of("Nothing was written."));
    }

    private static void many(Walk walk) {
        walk.step(Texts.of("Load a list with one book twice"));
        walk.invoke(
                        "books-load",
                        "{books: [{Author: 'Ana', Title: 'A'}, {Author: 'Ana', Title: 'B'}, {Author: 'Ana', "
                                + "Title: 'A'}]}")
                .expect(400)
                .expect(
                        "/message",
                        Texts.of("one that names both records"),
                        message -> message.asText().contains("books[0]")
                                && message.asText().contains("books[2]"));

        walk.step(Texts.of("Load the catalogue"));
        Answer loaded = walk.invoke("books-load", "{}")
                .expect(200)
                .expect("/loaded", Texts.of("%d at least", CATALOGUE), count -> count.asInt() >= CATALOGUE)
                .expectNo("/notWritten");
        int books = loaded.at("/loaded").asInt();
        walk.changes().inserted(books - 1);
        walk.changes().modified(1);
        walk.note(Texts.of("A batch holds 25. At 5 units a second AWS takes about %d s for this.", books / 5));

        walk.step(Texts.of("Count the table's items"));
        walk.dynamodb("Scan", "{TableName: 'books', Select: 'COUNT'}").expect("/Count", books);
        walk.note(Texts.of("Counting reads them all: it costs as much as a scan. Moby Dick is in the catalogue, too,"
                + " and there once."));
    }
}
