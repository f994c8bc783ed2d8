package classroom.cli.tour;

import classroom.template.language.Texts;

/** Two people change one book: a version shows who came too late. */
final class LockingSteps {
    /** It is not in the catalogue, so that the lesson may be taken with and without the catalogue. */
    static final String BOOK = "Author: 'Rui Lima', Title: 'Dois rios'";

    private LockingSteps() {}

    static void teach(Walk walk) {
        walk.step(Texts.of("Put the one book that this lesson needs"));
        walk.invoke("books-put", "{%s}".formatted(BOOK)).expect(201);
        walk.changes().inserted(1);

        walk.step(Texts.of("Rate a book that nobody has rated with a version yet"));
        walk.invoke("books-rate", "{%s, Rating: 3, Version: 0}".formatted(BOOK))
                .expect(200)
                .expect("/Rating", 3)
                .expect("/Version", 1);
        walk.changes().modified(1);
        walk.note(
                Texts.of("Version 0 matches a book without a Version. The answer is the whole book after the update."));

        walk.step(Texts.of("Rate it again, having read the same old version"));
        walk.invoke("books-rate", "{%s, Rating: 5, Version: 0}".formatted(BOOK))
                .expect(409)
                .expect("/current/Rating", 3)
                .expect("/current/Version", 1);
        walk.note(Texts.of("The answer contains the current book: decide again."));

        walk.step(Texts.of("Rate it with the current version"));
        walk.invoke("books-rate", "{%s, Rating: 5, Version: 1}".formatted(BOOK))
                .expect(200)
                .expect("/Rating", 5)
                .expect("/Version", 2);
        walk.changes().modified(1);

        walk.step(Texts.of("Rate it without a version"));
        walk.invoke("books-rate", "{%s, Rating: 4}".formatted(BOOK))
                .expect(200)
                .expect("/Rating", 4)
                .expect("/Version", 3);
        walk.changes().modified(1);
        walk.note(Texts.of("The last one wins, but a caller with a version still sees the change."));

        walk.step(Texts.of("Rate a book that is not there"));
        walk.invoke("books-rate", "{Author: 'Rui Lima', Title: 'Um rio', Rating: 4}")
                .expect(404);
        walk.invoke("books-rate", "{Author: 'Rui Lima', Title: 'Um rio', Rating: 4, Version: 1}")
                .expect(404);
        walk.note(Texts.of("404, not 409: the same condition failed, but there is no current book to answer with."));
    }
}
