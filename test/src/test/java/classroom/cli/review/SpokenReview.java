package classroom.cli.review;

import java.nio.charset.StandardCharsets;

/**
 * A program that prints reviews in the language of its environment: of a table with another sort key, of a new function,
 * of a table whose construct has another name.
 */
final class SpokenReview {
    private SpokenReview() {}

    public static void main(String[] args) {
        String report = Pair.report(Pair.table("Table", "email", ""), Pair.table("Table", "mail", ""))
                + Pair.report(
                        NewFunctionTest.BEFORE,
                        NewFunctionTest.AFTER
                                .replace("'count'", "'account-count'")
                                .replace("/aws/lambda/count", "/aws/lambda/account-count")
                                .replace("table/books", "table/account"))
                + Pair.report(
                        Pair.table("AccountsTableF2DFB3F6", "email", ""),
                        Pair.table("PeopleTable42ECE6FB", "email", ""));
        System.out.writeBytes(report.getBytes(StandardCharsets.UTF_8));
    }
}
