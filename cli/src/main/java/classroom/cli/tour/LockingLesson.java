package classroom.cli.tour;

/** Two people change one book: a version shows who came too late. */
final class LockingLesson implements Lesson {
    private static final String BOOK = "Author: 'H.G. Wells', Title: 'The Invisible Man'";

    @Override
    public String title() {
        return "Optimistic locking: a stale version";
    }

    @Override
    public void teach(Walk walk) {
        walk.step("Rate a book that nobody has rated with a version yet");
        walk.invoke("books-rate", "{%s, Rating: 3, Version: 0}".formatted(BOOK))
                .expect(200)
                .expect("/Rating", 3)
                .expect("/Version", 1);
        walk.changes().modified(1);
        walk.note("Version 0 matches a book without a Version. The answer is the whole book after the update.");

        walk.step("Rate it again, having read the same old version");
        walk.invoke("books-rate", "{%s, Rating: 5, Version: 0}".formatted(BOOK))
                .expect(409)
                .expect("/current/Rating", 3)
                .expect("/current/Version", 1);
        walk.note("The answer contains the current book: decide again.");

        walk.step("Rate it with the current version");
        walk.invoke("books-rate", "{%s, Rating: 5, Version: 1}".formatted(BOOK))
                .expect(200)
                .expect("/Rating", 5)
                .expect("/Version", 2);
        walk.changes().modified(1);

        walk.step("Rate it without a version");
        walk.invoke("books-rate", "{%s, Rating: 4}".formatted(BOOK))
                .expect(200)
                .expect("/Rating", 4)
                .expect("/Version", 3);
        walk.changes().modified(1);
        walk.note("The last one wins, but a caller with a version still sees the change.");

        walk.step("Rate a book that is not there");
        walk.invoke("books-rate", "{Author: 'H.G. Wells', Title: 'The Visible Man', Rating: 4}")
                .expect(404);
        walk.invoke("books-rate", "{Author: 'H.G. Wells', Title: 'The Visible Man', Rating: 4, Version: 1}")
                .expect(404);
        walk.note("Absent and stale are two answers, although the same condition failed.");
    }
}
