package classroom.books;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.DynamoDbLocal;
import classroom.Fuzz;
import classroom.Invocation;
import classroom.Invocation.Reply;
import classroom.RandomEvents;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The books' functions with random events ({@link Fuzz}). */
class BooksFuzzTest {
    private static final String ONE = "\"Author\":\"A\",\"Title\":\"1\"";
    private static final String TWO = "\"Author\":\"A\",\"Title\":\"2\"";
    private static final String NONE = "\"Author\":\"é漢😀\",\"Title\":\"\\u0000\"";

    @RegisterExtension
    final DynamoDbLocal dynamoDb = new DynamoDbLocal();

    private final Set<String> tokens = new HashSet<>();
    private Fuzz fuzz;

    @Test
    void booksFunctions_anyEvent_doTheRightThingOrNothing() throws IOException {
        fuzz().run(1_000);
    }

    @Test
    @Tag("long")
    void booksFunctions_manyEvents_doTheRightThingOrNothing() throws IOException {
        fuzz().runAnew(20_000);
    }

    private Fuzz fuzz() {
        String table = dynamoDb.booksTable();
        Books books = new Books(dynamoDb.client(), table);
        fuzz = new Fuzz(dynamoDb, table, BookKey.NAMES);
        return fuzz.with(10, new PutBook(books), this::put, books())
                .with(10, new TransactBooks(books), this::transact, transactions())
                .with(10, new RateBook(books), this::rate, ratings())
                .with(10, new GetBook(books), this::get, keys("\"consistent\":true"))
                .with(10, new QueryBooks(books), BooksFuzzTest::query, queries("\"Author\":\"A\""))
                .with(10, new ScanBooks(books), BooksFuzzTest::scan, queries("\"minRating\":2"))
                .with(10, new DeleteBook(books), this::delete, keys("\"Version\":1"))
                .with(1, new LoadBooks(books), this::load, loads()); // Any object without books is the whole catalogue.
    }

    private static RandomEvents books() {
        return RandomEvents.like(
                "{" + ONE + "}",
                "{" + ONE + ",\"overwrite\":true,\"Rating\":4,\"Version\":7,\"Year\":1851}",
                "{" + TWO + ",\"overwrite\":false,\"Editions\":[\"Kindle\",\"Paperback\"]}",
                "{" + TWO + ",\"overwrite\":true,\"Plot\":{\"a\":[1,null,true,{\"b\":\"c\"}],\"Editions\":[1]}}",
                "{" + NONE + ",\"overwrite\":true,\"Version\":99999999999999999999999999999999999999}",
                "{" + NONE + ",\"overwrite\":true,\"Price\":-0.12345678901234567890123456789012345678}");
    }

    private static RandomEvents keys(String optional) {
        return RandomEvents.like("{" + ONE + "}", "{" + TWO + "}", "{" + NONE + "}", "{" + ONE + "," + optional + "}");
    }

    private static RandomEvents ratings() {
        return RandomEvents.like(
                "{" + ONE + ",\"Rating\":3}",
                "{" + TWO + ",\"Rating\":5,\"Version\":0}",
                "{" + ONE + ",\"Rating\":1,\"Version\":7}",
                "{" + ONE + ",\"Rating\":1,\"Version\":1}",
                "{" + NONE + ",\"Rating\":2,\"Version\":99999999999999999999999999999999999999}");
    }

    private static RandomEvents queries(String fields) {
        return RandomEvents.like(
                "{" + fields + "}",
                "{" + fields + ",\"edition\":\"Kindle\",\"limit\":3}",
                "{" + fields + ",\"limit\":1000}");
    }

    private static RandomEvents transactions() {
        String check = "{\"check\":{" + ONE + ",\"Version\":0},\"put\":[";
        return RandomEvents.like(
                check + "{" + TWO + "},{\"Author\":\"A\",\"Title\":\"3\",\"Rating\":3}]}",
                check + "{" + TWO + ",\"Editions\":[\"x\"],\"Pages\":[1e100]}]}",
                "{\"check\":{" + TWO + ",\"Version\":0},\"put\":[{" + NONE + ",\"Version\":1}]}",
                "{\"check\":{" + ONE + ",\"Version\":7},\"put\":[{" + TWO + "}]}",
                "{\"check\":{" + TWO + ",\"Version\":5},\"put\":[{" + ONE + "}],\"token\":\"t\"}");
    }

    private static RandomEvents loads() {
        return RandomEvents.like(
                "{\"books\":[{" + ONE + "},{" + TWO + ",\"Rating\":5,\"Version\":38}]}",
                "{\"books\":[{" + NONE + ",\"Editions\":[\"y\",\"x\"],\"Deep\":[[[[1]]]]}]}",
                "{\"books\":[{\"Author\":\"B\",\"Title\":\"1\",\"a\":1.10}],\"x\":\"y\"}");
    }

    private void put(Map<String, ObjectNode> items, JsonNode event, Reply reply) {
        boolean overwrites = event.path("overwrite").booleanValue();
        ObjectNode book = Fuzz.item(event).without("overwrite");
        boolean writes = overwrites || !items.containsKey(fuzz.key(event));
        assertThat(reply.statusCode()).isEqualTo(writes ? 201 : 409);
        if (writes) {
            items.put(fuzz.key(event), book);
            assertThat(Fuzz.item(reply.body())).isEqualTo(book);
        }
    }

    private void get(Map<String, ObjectNode> items, JsonNode event, Reply reply) {
        assertItem(reply, items.get(fuzz.key(event)));
    }

    private void rate(Map<String, ObjectNode> items, JsonNode event, Reply reply) {
        ObjectNode book = items.get(fuzz.key(event));
        if (book != null && reply.statusCode() == 200) {
            book.set("Rating", Fuzz.normal(event.get("Rating")));
            BigDecimal version = version(book).add(BigDecimal.ONE);
            assertVersion(event, book);
            book.set("Version", Fuzz.normal(DecimalNode.valueOf(version)));
        }
        assertVersioned(reply, event, book);
    }

    private void delete(Map<String, ObjectNode> items, JsonNode event, Reply reply) {
        ObjectNode book = items.get(fuzz.key(event));
        if (reply.statusCode() == 200) {
            assertVersion(event, book);
            items.remove(fuzz.key(event));
        }
        assertVersioned(reply, event, book);
    }

    private void transact(Map<String, ObjectNode> items, JsonNode event, Reply reply) {
        ObjectNode checked = items.get(fuzz.key(event.get("check")));
        if (reply.statusCode() == 409) {
            assertThat(checked == null || differs(event.get("check"), checked)).isTrue();
            return;
        }
        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(reply.body().get("put").intValue())
                .isEqualTo(event.get("put").size());
        if (event.has("token") && !tokens.add(event.get("token").textValue())) {
            return; // Applied already.
        }
        assertThat(checked).isNotNull();
        assertVersion(event.get("check"), checked);
        event.get("put").forEach(book -> items.put(fuzz.key(book), Fuzz.item(book)));
    }

    private void load(Map<String, ObjectNode> items, JsonNode event, Reply reply) {
        assertThat(reply.statusCode()).isEqualTo(200);
        JsonNode books = event.has("books") ? event.get("books") : Invocation.json(Invocation.resource("books.json"));
        books.forEach(book -> items.put(fuzz.key(book), Fuzz.item(book)));
        assertThat(reply.body().get("loaded").intValue()).isEqualTo(books.size());
    }

    private static void query(Map<String, ObjectNode> items, JsonNode event, Reply reply) {
        scan(items, event, reply);
        reply.body().get("items").forEach(item -> assertThat(item.get("Author")).isEqualTo(event.get("Author")));
    }

    private static void scan(Map<String, ObjectNode> items, JsonNode event, Reply reply) {
        assertThat(reply.statusCode()).isEqualTo(200);
        reply.body().get("items").forEach(item -> {
            assertThat(items.values()).contains(Fuzz.item(item));
            if (event.has("edition")) {
                assertThat(item.get("Editions")).contains(event.get("edition"));
            }
        });
        assertThat(reply.body().get("scanned").intValue())
                .isLessThanOrEqualTo(event.path("limit").asInt(100));
    }

    private static void assertItem(Reply reply, ObjectNode item) {
        assertThat(reply.statusCode()).isEqualTo(item == null ? 404 : 200);
        if (item != null) {
            assertThat(Fuzz.item(reply.body())).isEqualTo(item);
        }
    }

    /** The answer of a function whose event may have a Version. */
    private static void assertVersioned(Reply reply, JsonNode event, ObjectNode book) {
        if (reply.statusCode() == 409) {
            assertThat(differs(event, book)).isTrue();
            assertThat(Fuzz.item(reply.body().get("current"))).isEqualTo(book);
        } else {
            assertItem(reply, book);
        }
    }

    private static void assertVersion(JsonNode event, ObjectNode book) {
        assertThat(differs(event, book)).isFalse();
    }

    private static boolean differs(JsonNode event, ObjectNode book) {
        return event.has("Version") && event.get("Version").decimalValue().compareTo(version(book)) != 0;
    }

    private static BigDecimal version(ObjectNode book) {
        return book.path("Version").isMissingNode()
                ? BigDecimal.ZERO
                : book.get("Version").decimalValue();
    }
}
