package classroom.cli.tour;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A query reads one partition, a scan reads everything; a filter saves neither. */
final class QueryLesson implements Lesson {
    @Override
    public String title() {
        return "Reading many: the cost of a query and of a scan";
    }

    @Override
    public void teach(Walk walk) {
        walk.step("Query one author's books");
        Answer all = walk.invoke("books-query", "{Author: 'H.G. Wells'}")
                .expect(200)
                .expect("/count", "4 at least", count -> count.asInt() >= 4)
                .expect("/scanned", "more than 0", scanned -> scanned.asInt() > 0)
                .expect("/items", "in the order of Title", QueryLesson::isOrdered)
                .expectNo("/next");
        walk.check(all.at("/scanned").equals(all.at("/count")), "scanned must be count: there is no filter");
        BigDecimal query = all.at("/capacity").decimalValue();

        walk.step("The same, with a Kindle edition only");
        Answer kindle = walk.invoke("books-query", "{Author: 'H.G. Wells', edition: 'Kindle'}")
                .expect(200)
                .expect("/scanned", all.at("/scanned").asInt())
                .expect("/capacity", all.at("/capacity").asText())
                .expect(
                        "/items",
                        "all Kindle editions",
                        items -> stream(items)
                                .allMatch(book -> stream(book.path("Editions"))
                                        .anyMatch(edition -> edition.asText().equals("Kindle"))));
        walk.check(
                kindle.at("/count").asInt() > 0
                        && kindle.at("/count").asInt() < all.at("/count").asInt(),
                "count must be less than without the filter, and not 0");
        walk.note("A filter is applied after the read: fewer items come back, the cost is the same.");

        walk.step("Query an author three books at a time");
        List<JsonNode> read = new ArrayList<>();
        String next = "";
        do {
            Answer page = walk.invoke("books-query", "{Author: 'H.G. Wells', limit: 3%s}".formatted(next))
                    .expect(200)
                    .expect("/scanned", "3 at most", scanned -> scanned.asInt() <= 3);
            page.at("/items").forEach(read::add);
            next = page.at("/next").isMissingNode() ? "" : ", next: '%s'".formatted(page.text("/next"));
        } while (!next.isEmpty());
        walk.check(
                read.equals(stream(all.at("/items")).toList()),
                "the pages must hold the same books in the same order, each once");

        walk.step("Scan for every book rated 5");
        walk.note("The whole table is read, page after page:");
        BigDecimal scan = BigDecimal.ZERO;
        int scanned = 0;
        int found = 0;
        do {
            Answer page = walk.invoke("books-scan", "{minRating: 5%s}".formatted(next))
                    .expect(200)
                    .expect(
                            "/items",
                            "all rated 5",
                            items -> stream(items)
                                    .allMatch(book -> book.path("Rating").asInt() == 5));
            scan = scan.add(page.at("/capacity").decimalValue());
            scanned += page.at("/scanned").asInt();
            found += page.at("/count").asInt();
            next = page.at("/next").isMissingNode() ? "" : ", next: '%s'".formatted(page.text("/next"));
        } while (!next.isEmpty());
        walk.check(
                scanned == walk.changes().items(),
                "the scan must read all " + walk.changes().items() + " books, not " + scanned);
        walk.check(found > 0 && found < scanned, "some books must be rated 5, and some not");
        walk.check(scan.compareTo(query) > 0, "the scan must cost more than the query");
        walk.note("%d found, %d read and paid for: %s read units, the query %s."
                .formatted(found, scanned, scan.stripTrailingZeros(), query));

        walk.step("Scan with a limit and a bad token");
        walk.invoke("books-scan", "{limit: 0}").expect(400).expect("/field", "'limit'");
        walk.invoke("books-scan", "{next: 'somewhere'}").expect(400).expect("/field", "'next'");
    }

    private static boolean isOrdered(JsonNode items) {
        List<String> titles =
                stream(items).map(book -> book.path("Title").asText()).toList();
        return titles.stream().sorted().toList().equals(titles);
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
