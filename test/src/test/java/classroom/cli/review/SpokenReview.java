package classroom.cli.review;

import java.nio.charset.StandardCharsets;

/** A program that prints a review of a table with another sort key, in the language of its environment. */
final class SpokenReview {
    private SpokenReview() {}

    public static void main(String[] args) {
        String report = Pair.report(Pair.table("Table", "email", ""), Pair.table("Table", "mail", ""));
        System.out.writeBytes(report.getBytes(StandardCharsets.UTF_8));
    }
}
