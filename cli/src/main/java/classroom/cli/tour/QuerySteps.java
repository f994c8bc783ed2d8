package classroom.cli.tour;

import classroom.template.language.Texts;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A query reads one partition, a scan reads everything; a filter saves neither. */
final class QuerySteps {
    private static final String[] COUNTS = {"/count", "/scanned", "/next"};

    private QuerySteps() {}

    static void teach(Walk walk) {
        Answer all = query(walk);
        pages(walk, all);
        scan(walk, all.at("/capacity").decimalValue());

        walk.step(Texts.of("Scan with a limit and a bad token"));
        walk.invoke("books-scan", "{limit: 0}").expect(400).expect("/field", "'limit'");
        walk.invoke("books-scan", "{next: 'somewhere'}").expect(400).expect("/field", "'next'");
    }

    private static Answer query(Walk walk) {
        walk.step(Texts.of("Query one author's books"));
        Answer all = walk.invoke("books-query", "{Author: 'H.G. Wells'}")
                .expect(200)
                .expect("/count", Texts.of("%d at least", 4), count -> count.asInt() >= 4)
                .expect("/scanned", Texts.of("%d at least", 1), scanned -> scanned.asInt() > 0)
                .expect("/items", Texts.of("in the order of Title"), QuerySteps::isOrdered)
                .expectNo("/next");
        walk.check(all.at("/scanned").equals(all.at("/count")), Texts.of("scanned must be count: there is no filter"));

        walk.step(Texts.of("The same, with a Kindle edition only"));
        Answer kindle = walk.invoke("books-query", "{Author: 'H.G. Wells', edition: 'Kindle'}")
                .expect(200)
                .expect("/scanned", all.at("/scanned").asInt())
                .expect("/capacity", all.at("/capacity").asText())
                .expect(
                        "/items",
                        Texts.of("all Kindle editions"),
                        items -> stream(items)
                                .allMatch(book -> stream(book.path("Editions"))
                                        .anyMatch(edition -> edition.asText().equals("Kindle"))));
        walk.check(
                kindle.at("/count").asInt() > 0
                        && kindle.at("/count").asInt() < all.at("/count").asInt(),
                Texts.of("count must be less than without the filter, and not 0"));
        walk.note(Texts.of("A filter is applied after the read: fewer items come back, the cost is the same."));
        return all;
    }

    private static void pages(Walk walk, Answer all) {
        walk.step(Texts.of("Query an author six books at a time"));
        List<JsonNode> read = new ArrayList<>();
        String next = "";
        do {
            Answer page = walk.invoke("books-query", "{Author: 'H.G. Wells', limit: 6%s}".formatted(next), COUNTS)
                    .expect(200)
                    .expect("/scanned", Texts.of("%d at most", 6), scanned -> scanned.asInt() <= 6);
            page.at("/items").forEach(read::add);
            next = next(page);
        } while (!next.isEmpty());
        walk.check(
                read.equals(stream(all.at("/items")).toList()),
                Texts.of("the pages must hold the same books in the same order, each once"));
        walk.note(Texts.of("The pages hold the same books in the same order, each once."));
    }

    private static void scan(Walk walk, BigDecimal query) {
        walk.step(Texts.of("Scan for every book rated 5"));
        BigDecimal scan = BigDecimal.ZERO;
        int scanned = 0;
        int found = 0;
        String next = "";
        do {
            Answer page = walk.invoke("books-scan", "{minRating: 5, limit: 200%s}".formatted(next), COUNTS)
                    .expect(200)
                    .expect(
                            "/items",
                            Texts.of("all rated 5"),
                            items -> stream(items)
                                    .allMatch(book -> book.path("Rating").asInt() == 5));
            scan = scan.add(page.at("/capacity").decimalValue());
            scanned += page.at("/scanned").asInt();
            found += page.at("/count").asInt();
            next = next(page);
        } while (!next.isEmpty());
        walk.check(
                scanned == walk.changes().items(),
                Texts.of(
                        "the scan must read all %d books, not %d",
                        walk.changes().items(), scanned));
        walk.check(found > 0 && found < scanned, Texts.of("some books must be rated 5, and some not"));
        walk.check(scan.compareTo(query) > 0, Texts.of("the scan must cost more than the query"));
        walk.note(Texts.of(
                "%d found, %d read and paid for: %s read units. The query of one author cost %s.",
                found, scanned, scan.stripTrailingZeros(), query));
    }

    private static String next(Answer page) {
        return page.at("/next").isMissingNode() ? "" : ", next: '%s'".formatted(page.text("/next"));
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
