package classroom.books;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.Invocation.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class RateBookTest extends BooksFixture {
    @Test
    void rate_withoutVersion_setsTheRatingAndCountsTheVersionUp() {
        put(book("\"Year\":1851"));

        assertReply(rate(book("\"Rating\":4")), 200, book("\"Rating\":4,\"Version\":1,\"Year\":1851"));
        assertReply(rate(book("\"Rating\":5")), 200, book("\"Rating\":5,\"Version\":2,\"Year\":1851"));
    }

    @Test
    void rate_matchingVersion_answersTheWholeBookOneVersionHigher() {
        put(book("\"Version\":7,\"Year\":1851"));

        assertReply(rate(book("\"Rating\":4,\"Version\":7")), 200, book("\"Rating\":4,\"Version\":8,\"Year\":1851"));
    }

    @Test
    void rate_versionZero_matchesABookWithoutVersionAndOneAtZero() {
        put(MOBY_DICK);
        assertReply(rate(book("\"Rating\":4,\"Version\":0")), 200, book("\"Rating\":4,\"Version\":1"));

        put(book("\"Version\":0,\"overwrite\":true"));
        assertReply(rate(book("\"Rating\":4,\"Version\":0")), 200, book("\"Rating\":4,\"Version\":1"));
    }

    @Test
    void rate_staleVersion_isConflictWithTheBookAsItIsNow() {
        String current = book("\"Rating\":2,\"Version\":3");
        put(current);

        for (String stale : List.of("0", "2", "4", "12345678901234567890123456789012345678")) {
            Reply reply = rate(book("\"Rating\":4,\"Version\":" + stale));

            assertReply(
                    reply,
                    409,
                    "{\"error\":\"Conflict\",\"message\":\"The book has another Version by now\",\"current\":" + current
                            + "}");
        }
        assertReply(get(MOBY_DICK), 200, current);
    }

    @Test
    void rate_versionOfABookThatHasNone_isConflict() {
        put(MOBY_DICK);

        assertThat(rate(book("\"Rating\":4,\"Version\":1")).statusCode()).isEqualTo(409);
    }

    @Test
    void rate_absentBook_isNotFoundAndCreatesNothing() {
        assertReply(rate(book("\"Rating\":4")), 404, NOT_FOUND);
        assertReply(rate(book("\"Rating\":4,\"Version\":0")), 404, NOT_FOUND);
        assertReply(rate(book("\"Rating\":4,\"Version\":1")), 404, NOT_FOUND);

        assertThat(dynamoDb.scan(table)).isEmpty();
    }

    @Test
    void rate_storedVersionThatIsNoNumber_isConflictAndNoFault() {
        dynamoDb.client()
                .putItem(request -> request.tableName(table)
                        .item(Map.of(
                                "Author", AttributeValue.fromS("Herman Melville"),
                                "Title", AttributeValue.fromS("Moby Dick"),
                                "Version", AttributeValue.fromS("one"))));

        assertThat(rate(book("\"Rating\":4")).statusCode()).isEqualTo(409);
        assertReply(
                rate(book("\"Rating\":4,\"Version\":0")),
                409,
                "{\"error\":\"Conflict\",\"message\":\"The book has another Version by now\",\"current\":"
                        + book("\"Version\":\"one\"") + "}");
    }

    @Test
    void rate_bookWithoutRoomForAVersion_isConflictAndNoFault() {
        int rest = 400 * 1024 - "AuthorHerman MelvilleTitleMoby DickText".length();
        put(book("\"Text\":\"" + "x".repeat(rest) + "\""));

        assertThat(rate(book("\"Rating\":4")).statusCode()).isEqualTo(409);
    }

    @Test
    void rate_concurrentlyWithTheSameVersion_oneWinsPerVersion() throws Exception {
        put(book("\"Version\":0"));
        int threads = 8;
        int versions = 20;
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        Callable<Integer> contender = () -> {
            int won = 0;
            for (int version = 0; version < versions; version++) {
                Reply reply = rate(book("\"Rating\":3,\"Version\":" + version));
                if (reply.statusCode() == 200) {
                    won++;
                } else {
                    assertThat(reply.statusCode()).isEqualTo(409);
                    assertThat(reply.body().get("current").has("Version")).isTrue();
                }
            }
            return won;
        };
        int won = 0;
        try {
            List<Callable<Integer>> contenders = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                contenders.add(contender);
            }
            for (Future<Integer> result : executor.invokeAll(contenders)) {
                won += result.get();
            }
        } finally {
            executor.shutdown();
        }

        assertThat(won).isEqualTo(versions);
        assertThat(get(MOBY_DICK).body().get("Version").intValue()).isEqualTo(versions);
    }
}
