package classroom.books;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import classroom.BadInput;
import classroom.FaultyDynamoDb;
import classroom.Invocation;
import classroom.Invocation.Reply;
import classroom.RandomEvents;
import classroom.lambda.Event;
import classroom.lambda.Handler;
import classroom.lambda.dynamodb.Paging;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

class ReadBooksTest extends BooksFixture {
    private static final String WELLS = "\"Author\":\"H.G. Wells\"";

    private Reply query(String fields) {
        return Invocation.of(new QueryBooks(books), "{" + fields + "}");
    }

    private Reply scan(String fields) {
        return Invocation.of(new ScanBooks(books), "{" + fields + "}");
    }

    @Test
    void get_absentBook_isNotFound() {
        assertReply(get(MOBY_DICK), 404, NOT_FOUND);
    }

    @ParameterizedTest
    @CsvSource({"'\"consistent\":true', true", "'\"consistent\":false', false", "'\"x\":1', false"})
    void get_consistentOrNot_answersTheBookReadThatWay(String field, boolean consistent) {
        put(MOBY_DICK);
        List<Boolean> asked = new ArrayList<>();
        try (FaultyDynamoDb watched = new FaultyDynamoDb(dynamoDb.endpoint(), (operation, request, database) -> {
            asked.add(request.path("ConsistentRead").booleanValue());
            return database.answer(request);
        })) {
            books = new Books(watched.client(), table);

            assertReply(get(book(field)), 200, MOBY_DICK);
        }
        assertThat(asked).containsExactly(consistent);
    }

    @Test
    void query_author_readsThisAuthorsBooksOnlyInOrderOfTitle() {
        load("{}");

        JsonNode page = query(WELLS).body();

        List<String> titles = new ArrayList<>();
        page.get("items").forEach(item -> titles.add(item.get("Title").textValue()));
        assertThat(titles).hasSizeGreaterThanOrEqualTo(4).isSorted().contains("The Invisible Man");
        assertThat(page.get("count").intValue())
                .isEqualTo(page.get("scanned").intValue())
                .isEqualTo(titles.size());
        assertThat(page.get("capacity").decimalValue()).isEqualByComparingTo("0.5");
        assertThat(page.has("next")).isFalse();
    }

    @Test
    void query_edition_filtersAfterReading() {
        load("{}");

        JsonNode all = query(WELLS).body();
        JsonNode onKindle = query(WELLS + ",\"edition\":\"Kindle\"").body();

        assertThat(onKindle.get("scanned")).isEqualTo(all.get("scanned"));
        assertThat(onKindle.get("count").intValue())
                .isPositive()
                .isLessThan(all.get("count").intValue());
        assertThat(onKindle.get("items"))
                .allSatisfy(item -> assertThat(item.get("Editions"))
                        .anySatisfy(edition -> assertThat(edition.textValue()).isEqualTo("Kindle")));
    }

    @Test
    void query_unknownAuthor_isAnEmptyPage() {
        Reply reply = query("\"Author\":\"Nobody\"");

        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(reply.body().get("items")).isEmpty();
        assertThat(reply.body().get("count").intValue()).isZero();
    }

    @Test
    void scan_minRatingAndEdition_filtersAfterReadingAndPayingForAll() {
        put("A", 100);

        JsonNode all = scan("\"limit\":1000").body();
        JsonNode good =
                scan("\"limit\":1000,\"minRating\":4,\"edition\":\"Kindle\"").body();

        assertThat(good.get("scanned").intValue()).isEqualTo(100);
        assertThat(good.get("count").intValue()).isEqualTo(20);
        assertThat(good.get("capacity")).isEqualTo(all.get("capacity"));
        assertThat(good.get("items"))
                .allSatisfy(item -> assertThat(item.get("Rating").intValue()).isGreaterThanOrEqualTo(4));
    }

    @Test
    void scan_minRating_passesOverBooksWithoutRating() {
        put(MOBY_DICK);

        assertThat(scan("\"minRating\":1").body().get("count").intValue()).isZero();
        assertThat(scan("").body().get("count").intValue()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 999, 1000})
    void queryAndScan_limit_countsItemsReadBeforeTheFilter(int limit) {
        put("A", 4);

        for (Reply reply : List.of(
                query("\"Author\":\"A\",\"edition\":\"Hardcover\",\"limit\":" + limit),
                scan("\"edition\":\"Hardcover\",\"limit\":" + limit))) {
            assertThat(reply.body().get("scanned").intValue()).isEqualTo(Math.min(limit, 4));
            assertThat(reply.body().get("count").intValue()).isEqualTo(Math.min(limit, 4) / 2);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 100, 1000})
    void queryAndScan_followingNext_seeEveryBookOnce(int limit) {
        put("A", 250);
        put("B", 30);

        assertThat(follow(new QueryBooks(books), "\"Author\":\"A\",\"limit\":" + limit))
                .hasSize(250)
                .doesNotHaveDuplicates();
        assertThat(follow(new ScanBooks(books), "\"limit\":" + limit))
                .hasSize(280)
                .doesNotHaveDuplicates();
        assertThat(follow(new ScanBooks(books), "\"edition\":\"Kindle\",\"minRating\":5,\"limit\":" + limit))
                .hasSize(28)
                .doesNotHaveDuplicates();
    }

    @Test
    void scan_tableLargerThanOnePage_isSeenWholeThoughThePageEndsEarly() {
        for (int i = 0; i < 8; i++) {
            put("{\"Author\":\"A\",\"Title\":\"" + i + "\",\"Text\":" + BadInput.text(300_000) + "}");
        }

        JsonNode first = scan("").body();

        assertThat(first.get("scanned").intValue()).isLessThan(8);
        assertThat(first.has("next")).isTrue();
        assertThat(follow(new ScanBooks(books), "\"limit\":1000")).hasSize(8).doesNotHaveDuplicates();
    }

    @Test
    void scan_pageThatWouldBurstTheAnswer_isCutAndGoesOnAfterTheLastItem() {
        for (int i = 0; i < 3; i++) {
            String controls = "\\u0001".repeat(330_000);
            put("{\"Author\":\"A\",\"Title\":\"" + i + "\",\"Text\":\"" + controls + "\"}");
        }

        assertThat(Invocation.raw(new ScanBooks(books), "{}".getBytes(StandardCharsets.UTF_8), Duration.ofSeconds(10)))
                .hasSizeLessThan(6 * 1024 * 1024);
        assertThat(scan("").body().get("count").intValue()).isEqualTo(2);
        assertThat(follow(new ScanBooks(books), "\"limit\":100")).containsExactly("A/0", "A/1", "A/2");
        assertThat(follow(new QueryBooks(books), "\"Author\":\"A\"")).containsExactly("A/0", "A/1", "A/2");
    }

    private List<String> follow(Handler handler, String fields) {
        List<String> seen = new ArrayList<>();
        String next = "";
        while (true) {
            JsonNode page = Invocation.of(handler, "{" + fields + next + "}").body();
            page.get("items")
                    .forEach(item -> seen.add(item.get("Author").textValue() + "/"
                            + item.get("Title").textValue()));
            if (!page.has("next")) {
                return seen;
            }
            next = ",\"next\":" + page.get("next");
        }
    }

    @Test
    void next_cutChangedOrExtended_isBadRequest() {
        put("A", 3);
        String scanned = scan("\"limit\":1").body().get("next").textValue();
        String queried =
                query("\"Author\":\"A\",\"limit\":1").body().get("next").textValue();

        RandomEvents.spoiled(scanned).forEach(token -> assertBadToken(scan("\"next\":\"" + token + "\"")));
        RandomEvents.spoiled(queried)
                .forEach(token -> assertBadToken(query("\"Author\":\"A\",\"next\":\"" + token + "\"")));
    }

    @Test
    void next_ofAnotherFunctionOrQuery_isBadRequest() {
        put("A", 3);
        put("B", 3);
        String ofScan = "\"next\":" + scan("\"limit\":1").body().get("next");
        String ofQuery =
                "\"next\":" + query("\"Author\":\"A\",\"limit\":1").body().get("next");
        String ofFilter =
                "\"next\":" + scan("\"limit\":1,\"edition\":\"Kindle\"").body().get("next");

        assertBadToken(query("\"Author\":\"A\"," + ofScan));
        assertBadToken(query("\"Author\":\"B\"," + ofQuery));
        assertBadToken(query("\"Author\":\"A\",\"edition\":\"Kindle\"," + ofQuery));
        assertBadToken(scan(ofQuery));
        assertBadToken(scan(ofFilter));
        assertBadToken(scan("\"edition\":\"Hardcover\"," + ofFilter));
        assertBadToken(scan("\"minRating\":1," + ofScan));

        assertThat(query("\"Author\":\"A\",\"limit\":5," + ofQuery).statusCode())
                .isEqualTo(200);
    }

    /** The digest is no secret: who computes it for another author's book still reads the query's own. */
    @Test
    void next_forgedForAnotherAuthor_grantsNothingMore() throws IOException {
        put("A", 3);
        put("B", 3);
        Event event = Event.read(new ByteArrayInputStream("{}".getBytes(StandardCharsets.UTF_8)));
        Object token = Paging.of(event, List.of("books-query", "A"))
                .page(List.of(), new BookKey("B", "10000").attributes(), BookKey.NAMES, Map.of())
                .get("next");

        JsonNode page = query("\"Author\":\"A\",\"next\":\"" + token + "\"").body();

        assertThat(page.get("items"))
                .extracting(item ->
                        item.get("Author").textValue() + item.get("Title").textValue())
                .containsExactly("A10001", "A10002");
    }

    private static void assertBadToken(Reply reply) {
        assertThat(reply.statusCode()).isEqualTo(400);
        assertThat(reply.body().get("field").textValue()).isEqualTo("next");
    }

    @Test
    void reading_tableMissing_failsAndIsNotTakenForAbsence() {
        Books nowhere = new Books(dynamoDb.client(), "missing");

        assertThatThrownBy(() -> Invocation.of(new GetBook(nowhere), MOBY_DICK))
                .isInstanceOf(ResourceNotFoundException.class);
        assertThatThrownBy(() -> Invocation.of(new QueryBooks(nowhere), "{\"Author\":\"A\"}"))
                .isInstanceOf(ResourceNotFoundException.class);
        assertThatThrownBy(() -> Invocation.of(new ScanBooks(nowhere), "{}"))
                .isInstanceOf(ResourceNotFoundException.class);
    }
}
